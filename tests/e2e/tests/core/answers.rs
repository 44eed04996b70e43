//! What a site may answer instead of an article, and instead of a conversation.

use anyhow::Result;
use e2e::{Answer, Hosted, small_article};
use serde_json::json;

/// What the host hears when the site answers so.
async fn is_heard(page: &Hosted, answer: Answer, code: &str) -> Result<()> {
    is_heard_at(page, "/other.json", answer, code).await
}

async fn is_heard_at(page: &Hosted, path: &str, answer: Answer, code: &str) -> Result<()> {
    let said = format!("{answer:.60?}");
    page.host.answers(path, answer);
    page.reader.run(&format!("heard.length = 0; viewer.src = '{path}?' + Math.random()")).await?;
    page.reader.until(&format!("{said} is heard of"), "return heard.length === 1").await?;
    assert_eq!(page.reader.run("return heard[0]").await?, json!(["av-error", code]), "{said}");
    assert_eq!(page.reader.text("h1").await?, "one", "what is there stays");
    Ok(())
}

async fn page() -> Result<Hosted> {
    let page = Hosted::set().await?;
    page.visit(r#"<article-viewer src="/one.json"></article-viewer>"#).await?;
    page.shows("one").await?;
    Ok(page)
}

// V4, V5, V6
#[tokio::test]
async fn an_error_is_told_and_asked_for_no_more_than_may_help() -> Result<()> {
    let page = page().await?;
    for (status, code, times) in [
        (404, "not-found", 1),
        (410, "not-found", 1),
        (429, "status", 1),
        (501, "status", 1),
        (500, "status", 3),
        (502, "status", 3),
        (503, "status", 3),
    ] {
        let before = page.host.asked("/other.json");
        is_heard(&page, Answer::Status(status), code).await?;
        assert_eq!(page.host.asked("/other.json"), before + times, "{status}: no loop");
        let button = "return chrome.querySelector('.failure button') !== null";
        assert_eq!(page.reader.run(button).await?, json!(true), "{status}: a way on");
    }
    page.ends_quietly().await
}

// V5
#[tokio::test]
async fn a_server_that_is_busy_for_a_moment_costs_a_moment() -> Result<()> {
    let page = page().await?;
    for (number, retry_after) in [None, Some("1"), Some("soon"), Some("-5")].into_iter().enumerate() {
        let path = format!("/busy-{number}.json");
        let then = Box::new(Answer::article(&path));
        page.host.answers(&path, Answer::Busy(503, retry_after, Box::new(Answer::Busy(502, None, then))));
        page.reader.run(&format!("viewer.src = '{path}'")).await?;
        page.shows(&path).await?;
        assert_eq!(page.host.asked(&path), 3, "{retry_after:?}");
    }
    let errors = page.reader.run("return heard.filter(([name]) => name === 'av-error')").await?;
    assert_eq!(errors, json!([]));
    page.ends_quietly().await
}

// V5
#[tokio::test]
async fn a_server_that_wants_to_be_left_alone_for_long_is() -> Result<()> {
    let page = page().await?;
    let never = Box::new(Answer::article("too soon"));
    is_heard(&page, Answer::Busy(503, Some("31536000"), never), "status").await?;
    assert_eq!(page.host.asked("/other.json"), 1);
    page.ends_quietly().await
}

// V7
#[tokio::test]
async fn of_a_body_that_breaks_off_nothing_is_shown() -> Result<()> {
    let page = page().await?;
    let whole = small_article("half");
    is_heard(&page, Answer::Cut(whole.as_bytes()[..whole.len() / 2].to_vec()), "unreachable").await?;
    is_heard(&page, Answer::Cut(whole.into_bytes()), "unreachable").await?;
    page.ends_quietly().await
}

// V8
#[tokio::test]
async fn what_is_no_article_is_not_shown() -> Result<()> {
    let page = page().await?;
    is_heard(&page, Answer::text(""), "not-json").await?;
    is_heard(&page, Answer::Status(204), "not-json").await?;
    is_heard_at(&page, "/portal.html", Answer::text("<!doctype html><h1>Log in</h1>"), "not-json").await?;
    page.host.answers("/plain.txt", Answer::article("plain"));
    page.reader.run("viewer.src = '/plain.txt'").await?;
    page.shows("plain").await?;
    page.ends_quietly().await
}

// V9
#[tokio::test]
async fn bytes_that_are_no_utf_8_do_not_cost_the_article() -> Result<()> {
    let page = page().await?;
    let sixteen = small_article("wide").encode_utf16().flat_map(u16::to_le_bytes).collect();
    is_heard(&page, Answer::File(sixteen), "not-json").await?;
    let marked = [b"\xEF\xBB\xBF".to_vec(), small_article("marked").into_bytes()].concat();
    let broken = small_article("br?ken").into_bytes().into_iter().map(|byte| if byte == b'?' { 0xFF } else { byte });
    for (name, bytes, headline) in [("marked", marked, "marked"), ("broken", broken.collect(), "br\u{FFFD}ken")] {
        page.host.answers(&format!("/{name}.json"), Answer::File(bytes));
        page.reader.run(&format!("viewer.src = '/{name}.json'")).await?;
        page.shows(headline).await?;
    }
    page.ends_quietly().await
}

// V33
#[tokio::test]
async fn a_server_that_knows_no_comments_leaves_the_article() -> Result<()> {
    for answer in [Answer::Status(501), Answer::Status(404), Answer::text("[]"), Answer::text("<p>Another</p>")] {
        let page = page().await?;
        for path in ["comments", "counts", "views", "live", "articles"] {
            page.host.answers(&format!("/api/v1/{path}"), answer.clone());
        }
        page.reader.run("viewer.api = '/'").await?;
        page.reader.until("it says so", "return comments('.comments-failed') !== null").await?;
        let form = "return chrome.querySelector('.comment-form')";
        assert_eq!(page.reader.run(form).await?, json!(null), "{answer:?}");
        page.shows("one").await?;
        page.ends_quietly().await?;
    }
    Ok(())
}
