//! The whole page without a mouse.

use anyhow::Result;
use e2e::{Reader, Site};
use serde_json::json;
use thirtyfour::Key;

/// What has the focus: in the shadow tree, or in the text.
const FOCUSED: &str = "const a = chrome.activeElement ?? document.activeElement; \
                       return a.id || a.className || a.getAttribute('href') || a.tagName";

/// Given a reader without a mouse, when they go to the comments, write one and send it, then it is posted, and the focus was seen
/// all the way.
#[tokio::test]
async fn rule_02_a_comment_is_posted_by_keyboard_alone() -> Result<()> {
    let site = Site::start(&[]).await?;
    let reader = Reader::open().await?;
    reader.read(&site.at("/")).await?;
    reader.control(".comment-count").await?;
    reader.control("#comment-name").await?;

    reader.press(Key::Tab).await?;
    assert_eq!(reader.run(FOCUSED).await?, json!("comment-count"));
    let ring =
        "const s = getComputedStyle(chrome.activeElement); return [s.outlineStyle, parseFloat(s.outlineWidth) >= 2]";
    assert_eq!(reader.run(ring).await?, json!(["solid", true]), "the focus is seen");
    reader.press(Key::Enter).await?;
    assert_eq!(reader.run(FOCUSED).await?, json!("comments-title"), "the way to the comments is gone with the focus");
    reader.press(Key::Tab).await?;
    assert_eq!(reader.run(FOCUSED).await?, json!("comment-name"));
    reader.press("Asha").await?;
    reader.press(Key::Tab).await?;
    reader.press("By keyboard.").await?;
    reader.press(Key::Tab).await?;
    reader.press(Key::Enter).await?;
    reader.until("the comment is there", "return chrome.querySelector('.comment-time') !== null").await?;
    assert_eq!(reader.chrome_text(".comment-text").await?, "By keyboard.");
    reader.close().await
}

/// Given a text with links, notes, tables and code, when somebody goes through it by Tab, then all of these are stops on the way to
/// the form.
#[tokio::test]
async fn rule_02_links_notes_and_what_scrolls_are_reached_by_tab() -> Result<()> {
    let site = Site::start(&[]).await?;
    let reader = Reader::open().await?;
    reader.read(&site.at("/?src=/articles/every-block.json")).await?;
    reader.control("#comment-name").await?;
    let mut stops = Vec::new();
    for _ in 0..40 {
        reader.press(Key::Tab).await?;
        let stop = reader.run(FOCUSED).await?;
        let is_form = stop == json!("comment-name");
        stops.push(stop);
        if is_form {
            break;
        }
    }
    assert_eq!(stops.last(), Some(&json!("comment-name")), "the form is reached: {stops:?}");
    for wanted in ["av-table", "av-code", "av-footnote-back", "av-noteref-1", "comment-count"] {
        assert!(stops.contains(&json!(wanted)), "{wanted} in {stops:?}");
    }
    reader.close().await
}
