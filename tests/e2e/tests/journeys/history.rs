//! A page that was left, and is come back to.

use anyhow::Result;
use e2e::{Reader, Site};
use serde_json::json;

// V17
#[tokio::test]
async fn a_page_that_comes_back_is_the_page_that_was_left() -> Result<()> {
    let (site, reader) = (Site::start(&[]).await?, Reader::open().await?);
    reader.before_pages("addEventListener('pageshow', (event) => { window.wasKept = event.persisted; });").await?;
    reader.read(&site.at("/")).await?;
    reader.control(".comment-form").await?;
    reader.run("window.left = viewer.querySelector('h1')").await?;
    reader.visit(&site.at("/viewer.html")).await?;
    reader.back().await?;
    reader.until("it is back", "return window.wasKept !== undefined && window.left !== undefined").await?;
    let back = reader.run("return [wasKept, left === viewer.querySelector('h1')]").await?;
    assert_eq!(back, json!([true, true]));
    let post = "return fetch('/api/v1/comments', { method: 'POST', headers: { 'content-type': 'application/json', \
                'idempotency-key': crypto.randomUUID() }, body: JSON.stringify({ text: 'Meanwhile.', author: { name: 'Asha' }, \
                article: new URL('articles/pledges.json', location).href }) }).then((answer) => answer.status)";
    assert_eq!(reader.run(post).await?, json!(201));
    reader.until("it is live again", "return chrome.querySelectorAll('.comment').length === 1").await?;
    reader.close().await
}
