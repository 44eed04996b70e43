//! What an article is on paper.

use anyhow::Result;
use e2e::{Answer, Hosted};
use serde_json::json;

const ARTICLE: &str = r#"{
    "schema": "article-viewer/article/1",
    "headline": "On paper",
    "source": { "name": "The Alder Gazette", "url": "https://gazette.example/" },
    "ai": { "involvement": "generated", "statement": "A machine wrote it." },
    "disclaimer": "Not advice.",
    "body": [
        { "type": "paragraph", "content": [
            { "type": "link", "url": "https://paper.example/words", "content": ["words"] },
            { "type": "link", "url": "https://paper.example/", "content": ["paper.example"] },
            { "type": "link", "url": "mailto:desk@paper.example", "content": ["the desk"] },
            { "type": "note", "id": "1" }
        ] },
        { "type": "embed", "url": "https://www.youtube.com/watch?v=abcdefghij0", "title": "A night at the lamp" },
        { "type": "callout", "title": "Folded", "folded": true, "body": ["Nobody opens it any more."] },
        { "type": "footnote", "id": "1", "text": "A note." }
    ]
}"#;

#[tokio::test]
async fn on_paper_links_have_their_addresses_and_what_is_disclosed_stays() -> Result<()> {
    let page = Hosted::set().await?;
    page.host.answers("/paper.json", Answer::text(ARTICLE));
    page.visit(r#"<article-viewer src="/paper.json" theme="dark"></article-viewer>"#).await?;
    page.shows("On paper").await?;
    page.is_alive().await?;
    page.reader.devtools("Emulation.setEmulatedMedia", json!({ "media": "print" })).await?;

    // The address stands between the marks that isolate it.
    let after = "return [...viewer.querySelectorAll('a')].map((link) => [link.textContent.trim().split(' ')[0], \
                 getComputedStyle(link, '::after').content.match(/\\u2066(.*)\\u2069/)?.[1].replace(/^[\" ]+|[\" ]+$/g, '') ?? ''])";
    let expected = json!([
        ["The", ""],
        ["words", "https://paper.example/words"],
        ["paper.example", ""],
        ["the", ""],
        ["1", ""],
        ["A", "https://www.youtube.com/watch?v=abcdefghij0"],
        ["↩", ""]
    ]);
    assert_eq!(page.reader.run(after).await?, expected, "but where its words are that, and where it leads to no page");

    let is_there = "return ['.av-ai-label', '.av-disclaimer', '.av-ai-statement', '.av-embed-title', '.av-callout .av-paragraph'] \
                    .map((one) => { const found = viewer.querySelector(one); \
                    return found.checkVisibility({ contentVisibilityAuto: true }) && found.getBoundingClientRect().height > 0; })";
    assert_eq!(page.reader.run(is_there).await?, json!([true, true, true, true, true]));
    let is_gone = "return ['.av-embed-action', '.av-embed-notice', '.av-footnote-back'] \
                   .map((one) => viewer.querySelector(one).getClientRects().length)";
    assert_eq!(page.reader.run(is_gone).await?, json!([0, 0, 0]), "what can only be clicked");
    let chrome = "return [...chrome.querySelectorAll('.place > :not(slot)')].filter((part) => part.getClientRects().length) \
                  .map((part) => part.innerText.trim()).filter(Boolean)";
    assert_eq!(page.reader.run(chrome).await?, json!([]), "nor anything of the chrome");

    let colours = "return [...new Set([...viewer.querySelectorAll('.av-paragraph, .av-meta, .av-disclaimer, .av-ai-label, a')] \
                   .map((one) => getComputedStyle(one).color))].sort()";
    assert_eq!(
        page.reader.run(colours).await?,
        json!(["rgb(0, 0, 0)", "rgb(68, 68, 68)"]),
        "and none of the dark theme"
    );
    page.ends_quietly().await
}
