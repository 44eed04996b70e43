//! What moderators decide, seen by readers.

use axum::{body::Body, http::Request};
use serde_json::json;

use super::desk::{BEN, Desk, PASSWORD, asked, comment, cookie, location, sign_in};
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
async fn an_answer_leads_to_what_it_answers() {
    let desk = Desk::open(&[]).await;
    let article = "https://paper.example/mill";
    desk.server.comment(&key(1), article, "Asha", "Where is the mill?").await;
    let mut answer = comment("Behind the church.");
    answer["article"] = json!(article);
    answer["parent"] = json!(key(1));
    desk.server.post(&key(2), Some(BEN), &answer).await;
    let page = desk.shown("?view=published").await;
    let link = format!("<a href=\"{article}#av-comment-{}\" rel=\"noreferrer\">An answer</a>", key(1));
    assert_eq!(page.matches(&link).count(), 1, "{page}");
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
async fn a_ban_ends_whatever_has_become_of_the_comment() {
    let desk = Desk::open(&[]).await;
    let may_write = async |number: u32| {
        let text = format!("Written as the {number}th.");
        desk.server.post(&key(number), Some(BEN), &comment(&text)).await.status == 201
    };
    // Somebody has decided otherwise since.
    assert!(may_write(1).await);
    let ban = desk.decide(&key(1), "ban").await;
    desk.decide(&key(1), "approve").await;
    assert!(!may_write(2).await, "that it is published says nothing of others");
    assert_eq!(asked(&desk.undo(&ban).await, "what").as_deref(), Some("lifted"));
    assert_eq!(desk.server.listed("").await, ["Written as the 1th."], "it stays where it is");
    assert!(may_write(3).await);
    assert_eq!(asked(&desk.undo(&ban).await, "what").as_deref(), Some("already"));
    // By the button that comments of theirs have.
    desk.decide(&key(1), "ban").await;
    desk.decide(&key(3), "ban").await;
    let page = desk.shown("?view=spam").await;
    assert!(page.contains(">Lift ban<") && !page.contains(">Ban writer<"), "{page}");
    let lifted = desk.decide(&key(3), "unban").await;
    assert_eq!((asked(&lifted, "what").as_deref(), asked(&lifted, "done")), (Some("lifted"), None));
    assert!(may_write(4).await, "both are lifted");
    assert_eq!(asked(&desk.decide(&key(3), "unban").await, "what").as_deref(), Some("lifted"));
    let log = desk.shown("log").await;
    assert_eq!(log.matches("lifted the ban of the writer of a comment").count(), 1, "{log}");
    // All that they wrote is gone; the log has the ban.
    let ban = desk.decide(&key(4), "ban").await;
    assert_eq!(desk.server.change("DELETE", "/api/v1/me", Some(BEN), &json!({})).await.status, 200);
    assert!(!may_write(5).await);
    let entry = asked(&ban, "done").expect("an entry");
    assert!(desk.shown("log").await.contains(&format!("Undo no. {entry}")));
    assert_eq!(asked(&desk.undo(&ban).await, "what").as_deref(), Some("lifted"));
    assert!(may_write(6).await);
}

#[tokio::test]
async fn the_log_is_kept_for_as_long_as_is_said_and_a_ban_in_it_as_long_as_it_stands() {
    let desk = Desk::open(&["--keep-log-days=2"]).await;
    for number in 1..3 {
        desk.server.post(&key(number), Some(BEN), &comment(&format!("The {number}th."))).await;
    }
    desk.decide(&key(1), "delete").await;
    let ban = desk.decide(&key(2), "ban").await;
    let log_after = async |days: i64| {
        desk.server.wait_ms(days * 24 * 60 * 60 * 1_000);
        desk.server.app.forget().await.expect("the store forgets");
        let cookie = cookie(&sign_in(&desk.server, "Asha", PASSWORD).await);
        let request = Request::get("/moderation/log").header("cookie", cookie);
        desk.server.send(request.body(Body::empty()).expect("a request")).await.text
    };
    let log = log_after(1).await;
    assert!(log.contains("deleted a comment") && log.contains("banned the writer"), "{log}");
    let log = log_after(2).await;
    assert!(!log.contains("deleted a comment") && log.contains("banned the writer"), "{log}");
    let Desk { server, .. } = desk;
    let desk = Desk { cookie: cookie(&sign_in(&server, "Asha", PASSWORD).await), server };
    desk.undo(&ban).await;
    desk.server.app.forget().await.expect("the store forgets");
    let log = desk.shown("log").await;
    assert!(!log.contains("banned the writer") && log.contains("took a decision back"), "{log}");
}

#[tokio::test]
async fn what_was_edited_since_a_moderator_looked_is_not_published_by_them() {
    let desk = Desk::open(&[]).await;
    let id = desk.held(1, "Harmless.").await;
    let seen = async || {
        let page = desk.shown("").await;
        page.split("name=\"seen\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("it").to_owned()
    };
    let decide = async |seen: &str, action: &str| {
        let fields = [("comment", id.as_str()), ("action", action), ("seen", seen), ("back", "./")];
        location(&desk.send("decide", &fields).await)
    };
    let first = seen().await;
    desk.server.wait_ms(1_000);
    let path = format!("/api/v1/comments/{id}");
    let edit = json!({ "text": "Not what you saw." });
    assert!(desk.server.change("PUT", &path, Some(BEN), &edit).await.status.is_success());
    let refused = decide(&first, "approve").await;
    assert_eq!(refused, format!("./?what=edited&about={id}#comment-{id}"));
    assert_eq!(desk.server.listed("").await, Vec::<String>::new());
    let page = desk.shown(refused.split('#').next().expect("an address").trim_start_matches("./")).await;
    assert!(page.contains("It was edited since you looked.") && page.contains("Not what you saw."), "{page}");
    assert_eq!(asked(&decide(&seen().await, "approve").await, "what").as_deref(), Some("approve"));
    assert_eq!(desk.server.listed("").await, ["Not what you saw."]);
    assert_eq!(asked(&decide(&first, "delete").await, "what").as_deref(), Some("delete"), "it needs no reading");
}

#[tokio::test]
async fn what_readers_report_is_listed_until_somebody_decides() {
    let desk = Desk::open(&[]).await;
    desk.server.comment(&key(1), "a", "Ben", "Rude.").await;
    let report = serde_json::json!({ "reason": "It is <rude>." });
    let path = format!("/api/v1/comments/{}/report", key(1));
    assert_eq!(desk.server.change("PUT", &path, Some(BEN), &report).await.status, 204);
    let page = desk.shown("?view=reported").await;
    assert!(page.contains("<q><bdi>It is &lt;rude&gt;.</bdi></q>") && page.contains("(1) Reported"), "{page}");
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
    assert_eq!(
        desk.server.change("DELETE", &format!("/api/v1/comments/{id}"), Some(BEN), &json!({})).await.status,
        204
    );
    assert_eq!(asked(&desk.undo(&first).await, "what").as_deref(), Some("gone"));
    assert!(!desk.shown("log").await.contains(">Undo<"), "there is nothing to be put back");
    for what in ["gone", "edited", "missing", "already", "overtaken"] {
        let page = desk.shown(&format!("?what={what}&done=1")).await;
        assert!(page.contains("data-kind=\"warning\"") && !page.contains(">Undo<"), "{page}");
    }
}

/// Back, or a reload, showed what had been decided with a button that could no longer do anything.
#[tokio::test]
async fn what_was_done_is_said_while_it_is_so() {
    let desk = Desk::open(&[]).await;
    let id = desk.held(1, "First.").await;
    let other = desk.held(2, "Of another kind, and elsewhere.").await;
    let says = async |address: &str, words: &str| {
        let page = desk.shown(address.trim_start_matches("./")).await;
        let is_said = page.contains(words);
        assert_eq!(page.contains(r#"data-key="u""#), is_said, "{page}");
        is_said
    };
    let approved = desk.decide(&id, "approve").await;
    desk.decide(&other, "approve").await;
    assert!(says(&approved, "Approved.").await, "what is decided about another comment is nothing to it");
    let undone = desk.undo(&approved).await;
    assert!(!says(&approved, "Approved.").await, "it was taken back");
    assert!(desk.shown(undone.trim_start_matches("./")).await.contains("Taken back"));
    let approved = desk.decide(&id, "approve").await;
    let spam = desk.decide(&id, "spam").await;
    assert!(!says(&approved, "Approved.").await && says(&spam, "Marked as spam.").await, "it was overtaken");

    let banned = desk.decide(&id, "ban").await;
    assert!(says(&banned, "Banned:").await);
    desk.decide(&id, "unban").await;
    assert!(!says(&banned, "Banned:").await, "the ban is lifted");
    desk.decide(&id, "ban").await;
    let spam = desk.decide(&id, "spam").await;
    desk.decide(&id, "unban").await;
    assert!(says(&spam, "Marked as spam.").await, "that a ban was lifted is nothing to the comment");

    // Neither is anything said that was not done.
    for made_up in ["?what=approve".to_owned(), spam.replace("what=spam", "what=approve")] {
        assert!(!says(&made_up, "Approved.").await, "{made_up}");
    }

    let page = desk.shown("articles").await;
    let article = page.split("rules?article=").nth(1).and_then(|rest| rest.split('"').next()).expect("an article");
    let send = async |what| location(&desk.send("rules", &[("what", what), ("article", article), ("all", "on")]).await);
    let closed = send("close").await;
    desk.decide(&id, "approve").await;
    assert!(says(&closed, "Closed: no more").await, "a comment of it is nothing to it");
    let opened = send("open").await;
    assert!(!says(&closed, "Closed: no more").await && says(&opened, "Open again").await);
    let of_site = location(&desk.send("rules", &[("what", "rules"), ("site", "default"), ("all", "on")]).await);
    send("rules").await;
    assert!(says(&of_site, "The rules were changed.").await, "an article of it is nothing to a site");
    desk.send("rules", &[("what", "rules"), ("site", "default")]).await;
    assert!(!says(&of_site, "The rules were changed.").await);
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
