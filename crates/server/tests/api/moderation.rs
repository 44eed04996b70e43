//! What is held back, and that nobody sees it.

use serde_json::{Value, json};

use super::helpers::{TestServer, key};

const SECRET: &str = "asha-secret-asha-secret-asha";

fn with(more: &Value) -> Value {
    let mut comment = json!({ "article": "a", "author": { "name": "Asha" }, "text": "A word." });
    let members = more.as_object().expect("members").clone();
    comment.as_object_mut().expect("an object").extend(members);
    comment
}

#[tokio::test]
async fn what_a_rule_holds_is_seen_by_its_writer_alone() {
    let words = tempfile::NamedTempFile::new().expect("a file");
    std::fs::write(words.path(), "casino\n").expect("a written file");
    let server = TestServer::with(&[&format!("--held-words={}", words.path().display())]).await;
    let held = [
        json!({ "website": "https://spam.example" }),
        json!({ "typing_ms": 40 }),
        json!({ "text": "https://a.example https://b.example https://c.example https://d.example" }),
        json!({ "text": "The best casino." }),
        json!({ "author": { "name": "Casino" } }),
    ];
    for (number, more) in (0..).zip(&held) {
        let answer = server.post(&key(number), Some(SECRET), &with(more)).await;
        assert_eq!((answer.status.as_u16(), &answer.json()["status"]), (202, &json!("hold")), "{more}");
        let again = server.post(&key(number), Some(SECRET), &with(more)).await;
        assert_eq!((again.status.as_u16(), &again.json()["status"]), (202, &json!("hold")), "{more} again");
    }
    assert_eq!(server.post(&key(20), None, &with(&json!({ "typing_ms": 4_000 }))).await.status, 201);
    let page = server.get("/api/v1/comments?article=a").await.json();
    assert_eq!((&page["count"], page["comments"].as_array().map(Vec::len)), (&json!(1), Some(1)));
    server.reply(&key(30), &key(1), "To what?").await.assert_problem(422, "parent-not-found");
    let own = server.change("GET", "/api/v1/me", Some(SECRET), &Value::Null).await.json();
    let statuses: Vec<_> = own["comments"].as_array().expect("comments").iter().map(|own| &own["status"]).collect();
    assert_eq!(statuses, [&json!("hold"); 5], "whoever sends spam learns nothing from it");
}

#[tokio::test]
async fn the_same_text_again_is_held_and_a_retry_is_not_the_same_text_again() {
    let text = "The river rose by two metres in the night, and nobody slept who could hear it from the mill.";
    let server = TestServer::start().await;
    assert_eq!(server.comment(&key(1), "a", "Asha", text).await.status, 201);
    assert_eq!(server.comment(&key(1), "a", "Asha", text).await.status, 200);
    assert_eq!(server.comment(&key(2), "b", "Ben", &text.replace("metres", "meters")).await.status, 202);
    let server = server.restart().await;
    assert_eq!(server.comment(&key(3), "b", "Ben", text).await.status, 202, "it is remembered");
}

#[tokio::test]
async fn an_edit_is_judged_too() {
    let server = TestServer::start().await;
    server.post(&key(1), Some(SECRET), &with(&json!({}))).await;
    let links = json!({ "text": "https://a.example https://b.example https://c.example https://d.example" });
    let edited = server.change("PUT", &format!("/api/v1/comments/{}", key(1)), Some(SECRET), &links).await;
    assert_eq!((edited.status.as_u16(), &edited.json()["status"]), (202, &json!("hold")));
    assert_eq!(server.get("/api/v1/comments?article=a").await.json(), json!({ "comments": [], "count": 0 }));
}

#[tokio::test]
async fn a_preview_is_what_would_be_stored() {
    let server = TestServer::start().await;
    let text = "**One** <b>two</b>\n\n> three https://a.example\n\n[x](javascript:alert(1))";
    let preview = server.change("POST", "/api/v1/preview", None, &json!({ "text": text })).await.json();
    let stored = server.post(&key(1), None, &with(&json!({ "text": text }))).await.json();
    assert_eq!(preview["body"], stored["body"]);
    assert!(!preview.to_string().contains("javascript:\""), "{preview}");
    server.change("POST", "/api/v1/preview", None, &json!({ "text": "" })).await.assert_problem(422, "text-missing");
}

#[tokio::test]
async fn an_article_takes_so_many_comments_a_minute() {
    let server = TestServer::with(&["--article-posts-per-minute=2"]).await;
    for number in 0..2 {
        assert_eq!(server.comment(&key(number), "a", "Asha", "Quick.").await.status, 201);
    }
    server.comment(&key(2), "a", "Asha", "Too quick.").await.assert_problem(429, "too-many-requests");
    assert_eq!(server.comment(&key(2), "b", "Asha", "Elsewhere.").await.status, 201);
}
