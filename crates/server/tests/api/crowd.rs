//! Many at once.

use std::sync::Arc;

use super::helpers::{TestServer, key};

// S9
#[tokio::test(flavor = "multi_thread")]
async fn a_thousand_who_open_an_article_at_once_are_all_answered() {
    let server = TestServer::start().await;
    for number in 0..100 {
        server.comment(&key(number), "a", "Asha", &format!("Number {number}.")).await;
    }
    // The herd comes when nothing is kept ready yet.
    let server = Arc::new(server.restart().await);
    let readers: Vec<_> = (0..1_000_u32)
        .map(|number| {
            let server = Arc::clone(&server);
            tokio::spawn(async move {
                // Every tenth writes meanwhile.
                if number % 10 == 0 {
                    let answer = server.comment(&key(1_000 + number), "a", "Ben", &format!("From {number}.")).await;
                    assert_eq!(answer.status, 201, "{}", answer.text);
                }
                let answer = server.get("/api/v1/comments?article=a&limit=100").await;
                assert_eq!(answer.status, 200, "{}", answer.text);
                answer.json()["count"].as_u64().expect("a number")
            })
        })
        .collect();
    for reader in readers {
        let count = reader.await.expect("no request panics");
        assert!((100..=200).contains(&count), "{count}");
    }
    assert_eq!(server.get("/api/v1/comments?article=a").await.json()["count"], 200, "no write is lost");
}
