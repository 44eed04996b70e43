//! A mark in the text leads to the note of its own article, and the focus goes along.

use anyhow::Result;
use e2e::{Answer, Hosted};
use serde_json::json;
use thirtyfour::Key;

const ARTICLE: &str = r#"{"schema": "article-viewer/article/1", "headline": "Noted", "body": [
    {"type": "paragraph", "content": ["A claim", {"type": "note", "id": "1"}, "."]}, {"type": "footnote", "id": "1", "content": ["Its source."]}]}"#;

/// Two articles whose notes have the same name.
async fn page(head: &str, tools: &str) -> Result<Hosted> {
    let page = Hosted::set().await?;
    page.host.answers("/noted.json", Answer::text(ARTICLE));
    let article = format!(r#"<article-viewer src="/noted.json" tools="{tools}"></article-viewer>"#);
    page.visit(&format!(r#"{head}{article}<p style="height: 200vh"></p><div id="second">{article}</div>"#)).await?;
    let shown = "return document.querySelectorAll('.av-footnote').length === 2";
    page.reader.until("both are shown", shown).await?;
    Ok(page)
}

/// Goes there and back in both.
async fn leads_there_and_back(page: &Hosted) -> Result<()> {
    page.reader.run("window.stays = true").await?;
    for article in ["article-viewer", "#second article-viewer"] {
        let within = format!(
            "const article = document.querySelector('{article}'); const find = (s) => article.querySelector(s);"
        );
        for (click, arrive) in [(".av-note-reference a", ".av-footnote"), (".av-footnote-back", ".av-note-reference a")]
        {
            page.reader.run(&format!("{within} find('{click}').click()")).await?;
            let there = format!(
                "{within} const to = find('{arrive}'), {{ top, bottom }} = to.getBoundingClientRect(); \
                 return document.activeElement === to && bottom > 0 && top < innerHeight"
            );
            page.reader.until(&format!("the focus of {article} is on {arrive}"), &there).await?;
        }
    }
    assert_eq!(page.reader.run("return [window.stays, location.pathname]").await?, json!([true, "/page.html"]));
    Ok(())
}

/// Given two articles on a page, when a mark of either is followed and then the way back, then the focus is on that article's note,
/// and then on the very mark.
#[tokio::test]
async fn rule_12_a_mark_leads_to_its_note_and_back_to_the_very_mark() -> Result<()> {
    let page = page("", "no-notes").await?;
    leads_there_and_back(&page).await?;
    let stops = "return [...document.querySelectorAll('.av-note-reference a')].map((link) => link.tabIndex)";
    assert_eq!(page.reader.run(stops).await?, json!([0, 0]), "marks stay in the order of tabs");
    page.ends_quietly().await
}

#[tokio::test]
async fn a_base_does_not_lead_to_another_page() -> Result<()> {
    let page = page(r#"<base href="/elsewhere/">"#, "no-notes").await?;
    leads_there_and_back(&page).await?;
    page.ends_quietly().await
}

#[tokio::test]
async fn a_note_is_shown_where_it_is_referred_to_and_leads_on() -> Result<()> {
    let page = page("", "").await?;
    let reader = &page.reader;
    page.is_alive().await?;
    // The first sign of somebody who reads.
    reader.press(Key::Shift).await?;
    reader.control(".reading-progress").await?;
    let open = "viewer.querySelector('.av-note-reference a').focus(); document.activeElement.click()";
    reader.run(open).await?;
    reader.control(".reading-note").await?;
    let said = "const note = chrome.querySelector('.reading-note'); \
                return [note.role, note.ariaLabel, note.firstChild.textContent.trim(), chrome.activeElement === note]";
    assert_eq!(reader.run(said).await?, json!(["dialog", "Footnote 1", "Its source.", true]));
    reader.press(Key::Escape).await?;
    let back = "return chrome.querySelector('.reading-note') === null \
                && document.activeElement === viewer.querySelector('.av-note-reference a')";
    reader.until("the focus is back", back).await?;

    reader.run(open).await?;
    reader.control(".reading-note button").await?.click().await?;
    reader.until("the focus is on the note", "return document.activeElement.className === 'av-footnote'").await?;
    page.ends_quietly().await
}
