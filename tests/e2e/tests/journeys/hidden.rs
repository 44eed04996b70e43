//! A tab that is hidden sees nothing, asks for nothing, and catches up.

use std::time::Duration;

use anyhow::Result;
use e2e::{Reader, Site};
use serde_json::json;

// V18
#[tokio::test]
async fn an_article_that_is_not_on_screen_is_not_seen() -> Result<()> {
    let site = Site::start(&[]).await?;
    let reader = Reader::open().await?;
    // A hidden tab, as far as the page can tell.
    let hide = "Object.defineProperty(document, 'visibilityState', { get: () => window.pretend ?? 'hidden' });";
    reader.devtools("Page.enable", json!({})).await?;
    let script = json!({ "source": hide });
    reader.devtools("Page.addScriptToEvaluateOnNewDocument", script).await?;
    reader.read(&site.at("/")).await?;
    tokio::time::sleep(Duration::from_secs(2)).await;
    let reports = "return performance.getEntriesByType('resource').filter((e) => e.name.endsWith('/views')).length";
    assert_eq!(reader.run(reports).await?, json!(0));

    reader
        .run("window.pretend = 'visible'; document.dispatchEvent(new Event('visibilitychange', { bubbles: true }))")
        .await?;
    let seen = "return chrome.querySelector('.view-count .visually-hidden')?.textContent === '1 view'";
    reader.until("the view counts", seen).await?;
    reader.close().await
}

#[tokio::test]
async fn a_tab_that_was_hidden_catches_up() -> Result<()> {
    let site = Site::start(&[]).await?;
    let reader = Reader::open().await?;
    // A hidden tab, as far as the page can tell: it closes its stream, and what happens then is not told to it.
    let pretend = "Object.defineProperty(document, 'visibilityState', { get: () => window.pretend ?? 'visible' }); \
                   window.pretendTo = (state) => { window.pretend = state; \
                   document.dispatchEvent(new Event('visibilitychange', { bubbles: true })); };";
    reader.devtools("Page.enable", json!({})).await?;
    reader.devtools("Page.addScriptToEvaluateOnNewDocument", json!({ "source": pretend })).await?;
    reader.read(&site.at("/")).await?;
    reader.until("the list is there", "return comments('.comments-empty') !== null").await?;
    reader.control(".view-count").await?;
    reader.run("pretendTo('hidden')").await?;
    let post = "return fetch('/api/v1/comments', { method: 'POST', headers: { 'content-type': 'application/json', \
                'idempotency-key': crypto.randomUUID() }, body: JSON.stringify({ text: 'Missed.', author: { name: 'Asha' }, \
                article: new URL('articles/pledges.json', location).href }) }).then((answer) => answer.status)";
    assert_eq!(reader.run(post).await?, json!(201));
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert_eq!(reader.run("return chrome.querySelectorAll('.comment').length").await?, json!(0));
    reader.run("pretendTo('visible')").await?;
    let caught_up = "return chrome.querySelectorAll('.comment').length === 1";
    reader.until("the comment is there", caught_up).await?;
    reader.close().await
}
