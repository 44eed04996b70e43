//! A view: one per article and visitor in 30 minutes.

use axum::{body::Body, http::Request};

use super::helpers::TestServer;

const FIREFOX: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0";
const MINUTE_MS: i64 = 60_000;

async fn check(server: &TestServer, agent: &str, counted: bool, views: u64) {
    let answer = server.see("a", agent).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    assert_eq!(answer.json(), serde_json::json!({ "views": views, "counted": counted }));
}

#[tokio::test]
async fn a_visitor_counts_once_in_thirty_minutes() {
    let server = TestServer::start().await;
    check(&server, FIREFOX, true, 1).await;
    check(&server, FIREFOX, false, 1).await;
    check(&server, "another browser", true, 2).await;
    server.wait_ms(29 * MINUTE_MS);
    check(&server, FIREFOX, false, 2).await;
    server.wait_ms(MINUTE_MS);
    check(&server, FIREFOX, true, 3).await;
}

#[tokio::test]
async fn midnight_does_not_count_a_visitor_twice() {
    // The key of the day changes at midnight; the mark of 23:50 has to hold until 00:20 all the same.
    let server = TestServer::start().await;
    server.wait_ms((11 * 60 + 50) * MINUTE_MS);
    check(&server, FIREFOX, true, 1).await;
    server.wait_ms(20 * MINUTE_MS);
    check(&server, FIREFOX, false, 1).await;
    server.app.forget().await.expect("the store forgets");
    check(&server, FIREFOX, false, 1).await;
    server.wait_ms(11 * MINUTE_MS);
    check(&server, FIREFOX, true, 2).await;
}

#[tokio::test]
async fn a_restart_neither_loses_nor_counts_twice() {
    let server = TestServer::start().await;
    check(&server, FIREFOX, true, 1).await;
    let server = server.restart().await;
    check(&server, FIREFOX, false, 1).await;
    check(&server, "another browser", true, 2).await;
}

// S28
#[tokio::test]
async fn programs_are_answered_and_not_counted() {
    let server = TestServer::start().await;
    for robot in ["Googlebot/2.1", "HeadlessChrome/156", "curl/8.5"] {
        check(&server, robot, false, 0).await;
    }
    let driven = Request::post("/api/v1/views")
        .header("content-type", "application/json")
        .header("user-agent", FIREFOX)
        .body(Body::from(r#"{"article": "a", "automated": true}"#))
        .expect("a request");
    assert_eq!(server.send(driven).await.json()["counted"], false);

    let testing = TestServer::with(&["--count-automated-views"]).await;
    check(&testing, "HeadlessChrome/156", true, 1).await;
}

// S28
#[tokio::test]
async fn two_thousand_at_once_are_two_thousand() {
    let server = std::sync::Arc::new(TestServer::start().await);
    let tasks: Vec<_> = (0..2000)
        .map(|number| {
            let server = std::sync::Arc::clone(&server);
            tokio::spawn(
                async move { server.see("a", &format!("browser {}", number / 2)).await.json()["counted"] == true },
            )
        })
        .collect();
    let mut counted = 0;
    for task in tasks {
        counted += u64::from(task.await.expect("no request panics"));
    }
    assert_eq!(counted, 1000, "every second request is a repeat");
    assert_eq!(server.see("a", "curl/8").await.json()["views"], 1000);
}

// S21, S22
#[tokio::test]
async fn a_body_that_is_no_report_is_refused_with_its_reason() {
    let server = TestServer::start().await;
    let post = async |content_type: &str, body: String| {
        let request = Request::post("/api/v1/views").header("content-type", content_type).body(Body::from(body));
        server.send(request.expect("a request")).await
    };
    post("text/plain", r#"{"article": "a"}"#.into()).await.assert_problem(415, "json-expected");
    post("application/x-www-form-urlencoded", "article=a".into()).await.assert_problem(415, "json-expected");
    post("application/json", "{".into()).await.assert_problem(400, "body-invalid");
    post("application/json", r#"{"article": "a", "extra": 1}"#.into()).await.assert_problem(400, "body-invalid");
    post("application/json", r#"{"article": "\u0000"}"#.into()).await.assert_problem(400, "article-invalid");
    post("application/json", r#"{"article": " "}"#.into()).await.assert_problem(400, "article-invalid");
    post("application/json", format!(r#"{{"article": "{}"}}"#, "x".repeat(70_000)))
        .await
        .assert_problem(413, "body-too-large");
}

#[tokio::test]
async fn a_flood_from_one_address_is_told_to_wait() {
    let server = TestServer::with(&["--views-per-minute=3"]).await;
    for number in 0..3 {
        assert_eq!(server.see("a", &format!("browser {number}")).await.status, 200);
    }
    let refused = server.see("a", "browser 4").await;
    refused.assert_problem(429, "too-many-requests");
    let wait: u64 = refused.headers["retry-after"].to_str().expect("text").parse().expect("seconds");
    assert!((1..=21).contains(&wait), "{wait}");
    assert_eq!(server.get("/api/v1/comments?article=a").await.status, 200, "reading has a budget of its own");
}

// S28
#[tokio::test(flavor = "multi_thread")]
async fn a_flood_is_one_view_of_each_visitor_and_is_forgotten() {
    let server = std::sync::Arc::new(TestServer::start().await);
    // Twenty thousand of one visitor; two thousand addresses once each.
    let tasks: Vec<_> = (0..22)
        .map(|task: u8| {
            let server = std::sync::Arc::clone(&server);
            tokio::spawn(async move {
                for number in 0..1_000_u16 {
                    let [high, low] = number.to_be_bytes();
                    let address = if task < 20 { [192, 0, 2, 1] } else { [10, task, high, low] };
                    let request = Request::post("/api/v1/views")
                        .header("content-type", "application/json")
                        .header("user-agent", FIREFOX)
                        .body(Body::from(r#"{"article": "a"}"#))
                        .expect("a request");
                    assert_eq!(server.send_from(address.into(), request).await.status, 200);
                }
            })
        })
        .collect();
    for task in tasks {
        task.await.expect("no request panics");
    }
    assert_eq!(server.see("a", "curl/8").await.json()["views"], 2_001);
    if !server.is_in_a_file() {
        return;
    }
    let database = rusqlite::Connection::open(server.data().join("article-viewer.sqlite")).expect("the database");
    let marks = || database.query_row("SELECT count(*) FROM view_marks", [], |row| row.get::<_, i64>(0));
    assert_eq!(marks(), Ok(2_001));
    server.wait_ms(31 * MINUTE_MS);
    server.app.forget().await.expect("the store forgets");
    assert_eq!(marks(), Ok(0));
    assert_eq!(server.see("a", "curl/8").await.json()["views"], 2_001, "the count stays");
}
