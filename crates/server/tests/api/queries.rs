//! What is asked for in words that mean something elsewhere.

use axum::{body::Body, http::Request};
use serde_json::{Value, json};

use super::helpers::{TestServer, key};

const ASHA: &str = "asha-secret-asha-secret-asha";
const BEN: &str = "ben--secret-ben--secret-ben-";

/// Each byte as a query has it.
fn encoded(text: &str) -> String {
    text.bytes().fold(String::new(), |query, byte| query + &format!("%{byte:02X}"))
}

// S26
#[tokio::test]
async fn an_article_is_found_by_its_name_and_by_nothing_like_it() {
    let server = TestServer::start().await;
    let long = "x".repeat(1_024);
    let names = [
        "a",
        "A",
        "a%",
        "_",
        "%",
        "*",
        "a' OR '1'='1",
        "'; DROP TABLE comments; --",
        "a\" --",
        "a\\",
        "(SELECT 1)",
        "1",
        "01",
        "1.0",
        "ａ",
        "a\u{301}",
        "á",
        "../a",
        "https://a.example/?x=1&y=2#z",
        &long,
    ];
    for (number, name) in (0..).zip(names) {
        assert_eq!(server.comment(&key(number), name, "Asha", &format!("Under {number}.")).await.status, 201, "{name}");
        server.see(name, "a browser").await;
    }
    for (number, name) in (0..).zip(names) {
        let page = server.get(&format!("/api/v1/comments?article={}", encoded(name))).await.json();
        assert_eq!((&page["count"], &page["comments"][0]["id"]), (&json!(1), &json!(key(number))), "{name}");
    }
}

// S26
#[tokio::test]
async fn numbers_and_places_out_of_range_are_refused_or_bounded() {
    let server = TestServer::start().await;
    server.comment(&key(1), "a", "Asha", "Here.").await;
    let big = "9".repeat(400);
    for limit in ["-1", "0", "101", "65536", "1e3", "0x10", "%20", "NaN", &big] {
        server.get(&format!("/api/v1/comments?article=a&limit={limit}")).await.assert_problem(400, "query-invalid");
    }
    let least = format!("-{}", "9".repeat(18));
    for cursor in ["a", "~~~", "a1~2", "a1~2~3~4", "%00", &big, "a1~2~99999999999999999999"] {
        server.get(&format!("/api/v1/comments?article=a&cursor={cursor}")).await.assert_problem(400, "cursor-invalid");
    }
    let far = server.get(&format!("/api/v1/comments?article=a&cursor=b{least}~{least}~{least}&sort=top")).await;
    assert_eq!(far.status, 200);
    server.get(&format!("/api/v1/comments?article={}", "x".repeat(1_025))).await.assert_problem(400, "article-invalid");
    for cursor in ["x", "1.5", "+1", &big, ""] {
        let path = format!("/api/v1/me?cursor={cursor}");
        server.change("GET", &path, Some(ASHA), &Value::Null).await.assert_problem(400, "cursor-invalid");
    }
}

// S26
#[tokio::test]
async fn a_cursor_and_an_id_of_elsewhere_show_nothing_of_elsewhere() {
    let server = TestServer::start().await;
    for number in 0..6 {
        let article = if number % 2 == 0 { "a" } else { "b" };
        let secret = if number % 2 == 0 { ASHA } else { BEN };
        let text = format!("In {article}.");
        let comment = json!({ "article": article, "author": { "name": "Asha" }, "text": text });
        server.wait_ms(1);
        server.post(&key(number), Some(secret), &comment).await;
    }
    let elsewhere = server.get("/api/v1/comments?article=b&limit=1").await.json();
    let cursor = elsewhere["next"].as_str().expect("another page");
    for text in server.listed(&format!("&cursor={cursor}")).await {
        assert_eq!(text, "In a.");
    }
    let own = server.change("GET", "/api/v1/me?cursor=9999", Some(ASHA), &Value::Null).await.json();
    let own = own["comments"].as_array().expect("comments").clone();
    assert!(own.len() == 3 && own.iter().all(|own| own["article"] == "a"), "{own:?}");
    for id in ["..%2f..", "%27%20OR%201=1", "1", "%00", "{018f0000-0000-7000-8000-000000000000}x"] {
        let path = format!("/api/v1/comments/{id}");
        server.change("DELETE", &path, Some(ASHA), &Value::Null).await.assert_problem(404, "comment-not-found");
    }
}

// S26
#[tokio::test]
async fn a_parameter_said_twice_is_refused() {
    let server = TestServer::start().await;
    let answer = server.get("/api/v1/comments?article=a&article=b").await;
    answer.assert_problem(400, "query-invalid");
    let bytes = Request::get("/api/v1/comments?article=%ff%fe").body(Body::empty()).expect("a request");
    let status = server.send(bytes).await.status;
    assert!(matches!(status.as_u16(), 200 | 400), "{status}");
}
