//! Comments without a network, and many of them.

use anyhow::Result;
use e2e::{Reader, Site};
use serde_json::json;

// V2
#[tokio::test]
async fn what_cannot_be_sent_is_kept_with_its_reason_and_sent_once() -> Result<()> {
    let site = Site::start(&[]).await?;
    let reader = Reader::open().await?;
    reader.read(&site.at("/")).await?;
    reader.control("#comment-name").await?.send_keys("Asha").await?;
    reader.control("#comment-text").await?.send_keys("Written on a train.").await?;
    reader.set_offline(true).await?;
    reader.control(".comment-form button").await?.click().await?;
    reader
        .until(
            "it says why",
            "return chrome.querySelector('.comment-unsent')?.textContent.includes('You are offline.')",
        )
        .await?;
    assert_eq!(reader.chrome_text(".comment-text").await?, "Written on a train.");

    // It is sent once the network is back, by whatever page of the site there is then.
    reader.visit("about:blank").await?;
    reader.set_offline(false).await?;
    reader.read(&site.at("/")).await?;
    reader.control(".comment-form").await?;
    reader.has_comments(1).await?;
    reader.finds_comments_again(1).await?;
    reader.close().await
}

#[tokio::test]
async fn a_long_list_comes_page_by_page_in_either_order() -> Result<()> {
    let site = Site::start(&[]).await?;
    let reader = Reader::open().await?;
    reader.read(&site.at("/")).await?;
    reader.control(".comment-form").await?;
    let post = "const article = new URL('articles/pledges.json', location).href; \
                for (let n = 0; n < 45; n++) await fetch('/api/v1/comments', { method: 'POST', headers: { 'content-type': \
                'application/json', 'idempotency-key': crypto.randomUUID() }, body: JSON.stringify({ article, author: { \
                name: 'Asha' }, text: `Number ${n}.` }) });";
    reader.run(&format!("{post} return true")).await?;
    reader.finds_comments_again(20).await?;
    assert_eq!(reader.chrome_text(".comment-text").await?, "Number 44.");
    reader.run("[...chrome.querySelectorAll('button')].find((b) => b.textContent === 'More comments').click()").await?;
    reader.has_comments(45).await?;
    let goes_on = "return chrome.activeElement?.textContent.includes('Number 24.') ?? false";
    reader.until("the focus goes on where the new ones begin", goes_on).await?;
    reader.control("#comment-order").await?.send_keys("O").await?;
    reader
        .until("the oldest is first", "return chrome.querySelector('.comment-text').textContent === 'Number 0.'")
        .await?;
    reader.close().await
}

// V20
#[tokio::test]
async fn stored_without_a_word_it_is_stored_once() -> Result<()> {
    let site = Site::start(&[]).await?;
    let reader = Reader::open().await?;
    // The server gets the first post and stores it; what it answers is lost.
    let lose = "const real = window.fetch; let lost = 0; window.posts = 0; window.fetch = async (request) => { \
                const answer = await real(request); \
                if (request.method === 'POST' && request.url.endsWith('/comments') && ++window.posts === 1) throw new TypeError(); \
                return answer; };";
    reader.before_pages(lose).await?;
    reader.read(&site.at("/")).await?;
    // Nor does the live stream tell of it.
    reader.devtools("Network.enable", json!({})).await?;
    reader.devtools("Network.setBlockedURLs", json!({ "urls": ["*/live*"] })).await?;
    reader.reload().await?;
    reader.control("#comment-name").await?.send_keys("Asha").await?;
    reader.control("#comment-text").await?.send_keys("Once and for all.").await?;
    reader.control(".comment-form button").await?.click().await?;
    reader.control(".comment-unsent button").await?.click().await?;
    reader.has_comments(1).await?;
    assert_eq!(reader.run("return posts").await?, json!(2));
    reader.finds_comments_again(1).await?;
    reader.close().await
}

#[tokio::test]
async fn what_waits_is_sent_from_whichever_tab_is_open() -> Result<()> {
    let site = Site::start(&[]).await?;
    let reader = Reader::open().await?;
    reader.read(&site.at("/")).await?;
    reader.control("#comment-name").await?.send_keys("Asha").await?;
    reader.control("#comment-text").await?.send_keys("Written in a tunnel.").await?;
    reader.set_offline(true).await?;
    reader.control(".comment-form button").await?.click().await?;
    reader.control(".comment-unsent").await?;
    reader.visit("about:blank").await?;
    reader.set_offline(false).await?;
    // Another article, in another tab.
    reader.open_window().await?;
    reader.read(&site.at("/?src=/articles/hindi.json")).await?;
    reader.control(".comment-form").await?;
    let listed = "return fetch('/api/v1/comments?article=' + encodeURIComponent(new URL('articles/pledges.json', location)))\
                  .then((answer) => answer.json()).then(({ count }) => count === 1)";
    reader.until("it is stored", listed).await?;
    assert_eq!(reader.run("return chrome.querySelectorAll('.comment').length").await?, json!(0));
    reader.close().await
}
