//! Somebody moderates: with a keyboard, and without scripts.
//!
//! The session's cookie is `__Host-` and `Secure`. Chromium takes it from 127.0.0.1 without TLS, the engine of Safari does not: there
//! a moderator needs https, as everywhere but on the machine itself.

use anyhow::Result;
use e2e::{Reader, Site};
use serde_json::json;

/// Posts comments under the sample, as somebody whom the newsroom does not know.
async fn write(reader: &Reader, site: &Site, texts: &[&str]) -> Result<()> {
    reader.visit(&site.at("/")).await?;
    let post = format!(
        "const article = new URL('articles/pledges.json', location).href; for (const text of {}) await \
         fetch('/api/v1/comments', {{ method: 'POST', headers: {{ 'content-type': 'application/json', 'idempotency-key': \
         crypto.randomUUID() }}, body: JSON.stringify({{ article, author: {{ name: 'Ben' }}, text }}) }}); return true",
        json!(texts)
    );
    reader.run(&post).await?;
    Ok(())
}

/// Comes by the link that the server printed, and chooses a password.
async fn come_in(reader: &Reader, site: &Site) -> Result<()> {
    reader.visit(&site.invitation().await?).await?;
    for (field, words) in [("name", "Asha"), ("password", "rain on the mill"), ("again", "rain on the mill")] {
        reader.run(&format!("document.querySelector('[name={field}]').focus()")).await?;
        reader.press(words).await?;
    }
    reader.press("\u{e007}").await?;
    is_shown(reader, "the queue", "Waiting · Moderation").await
}

/// Waits for a page by what its title says.
async fn is_shown(reader: &Reader, what: &str, title: &str) -> Result<()> {
    reader.until(what, &format!("return document.title.includes({})", json!(title))).await
}

/// Waits until something was done.
async fn is_said(reader: &Reader, sentence: &str) -> Result<()> {
    let script = format!("return document.querySelector('.flash')?.textContent.includes({}) ?? false", json!(sentence));
    reader.until(sentence, &script).await
}

/// Waits until keys go to a comment, and whether it has the focus.
async fn is_at(reader: &Reader, words: &str, has_focus: bool) -> Result<()> {
    let script = format!(
        "const it = document.querySelector('[aria-current=true]'); return it?.querySelector('.text').textContent === {} && \
         (it === document.activeElement) === {has_focus}",
        json!(words)
    );
    reader.until(words, &script).await
}

/// Presses keys of which the last leads to another page. The driver presses a key again when the page goes away under it, so
/// the last one is pressed by the page itself, once the driver is done.
async fn leave_by(reader: &Reader, keys: &str) -> Result<()> {
    let (before, last) = keys.split_at(keys.len() - 1);
    if !before.is_empty() {
        reader.press(before).await?;
    }
    let press = format!(
        "setTimeout(() => document.activeElement.dispatchEvent(new KeyboardEvent('keydown', {{ key: {}, bubbles: true, \
         cancelable: true }})), 50)",
        json!(last)
    );
    reader.run(&press).await?;
    Ok(())
}

#[tokio::test]
async fn a_moderator_decides_by_keys_and_readers_see_it_at_once() -> Result<()> {
    let site = Site::start(&["--hold", "all"]).await?;
    let (desk, reader) = (Reader::open().await?, Reader::as_visitor("Reader").await?);
    write(&desk, &site, &["The first.", "The second.", "The third."]).await?;
    reader.read(&site.at("/")).await?;
    reader.control(".comment-form").await?;

    come_in(&desk, &site).await?;
    is_shown(&desk, "three wait", "(3) Waiting").await?;
    is_at(&desk, "The first.", false).await?;
    desk.press("j").await?;
    is_at(&desk, "The second.", true).await?;
    leave_by(&desk, "a").await?;
    is_said(&desk, "Approved.").await?;
    // The next one has the focus.
    is_at(&desk, "The third.", true).await?;
    let counted = "return chrome.querySelector('.comment-count')?.textContent.includes('1') ?? false";
    reader.until("the reader's page counts it", counted).await?;

    leave_by(&desk, "r").await?;
    is_said(&desk, "Rejected.").await?;
    // After the last one comes the one before.
    is_at(&desk, "The first.", true).await?;
    leave_by(&desk, "u").await?;
    is_said(&desk, "Taken back").await?;
    is_at(&desk, "The third.", true).await?;

    // Letters that are written are letters.
    leave_by(&desk, "gl").await?;
    is_shown(&desk, "the log", "Log · Moderation").await?;
    leave_by(&desk, "go").await?;
    is_shown(&desk, "the articles", "Articles · Moderation").await?;
    desk.run("document.querySelector('.rows a[href^=rules]').click()").await?;
    is_shown(&desk, "the rules", "Rules of an article").await?;
    desk.run("document.querySelector('[name=days]').focus()").await?;
    desk.press("gw").await?;
    assert_eq!(desk.run("return document.querySelector('[name=days]').value").await?, json!("gw"));

    // Whoever speaks to the machine turns the keys off.
    desk.run("document.activeElement.blur(); document.getElementById('no-keys').click()").await?;
    desk.press("gw").await?;
    desk.visit(&site.at("/moderation")).await?;
    desk.press("ja").await?;
    is_shown(&desk, "nothing was decided", "(2) Waiting").await?;
    reader.close().await?;
    desk.close().await
}

