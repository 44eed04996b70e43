//! Several sites on one server: whose an article is, and what a page of another site gets.

use axum::{body::Body, http::Request};
use serde_json::{Value, json};

use super::helpers::{Answer, DAY_MS, TestServer, key};

const SITES: &str = r#"
[[site]]
name = "paper"
origins = ["https://paper.example"]

[[site]]
name = "blog"
origins = ["https://blog.example"]
hold = "first"
read-only-days = 10
"#;

/// The server of both, with its file in a folder that is kept.
async fn both() -> (TestServer, tempfile::TempDir) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("sites.toml");
    std::fs::write(&file, SITES).expect("written");
    (TestServer::with(&[&format!("--sites={}", file.display())]).await, folder)
}

async fn from(server: &TestServer, origin: Option<&str>, method: &str, path: &str, body: Value) -> Answer {
    static LAST: std::sync::atomic::AtomicU32 = std::sync::atomic::AtomicU32::new(500);
    let mut request = Request::builder().method(method).uri(path).header("content-type", "application/json");
    if let Some(origin) = origin {
        request = request.header("origin", origin);
    }
    let id = key(LAST.fetch_add(1, std::sync::atomic::Ordering::Relaxed));
    server.send(request.header("idempotency-key", id).body(Body::from(body.to_string())).expect("a request")).await
}

fn comment(article: &str, text: &str) -> Value {
    json!({ "article": article, "author": { "name": "Asha" }, "text": text })
}

const LIST: &str = "/api/v1/comments";
const PAPER: Option<&str> = Some("https://paper.example");
const BLOG: Option<&str> = Some("https://blog.example");

// S26
#[tokio::test]
async fn one_name_on_two_sites_is_two_articles() {
    let (server, _folder) = both().await;
    assert_eq!(from(&server, PAPER, "POST", LIST, comment("12", "On paper.")).await.status, 201);
    // Of a site whose writers' first comment waits.
    assert_eq!(from(&server, BLOG, "POST", LIST, comment("12", "On the blog.")).await.status, 202);
    let count = async |origin| {
        from(&server, origin, "GET", "/api/v1/comments?article=12", Value::Null).await.json()["count"].clone()
    };
    assert_eq!((count(PAPER).await, count(BLOG).await, count(None).await), (json!(1), json!(0), json!(1)));
}

// S23, S26
#[tokio::test]
async fn a_page_of_one_site_gets_nothing_of_another() {
    let (server, _folder) = both().await;
    assert_eq!(from(&server, PAPER, "POST", LIST, comment("https://paper.example/a", "Here.")).await.status, 201);
    for (method, path, body) in [
        ("GET", "/api/v1/comments?article=https://paper.example/a", Value::Null),
        ("GET", "/api/v1/live?article=https://paper.example/a", Value::Null),
        ("POST", LIST, comment("https://paper.example/a", "From elsewhere.")),
        ("POST", "/api/v1/views", json!({ "article": "https://paper.example/a" })),
    ] {
        from(&server, BLOG, method, path, body).await.assert_problem(404, "article-not-found");
    }
    let answer =
        from(&server, PAPER, "GET", "/api/v1/comments?article=http://paper.example/a/?utm_source=x", Value::Null).await;
    assert_eq!(answer.json()["count"], 1, "and its own finds it by any spelling");
    assert_eq!(answer.headers["access-control-allow-origin"], "https://paper.example");
}

// S27
#[tokio::test]
async fn a_thread_closes_after_the_days_of_its_site() {
    let (server, _folder) = both().await;
    from(&server, BLOG, "POST", LIST, comment("https://blog.example/a", "The first.")).await;
    server.wait_ms(9 * DAY_MS);
    assert_eq!(from(&server, BLOG, "POST", LIST, comment("https://blog.example/a", "In time.")).await.status, 202);
    server.wait_ms(DAY_MS);
    let late = from(&server, BLOG, "POST", LIST, comment("https://blog.example/a", "Too late.")).await;
    late.assert_problem(403, "comments-closed");
    let page = from(&server, BLOG, "GET", "/api/v1/comments?article=https://blog.example/a", Value::Null).await.json();
    assert_eq!(page["closes_ms"], json!(super::helpers::NOON + 10 * DAY_MS), "{page}");
    // The other site has no such rule.
    assert_eq!(from(&server, PAPER, "POST", LIST, comment("https://paper.example/old", "Fine.")).await.status, 201);
}

#[tokio::test]
async fn what_the_settings_hold_waits() {
    for (hold, text, status) in [
        ("none", "A https://x.example link.", 201),
        ("links", "A https://x.example link.", 202),
        ("links", "No link.", 201),
        ("all", "Anything.", 202),
        ("first", "The first.", 202),
    ] {
        let server = TestServer::with(&[&format!("--hold={hold}")]).await;
        assert_eq!(server.comment(&key(1), "a", "Asha", text).await.status, status, "{hold}: {text}");
    }
}

#[tokio::test]
async fn enough_reports_hold_a_comment_and_say_so_to_those_who_have_it_open() {
    let server = TestServer::with(&["--hold=reported", "--reports-to-hold=2"]).await;
    server.comment(&key(1), "a", "Asha", "Rude.").await;
    for (number, listed) in [(1, 1), (1, 1), (2, 0)] {
        let secret = format!("a-secret-of-a-browser-{number}");
        let path = format!("/api/v1/comments/{}/report", key(1));
        assert_eq!(server.change("PUT", &path, Some(&secret), &json!({})).await.status, 204);
        assert_eq!(server.listed("").await.len(), listed, "after the report of {number}");
    }
}

#[tokio::test]
async fn words_that_are_kept_for_some_days_are_gone_after_them() {
    let server = TestServer::with(&["--keep-deleted-days=30"]).await;
    let spam = json!({ "article": "a", "author": { "name": "Cheap" }, "text": "Buy!", "website": "https://x.example" });
    assert_eq!(server.post(&key(1), Some("a-secret-of-a-browser-1"), &spam).await.status, 202);
    let own = || async {
        let mine = server.change("GET", "/api/v1/me", Some("a-secret-of-a-browser-1"), &json!(null)).await.json();
        mine["comments"].as_array().map(Vec::len)
    };
    server.wait_ms(29 * DAY_MS);
    server.app.forget().await.expect("the store forgets");
    assert_eq!(own().await, Some(1));
    server.wait_ms(2 * DAY_MS);
    server.app.forget().await.expect("the store forgets");
    assert_eq!(own().await, Some(0), "nobody knows any more whose it was");
}
