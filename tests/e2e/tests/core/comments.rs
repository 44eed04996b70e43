//! Comments: written here, read there, sent once, never lost.

use anyhow::Result;
use e2e::{Reader, Site};
use serde_json::json;

async fn write(reader: &Reader, name: &str, text: &str) -> Result<()> {
    reader.control("#comment-name").await?.clear().await?;
    reader.control("#comment-name").await?.send_keys(name).await?;
    reader.control("#comment-text").await?.send_keys(text).await?;
    Ok(())
}

#[tokio::test]
async fn a_comment_appears_in_another_window_without_a_reload() -> Result<()> {
    let site = Site::start(&[]).await?;
    let (writer, other) = (Reader::open().await?, Reader::open().await?);
    writer.read(&site.at("/")).await?;
    other.read(&site.at("/")).await?;
    other.until("the list is there", "return comments('.comments-empty') !== null").await?;

    write(&writer, "Asha", "Hello, <b>everyone</b>: https://example.org/x.").await?;
    writer.control(".comment-form button").await?.click().await?;
    writer.has_comments(1).await?;
    other.has_comments(1).await?;
    for reader in [&writer, &other] {
        assert_eq!(reader.chrome_text(".comment-author").await?, "Asha");
        assert_eq!(reader.chrome_text(".comment-text").await?, "Hello, <b>everyone</b>: https://example.org/x.");
        assert_eq!(reader.run("return chrome.querySelector('.comment-text b')").await?, json!(null));
        assert_eq!(
            reader.run("return chrome.querySelector('.comment-text a').getAttribute('href')").await?,
            json!("https://example.org/x")
        );
        reader
            .until(
                "the count is live",
                "return chrome.querySelector('.comment-count').textContent.includes('1 comment')",
            )
            .await?;
        assert_eq!(reader.chrome_text(".comments-title").await?, "Comments (1)");
    }
    assert_eq!(writer.run("return chrome.querySelector('#comment-text').value").await?, json!(""));
    // Back and forth: the page comes back as it was, or anew, with the comment either way.
    writer.visit("about:blank").await?;
    writer.back().await?;
    writer.has_comments(1).await?;
    writer.close().await?;
    other.close().await
}

// V19
#[tokio::test]
async fn a_double_click_makes_one_comment() -> Result<()> {
    let site = Site::start(&[]).await?;
    let reader = Reader::open().await?;
    reader.read(&site.at("/")).await?;
    write(&reader, "Asha", "Once.").await?;
    reader.control(".comment-form").await?;
    reader.run("const b = chrome.querySelector('.comment-form button'); b.click(); b.click(); b.click()").await?;
    reader.has_comments(1).await?;
    reader.finds_comments_again(1).await?;
    reader.close().await
}

#[tokio::test]
async fn a_draft_survives_a_reload() -> Result<()> {
    let site = Site::start(&[]).await?;
    let reader = Reader::open().await?;
    reader.read(&site.at("/")).await?;
    write(&reader, "Asha", "Half a thought").await?;
    reader.reload().await?;
    reader.control(".comment-form").await?;
    let kept = "return chrome.querySelector('#comment-text')?.value === 'Half a thought' && \
                chrome.querySelector('#comment-name').value === 'Asha'";
    reader.until("the draft is back", kept).await?;
    reader.close().await
}

// V20
#[tokio::test]
async fn an_answer_that_is_lost_on_the_way_does_not_make_two() -> Result<()> {
    let site = Site::start(&[]).await?;
    let reader = Reader::open().await?;
    reader.read(&site.at("/")).await?;
    write(&reader, "Asha", "Arrived, though nobody said so.").await?;
    // The request reaches the server; its answer does not reach the page.
    reader
        .run("const real = window.fetch; window.fetch = async (...all) => { const answer = await real(...all); \
              if (all[0]?.method === 'POST' && all[0].url.endsWith('/comments')) { window.fetch = real; window.lost = true; throw new TypeError('lost'); } \
              return answer; }")
        .await?;
    reader.control(".comment-form button").await?.click().await?;
    reader.until("the answer was lost", "return window.lost === true").await?;
    // The live stream tells of the comment, or the retry does; in the end there is one.
    reader.until("something is there", "return chrome.querySelector('.comment') !== null").await?;
    reader.run("chrome.querySelector('.comment-unsent button')?.click()").await?;
    reader.has_comments(1).await?;
    reader.finds_comments_again(1).await?;
    reader.close().await
}

#[tokio::test]
async fn what_is_wrong_is_said_beside_the_field() -> Result<()> {
    let site = Site::start(&[]).await?;
    let reader = Reader::open().await?;
    reader.read(&site.at("/")).await?;
    let button = reader.control(".comment-form button").await?;
    // What comes at the first sign of reading may still move it, and WebKitGTK then presses beside it.
    let rests = "const button = comments('.comment-form button'); button.scrollIntoView({ block: 'center' }); \
                 const { top } = button.getBoundingClientRect(), was = window.restedAt; window.restedAt = top; \
                 return was === top";
    reader.until("the form is where it stays", rests).await?;
    button.click().await?;
    reader
        .until(
            "the name is asked for",
            "return chrome.querySelector('#comment-name-error').textContent.includes('name')",
        )
        .await?;
    assert_eq!(reader.run("return chrome.activeElement.id").await?, json!("comment-name"));
    assert_eq!(reader.run("return chrome.querySelector('#comment-name').ariaInvalid").await?, json!("true"));
    reader.control("#comment-name").await?.send_keys("Asha").await?;
    reader.control(".comment-form button").await?.click().await?;
    reader
        .until(
            "the text is asked for",
            "return chrome.querySelector('#comment-text-error').textContent.includes('comment')",
        )
        .await?;
    assert_eq!(reader.run("return chrome.activeElement.id").await?, json!("comment-text"));
    reader.close().await
}
