//! A clock that jumps.

use std::sync::Arc;

use serde_json::{Value, json};

use super::helpers::{Data, NOON, TestServer, key, words};

const ASHA: &str = "asha-secret-asha-secret-asha";
const HOUR_MS: i64 = 3_600_000;

// S12
#[tokio::test]
async fn a_clock_that_jumps_costs_no_comment_its_place() {
    let server = TestServer::start().await;
    for (number, jump) in (0..).zip([0, 1, -HOUR_MS, 1, 1, 25 * HOUR_MS, -24 * HOUR_MS, 0, 1]) {
        server.wait_ms(jump);
        assert_eq!(server.comment(&key(number), "a", "Asha", &format!("Number {number}.")).await.status, 201);
    }
    let page = server.get("/api/v1/comments?article=a&sort=oldest&limit=100").await.json();
    let all: Vec<_> = page["comments"].as_array().expect("comments").iter().map(words).collect();
    let times: Vec<_> =
        page["comments"].as_array().expect("comments").iter().map(|comment| comment["created_ms"].as_i64()).collect();
    assert!(times.is_sorted(), "{times:?}");
    // A cursor from before a jump leads on after it.
    let (mut seen, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = server.get(&format!("/api/v1/comments?article=a&sort=oldest&limit=2{cursor}")).await.json();
        seen.extend(page["comments"].as_array().expect("comments").iter().map(words));
        server.wait_ms(-5 * 60_000);
        match page["next"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => break,
        }
    }
    assert_eq!(seen, all);
}

// S12
#[tokio::test]
async fn nothing_is_changed_before_it_was_written() {
    let server = TestServer::start().await;
    let comment = json!({ "article": "a", "author": { "name": "Asha" }, "text": "Frist." });
    server.post(&key(1), Some(ASHA), &comment).await;
    server.wait_ms(-HOUR_MS);
    let path = format!("/api/v1/comments/{}", key(1));
    let edited = server.change("PUT", &path, Some(ASHA), &json!({ "text": "First." })).await.json();
    assert_eq!((&edited["created_ms"], &edited["modified_ms"]), (&json!(NOON), &json!(NOON)));
    // A clock set back does not give a comment years in which it can be changed.
    server.wait_ms(HOUR_MS + 15 * 60_000);
    server.change("DELETE", &path, Some(ASHA), &Value::Null).await.assert_problem(403, "too-late");
}

// S12
#[tokio::test]
async fn a_visitor_is_counted_through_jumps_and_never_a_fault() {
    let server = TestServer::start().await;
    let mut views = 0;
    for jump in [0, -HOUR_MS, 24 * HOUR_MS, -48 * HOUR_MS, 0, 2 * HOUR_MS] {
        server.wait_ms(jump);
        server.app.forget().await.expect("the store forgets");
        let answer = server.see("a", "a browser").await;
        assert_eq!(answer.status, 200, "{}", answer.text);
        let now = answer.json()["views"].as_u64().expect("a number");
        assert!(now >= views, "{now} after {views}");
        views = now;
    }
}

// S12
#[tokio::test]
async fn budgets_do_not_follow_the_clock_of_the_day() {
    let server = TestServer::with(&["--views-per-minute=2"]).await;
    for _ in 0..2 {
        assert_eq!(server.see("a", "a browser").await.status, 200);
    }
    server.wait_ms(24 * HOUR_MS);
    server.see("a", "a browser").await.assert_problem(429, "too-many-requests");
    server.wait_ms(-48 * HOUR_MS);
    server.see("a", "a browser").await.assert_problem(429, "too-many-requests");
}

// S12
#[tokio::test]
async fn two_servers_whose_clocks_differ_agree_on_an_order_that_has_everything_once() {
    let data = Data::new();
    let (early, late) = (TestServer::on(Arc::clone(&data), &[]).await, TestServer::on(Arc::clone(&data), &[]).await);
    early.wait_ms(-5 * 60_000);
    for number in 0..10 {
        let server = if number % 2 == 0 { &early } else { &late };
        assert_eq!(server.comment(&key(number), "a", "Asha", &format!("Number {number}.")).await.status, 201);
        server.wait_ms(1_000);
    }
    let reader = TestServer::on(data, &[]).await;
    let newest = reader.listed("&limit=100").await;
    let (mut walked, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = reader.get(&format!("/api/v1/comments?article=a&limit=3{cursor}")).await.json();
        walked.extend(page["comments"].as_array().expect("comments").iter().map(words));
        let Some(next) = page["next"].as_str() else { break };
        cursor = format!("&cursor={next}");
    }
    assert_eq!(walked, newest, "page by page it is the same list");
    let mut oldest = reader.listed("&sort=oldest&limit=100").await;
    oldest.reverse();
    assert_eq!((oldest.len(), &oldest), (10, &newest));
}
