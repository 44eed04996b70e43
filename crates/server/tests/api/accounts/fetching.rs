//! The one request this server makes: for public keys, from a site that may be slow, down, or somebody else's by now.

use std::{sync::Arc, time::Duration};

use serde_json::json;

use super::{
    SECRET, ask, assert_refused, comment,
    site::{Reply, Signer, Site, claims, ok},
    site_and_server,
};
use crate::api::helpers::{TestServer, key};

const MINUTE_MS: i64 = 60_000;
const HOUR_MS: i64 = 60 * MINUTE_MS;
const DOWN: &[u8] = b"HTTP/1.1 503 Service Unavailable\r\ncontent-length: 0\r\n\r\n";

fn down() -> Reply {
    Reply::Bytes(DOWN.to_vec())
}

/// A token that is good for the next hours: what is waited for here is keys.
fn lasting(signer: &Signer, id: &str) -> String {
    signer.token(id, &claims(json!({ "exp": super::NOON_S + 86_400 })))
}

async fn assert_unavailable(server: &TestServer, token: &str) -> String {
    let answer = ask(server, token).await;
    answer.assert_problem(503, "accounts-unavailable");
    answer.headers["retry-after"].to_str().expect("a number").to_owned()
}

// S29
#[tokio::test]
async fn keys_that_cannot_be_had_are_asked_for_less_and_less_often() {
    let (signer, site, server) = site_and_server(&[]).await;
    site.now_answers(down());
    let token = lasting(&signer, "1");
    assert_unavailable(&server, &token).await;
    let mut requests = 1;
    for wait_s in [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300] {
        assert_eq!(assert_unavailable(&server, &token).await, wait_s.to_string());
        server.wait_ms(wait_s * 1_000 - 1);
        assert_eq!(assert_unavailable(&server, &token).await, "1");
        assert_eq!(site.asked(), requests, "before {wait_s} s");
        server.wait_ms(1);
        assert_unavailable(&server, &token).await;
        requests += 1;
        assert_eq!(site.asked(), requests, "after {wait_s} s");
    }
    // Everything else goes on meanwhile, and the first good answer ends it.
    assert_eq!(server.get("/api/v1/comments?article=a").await.status, 200);
    assert_eq!(server.post(&key(1), Some(SECRET), &comment("Good.")).await.status, 201);
    site.now_answers(Reply::Keys(vec![signer.public("1")]));
    server.wait_ms(300_000);
    assert_eq!(ask(&server, &token).await.status, 200);
    site.now_answers(down());
    server.wait_ms(HOUR_MS);
    assert_eq!(ask(&server, &token).await.status, 200);
    server.wait_ms(1_000);
    assert_eq!(ask(&server, &token).await.status, 200);
    assert_eq!(site.asked(), requests + 3, "the wait begins anew at a second");
}

// S29
#[tokio::test]
async fn keys_are_kept_for_an_hour_and_for_a_day_when_there_are_no_newer_ones() {
    let (signer, site, server) = site_and_server(&[]).await;
    let fresh = |now_ms: i64| {
        let now = super::NOON_S + now_ms / 1_000;
        signer.token("1", &claims(json!({ "iat": now, "exp": now + 600 })))
    };
    assert_eq!(ask(&server, &fresh(0)).await.status, 200);
    server.wait_ms(HOUR_MS - 1);
    assert_eq!(ask(&server, &fresh(HOUR_MS)).await.status, 200);
    assert_eq!(site.asked(), 1);
    server.wait_ms(1);
    assert_eq!(ask(&server, &fresh(HOUR_MS)).await.status, 200);
    assert_eq!(site.asked(), 2);
    site.now_answers(down());
    server.wait_ms(24 * HOUR_MS);
    assert_eq!(ask(&server, &fresh(25 * HOUR_MS)).await.status, 200);
    assert_eq!(site.asked(), 3);
    server.wait_ms(1);
    assert_unavailable(&server, &fresh(25 * HOUR_MS)).await;
}

// S29
#[tokio::test]
async fn a_new_key_is_found_within_a_minute_and_an_old_one_is_forgotten() {
    let (old, site, server) = site_and_server(&[]).await;
    let new = Signer::ec();
    assert_eq!(ask(&server, &lasting(&old, "1")).await.status, 200);
    site.now_answers(Reply::Keys(vec![new.public("2")]));
    // Anybody can name a key: however many do, it is one request a minute.
    server.wait_ms(MINUTE_MS - 1);
    for _ in 0..5 {
        assert_refused(&ask(&server, &lasting(&new, "2")).await, "not known");
    }
    assert_eq!(site.asked(), 1);
    server.wait_ms(1);
    assert_eq!(ask(&server, &lasting(&new, "2")).await.status, 200);
    assert_refused(&ask(&server, &lasting(&old, "1")).await, "not known");
    assert_eq!(site.asked(), 2);
    // While newer keys cannot be had, nobody can tell of an unknown one; a known one is as good as it was.
    site.now_answers(down());
    server.wait_ms(MINUTE_MS);
    assert_unavailable(&server, &lasting(&old, "3")).await;
    assert_eq!(ask(&server, &lasting(&new, "2")).await.status, 200);
}

