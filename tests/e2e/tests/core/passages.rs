//! Links to a passage, which hold when the text around it changes, and quotations.

use anyhow::Result;
use e2e::{Answer, Hosted};
use serde_json::{Value, json};
use thirtyfour::Key;

/// Paragraphs of an article, long enough to be scrolled.
fn article(paragraphs: &[&str]) -> Answer {
    let paragraph =
        |text: &&str| json!({ "type": "paragraph", "content": [format!("{text} {}", "And so on. ".repeat(120))] });
    let body: Vec<Value> = paragraphs.iter().map(paragraph).collect();
    let article = json!({ "schema": "article-viewer/article/1", "headline": "Quoted", "language": "en",
                          "source": { "name": "The Gazette" }, "body": body });
    Answer::text(article.to_string())
}

const PAGE: &str = r#"<article-viewer src="/quoted.json"></article-viewer>"#;
/// What a page lets nobody copy is put here.
const COPIES: &str = "window.copied = ''; Object.defineProperty(navigator, 'clipboard', \
                      { value: { writeText: async (text) => { window.copied = text } }, configurable: true });";

/// Selects some words of a paragraph, as a person does: the keys that are held end with the last.
fn select(paragraph: usize, words: &str) -> String {
    format!(
        "const text = viewer.querySelectorAll('.av-paragraph')[{paragraph}].firstChild; \
         const from = text.data.indexOf('{words}'); const range = document.createRange(); range.setStart(text, from); \
         range.setEnd(text, from + {}); getSelection().removeAllRanges(); getSelection().addRange(range)",
        words.len()
    )
}

/// The words that are marked, and whether they are in view.
const MARKED: &str = "const [range] = CSS.highlights?.get('av-passage') ?? []; if (!range) return null; \
                      const { top, bottom } = range.getBoundingClientRect(); \
                      return [String(range), bottom > 0 && top < innerHeight]";

async fn copied_link(page: &Hosted) -> Result<String> {
    let reader = &page.reader;
    reader.run(COPIES).await?;
    reader.run(&select(2, "the third keeper")).await?;
    reader.press(Key::Shift).await?;
    reader.control(".reading-quote button").await?;
    reader.run("chrome.querySelector('.reading-quote button').click()").await?;
    reader.until("it is copied", "return copied !== ''").await?;
    let said = reader.chrome_text(".reading-quote").await?;
    assert_eq!(said, "The link is copied.");
    Ok(reader.run("return copied").await?.as_str().unwrap_or_default().to_owned())
}

#[tokio::test]
async fn a_link_leads_to_its_passage_also_where_the_text_has_changed() -> Result<()> {
    let page = Hosted::set().await?;
    let texts = ["The first keeper.", "The second keeper.", "There was the third keeper of the light."];
    page.host.answers("/quoted.json", article(&texts));
    page.visit(PAGE).await?;
    page.shows("Quoted").await?;
    page.is_alive().await?;
    let link = copied_link(&page).await?;
    assert!(link.starts_with(&page.host.at("/page.html#av-2.10.16.")), "{link}");
    assert!(link.ends_with(":~:text=the%20third%20keeper"), "{link}");

    let reader = &page.reader;
    if reader.run("return 'Highlight' in window").await? != json!(true) {
        return page.ends_quietly().await;
    }
    let changed =
        ["New.", "The first keeper.", "The second, and last, keeper.", "Then there was the third keeper of it."];
    for (texts, found) in [(&texts[..], true), (&changed[..], true), (&texts[..2], false)] {
        page.host.answers("/quoted.json", article(texts));
        reader.visit("about:blank").await?;
        reader.visit(&link).await?;
        page.shows("Quoted").await?;
        if found {
            let there = format!("{}; return null", MARKED.replace("return [", "return JSON.stringify(["));
            let there = there.replace("innerHeight]", "innerHeight]) === '[\"the third keeper\",true]'");
            reader.until("the passage is marked and in view", &there).await?;
        } else {
            let said = "return chrome.textContent.includes('no longer in the text')";
            reader.until("it is said that the passage has gone", said).await?;
        }
    }
    page.ends_quietly().await
}

#[tokio::test]
async fn a_quotation_has_its_source() -> Result<()> {
    let page = Hosted::set().await?;
    page.host.answers("/quoted.json", article(&["One.", "Two.", "There was the third keeper of the light."]));
    page.visit(PAGE).await?;
    page.shows("Quoted").await?;
    page.is_alive().await?;
    let reader = &page.reader;
    reader.run(COPIES).await?;
    reader.press(Key::Shift).await?;
    reader.control(".reading-progress").await?;
    reader.run(&select(2, "the third keeper")).await?;
    reader.press_with_alt_and_shift('q').await?;
    reader.until("it is copied", "return copied !== ''").await?;
    let quotation = reader.run("return copied").await?;
    let quotation = quotation.as_str().unwrap_or_default();
    let expected = format!("“the third keeper”\n\nQuoted — The Gazette\n{}#av-2.10.16.", page.host.at("/page.html"));
    assert!(quotation.starts_with(&expected), "{quotation}");
    page.ends_quietly().await
}
