//! Many at once.

use std::sync::Arc;

use super::helpers::{Answer, TestServer, key};

/// Asks again, as a browser does, when a busy machine has the server say so.
async fn in_the_end<F: Future<Output = Answer>>(ask: impl Fn() -> F) -> Answer {
    for _ in 0..10 {
        let answer = ask().await;
        if answer.status != 503 {
            return answer;
        }
        answer.assert_problem(503, "unavailable");
    }
    ask().await
}

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
                    let (key, text) = (key(1_000 + number), format!("From {number}."));
                    let answer = in_the_end(|| server.comment(&key, "a", "Ben", &text)).await;
                    assert!(answer.status.is_success(), "{}", answer.text);
                }
                let answer = in_the_end(|| server.get("/api/v1/comments?article=a&limit=100")).await;
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
