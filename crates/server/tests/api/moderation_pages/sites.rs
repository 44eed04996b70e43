//! What moderators see of the sites of a server.

use axum::{body::Body, http::Request};
use serde_json::json;

use super::desk::{Desk, location};
use crate::api::helpers::key;

/// The desk of a server of two sites, whose file is in a folder that is kept.
async fn both() -> (Desk, tempfile::TempDir) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("sites.toml");
    let site = |name: &str| format!("[[site]]\nname = \"{name}\"\norigins = [\"https://{name}.example\"]\n");
    std::fs::write(&file, site("paper") + &site("blog")).expect("written");
    (Desk::open(&[&format!("--sites={}", file.display())]).await, folder)
}

/// A comment under an article, by a page of a site.
async fn comment(desk: &Desk, number: u32, site: &str, article: &str) {
    let body = json!({ "article": article, "author": { "name": "Ben" }, "text": "Of the ferry." });
    let request = Request::post("/api/v1/comments")
        .header("origin", format!("https://{site}.example"))
        .header("idempotency-key", key(number))
        .header("content-type", "application/json");
    let answer = desk.server.send(request.body(Body::from(body.to_string())).expect("a request")).await;
    assert_eq!(answer.status, 201, "{}", answer.text);
}

/// Two sites may call an article the same; nothing told them apart.
#[tokio::test]
async fn on_a_server_of_several_sites_each_article_says_whose_it_is() {
    let (desk, _folder) = both().await;
    for (number, site) in [(1, "paper"), (2, "blog")] {
        comment(&desk, number, site, "12").await;
    }
    let page = desk.shown("articles").await;
    for site in ["paper", "blog"] {
        assert!(page.contains(&format!("<p class=\"about\"><bdi>{site}</bdi> · 1 comment")), "{page}");
    }
    let page = desk.shown("articles?site=blog").await;
    assert!(page.contains("<p class=\"about\">1 comment"), "its head says it: {page}");
    let desk = Desk::open(&[]).await;
    desk.server.comment(&key(1), "a", "Ben", "First.").await;
    assert!(desk.shown("articles").await.contains("<p class=\"about\">1 comment"), "there is one site");
}

/// The article stayed on its site, and no page could ask for its comments any more.
#[tokio::test]
async fn no_article_gets_an_address_that_its_site_has_no_pages_at() {
    let (desk, _folder) = both().await;
    comment(&desk, 1, "paper", "https://paper.example/old").await;
    let page = desk.shown("articles").await;
    let id = page.split("rules?article=").nth(1).and_then(|rest| rest.split('"').next()).expect("an article");
    let rename = async |key: &str| desk.send("rules", &[("what", "rename"), ("article", id), ("key", key)]).await;
    for (key, why) in [
        ("https://blog.example/new", "an address of the site blog, and the article is one of paper."),
        ("javascript:alert(1)", "no address of a page"),
        ("ftp://paper.example/new", "no address of a page"),
    ] {
        let answer = rename(key).await;
        assert!(answer.status == 400 && answer.text.contains(why), "{key}: {}", answer.text);
    }
    let page = desk.server.get("/api/v1/comments?article=https://paper.example/old").await.json();
    assert_eq!(page["count"], 1);
    for key in ["https://paper.example/new", "node:12"] {
        location(&rename(key).await);
        assert_eq!(desk.server.get(&format!("/api/v1/comments?article={key}")).await.json()["count"], 1, "{key}");
    }
}

/// A slip in an address led to rules that were said to be saved, of a site that is none.
#[tokio::test]
async fn a_site_that_nobody_knows_has_no_pages() {
    let desk = Desk::open(&[]).await;
    for path in ["?site=nope", "articles?site=nope", "rules?site=nope"] {
        let answer = desk.page(path).await;
        assert!(answer.status == 404 && answer.text.contains("There is no such site."), "{path}: {}", answer.text);
    }
    assert_eq!(desk.send("rules", &[("what", "rules"), ("site", "nope"), ("all", "on")]).await.status, 404);
    assert!(!desk.shown("log").await.contains("nope"));
    assert_eq!(desk.page("rules?site=default").await.status, 200, "of the settings, though nothing is stored of it");
}
