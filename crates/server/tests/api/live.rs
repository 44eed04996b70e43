//! The live stream.

use std::time::Duration;

use axum::body::BodyDataStream;
use futures_util::StreamExt as _;

use super::helpers::{TestServer, key};

/// The next event, as its lines.
async fn next(stream: &mut BodyDataStream) -> String {
    let chunk = tokio::time::timeout(Duration::from_secs(10), stream.next()).await.expect("an event in time");
    String::from_utf8(chunk.expect("the stream goes on").expect("a chunk").to_vec()).expect("text")
}

#[tokio::test]
async fn a_stream_begins_with_the_counts_and_tells_what_is_committed() {
    let server = TestServer::start().await;
    server.see("a", "one browser").await;
    let mut stream = server.stream("/api/v1/live?article=a").await;
    assert_eq!(next(&mut stream).await, "event: counts\ndata: {\"views\":1,\"comments\":0}\n\n");

    server.see("b", "another article").await;
    server.see("a", "one browser").await;
    server.see("a", "another browser").await;
    assert_eq!(next(&mut stream).await, "event: counts\ndata: {\"views\":2,\"comments\":0}\n\n");

    server.comment(&key(1), "a", "Asha", "Hello.").await;
    let comment = next(&mut stream).await;
    assert!(comment.starts_with("event: comment\ndata: {\"id\":"), "{comment}");
    assert!(comment.contains("\"content\":[\"Hello.\"]"), "{comment}");
    assert_eq!(next(&mut stream).await, "event: counts\ndata: {\"views\":2,\"comments\":1}\n\n");

    server.comment(&key(1), "a", "Asha", "Hello.").await;
    server.comment(&key(2), "a", "Asha", "Again.").await;
    assert!(next(&mut stream).await.contains("Again."), "a retry is told to nobody");
}

#[tokio::test]
async fn a_stream_ends_when_the_server_stops() {
    let server = TestServer::start().await;
    let mut stream = server.stream("/api/v1/live?article=a").await;
    next(&mut stream).await;
    server.app.stop();
    let end = tokio::time::timeout(Duration::from_secs(10), stream.next()).await.expect("an end in time");
    assert!(end.is_none());
    assert_eq!(server.get("/readyz").await.status, 503);
}
