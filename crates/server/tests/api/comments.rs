//! Comments: posted once, listed in order, page by page.

use std::sync::Arc;

use axum::{body::Body, http::Request};

use serde_json::json;

use super::helpers::{NOON, TestServer, key, words};

#[tokio::test]
async fn a_comment_is_stored_and_listed() {
    let server = TestServer::start().await;
    let posted = server.comment(&key(1), "a", " Asha ", "One.\r\n\r\n\r\nTwo.").await;
    assert_eq!(posted.status, 201);
    let paragraph = |text: &str| json!({ "type": "paragraph", "content": [text] });
    let comment = json!({
        "id": key(1), "author": { "name": "Asha" }, "body": [paragraph("One."), paragraph("Two.")], "created_ms": NOON,
        "likes": 0, "replies": 0,
    });
    assert_eq!(posted.json(), comment);
    let page = server.get("/api/v1/comments?article=a").await.json();
    assert_eq!(page, json!({ "comments": [comment], "count": 1 }));
    let other = server.get("/api/v1/comments?article=b").await.json();
    assert_eq!(other, json!({ "comments": [], "count": 0 }));
}

// S16
#[tokio::test]
async fn a_retry_is_the_same_comment() {
    let server = Arc::new(TestServer::start().await);
    let tasks: Vec<_> = (0..100)
        .map(|_| {
            let server = Arc::clone(&server);
            tokio::spawn(async move { server.comment(&key(1), "a", "Asha", "Once.").await.status.as_u16() })
        })
        .collect();
    let mut statuses = Vec::new();
    for task in tasks {
        statuses.push(task.await.expect("no request panics"));
    }
    statuses.sort_unstable();
    assert_eq!((statuses[0], statuses[98], statuses[99]), (200, 200, 201), "one made, ninety-nine answered again");
    assert_eq!(server.get("/api/v1/comments?article=a").await.json()["count"], 1);
}

// S16
#[tokio::test]
async fn a_key_is_not_used_for_two_comments() {
    let server = TestServer::start().await;
    assert_eq!(server.comment(&key(1), "a", "Asha", "First.").await.status, 201);
    server.comment(&key(1), "a", "Asha", "Second.").await.assert_problem(422, "idempotency-key-reused");
    server.comment(&key(1), "b", "Asha", "First.").await.assert_problem(422, "idempotency-key-reused");
    let quoted = format!("\"{}\"", key(1).to_uppercase());
    assert_eq!(server.comment(&quoted, "a", "Asha", "First.").await.status, 200, "a quoted key is the same key");
}

// S16
#[tokio::test]
async fn what_is_missing_or_too_long_is_said() {
    let server = TestServer::start().await;
    let check = async |name: &str, text: &str, code: &str| {
        server.comment(&key(1), "a", name, text).await.assert_problem(422, code);
    };
    check("", "Text.", "name-missing").await;
    check(&"x".repeat(61), "Text.", "name-too-long").await;
    check("Asha", " \n ", "text-missing").await;
    check("Asha", &"x".repeat(5001), "text-too-long").await;
    server.comment("not-a-uuid", "a", "Asha", "Text.").await.assert_problem(400, "idempotency-key-invalid");
    let unkeyed = Request::post("/api/v1/comments")
        .header("content-type", "application/json")
        .body(Body::from(r#"{"article": "a", "author": {"name": "Asha"}, "text": "Text."}"#))
        .expect("a request");
    server.send(unkeyed).await.assert_problem(400, "idempotency-key-missing");
    assert_eq!(server.get("/api/v1/comments?article=a").await.json()["count"], 0);
}

#[tokio::test]
async fn every_comment_is_on_exactly_one_page_in_both_orders() {
    let server = TestServer::start().await;
    for number in 0..25 {
        // Three to a millisecond: the order within one is by id.
        if number % 3 == 0 {
            server.wait_ms(1);
        }
        assert_eq!(server.comment(&key(number), "a", "Asha", &format!("Number {number}.")).await.status, 201);
    }
    for sort in ["oldest", "newest"] {
        let mut seen = Vec::new();
        let mut cursor = String::new();
        loop {
            let page = server.get(&format!("/api/v1/comments?article=a&sort={sort}&limit=7{cursor}")).await.json();
            assert_eq!(page["count"], 25);
            seen.extend(page["comments"].as_array().expect("comments").iter().map(words));
            match page["next"].as_str() {
                Some(next) => cursor = format!("&cursor={next}"),
                None => break,
            }
        }
        let mut expected: Vec<_> = (0..25).map(|number| format!("Number {number}.")).collect();
        if sort == "newest" {
            expected.reverse();
        }
        assert_eq!(seen, expected, "{sort}");
    }
}

// S26
#[tokio::test]
async fn a_list_asked_for_wrongly_is_refused() {
    let server = TestServer::start().await;
    let check = async |query: &str, code: &str| {
        server.get(&format!("/api/v1/comments?{query}")).await.assert_problem(400, code);
    };
    check("", "query-invalid").await;
    check("article=a&sort=loudest", "query-invalid").await;
    check("article=a&limit=-1", "query-invalid").await;
    check("article=a&unknown=1", "query-invalid").await;
    check("article=a&cursor=yesterday", "cursor-invalid").await;
    check("article=a&cursor=a1~2~%27%20OR%201=1", "cursor-invalid").await;
    check("article=%00", "article-invalid").await;
    check("article=a&limit=101", "query-invalid").await;
    check("article=a&limit=0", "query-invalid").await;
}

#[tokio::test]
async fn comments_survive_a_restart() {
    let server = TestServer::start().await;
    assert_eq!(server.comment(&key(1), "a", "Asha", "Kept.").await.status, 201);
    let server = server.restart().await;
    assert_eq!(server.listed("").await, ["Kept."]);
}

// S23
#[tokio::test]
async fn only_configured_sites_may_ask_from_their_pages() {
    let server = TestServer::with(&["--allow-origin=https://blog.example"]).await;
    let preflight = async |origin: &str| {
        let request = Request::options("/api/v1/comments")
            .header("origin", origin)
            .header("access-control-request-method", "POST")
            .header("access-control-request-headers", "content-type,idempotency-key")
            .body(Body::empty())
            .expect("a request");
        server.send(request).await.headers.get("access-control-allow-origin").cloned()
    };
    assert_eq!(preflight("https://blog.example").await.expect("allowed"), "https://blog.example");
    for origin in ["null", "https://evil.example", "https://blog.example:8443", "https://blog.example.evil.example"] {
        assert_eq!(preflight(origin).await, None, "{origin}");
    }
}
