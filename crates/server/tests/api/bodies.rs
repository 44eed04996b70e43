//! Bodies that are not what they should be: each is refused by name, and none changes anything.

use axum::body::{Body, Bytes};
use serde_json::{Value, json};

use super::helpers::{Answer, TestServer, corpus, key};

/// Every route that changes something and takes a body.
fn routes() -> [(&'static str, String); 5] {
    [
        ("POST", "/api/v1/views".to_owned()),
        ("POST", "/api/v1/comments".to_owned()),
        ("POST", "/api/v1/preview".to_owned()),
        ("PUT", format!("/api/v1/comments/{}", key(9))),
        ("PUT", format!("/api/v1/comments/{}/report", key(9))),
    ]
}

fn comment(text: &str) -> String {
    json!({ "article": "a", "author": { "name": "Asha" }, "text": text }).to_string()
}

#[track_caller]
fn assert_refused(answer: &Answer, of: &str) {
    let status = answer.status.as_u16();
    assert!(matches!(status, 400 | 413 | 415 | 422), "{status} to {of}");
    assert_eq!(answer.headers["content-type"], "application/problem+json", "{of}");
    assert!(answer.json()["detail"].as_str().is_some_and(|detail| detail.len() < 400), "{}", answer.text);
}

/// Nobody's bytes that are no body of ours.
fn oddities() -> Vec<(&'static str, Vec<u8>)> {
    let nested = |depth: usize| format!("{}1{}", r#"{"article":"#.repeat(depth), "}".repeat(depth));
    let keys = (0..1_000_000).fold(String::new(), |keys, number| keys + "\"k" + &number.to_string() + "\":1,");
    vec![
        ("nothing", Vec::new()),
        ("a byte order mark", [b"\xef\xbb\xbf".as_slice(), comment("x").as_bytes()].concat()),
        ("two hundred levels", nested(200).into_bytes()),
        ("five thousand levels", "[".repeat(5_000).into_bytes()),
        ("a million keys", format!("{{{keys}\"article\":\"a\"}}").into_bytes()),
        ("half of a pair", br#"{"article": "\ud800", "author": {"name": "x"}, "text": "x"}"#.to_vec()),
        (
            "bytes that are no UTF-8",
            b"{\"article\": \"\xff\", \"author\": {\"name\": \"x\"}, \"text\": \"x\"}".to_vec(),
        ),
        ("UTF-16", comment("x").encode_utf16().flat_map(u16::to_be_bytes).collect()),
        ("a prototype", br#"{"__proto__": {"text": "x"}, "article": "a"}"#.to_vec()),
        ("a key twice", br#"{"article": "a", "article": "b", "author": {"name": "x"}, "text": "x"}"#.to_vec()),
        ("numbers for words", br#"{"article": 1, "author": {"name": 2}, "text": 3}"#.to_vec()),
        ("gzip", vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3]),
    ]
}

// S21
#[tokio::test]
async fn what_is_no_body_is_refused_by_every_route() {
    let server = TestServer::start().await;
    for (method, path) in routes() {
        for (of, bytes) in oddities() {
            let answer = server.send_bytes(method, &path, Some("application/json"), bytes).await;
            assert_refused(&answer, &format!("{of} at {path}"));
        }
    }
    assert_eq!(server.get("/api/v1/comments?article=a").await.json()["count"], 0);
}

// S21
#[tokio::test]
async fn a_body_is_read_to_its_limit_and_no_further() {
    let server = TestServer::start().await;
    let padded = |bytes: usize| {
        let comment = comment("Fits.");
        comment.clone() + &" ".repeat(bytes - comment.len())
    };
    let post = async |body: Body| server.send_bytes("POST", "/api/v1/comments", Some("application/json"), body).await;
    assert_eq!(post(padded(64 * 1024).into()).await.status, 201);
    post(padded(64 * 1024 + 1).into()).await.assert_problem(413, "body-too-large");
    post(vec![b' '; 50 << 20].into()).await.assert_problem(413, "body-too-large");
    // Without a length, and without an end.
    let chunk = Bytes::from_static(&[b' '; 4096]);
    let endless = futures_util::stream::repeat_with(move || Ok::<_, std::io::Error>(chunk.clone()));
    post(Body::from_stream(endless)).await.assert_problem(413, "body-too-large");
}

// S21
#[tokio::test]
async fn no_json_of_others_is_a_fault_of_ours() {
    let server = TestServer::start().await;
    for case in corpus("jsontestsuite/cases.json") {
        let Some(text) = case["text"].as_str() else { continue };
        let post =
            async |body: String| server.send_bytes("POST", "/api/v1/views", Some("application/json"), body).await;
        // As a whole it is never ours.
        assert_refused(&post(text.to_owned()).await, text);
        // As a part of ours it is a name of an article, or refused.
        let status = post(format!("{{\"article\": {text}}}")).await.status;
        assert!(matches!(status.as_u16(), 200 | 400), "{status} to {text}");
    }
}

// S21
#[tokio::test]
async fn bytes_of_others_are_text_or_refused() {
    let server = TestServer::start().await;
    for case in corpus("utf8tests/cases.json") {
        let hex = case["hex"].as_str().expect("bytes");
        let bytes: Vec<u8> =
            (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(&hex[at..at + 2], 16).expect("hex")).collect();
        let body = [br#"{"text": "x"#.as_slice(), &bytes, br#""}"#].concat();
        let answer = server.send_bytes("POST", "/api/v1/preview", Some("application/json"), body).await;
        // What JSON wants escaped is refused too.
        let is_text = case["valid"] == true && bytes.iter().all(|byte| *byte >= 0x20 && !b"\"\\".contains(byte));
        assert_eq!(answer.status, if is_text { 200 } else { 400 }, "{hex}: {}", answer.text);
    }
}

// S22
#[tokio::test]
async fn nothing_changes_by_what_a_page_of_another_site_may_send_without_asking() {
    let server = TestServer::start().await;
    server.comment(&key(9), "a", "Asha", "Here already.").await;
    for (method, path) in routes() {
        for content_type in [
            None,
            Some("text/plain"),
            Some("text/plain; application/json"),
            Some("application/x-www-form-urlencoded"),
            Some("multipart/form-data; boundary=x"),
            Some("application/json; charset=utf-16"),
            Some("application/json; charset=iso-8859-1"),
            Some("application/jsonp"),
            Some("nonsense"),
        ] {
            let body = r#"{"article": "a", "author": {"name": "x"}, "text": "x"}"#;
            let answer = server.send_bytes(method, &path, content_type, body).await;
            answer.assert_problem(415, "json-expected");
        }
    }
    let page = server.get("/api/v1/comments?article=a").await.json();
    assert_eq!((&page["count"], &page["comments"][0]["modified_ms"]), (&json!(1), &Value::Null));
    for content_type in ["application/json; charset=utf-8", "application/json;charset=\"UTF-8\"", "Application/JSON"] {
        let answer = server.send_bytes("POST", "/api/v1/comments", Some(content_type), comment("Mine.")).await;
        assert!(answer.status.is_success(), "{content_type}: {}", answer.text);
    }
}
