//! What a request's headers may not do.

use axum::{
    body::Body,
    http::{HeaderMap, HeaderName, HeaderValue, Request},
};
use serde_json::json;
use std::net::IpAddr;

use super::helpers::{TestServer, corpus, key};

fn get(path: &str, headers: &[(&str, &str)]) -> Request<Body> {
    let request = Request::get(path).body(Body::empty()).expect("a request");
    let (mut parts, body) = request.into_parts();
    for (name, value) in headers {
        parts
            .headers
            .append(HeaderName::try_from(*name).expect("a name"), HeaderValue::try_from(*value).expect("a value"));
    }
    Request::from_parts(parts, body)
}

// S23
#[tokio::test]
async fn every_answer_says_that_it_depends_on_who_asks() {
    let server = TestServer::with(&["--allow-origin=https://blog.example"]).await;
    let allowed = |headers: &HeaderMap| headers.get("access-control-allow-origin").cloned();
    for origin in [
        None,
        Some("https://blog.example"),
        Some("https://evil.example"),
        Some("null"),
        Some("https://blog.example:8443"),
        Some("http://blog.example"),
        Some("https://blog.example."),
        Some("https://BLOG.example"),
        Some("https://blog.example.evil.example"),
        Some("https://evil.example/https://blog.example"),
        Some("https://blog.example, https://evil.example"),
    ] {
        let headers: Vec<_> = origin.iter().map(|origin| ("origin", *origin)).collect();
        for path in ["/api/v1/comments?article=a", "/api/v1/comments", "/api/v1/nothing"] {
            let answer = server.send(get(path, &headers)).await;
            let expected = origin.filter(|origin| *origin == "https://blog.example");
            assert_eq!(
                allowed(&answer.headers).as_ref().and_then(|it| it.to_str().ok()),
                expected,
                "{origin:?} {path}"
            );
            let vary: Vec<_> = answer.headers.get_all("vary").iter().filter_map(|line| line.to_str().ok()).collect();
            assert!(vary.join(",").split(',').any(|name| name.trim() == "origin"), "{vary:?} {path}");
            assert_eq!(answer.headers.get("access-control-allow-credentials"), None);
            // By which a page tells how long to wait, and how long ago something was said.
            assert_eq!(answer.headers["access-control-expose-headers"], "retry-after,date");
        }
    }
    let preflight = Request::options("/api/v1/comments")
        .header("origin", "https://blog.example")
        .header("access-control-request-method", "POST")
        .body(Body::empty())
        .expect("a request");
    assert_eq!(server.send(preflight).await.headers["access-control-max-age"], "3600");
}

fn seen(headers: &[(&str, &str)]) -> Request<Body> {
    let request = Request::post("/api/v1/views").body(Body::from(json!({ "article": "a" }).to_string()));
    let (mut parts, body) = request.expect("a request").into_parts();
    parts.headers = get("/", headers).into_parts().0.headers;
    parts.headers.insert("content-type", HeaderValue::from_static("application/json"));
    Request::from_parts(parts, body)
}

// S24
#[tokio::test]
async fn nobody_has_another_budget_by_saying_that_they_are_another() {
    let flags = ["--views-per-minute=3", "--trusted-proxy=10.0.0.1"];
    let claims = |number: usize| {
        let address = format!("198.51.100.{number}");
        [
            ("x-forwarded-for", address.clone()),
            ("forwarded", format!("for={address}")),
            ("x-real-ip", address.clone()),
            ("true-client-ip", address.clone()),
            ("cf-connecting-ip", address.clone()),
            ("x-client-ip", address),
        ]
    };
    // Through a proxy of ours only what the proxy itself wrote is believed: the last of the line.
    let through_proxy = |number: usize| [("x-forwarded-for", format!("198.51.100.{number}, 203.0.113.7"))];
    for (peer, is_proxy) in [([192, 0, 2, 1], false), ([10, 0, 0, 1], true)] {
        let server = TestServer::with(&flags).await;
        for number in 0..6 {
            let claims = if is_proxy { through_proxy(number).to_vec() } else { claims(number).to_vec() };
            let headers: Vec<_> = claims.iter().map(|(name, value)| (*name, value.as_str())).collect();
            let answer = server.send_from(IpAddr::from(peer), seen(&headers)).await;
            assert_eq!(answer.status, if number < 3 { 200 } else { 429 }, "{peer:?} {number}");
        }
    }
    let server = TestServer::with(&flags).await;
    for number in 0..6 {
        let forwarded = format!("203.0.113.{number}");
        let answer = server.send_from(IpAddr::from([10, 0, 0, 1]), seen(&[("x-forwarded-for", &forwarded)])).await;
        assert_eq!(answer.status, 200, "a proxy of ours forwards for many");
    }
}

