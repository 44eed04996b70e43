//! What moderators decide, seen by readers.

use super::desk::{BEN, Desk, asked, comment};
use crate::api::helpers::key;

/// Whether a view of the queue has a comment.
async fn has(desk: &Desk, view: &str, id: &str) -> bool {
    desk.shown(&format!("?view={view}")).await.contains(&format!("id=\"comment-{id}\""))
}

#[tokio::test]
async fn what_waits_is_shown_with_all_that_was_said_of_it() {
    let desk = Desk::open(&["--max-links=1"]).await;
    assert!(desk.shown("").await.contains("Nothing waits."));
    let text = "Look: https://a.example https://b.example\n\n> A *quotation*";
    desk.server.post(&key(1), Some(BEN), &comment(text)).await;
    let page = desk.shown("").await;
    for words in [
        "<title>(1) Waiting · Moderation</title>",
        "<bdi>Ben</bdi>",
        "<em>quotation</em>",
        "<strong>held</strong>: links – <bdi>It has 2 links.</bdi>",
        "none published",
        "value=\"approve\"",
        "value=\"reject\"",
    ] {
        assert!(page.contains(words), "{words} in {page}");
    }
    assert!(!page.contains("value=\"delete\""), "what nobody sees is rejected");
}

#[tokio::test]
async fn every_decision_is_done_seen_and_taken_back() {
    let desk = Desk::open(&[]).await;
    let id = desk.held(1, "First.").await;
    let listed = async || desk.server.listed("").await;

    let done = desk.decide(&id, "approve").await;
    assert_eq!(asked(&done, "what").as_deref(), Some("approve"));
    assert_eq!(listed().await, ["First."]);
    assert!(has(&desk, "published", &id).await);
    let page = desk.shown(done.trim_start_matches("./")).await;
    assert!(page.contains("Approved.") && page.contains(">Undo<"), "{page}");
    let undone = desk.undo(&done).await;
    assert!(undone.starts_with("./?what=undo"), "{undone}");
    assert_eq!(listed().await, Vec::<String>::new());
    assert!(has(&desk, "waiting", &id).await);

    for (action, view) in [("reject", "trash"), ("spam", "spam")] {
        let done = desk.decide(&id, action).await;
        assert_eq!(asked(&done, "what").as_deref(), Some(action));
        assert!(has(&desk, view, &id).await && !has(&desk, "waiting", &id).await, "{action}");
        desk.undo(&done).await;
        assert!(!has(&desk, view, &id).await && has(&desk, "waiting", &id).await, "{action} undone");
    }

    desk.decide(&id, "approve").await;
    for (action, view) in [("delete", "trash"), ("spam", "spam")] {
        let done = desk.decide(&id, action).await;
        assert_eq!(listed().await, Vec::<String>::new(), "{action}");
        assert!(has(&desk, view, &id).await, "{action}");
        desk.undo(&done).await;
        assert_eq!(listed().await, ["First."], "{action} undone");
    }
}

#[tokio::test]
async fn whoever_is_banned_writes_no_more_until_it_is_taken_back() {
    let desk = Desk::open(&[]).await;
    let id = key(1);
    assert_eq!(desk.server.post(&id, Some(BEN), &comment("First.")).await.status, 201);
    let done = desk.decide(&id, "ban").await;
    assert_eq!(desk.server.listed("").await, Vec::<String>::new());
    assert!(has(&desk, "spam", &id).await && desk.shown("?view=spam").await.contains("<strong>banned</strong>"));
    desk.server.post(&key(2), Some(BEN), &comment("Second, of another kind.")).await;
    assert_eq!(desk.server.listed("").await, Vec::<String>::new());
    let elsewhere = axum::http::Request::post("/api/v1/comments")
        .header("content-type", "application/json")
        .header("idempotency-key", key(3))
        .body(comment("I am somebody else.").to_string().into())
        .expect("a request");
    assert_eq!(desk.server.send_from([198, 51, 100, 7].into(), elsewhere).await.status, 201);
    desk.undo(&done).await;
    assert_eq!(desk.server.post(&key(4), Some(BEN), &comment("Now I may again.")).await.status, 201);
    assert_eq!(desk.server.listed("&sort=oldest").await, ["First.", "I am somebody else.", "Now I may again."]);
}

#[tokio::test]
async fn what_readers_report_is_listed_until_somebody_decides() {
    let desk = Desk::open(&[]).await;
    desk.server.comment(&key(1), "a", "Ben", "Rude.").await;
    let report = serde_json::json!({ "reason": "It is <rude>." });
    let path = format!("/api/v1/comments/{}/report", key(1));
    assert_eq!(desk.server.change("PUT", &path, Some(BEN), &report).await.status, 204);
    let page = desk.shown("?view=reported").await;
    assert!(page.contains("It is &lt;rude&gt;.") && page.contains("(1) Reported"), "{page}");
    assert!(page.contains(">Keep<"), "{page}");
    let kept = desk.decide(&key(1), "approve").await;
    assert!(!has(&desk, "reported", &key(1)).await);
    assert_eq!(desk.server.listed("").await, ["Rude."]);
    desk.undo(&kept).await;
    assert!(has(&desk, "reported", &key(1)).await);
}

