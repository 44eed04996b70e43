//! The text alone: without styles, without scripts, from right to left.

use std::path::Path;

use anyhow::{Context as _, Result};
use e2e::{Answer, Hosted, Reader, Site};
use serde_json::{Value, json};

use crate::page::{look, opens};

/// What is read, from top to bottom, of the sample article.
const SAMPLE: [&str; 9] = [
    "Delhi | 25",
    "Outside the umbrella",
    "Nishadil",
    "7 January 2026",
    "3 minutes read",
    "Edited with AI",
    "One two-sided agreement",
    "Almost four years",
    "Disclaimer: Parts of this article",
];
const CONVERSATION: [&str; 5] = ["1 view", "Comments (0)", "Name", "Comment", "Post comment"];

/// Takes every style away.
const UNSTYLED: &str = "for (const root of [document, chrome]) { if (!root) continue; root.adoptedStyleSheets = []; \
                        root.querySelectorAll('style, link[rel~=stylesheet]').forEach((style) => style.remove()); }";

/// The words come in this order, and a picture of it is kept for people to look at.
async fn reads(reader: &Reader, parts: &[&str], name: &str) -> Result<()> {
    let words = "const words = (node) => node.nodeType === 3 ? node.data : ['SCRIPT', 'STYLE', 'NOSCRIPT', 'TEMPLATE'].includes(node.tagName) || getComputedStyle(node).display === 'none' ? '' \
                 : node.localName === 'slot' && node.assignedNodes().length ? node.assignedNodes().map(words).join('') \
                 : [...(node.shadowRoot ?? node).childNodes].map(words).join(''); return words(document.body).replace(/\\s+/g, ' ')";
    let words = look(reader, words).await?;
    let words = words.as_str().context("words")?;
    let mut from = 0;
    for part in parts {
        let found = words.get(from..).and_then(|rest| rest.find(part));
        from +=
            found.with_context(|| format!("{name}: `{part}` comes too early, or not at all, in {words}"))? + part.len();
    }
    reader.picture(&Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../../target/screenshots/{name}.png"))).await
}

/// Given a browser without any style, when the page is read from top to bottom, then its parts come in the order they are meant to.
#[tokio::test]
async fn rule_16_without_styles_the_page_reads_in_its_order() -> Result<()> {
    let site = Site::start(&[]).await?;
    let reader = Reader::open().await?;
    opens(&reader, &site, "/").await?;
    let is_counted = "return chrome.querySelector('.view-count')?.textContent.includes('1 view') ?? false";
    reader.until("the view is counted", is_counted).await?;
    reader.run(UNSTYLED).await?;
    let (head, text) = SAMPLE.split_at(5);
    let parts = [head, &CONVERSATION[..1], text, &CONVERSATION[1..]].concat();
    reads(&reader, &parts, "without-styles").await?;
    reader.close().await
}

/// Given a browser that runs no scripts, with styles or without, when the page is read, then all of the article is there in its
/// order, and nothing that would need a script.
#[tokio::test]
async fn rule_16_without_scripts_the_article_reads_in_its_order() -> Result<()> {
    let site = Site::start(&[]).await?;
    let reader = Reader::without_scripts().await?;
    reader.visit(&site.at("/")).await?;
    reads(&reader, &SAMPLE, "without-scripts").await?;
    let controls = "return flat().filter((node) => node.matches('button, input, textarea, select')).map(nameOf)";
    assert_eq!(look(&reader, controls).await?, json!([]));
    reader.run(UNSTYLED).await?;
    reads(&reader, &SAMPLE, "without-scripts-and-styles").await?;
    reader.close().await
}

/// Given an article whose text runs from right to left, when it is laid out, then every part stands where the mirror image of the
/// same article from left to right has it.
#[tokio::test]
async fn rule_15_from_right_to_left_everything_is_mirrored() -> Result<()> {
    let page = Hosted::set().await?;
    let article =
        std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../articles/every-block.json"))?;
    let mut article: Value = serde_json::from_str(&article)?;
    let mut boxes = Vec::new();
    for direction in ["ltr", "rtl"] {
        article["direction"] = json!(direction);
        page.host.answers("/article.json", Answer::text(article.to_string()));
        page.visit(&format!(
            r#"<style>body {{ margin: 0 }}</style><main dir="{direction}"><article-viewer src="/article.json"></article-viewer></main>"#
        ))
        .await?;
        page.reader.until("it is shown", "return viewer?.querySelectorAll('.av-footnote').length === 1").await?;
        page.is_alive().await?;
        page.reader.control(".tools").await?;
        // Where letters begin depends on the letters; boxes do not.
        let measure = format!(
            "const width = document.documentElement.clientWidth;
             const isBox = (node) => !getComputedStyle(node).display.includes('inline') && !node.closest('pre, video, audio') && isSeen(node);
             return flat(viewer).filter((node) => isBox(node) && !node.getRootNode().host && !['td', 'th'].includes(node.localName)).map((node) => {{ const box = node.getBoundingClientRect(); const style = getComputedStyle(node);
                 const {{ borderLeftWidth, borderRightWidth, paddingLeft, paddingRight, marginLeft, marginRight }} = style;
                 const pairs = [[box.left, width - box.right], [borderLeftWidth, borderRightWidth], [paddingLeft, paddingRight], [marginLeft, marginRight]];
                 return [nameOf(node), ...pairs.flatMap((pair) => {is_left} ? pair : pair.reverse()).map((size) => Math.round(parseFloat(size)))]; }})",
            is_left = direction == "ltr"
        );
        boxes.push(look(&page.reader, &measure).await?);
    }
    let of = |at: usize| boxes[at].as_array().cloned().unwrap_or_default();
    assert!(of(0).len() > 60, "{:?}", boxes[0]);
    for (left, right) in of(0).iter().zip(of(1)) {
        assert_eq!(*left, right);
    }
    assert_eq!(of(0).len(), of(1).len());
    page.ends_quietly().await
}

/// Given an article in Arabic and a reader of it, when it is shown, then what is around it runs from right to left too: the counts
/// begin at the right, and the button of the reading tools is at the left.
#[tokio::test]
async fn rule_15_around_the_text_everything_runs_the_readers_way() -> Result<()> {
    let site = Site::start(&[]).await?;
    for (language, path, sides) in
        [("en", "/", ["left", "right"]), ("ar", "/?src=/articles/arabic.json", ["right", "left"])]
    {
        let reader = Reader::of_languages(language).await?;
        opens(&reader, &site, path).await?;
        reader.control(".tools").await?;
        let found = "const line = chrome.querySelector('.counts').getBoundingClientRect(); \
                     const side = (selector) => { const box = chrome.querySelector(selector).getBoundingClientRect(); \
                     return ['left', 'right'].filter((side) => Math.abs(box[side] - line[side]) < 1)[0] }; \
                     return [side('.comment-count'), side('.tools')].join()";
        let is_so = format!("{found} === '{}'", sides.join(","));
        reader.until(&format!("it runs as {language} does"), &is_so).await?;
        reader.close().await?;
    }
    Ok(())
}