// S24
#[tokio::test]
async fn a_household_of_ipv6_has_one_budget() {
    let server = TestServer::with(&["--views-per-minute=3"]).await;
    for number in 0..6_u16 {
        let address = IpAddr::from([0x2001, 0xdb8, 0, 1, number, number, 0, number]);
        let answer = server.send_from(address, seen(&[])).await;
        assert_eq!(answer.status, if number < 3 { 200 } else { 429 }, "{address}");
    }
    let neighbour = IpAddr::from([0x2001, 0xdb8, 0, 2, 0, 0, 0, 1]);
    assert_eq!(server.send_from(neighbour, seen(&[])).await.status, 200);
    // The same address in the clothes of IPv6 is the same client.
    for number in 0..6_u16 {
        let mapped = IpAddr::from([0, 0, 0, 0, 0, 0xffff, 0xc000, 0x0207]);
        let plain = IpAddr::from([192, 0, 2, 7]);
        let answer = server.send_from(if number % 2 == 0 { mapped } else { plain }, seen(&[])).await;
        assert_eq!(answer.status, if number < 3 { 200 } else { 429 }, "{number}");
    }
}

/// Headers that an answer may depend on, because it says so or because nobody keeps it: those of conditions, of ranges, of
/// encodings and of secrets.
const MEANT: [&str; 12] = [
    "accept-encoding",
    "authorization",
    "content-length",
    "if-match",
    "if-modified-since",
    "if-none-match",
    "if-range",
    "if-unmodified-since",
    "origin",
    "range",
    "te",
    "transfer-encoding",
];

// S25
#[tokio::test]
async fn what_is_kept_for_others_does_not_depend_on_headers_that_nobody_looks_at() {
    const MARK: &str = "marker.example";
    let dist = tempfile::tempdir().expect("a temporary folder");
    std::fs::write(dist.path().join("index.html"), "the sample").expect("a file");
    std::fs::write(dist.path().join("viewer.html"), "<article-viewer origins=\"\">").expect("a file");
    std::fs::write(dist.path().join("policy.json"), r#"{"styles": [], "scripts": []}"#).expect("a file");
    let server = TestServer::with(&[&format!("--dist={}", dist.path().display())]).await;
    server.comment(&key(1), "a", "Asha", "Hello.").await;
    let ours = ["x-forwarded-host", "x-forwarded-scheme", "x-original-url", "x-rewrite-url", "x-http-method-override"];
    let listed = corpus("patt-unkeyed-headers/strings.json");
    let names = listed.iter().filter_map(|name| name.as_str()).chain(ours);
    let names: Vec<_> = names.filter(|name| !MEANT.contains(name) && HeaderName::try_from(*name).is_ok()).collect();
    for path in ["/api/v1/comments?article=a", "/", "/viewer.html"] {
        let plain = server.get(path).await;
        assert_eq!(plain.status, 200);
        for name in &names {
            let marked = server.send(get(path, &[(name, MARK)])).await;
            assert_eq!(marked.status, 200, "{name}");
            assert_eq!(marked.text, plain.text, "{name}");
            assert_eq!(marked.headers, plain.headers, "{name}");
        }
    }
}