#[tokio::test]
async fn a_decision_leads_to_the_next_comment_on_the_page_it_was_made_on() {
    let desk = Desk::open(&[]).await;
    let (first, second) = (desk.held(1, "First of all.").await, desk.held(2, "And the second.").await);
    let page = desk.shown("").await;
    assert!(page.contains(&format!(r#"name="next" value="{second}""#)), "{page}");
    assert!(page.contains(&format!(r#"name="next" value="{first}""#)), "the last one leads back: {page}");
    let back = "./?view=waiting&site=&after=5&done=7&nonsense=1";
    let fields = [("comment", first.as_str()), ("action", "approve"), ("back", back), ("next", second.as_str())];
    let there = super::desk::location(&desk.send("decide", &fields).await);
    let entry = asked(&there, "done").expect("an entry");
    let expected = format!("./?view=waiting&site=&after=5&what=approve&done={entry}&about={first}#comment-{second}");
    assert_eq!(there, expected);
}

// S27
#[tokio::test]
async fn what_is_gone_was_done_or_was_overtaken_is_said() {
    let desk = Desk::open(&[]).await;
    assert_eq!(asked(&desk.decide(&key(9), "approve").await, "what").as_deref(), Some("gone"));
    let id = desk.held(1, "First.").await;
    let first = desk.decide(&id, "approve").await;
    let again = desk.decide(&id, "approve").await;
    assert_eq!(asked(&again, "what").as_deref(), Some("approve"), "sent twice, it is done once");
    assert_eq!(desk.server.listed("").await, ["First."]);
    let spam = desk.decide(&id, "spam").await;
    assert_eq!(asked(&desk.undo(&first).await, "what").as_deref(), Some("overtaken"));
    assert_eq!(asked(&desk.undo(&spam).await, "what").as_deref(), Some("undo"));
    assert_eq!(asked(&desk.undo(&spam).await, "what").as_deref(), Some("already"));
    assert_eq!(asked(&desk.undo("./?done=99999").await, "what").as_deref(), Some("missing"));
    for what in ["gone", "missing", "already", "overtaken"] {
        let page = desk.shown(&format!("?what={what}&done=1")).await;
        assert!(page.contains("data-kind=\"warning\"") && !page.contains(">Undo<"), "{page}");
    }
}

#[tokio::test]
async fn the_log_says_who_did_what_and_keeps_no_words() {
    let desk = Desk::open(&[]).await;
    let id = desk.held(1, "A secret of somebody.").await;
    let done = desk.decide(&id, "approve").await;
    desk.undo(&done).await;
    desk.decide(&id, "reject").await;
    let page = desk.shown("log").await;
    for words in ["Asha", "<s>approved a comment</s> · undone", "took a decision back", "rejected a comment", &id] {
        assert!(page.contains(words), "{words} in {page}");
    }
    assert!(!page.contains("secret of somebody"), "{page}");
    assert_eq!(page.matches("action=\"undo\"").count(), 1, "only what can be undone has the button");
    let entry = page.split("name=\"entry\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("an entry");
    let back = desk.send("undo", &[("entry", entry), ("back", "log")]).await;
    assert_eq!(super::desk::location(&back), "log?what=undo");
    assert!(has(&desk, "waiting", &id).await);
}

#[tokio::test]
async fn the_queue_is_of_one_article_or_of_all_and_goes_on() {
    let desk = Desk::open(&[]).await;
    for number in 0..30 {
        desk.held(number, &format!("Number {number} of a long list of things that are not alike.")).await;
    }
    let other =
        serde_json::json!({ "article": "b", "author": { "name": "Ben" }, "text": "Elsewhere.", "typing_ms": 1 });
    desk.server.post(&key(40), Some(BEN), &other).await;
    let page = desk.shown("").await;
    assert_eq!(page.matches("<article").count(), 25);
    // The last one that is called so.
    let link = |page: &str, words: &str| {
        let (before, _) = page.rsplit_once(&format!(">{words}</a>"))?;
        let (_, rest) = before.rsplit_once("href=\"./")?;
        rest.split('"').next().map(|it| it.replace("&amp;", "&"))
    };
    let next = desk.shown(&link(&page, "More").expect("a link")).await;
    assert_eq!(next.matches("<article").count(), 6);
    assert!(next.contains("From the beginning"));
    let one = desk.shown(&link(&next, "Only this article").expect("a link")).await;
    assert!(one.contains("Only under <bdi>b</bdi>") && one.contains("(1) Waiting"), "{one}");
    assert_eq!(desk.page("?article=99999").await.status, 404);
}
