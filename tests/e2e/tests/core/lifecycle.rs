//! The element comes, goes and moves, as a host's own script would have it.

use anyhow::Result;
use e2e::{Reader, Site};
use serde_json::json;
use thirtyfour::Key;

/// An article that is complete: its text, its count, its form.
const COMPLETE: &str = "return viewer?.querySelector('h1') != null && viewer.querySelectorAll('h1').length === 1 && \
                        chrome.querySelectorAll('.view-count').length === 1 && \
                        comments('.comment-form') !== null && chrome.querySelectorAll('.comment-form').length === 1";

async fn reads(site: &Site) -> Result<Reader> {
    let reader = Reader::open().await?;
    reader.read(&site.at("/")).await?;
    reader.until("the article is complete", COMPLETE).await?;
    Ok(reader)
}

/// Posts a comment: the element does what it is there for.
async fn works(reader: &Reader, text: &str) -> Result<()> {
    reader.control("#comment-name").await?.clear().await?;
    reader.control("#comment-name").await?.send_keys("Asha").await?;
    reader.control("#comment-text").await?.send_keys(text).await?;
    reader.control(".comment-form button").await?.click().await?;
    let posted = format!(
        "return [...chrome.querySelectorAll('.comment-text')].filter((c) => c.textContent === '{text}').length === 1 \
                 && !chrome.querySelector('.comment-sending')"
    );
    reader.until(&format!("`{text}` is posted once"), &posted).await
}

#[tokio::test]
async fn a_reload_brings_the_same_article() -> Result<()> {
    let site = Site::start(&[]).await?;
    let reader = reads(&site).await?;
    let text = reader.text("[slot=body]").await?;
    reader.reload().await?;
    reader.until("the article is complete again", COMPLETE).await?;
    assert_eq!(reader.text("[slot=body]").await?, text);
    works(&reader, "After a reload.").await?;
    reader.close().await
}

// V17
#[tokio::test]
async fn going_back_brings_the_article_back() -> Result<()> {
    let site = Site::start(&[]).await?;
    let reader = reads(&site).await?;
    reader.read(&site.at("/?src=/articles/hindi.json")).await?;
    reader.back().await?;
    // From the browser's memory or anew: the page is the reader's again either way.
    reader
        .until("it is the first article", "return viewer?.querySelector('h1')?.textContent.startsWith('Outside')")
        .await?;
    reader.until("the article is complete", COMPLETE).await?;
    works(&reader, "Back again.").await?;
    reader.close().await
}

// V22
#[tokio::test]
async fn an_element_that_moves_keeps_its_text_and_goes_on() -> Result<()> {
    let site = Site::start(&[]).await?;
    let reader = reads(&site).await?;
    reader.control("#comment-text").await?.send_keys("Half a").await?;
    reader
        .run(
            "window.heading = viewer.querySelector('h1'); const aside = document.createElement('section'); \
              document.body.append(aside); aside.append(viewer)",
        )
        .await?;
    assert_eq!(reader.run("return viewer.parentElement.localName").await?, json!("section"));
    assert_eq!(reader.run("return viewer.querySelector('h1') === window.heading").await?, json!(true), "no new text");
    assert_eq!(reader.run("return chrome.querySelector('#comment-text').value").await?, json!("Half a"));
    reader.until("the article is complete", COMPLETE).await?;
    // As a reader does it: the driver's own way of clearing tells the page nothing.
    for _ in "Half a".chars() {
        reader.control("#comment-text").await?.send_keys(Key::Backspace).await?;
    }
    works(&reader, "After a move.").await?;
    reader.close().await
}

// V22
#[tokio::test]
async fn an_element_that_is_removed_works_again_when_it_comes_back() -> Result<()> {
    let site = Site::start(&[]).await?;
    let reader = reads(&site).await?;
    for round in ["first", "second"] {
        reader.run("window.kept = viewer; viewer.remove()").await?;
        reader.until("it is gone", "return viewer === null").await?;
        // Longer than the microtask after which a removal is no move.
        tokio::time::sleep(std::time::Duration::from_millis(200)).await;
        reader.run("document.querySelector('main').append(window.kept)").await?;
        reader.until("the article is complete", COMPLETE).await?;
        works(&reader, &format!("After the {round} return.")).await?;
    }
    // The visit of one reader stays one view.
    reader.until("it is one view", "return chrome.querySelector('.view-count').textContent.includes('1 view')").await?;
    reader.close().await
}

// V21
#[tokio::test]
async fn an_element_that_is_removed_while_it_sends_does_no_harm() -> Result<()> {
    let site = Site::start(&[]).await?;
    let reader = reads(&site).await?;
    reader.control("#comment-name").await?.send_keys("Asha").await?;
    reader.control("#comment-text").await?.send_keys("On my way out.").await?;
    let go = "window.trouble = []; addEventListener('error', (event) => trouble.push(event.message)); \
              addEventListener('unhandledrejection', (event) => trouble.push(String(event.reason))); \
              chrome.querySelector('.comment-form button').click(); viewer.remove()";
    reader.run(go).await?;
    tokio::time::sleep(std::time::Duration::from_millis(500)).await;
    assert_eq!(reader.run("return trouble").await?, json!([]));
    reader.reload().await?;
    reader.until("the article is complete", COMPLETE).await?;
    assert!(reader.run("return chrome.querySelectorAll('.comment').length").await?.as_u64() <= Some(1));
    reader.close().await
}

// V21
#[tokio::test]
async fn an_element_that_is_removed_while_it_loads_does_no_harm() -> Result<()> {
    let site = Site::start(&[]).await?;
    let reader = reads(&site).await?;
    reader
        .run(
            "window.failures = []; addEventListener('error', (event) => failures.push(event.message)); \
              addEventListener('unhandledrejection', (event) => failures.push(String(event.reason))); \
              for (let n = 0; n < 5; n++) { const brief = document.createElement('article-viewer'); \
              brief.setAttribute('src', '/articles/hindi.json'); brief.setAttribute('api', './'); \
              document.body.append(brief); setTimeout(() => brief.remove(), 10 * n); }",
        )
        .await?;
    reader.until("one is left", "return document.querySelectorAll('article-viewer').length === 1").await?;
    reader.until("the article is complete", COMPLETE).await?;
    works(&reader, "Unharmed.").await?;
    assert_eq!(reader.run("return failures").await?, json!([]));
    reader.close().await
}