// S29 S31
#[tokio::test]
async fn an_answer_is_read_to_a_limit_and_never_followed_elsewhere() {
    let signer = Signer::ed();
    let elsewhere = Site::serve(Reply::Keys(vec![signer.public("1")])).await;
    let address = elsewhere.address;
    let keys = json!({ "keys": [signer.public("1")] }).to_string();
    let redirect = |status: &str, to: String| {
        let answer =
            format!("HTTP/1.1 {status} Elsewhere\r\nlocation: {to}\r\ncontent-length: {}\r\n\r\n{keys}", keys.len());
        Reply::Bytes(answer.into_bytes())
    };
    let padded = |bytes: usize| keys.clone() + &" ".repeat(bytes - keys.len());
    let short = format!("HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n{keys}");
    let torn = format!("HTTP/1.1 200 OK\r\ncontent-length: 100000\r\n\r\n{keys}");
    let not_found = format!("HTTP/1.1 404 Not Found\r\ncontent-length: {}\r\n\r\n{keys}", keys.len());
    let replies = [
        ("10 MB", Reply::Bytes(ok(&padded(10_000_000)))),
        ("one byte too many", Reply::Bytes(ok(&padded(64 * 1024 + 1)))),
        ("1 GB", Reply::Endless("HTTP/1.1 200 OK\r\ncontent-length: 1073741824\r\n\r\n")),
        ("endless chunks", Reply::Endless("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n")),
        ("no length", Reply::Endless("HTTP/1.1 200 OK\r\n\r\n")),
        ("an endless head", Reply::Endless("HTTP/1.1 200 OK\r\nx: ")),
        ("endless interim answers", Reply::Bytes(b"HTTP/1.1 103 Early Hints\r\n\r\n".repeat(100_000))),
        ("elsewhere", redirect("302", format!("http://{address}/keys.json"))),
        ("elsewhere for good", redirect("308", format!("http://{address}/"))),
        ("somewhere inside", redirect("307", "http://169.254.169.254/latest/meta-data/".to_owned())),
        ("a file", redirect("302", "file:///etc/passwd".to_owned())),
        ("itself", redirect("302", "/keys.json".to_owned())),
        ("too short", Reply::Bytes(short.into())),
        ("torn", Reply::Bytes(torn.into())),
        ("not found", Reply::Bytes(not_found.into())),
        ("no JSON", Reply::Bytes(ok("<!doctype html>"))),
        ("no HTTP", Reply::Bytes(b"\x16\x03\x01 keys".to_vec())),
        ("nothing", Reply::Bytes(Vec::new())),
    ];
    for (what, reply) in replies {
        let site = Site::serve(reply).await;
        let server = site.server(&[]).await;
        let answer = ask(&server, &lasting(&signer, "1")).await;
        assert_eq!((answer.status.as_u16(), site.asked()), (503, 1), "{what}: {}", answer.text);
        // What the buffers of the system hold was sent and never read.
        assert!(site.sent() < 32 << 20, "{what}: {} bytes", site.sent());
    }
    assert_eq!(elsewhere.asked(), 0);
    let site = Site::serve(Reply::Bytes(ok(&padded(64 * 1024)))).await;
    assert_eq!(ask(&site.server(&[]).await, &lasting(&signer, "1")).await.status, 200, "the limit itself is taken");
}

// S31
#[tokio::test]
async fn a_site_without_a_right_certificate_is_not_believed() {
    let signer = Signer::ed();
    let keys = ok(&json!({ "keys": [signer.public("1")] }).to_string());
    // An alert, and plain HTTP where TLS is expected.
    for bytes in [b"\x15\x03\x03\x00\x02\x02\x28".to_vec(), keys, b"\x16\x03\x03\xff\xff".repeat(10_000)] {
        let site = Site::serve(Reply::Bytes(bytes)).await;
        let server = site.server_by("https", &[]).await;
        assert_unavailable(&server, &lasting(&signer, "1")).await;
        assert_eq!(site.asked(), 1);
    }
}

// S29
#[tokio::test]
async fn a_site_that_never_answers_is_waited_for_once_and_not_for_long() {
    let signer = Signer::ed();
    let site = Site::serve(Reply::Silence).await;
    let server = Arc::new(site.server(&[]).await);
    let token = Arc::new(lasting(&signer, "1"));
    let asking: Vec<_> = (0..50)
        .map(|_| {
            let (server, token) = (Arc::clone(&server), Arc::clone(&token));
            tokio::spawn(async move { ask(&server, &token).await.status.as_u16() })
        })
        .collect();
    for one in asking {
        assert_eq!(one.await.expect("an answer"), 503);
    }
    assert_eq!(site.asked(), 1);
    // Whoever goes away before has no way round the wait.
    server.wait_ms(1_000);
    for _ in 0..5 {
        let _ = tokio::time::timeout(Duration::from_millis(50), ask(&server, &token)).await;
    }
    assert_eq!(site.asked(), 2);
}

// S29
#[tokio::test]
async fn many_first_tokens_at_once_make_one_request() {
    let (signer, site, server) = site_and_server(&[]).await;
    let (server, token) = (Arc::new(server), Arc::new(lasting(&signer, "1")));
    let asking: Vec<_> = (0..50)
        .map(|_| {
            let (server, token) = (Arc::clone(&server), Arc::clone(&token));
            tokio::spawn(async move { ask(&server, &token).await.status.as_u16() })
        })
        .collect();
    for one in asking {
        assert_eq!(one.await.expect("an answer"), 200);
    }
    assert_eq!(site.asked(), 1);
}
