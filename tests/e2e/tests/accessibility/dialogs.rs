//! What opens: it holds the focus, Escape closes it, and the focus goes back.

use anyhow::Result;
use e2e::{Reader, Site};
use serde_json::json;
use thirtyfour::Key;

use crate::page::{look, opens};

/// What opens over the page: its name, the article, a script that gives what opens it, and the dialog's selector.
const DIALOGS: [(&str, &str, &str, &str); 1] =
    [("the reading tools", "/?src=/articles/every-block.json", "chrome.querySelector('.tools')", ".reading")];

async fn is_back(reader: &Reader, opener: &str, dialog: &str, how: &str) -> Result<()> {
    reader.until(&format!("{how} closes it"), &format!("return !chrome.querySelector('{dialog}').open")).await?;
    let is_back = look(reader, &format!("return focused() === {opener}")).await?;
    assert_eq!(is_back, json!(true), "{how}: the focus is back where it was");
    Ok(())
}

/// Given a dialog that was opened by keyboard, when somebody goes on by Tab, forwards or backwards, then the focus stays in it;
/// Escape closes it, as do its button and a click beside it, and the focus is where it was.
#[tokio::test]
async fn rule_14_dialogs_hold_the_focus_close_on_escape_and_give_it_back() -> Result<()> {
    let site = Site::start(&[]).await?;
    let reader = Reader::open().await?;
    for (what, path, opener, dialog) in DIALOGS {
        opens(&reader, &site, path).await?;
        for how in ["Escape", "its button", "a click beside it"] {
            reader.run(&format!("{opener}.focus()")).await?;
            reader.press(Key::Enter).await?;
            reader.control(&format!("{dialog}[open]")).await?;
            let is_named = format!(
                "const dialog = chrome.querySelector('{dialog}'); \
                 return dialog.contains(chrome.activeElement) && chrome.getElementById(dialog.getAttribute('aria-labelledby'))?.textContent !== ''"
            );
            assert_eq!(reader.run(&is_named).await?, json!(true), "{what} has a name, and the focus");
            let is_held = format!(
                "const on = focused(); return on === document.body || on === document.documentElement || on === viewer || chrome.querySelector('{dialog}').contains(on)"
            );
            for backwards in [false, true] {
                for _ in 0..30 {
                    if backwards {
                        reader.press(Key::Shift + Key::Tab).await?;
                    } else {
                        reader.press(Key::Tab).await?;
                    }
                    assert_eq!(look(&reader, &is_held).await?, json!(true), "{what}: the focus has left it");
                }
            }
            match how {
                "Escape" => reader.press(Key::Escape).await?,
                "its button" => {
                    let close = format!(
                        "[...chrome.querySelectorAll('{dialog} button')].find((button) => button.textContent === 'Close').focus()"
                    );
                    reader.run(&close).await?;
                    reader.press(" ").await?;
                }
                _ => {
                    let beside = format!(
                        "chrome.querySelector('{dialog}').dispatchEvent(new MouseEvent('click', {{ bubbles: true }}))"
                    );
                    reader.run(&beside).await?;
                }
            }
            is_back(&reader, opener, dialog, how).await?;
        }
    }
    reader.close().await
}

/// Given a form that was opened below a comment, when it is called off, then the focus is on the button that opened it.
#[tokio::test]
async fn rule_14_what_opens_below_a_comment_gives_the_focus_back() -> Result<()> {
    let site = Site::start(&[]).await?;
    let reader = Reader::open().await?;
    opens(&reader, &site, "/").await?;
    reader.control("#comment-name").await?.send_keys("Asha").await?;
    reader.control("#comment-text").await?.send_keys("Mine.").await?;
    reader.control(".comment-form [type=submit]").await?.click().await?;
    reader.control(".comment-time").await?;
    for (words, call_off) in [("Reply", "Cancel"), ("Edit", "Cancel"), ("Delete", "Keep it")] {
        let button = |place: &str, words: &str| {
            format!("[...chrome.querySelectorAll('{place} button')].find((button) => button.textContent === '{words}')")
        };
        let opener = button(".comment-actions", words);
        reader.run(&format!("{opener}.focus()")).await?;
        reader.press(Key::Enter).await?;
        let is_open = "return chrome.querySelector('.comment-open')?.contains(chrome.activeElement) ?? false";
        reader.until("it is open and has the focus", is_open).await?;
        reader.run(&format!("{}.focus()", button(".comment-open", call_off))).await?;
        reader.press(Key::Enter).await?;
        let is_back =
            format!("return chrome.querySelector('.comment-open') === null && chrome.activeElement === {opener}");
        reader.until(&format!("the focus is back on {words}"), &is_back).await?;
    }
    reader.close().await
}
