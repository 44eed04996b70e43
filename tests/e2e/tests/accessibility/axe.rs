//! axe-core finds nothing, in light and dark, in every article, state, panel and theme.

use anyhow::Result;
use e2e::{Publisher, Reader, Site};

use crate::page::{ARTICLES, opens};

/// What a reader can bring about: its name, the article, a script that brings it about, and what is there then.
///
/// Each begins with an article that is complete and nothing stored. Add what opens later.
const STATES: [(&str, &str, &str, &str); 8] = [
    (
        "the reading tools",
        "/?src=/articles/every-block.json",
        "chrome.querySelector('.tools').click()",
        ".reading[open]",
    ),
    (
        "an address to copy",
        "/",
        "Object.defineProperty(navigator, 'clipboard', { value: undefined }); chrome.querySelector('.tools').click(); \
         const open = () => { const copy = [...chrome.querySelectorAll('.reading button')].find((b) => b.textContent === 'Copy link'); \
         copy ? copy.click() : setTimeout(open, 50) }; open()",
        ".reading-address",
    ),
    (
        "the bar of what is read out",
        "/",
        "chrome.querySelector('.tools').click(); const go = () => { \
         const listen = [...chrome.querySelectorAll('.reading button')].find((b) => b.textContent === 'Listen'); \
         listen ? listen.click() : setTimeout(go, 50) }; go()",
        ".reading-listen",
    ),
    (
        "a picture in the size of the window",
        "/?src=/articles/every-block.json",
        "viewer.querySelectorAll('.av-image')[1].click()",
        ".reading-lightbox[open]",
    ),
    (
        "a note where it is referred to",
        "/?src=/articles/every-block.json",
        "dispatchEvent(new KeyboardEvent('keydown')); const go = () => { if (!chrome.querySelector('.reading-progress')) \
         return setTimeout(go, 50); viewer.querySelector('.av-note-reference a').click() }; go()",
        ".reading-note",
    ),
    (
        "what can be done with selected words",
        "/",
        "dispatchEvent(new KeyboardEvent('keydown')); getSelection().selectAllChildren(viewer.querySelector('.av-paragraph')); \
         const go = () => { if (chrome.querySelector('.reading-quote button')) return; \
         document.dispatchEvent(new PointerEvent('pointerup')); setTimeout(go, 500) }; go()",
        ".reading-quote button",
    ),
    (
        "an offer to go on",
        "/",
        "history.scrollRestoration = 'manual'; localStorage.setItem('av:places', JSON.stringify([[new URL('/articles/pledges.json', location).href, [4, 0.5, 'x']]])); \
         location.reload()",
        ".reading-offer",
    ),
    (
        "a player in place of its card",
        "/?src=/articles/every-block.json",
        "viewer.querySelector('[data-av-embed]').click(); chrome.querySelector('.tools').click()",
        ".reading[open]",
    ),
];

/// What fades is for a moment as faint as no reader has to read it.
async fn settles(reader: &Reader) -> Result<()> {
    let settle = "window.still ??= new CSSStyleSheet(); still.replaceSync('* { transition: none !important; animation: none !important }'); \
                  if (chrome && !chrome.adoptedStyleSheets.includes(still)) chrome.adoptedStyleSheets.push(still)";
    reader.run(settle).await?;
    Ok(())
}

async fn check(reader: &Reader, what: &str) -> Result<()> {
    for scheme in ["light", "dark"] {
        for width in [360, 1280] {
            reader.set_screen(width, 800, scheme).await?;
            settles(reader).await?;
            let violations = reader.accessibility_violations().await?;
            assert!(violations.is_empty(), "{what}, {scheme}, {width} px:\n{}", violations.join("\n"));
        }
    }
    Ok(())
}

/// Given any article that comes with the viewer, when it is complete, then axe-core finds no violation of WCAG 2.2 A and AA, nor of
/// its own good practices.
#[tokio::test]
async fn wcag_2_2_aa_axe_finds_nothing_in_any_article() -> Result<()> {
    let site = Site::start(&[]).await?;
    let reader = Reader::open().await?;
    for path in ARTICLES {
        opens(&reader, &site, path).await?;
        check(&reader, path).await?;
    }
    reader.close().await
}

/// Given anything that a reader can open, when it is open, then axe-core finds nothing.
#[tokio::test]
async fn wcag_2_2_aa_axe_finds_nothing_in_any_panel() -> Result<()> {
    let site = Site::start(&[]).await?;
    let reader = Reader::open().await?;
    for (name, path, bring_about, there) in STATES {
        opens(&reader, &site, path).await?;
        reader.run(bring_about).await?;
        reader.control(there).await?;
        check(&reader, name).await?;
        reader.run("localStorage.clear()").await?;
    }
    reader.close().await
}

