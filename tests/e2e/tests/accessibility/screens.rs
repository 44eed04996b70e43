//! Narrow windows, large letters, wide spacing: nothing is lost, and nothing has to be scrolled two ways.

use anyhow::Result;
use e2e::{Reader, Site};
use serde_json::json;

use crate::page::{ARTICLES, finds_nothing, look, opens};

/// What sticks out of the window, and what is cut off without a way to scroll to it.
const LOST: &str = "
    const isHidden = (node) => node.closest('.visually-hidden, .comment-website, [aria-hidden=true]') !== null;
    const cut = flat().filter((node) => isSeen(node) && !isHidden(node) && !['option', 'select', 'input', 'textarea'].includes(node.localName) \
        && ['hidden', 'clip'].includes(getComputedStyle(node).overflowX) && (node.scrollWidth > node.clientWidth + 1 || node.scrollHeight > node.clientHeight + 1));
    const root = document.documentElement;
    return [...(root.scrollWidth > root.clientWidth ? [`the page: ${root.scrollWidth} px`] : []), ...cut.map(nameOf)];";

/// What would be scrolled sideways in a dialog.
const WIDE_DIALOGS: &str =
    "return flat().filter((node) => node.matches('dialog[open]') && node.scrollWidth > node.clientWidth).map(nameOf)";

async fn opens_panel(reader: &Reader) -> Result<()> {
    reader.control(".tools").await?.click().await?;
    reader.control(".reading[open]").await?;
    reader.run("chrome.querySelectorAll('.reading details').forEach((part) => part.open = true)").await?;
    Ok(())
}

/// Given a reader who sets lines 1.5 high, two letters between paragraphs, 0.12 between letters and 0.16 between words, when an
/// article is shown, then nothing is cut off and nothing sticks out.
#[tokio::test]
async fn rule_07_no_spacing_of_the_readers_costs_a_word() -> Result<()> {
    const SPACED: &str = "const sheet = new CSSStyleSheet(); sheet.replaceSync('* { line-height: 1.5 !important; letter-spacing: 0.12em !important; \
                          word-spacing: 0.16em !important } p { margin-block-end: 2em !important }'); \
                          for (const root of [document, chrome]) root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];";
    let site = Site::start(&[]).await?;
    let reader = Reader::open().await?;
    for path in ARTICLES {
        for width in [320, 1280] {
            reader.set_screen(width, 800, "light").await?;
            opens(&reader, &site, path).await?;
            opens_panel(&reader).await?;
            reader.run(SPACED).await?;
            finds_nothing(&reader, &format!("{path} at {width} px"), LOST).await?;
            finds_nothing(&reader, &format!("the panel at {width} px"), WIDE_DIALOGS).await?;
        }
    }
    reader.close().await
}

/// Given the reading tools, when a reader wants the spacing that WCAG names, then the sliders reach it, and the text has it.
#[tokio::test]
async fn rule_07_the_reading_tools_offer_that_spacing() -> Result<()> {
    let site = Site::start(&[]).await?;
    let reader = Reader::open().await?;
    opens(&reader, &site, "/").await?;
    opens_panel(&reader).await?;
    let slide = "for (const [name, value] of [['Line height', 1.5], ['Between paragraphs', 2], ['Between letters', 0.12], ['Between words', 0.16]]) { \
                 const input = [...chrome.querySelectorAll('.reading-slider')].find((label) => label.textContent.startsWith(name)).querySelector('input'); \
                 input.value = value; input.dispatchEvent(new Event('input')) }";
    reader.run(slide).await?;
    let spacing = "const paragraph = viewer.querySelector('.av-paragraph'); const style = getComputedStyle(paragraph); const size = parseFloat(style.fontSize); \
                   return ['lineHeight', 'marginBlockEnd', 'letterSpacing', 'wordSpacing'].map((name) => Math.round(parseFloat(style[name]) / size * 100) / 100)";
    assert_eq!(reader.run(spacing).await?, json!([1.5, 2, 0.12, 0.16]));
    reader.close().await
}

/// Given a window of 320 px, or of 1280 at 400 %, or a very wide one, when an article is read, then it never scrolls sideways, and
/// its lines are never too long to follow.
// V32
#[tokio::test]
async fn rule_08_no_window_is_too_narrow_or_too_wide() -> Result<()> {
    let site = Site::start(&[]).await?;
    let reader = Reader::open().await?;
    for path in ARTICLES {
        for (width, height, zoom) in [(320, 900, 1), (320, 256, 4), (768, 900, 1), (3840, 900, 1)] {
            let metrics = json!({ "width": width, "height": height, "deviceScaleFactor": zoom, "mobile": false });
            reader.devtools("Emulation.setDeviceMetricsOverride", metrics).await?;
            opens(&reader, &site, path).await?;
            let what = format!("{path} at {width} by {height} px");
            finds_nothing(&reader, &what, LOST).await?;
            let measure = "const p = viewer.querySelector('.av-paragraph'); \
                           return p.getBoundingClientRect().width / parseFloat(getComputedStyle(p).fontSize)";
            let measure = reader.run(measure).await?;
            assert!(measure.as_f64().is_some_and(|ems| ems < 32.0), "{what}: lines of {measure} em");
            opens_panel(&reader).await?;
            finds_nothing(&reader, &format!("the panel, {what}"), WIDE_DIALOGS).await?;
            let room = "const panel = chrome.querySelector('.reading'), end = panel.querySelector('.reading-actions'); \
                        return panel.clientHeight - end.offsetHeight";
            let room = reader.run(room).await?;
            assert!(room.as_f64().is_some_and(|room| room >= 60.0), "the panel, {what}: {room} px for what it offers");
        }
    }
    reader.close().await
}

/// Given a page of ours, when a reader wants to enlarge it, then nothing of it says that they may not.
#[tokio::test]
async fn rule_08_every_page_can_be_enlarged() -> Result<()> {
    let site = Site::start(&[]).await?;
    let reader = Reader::open().await?;
    for path in ["/", "/?src=/articles/every-block.json", "/comments?article=x"] {
        reader.visit(&site.at(path)).await?;
        let viewports = "return [...document.querySelectorAll('meta[name=viewport]')].map((meta) => meta.content)";
        assert_eq!(reader.run(viewports).await?, json!(["width=device-width, initial-scale=1"]), "{path}");
    }
    reader.close().await
}

/// Given a reader whose browser has letters of twice the size, when an article is shown, then its letters grow with them, and
/// nothing is cut off or sticks out.
#[tokio::test]
async fn wcag_1_4_4_letters_of_twice_the_size_cost_nothing() -> Result<()> {
    let site = Site::start(&[]).await?;
    let reader = Reader::open().await?;
    let letters = "return parseFloat(getComputedStyle(viewer.querySelector('.av-paragraph')).fontSize)";
    for path in ARTICLES {
        reader.set_screen(640, 800, "light").await?;
        opens(&reader, &site, path).await?;
        let before = reader.run(letters).await?.as_f64().unwrap_or_default();
        reader.run("document.documentElement.style.fontSize = '32px'").await?;
        let after = reader.run(letters).await?.as_f64().unwrap_or_default();
        assert!(after > before * 1.75, "{path}: {before} px becomes {after} px");
        opens_panel(&reader).await?;
        finds_nothing(&reader, path, LOST).await?;
        finds_nothing(&reader, &format!("the panel, {path}"), WIDE_DIALOGS).await?;
        assert!(look(&reader, "return flat().length").await?.as_u64() > Some(50));
    }
    reader.close().await
}
