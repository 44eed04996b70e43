//! Threads: replies, their pages, and the page around a comment.

use serde_json::Value;

use super::helpers::{TestServer, key, words};

#[tokio::test]
async fn a_reply_stands_after_what_it_answers() {
    let server = TestServer::start().await;
    server.comment(&key(1), "a", "Asha", "First.").await;
    server.wait_ms(1);
    server.comment(&key(2), "a", "Asha", "Second.").await;
    for (number, parent, text) in [(3, 1, "Re first."), (4, 3, "Re re first."), (5, 1, "Also re first.")] {
        server.wait_ms(1);
        let reply = server.reply(&key(number), &key(parent), text).await;
        assert_eq!((reply.status.as_u16(), &reply.json()["parent"]), (201, &Value::from(key(parent))));
    }
    let first = ["First.", "Re first.", "Re re first.", "Also re first."];
    assert_eq!(server.listed("&sort=oldest").await, [&first[..], &["Second."]].concat());
    assert_eq!(server.listed("").await, [&["Second."], &first[..]].concat());
    let page = server.get("/api/v1/comments?article=a&sort=oldest").await.json();
    assert_eq!((&page["count"], &page["comments"][0]["replies"]), (&5.into(), &2.into()));
}

// S27
#[tokio::test]
async fn an_answer_to_what_is_not_there_is_refused() {
    let server = TestServer::start().await;
    server.comment(&key(1), "b", "Asha", "Elsewhere.").await;
    for parent in [key(1), key(9), "nonsense".to_owned()] {
        server.reply(&key(2), &parent, "To whom?").await.assert_problem(422, "parent-not-found");
    }
    server.get(&format!("/api/v1/comments?article=a&parent={}", key(1))).await.assert_problem(404, "comment-not-found");
    server.get(&format!("/api/v1/comments?article=a&around={}", key(1))).await.assert_problem(404, "comment-not-found");
    server.get("/api/v1/comments?article=a&around=x").await.assert_problem(404, "comment-not-found");
}

#[tokio::test]
async fn a_page_holds_the_first_replies_and_the_others_are_asked_for() {
    let server = TestServer::start().await;
    server.comment(&key(1), "a", "Asha", "Root.").await;
    for number in 0..50 {
        server.wait_ms(1);
        server.reply(&key(100 + number), &key(1), &format!("Reply {number}.")).await;
    }
    let page = server.get("/api/v1/comments?article=a").await.json();
    assert_eq!(page["comments"].as_array().expect("comments").len(), 21, "{page}");
    assert_eq!(page["comments"][0]["replies"], 50);
    let (mut seen, mut cursor) = (Vec::new(), String::new());
    loop {
        let query = format!("/api/v1/comments?article=a&sort=oldest&limit=20&parent={}{cursor}", key(1));
        let page = server.get(&query).await.json();
        seen.extend(page["comments"].as_array().expect("comments").iter().map(words));
        let Some(next) = page["next"].as_str() else { break };
        cursor = format!("&cursor={next}");
    }
    assert_eq!(seen, (0..50).map(|number| format!("Reply {number}.")).collect::<Vec<_>>());
}

// S27
#[tokio::test]
async fn an_exchange_goes_on_for_a_thousand_turns_and_every_one_can_be_reached() {
    let server = TestServer::start().await;
    server.comment(&key(0), "a", "Asha", "Turn 0.").await;
    for turn in 1..=1_000 {
        assert_eq!(server.reply(&key(turn), &key(turn - 1), &format!("Turn {turn}.")).await.status, 201);
    }
    server.reply(&key(1_001), &key(1_000), "One too many.").await.assert_problem(422, "too-deep");
    let around = server.get(&format!("/api/v1/comments?article=a&around={}", key(700))).await.json();
    let turns: Vec<_> = around["comments"].as_array().expect("comments").iter().map(words).collect();
    assert_eq!(turns[0], "Turn 0.");
    assert!(turns.contains(&"Turn 700.".to_owned()) && turns.contains(&"Turn 720.".to_owned()), "{}", turns.len());
    let deeper = server.listed(&format!("&parent={}", key(900))).await;
    assert_eq!((deeper[0].as_str(), deeper.len()), ("Turn 901.", 21));
}

#[tokio::test]
async fn the_page_around_a_comment_is_read_on_in_both_directions() {
    let server = TestServer::start().await;
    for number in 0..60 {
        server.wait_ms(1);
        server.comment(&key(number), "a", "Asha", &format!("Number {number}.")).await;
    }
    server.reply(&key(100), &key(30), "Here.").await;
    for sort in ["newest", "oldest", "top"] {
        let around = |id| format!("/api/v1/comments?article=a&sort={sort}&limit=10&around={id}");
        let page = server.get(&around(key(100))).await.json();
        let texts: Vec<_> = page["comments"].as_array().expect("comments").iter().map(words).collect();
        assert_eq!((texts[0].as_str(), texts[1].as_str(), texts.len()), ("Number 30.", "Here.", 11), "{sort}");
        let mut all = texts;
        for (direction, is_before) in [("previous", true), ("next", false)] {
            let mut cursor = page[direction].as_str().map(str::to_owned);
            while let Some(at) = &cursor {
                let query = format!("/api/v1/comments?article=a&sort={sort}&limit=10&cursor={at}");
                let page = server.get(&query).await.json();
                let texts = page["comments"].as_array().expect("comments").iter().map(words);
                all =
                    if is_before { texts.chain(all.clone()).collect() } else { all.into_iter().chain(texts).collect() };
                cursor = page[direction].as_str().map(str::to_owned);
            }
        }
        let mut wanted: Vec<_> = (0..60).map(|number| format!("Number {number}.")).collect();
        if sort != "oldest" {
            wanted.reverse();
        }
        let at = wanted.iter().position(|text| text == "Number 30.").expect("it is there");
        wanted.insert(at + 1, "Here.".to_owned());
        assert_eq!(all, wanted, "{sort}");
        assert_eq!(
            server.get(&around(key(if sort == "oldest" { 0 } else { 59 }))).await.json()["previous"],
            Value::Null
        );
    }
}

// S27
#[tokio::test]
async fn what_is_gone_is_neither_answered_nor_liked_nor_reported() {
    const ASHA: &str = "asha-secret-asha-secret-asha";
    let server = TestServer::start().await;
    let comment = serde_json::json!({ "article": "a", "author": { "name": "Asha" }, "text": "Gone soon." });
    server.post(&key(1), Some(ASHA), &comment).await;
    let path = format!("/api/v1/comments/{}", key(1));
    // Two who delete at once: one does it, the other is told that there is nothing.
    let delete = || server.change("DELETE", &path, Some(ASHA), &Value::Null);
    let (one, other) = tokio::join!(delete(), delete());
    let mut statuses = [one.status.as_u16(), other.status.as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [204, 404]);
    server.reply(&key(2), &key(1), "To whom?").await.assert_problem(422, "parent-not-found");
    for (method, what) in [("PUT", "/like"), ("DELETE", "/like"), ("PUT", "/report"), ("PUT", "")] {
        let body = if what.is_empty() { serde_json::json!({ "text": "x" }) } else { serde_json::json!({}) };
        let answer = server.change(method, &format!("{path}{what}"), Some(ASHA), &body).await;
        answer.assert_problem(404, "comment-not-found");
    }
    let page = server.get("/api/v1/comments?article=a").await.json();
    assert_eq!(page, serde_json::json!({ "comments": [], "count": 0 }), "no orphan");
}