/// Given a page that fails, loads, is written on, answered, reported, or cut off from its server, when it is in that state, then
/// axe-core finds nothing.
#[tokio::test]
async fn wcag_2_2_aa_axe_finds_nothing_in_any_state() -> Result<()> {
    let publisher = Publisher::start().await?;
    let mut site = Site::start(&[&format!("--article-origin={}", publisher.origin)]).await?;
    let reader = Reader::open().await?;
    reader.visit(&site.at(&format!("/?src={}", publisher.at("nothing.json")))).await?;
    reader.control(".failure").await?;
    check(&reader, "failed").await?;

    reader.visit(&site.at(&format!("/?src={}", publisher.at("never.json")))).await?;
    reader
        .until("it loads", "return chrome?.querySelector('[role=status]')?.textContent.includes('Loading') ?? false")
        .await?;
    check(&reader, "loading").await?;

    reader.read(&site.at("/")).await?;
    reader.control(".comment-form button").await?.click().await?;
    reader.control("#comment-name").await?.send_keys("Asha").await?;
    reader.control("#comment-text").await?.send_keys(&"x".repeat(4800)).await?;
    check(&reader, "a form with an error").await?;
    reader.control(".comment-form button").await?.click().await?;
    reader.control(".comment-time").await?;
    check(&reader, "a comment").await?;

    let press = "const press = (words) => [...chrome.querySelectorAll('.conversation button')].find((b) => b.textContent === words)\
                 .click();";
    for (words, opened) in [
        ("Reply", ".comment-open textarea"),
        ("Edit", "[id^=comment-text-edit]"),
        ("Delete", ".comment-open > p"),
        ("My comments", ".comments-mine .comment"),
        ("Preview", ".comment-preview"),
    ] {
        reader.run(&format!("{press} press('{words}')")).await?;
        reader.control(&format!(".conversation {opened}")).await?;
        check(&reader, words).await?;
    }
    let post = "return fetch('/api/v1/comments', { method: 'POST', headers: { 'content-type': 'application/json', \
                'idempotency-key': crypto.randomUUID() }, body: JSON.stringify({ text: 'New.', author: { name: 'Ravi' }, \
                article: new URL('articles/pledges.json', location).href }) }).then((answer) => answer.json())";
    let id = reader.run(post).await?["id"].as_str().unwrap_or_default().to_owned();
    reader.control(".comments-fresh button").await?;
    check(&reader, "what is new").await?;
    reader.run(&format!("{press} press('Show 1 new comment'); location.hash = 'av-comment-{id}'")).await?;
    reader.control("[data-asked]").await?;
    check(&reader, "a comment by its address").await?;
    reader
        .run("[...chrome.querySelectorAll('.comment-actions button')].find((b) => b.textContent === 'Report').click()")
        .await?;
    reader.control("[id^=comment-report]").await?;
    check(&reader, "a report").await?;

    site.kill().await?;
    reader.control("#comment-text").await?.send_keys("Not sent.").await?;
    reader.control(".comment-form button").await?.click().await?;
    reader.control(".comment-unsent").await?;
    reader.control(".stale").await?;
    check(&reader, "stale, with an unsent comment").await?;
    reader.close().await
}

/// Given any theme at any size of letters, in light and dark, when an article is read with the panel open or closed, then axe-core
/// finds nothing.
#[tokio::test]
async fn wcag_2_2_aa_axe_finds_nothing_in_any_theme_at_any_size() -> Result<()> {
    let site = Site::start(&[]).await?;
    let reader = Reader::open().await?;
    reader.read(&site.at("/?src=/articles/every-block.json")).await?;
    reader.control(".comment-form").await?;
    reader.control(".tools").await?.click().await?;
    reader.control(".reading input").await?;
    reader.run("chrome.querySelector('.reading details').open = true").await?;
    for theme in ["auto", "light", "dark", "sepia", "contrast"] {
        for size in [12, 20, 40] {
            let choose = format!(
                "chrome.querySelector('.reading').open || chrome.querySelector('.tools').click(); \
                 chrome.querySelector('.reading [value={theme}]').click(); \
                 const size = chrome.querySelector('.reading [type=range]'); size.value = {size}; \
                 size.dispatchEvent(new Event('input'))"
            );
            reader.run(&choose).await?;
            let chosen = format!("return getComputedStyle(viewer.querySelector('.av-body')).fontSize === '{size}px'");
            reader.until("the text has that size", &chosen).await?;
            for scheme in ["light", "dark"] {
                reader.set_screen(if size == 40 { 1280 } else { 360 }, 800, scheme).await?;
                for is_open in [true, false] {
                    let wanted = if is_open { "showModal" } else { "close" };
                    let set = format!(
                        "const panel = chrome.querySelector('.reading'); panel.open === {is_open} || panel.{wanted}()"
                    );
                    reader.run(&set).await?;
                    settles(&reader).await?;
                    let violations = reader.accessibility_violations().await?;
                    let what = format!("{theme}, {size} px, {scheme}, open: {is_open}");
                    assert!(violations.is_empty(), "{what}:\n{}", violations.join("\n"));
                }
            }
        }
    }
    reader.close().await
}
