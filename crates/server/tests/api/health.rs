//! Health, and answers that belong to no route.

use axum::{body::Body, http::Request};

use super::helpers::TestServer;

#[tokio::test]
async fn health_tells_the_truth() {
    let server = TestServer::start().await;
    assert_eq!(server.get("/healthz").await.status, 200);
    assert_eq!(server.get("/readyz").await.status, 200);
}

#[tokio::test]
async fn what_is_not_there_is_a_problem_document_too() {
    let server = TestServer::start().await;
    server.get("/api/v1/nothing").await.assert_problem(404, "not-found");
    let delete = Request::delete("/api/v1/comments").body(Body::empty()).expect("a request");
    server.send(delete).await.assert_problem(405, "method-not-allowed");
}

#[tokio::test]
async fn every_answer_of_the_api_is_marked_as_data() {
    let server = TestServer::start().await;
    for (path, cache) in
        [("/api/v1/comments?article=a", "no-cache"), ("/api/v1/comments", "no-store"), ("/healthz", "no-store")]
    {
        let headers = server.get(path).await.headers;
        assert_eq!(headers["x-content-type-options"], "nosniff", "{path}");
        assert_eq!(headers["cache-control"], cache, "{path}");
        assert_eq!(headers["content-security-policy"], "default-src 'none'; frame-ancestors 'none'", "{path}");
    }
}

#[tokio::test]
async fn no_address_reaches_the_database() {
    let server = TestServer::start().await;
    server.see("a", "browser").await;
    for entry in std::fs::read_dir(server.data()).expect("the data folder") {
        let bytes = std::fs::read(entry.expect("an entry").path()).expect("a file");
        assert!(!bytes.windows(9).any(|window| window == b"192.0.2.1"), "the visitor's address was stored");
    }
}