#[tokio::test]
async fn a_moderator_decides_without_scripts() -> Result<()> {
    let site = Site::start(&["--hold", "all"]).await?;
    let (desk, writer) = (Reader::without_scripts().await?, Reader::open().await?);
    write(&writer, &site, &["The first.", "The second."]).await?;
    come_in(&desk, &site).await?;
    is_shown(&desk, "two wait", "(2) Waiting").await?;
    desk.run("document.querySelector('button[value=approve]').click()").await?;
    is_said(&desk, "Approved.").await?;
    let target = "return document.querySelector(':target')?.querySelector('.text').textContent";
    assert_eq!(desk.run(target).await?, json!("The second."));
    let listed = "const article = new URL('/articles/pledges.json', location).href; \
                  return fetch('/api/v1/comments?article=' + encodeURIComponent(article)).then((answer) => answer.json())\
                  .then(({ count }) => count)";
    assert_eq!(writer.run(listed).await?, json!(1));
    desk.run("document.querySelector('.flash button').click()").await?;
    is_said(&desk, "Taken back").await?;
    assert_eq!(writer.run(listed).await?, json!(0));
    assert_eq!(desk.run("return document.getElementById('no-keys').hidden").await?, json!(true));
    desk.run("document.querySelector('.leave button').click()").await?;
    is_said(&desk, "You are signed out.").await?;
    desk.visit(&site.at("/moderation/log")).await?;
    is_shown(&desk, "the door", "Sign in · Moderation").await?;
    writer.close().await?;
    desk.close().await
}

#[tokio::test]
async fn a_thread_that_is_closed_can_be_read_and_not_written_to() -> Result<()> {
    let site = Site::start(&[]).await?;
    let (desk, reader) = (Reader::open().await?, Reader::as_visitor("Reader").await?);
    write(&desk, &site, &["The first."]).await?;
    come_in(&desk, &site).await?;
    desk.visit(&site.at("/moderation/articles")).await?;
    desk.run("document.querySelector('.rows a[href^=rules]').click()").await?;
    is_shown(&desk, "the rules", "Rules of an article").await?;
    desk.run("document.querySelector('button[value=close]').click()").await?;
    is_said(&desk, "Closed").await?;

    reader.read(&site.at("/")).await?;
    reader.control(".comments-closed").await?;
    reader.until("what was said stays", "return comments('.comment') !== null").await?;
    let ways = "return [...document.querySelector('article-viewer').shadowRoot.querySelectorAll('.comment-actions button')]\
                .filter((button) => button.checkVisibility()).map((button) => button.textContent)";
    let ways = reader.run(ways).await?;
    assert!(!ways.to_string().contains("Reply"), "{ways}");
    reader.until("nothing can be written", "return comments('.comment-form') === null").await?;
    reader.close().await?;
    desk.close().await
}

#[tokio::test]
async fn the_pages_of_moderation_are_accessible_in_either_scheme_and_fit_the_narrowest_window() -> Result<()> {
    let site = Site::start(&["--max-links", "0"]).await?;
    let desk = Reader::open().await?;
    let long = format!("https://paper.example/{}", "a-long-address-".repeat(20));
    write(&desk, &site, &[&long, "> Quoted https://a.example\n\n```\ncode\n```", "Nothing wrong with this."]).await?;
    for scheme in ["light", "dark"] {
        desk.set_screen(320, 740, scheme).await?;
        desk.visit(&site.at("/moderation/sign-in")).await?;
        assert_eq!(desk.accessibility_violations().await?, Vec::<String>::new(), "the door, {scheme}");
    }
    come_in(&desk, &site).await?;
    for path in [
        "",
        "?view=published",
        "?view=spam",
        "log",
        "articles",
        "articles?find=https://paper.example/not-yet",
        "rules?site=default",
        "rules?article=1",
        "team",
        "?what=gone",
    ] {
        for scheme in ["light", "dark"] {
            desk.set_screen(320, 740, scheme).await?;
            desk.visit(&site.at(&format!("/moderation/{path}"))).await?;
            assert_eq!(desk.accessibility_violations().await?, Vec::<String>::new(), "{path}, {scheme}");
            let overflow =
                "const { scrollWidth, clientWidth } = document.documentElement; return scrollWidth - clientWidth";
            assert_eq!(desk.run(overflow).await?, json!(0), "{path}, {scheme}");
        }
    }
    desk.close().await
}
