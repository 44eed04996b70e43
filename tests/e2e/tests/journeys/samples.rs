//! Every kind of block, and other languages.

use anyhow::Result;
use e2e::{Reader, Site};
use serde_json::json;

#[tokio::test]
async fn every_kind_of_block_is_drawn() -> Result<()> {
    let site = Site::start(&[]).await?;
    let reader = Reader::open().await?;
    reader.read(&site.at("/?src=/articles/every-block.json")).await?;
    for selector in [
        "p.av-paragraph > strong",
        "em",
        "mark",
        "code",
        "sub",
        "sup",
        "br",
        ".av-note-reference a",
        "h2",
        "h3",
        "h4",
        "ul.av-list ul",
        "ol.av-list[start='3']",
        ".av-quote blockquote",
        ".av-quote figcaption a",
        ".av-pull-quote",
        ".av-figure figcaption em",
        ".av-gallery li img",
        ".av-table caption",
        ".av-table thead th[scope=col]",
        ".av-table tbody th[scope=row]",
        ".av-table th[colspan='2']",
        ".av-code code",
        ".av-embed a",
        "video[poster], video",
        "audio",
        "hr.av-divider",
        ".av-callout ul",
        ".av-unknown",
        ".av-correction time",
        ".av-changed .av-changed-mark + .av-table",
        ".av-history time",
        ".av-footnote .av-footnote-back",
        ".av-kicker",
        ".av-updated",
        ".av-byline a[rel=author]",
    ] {
        assert!(
            reader.run(&format!("return viewer.querySelector({}) !== null", json!(selector))).await? == json!(true),
            "{selector}"
        );
    }
    assert_eq!(reader.text(".av-byline").await?, "By Maren Holt and T. Okafor");
    assert_eq!(reader.text(".av-published").await?, "2 March 2026 at 07:30 UTC+1", "the zone is the document's");
    assert_eq!(
        reader.run("return viewer.querySelector('.av-ai-label')").await?,
        json!(null),
        "none is said to be none"
    );
    reader.close().await
}

#[tokio::test]
async fn a_footnote_leads_there_and_back() -> Result<()> {
    let site = Site::start(&[]).await?;
    let reader = Reader::open().await?;
    reader.read(&site.at("/?src=/articles/every-block.json")).await?;
    reader.run("viewer.querySelector('.av-note-reference a').click()").await?;
    reader
        .until("the note is the target", "return document.querySelector(':target')?.className === 'av-footnote'")
        .await?;
    reader.run("viewer.querySelector('.av-footnote-back').click()").await?;
    reader
        .until("the reference is the target", "return document.querySelector(':target')?.id === 'av-noteref-1'")
        .await?;
    reader.close().await
}

#[tokio::test]
async fn an_embed_is_a_link_until_the_reader_asks() -> Result<()> {
    let site = Site::start(&[]).await?;
    let reader = Reader::open().await?;
    reader.read(&site.at("/?src=/articles/every-block.json")).await?;
    assert_eq!(reader.run("return document.querySelectorAll('iframe').length").await?, json!(0));
    reader.run("viewer.querySelector('a[data-av-embed]').click()").await?;
    let frame = reader.run(
        "const f = viewer.querySelector('iframe'); return [f.src, f.title, f.sandbox.contains('allow-top-navigation')]",
    );
    assert_eq!(
        frame.await?,
        json!(["https://www.youtube-nocookie.com/embed/abcdefghij0?autoplay=1", "A night at the lamp", false])
    );
    reader.close().await
}

#[tokio::test]
async fn what_is_folded_on_a_screen_is_open_on_paper() -> Result<()> {
    let site = Site::start(&[]).await?;
    let reader = Reader::open().await?;
    reader.read(&site.at("/?src=/articles/every-block.json")).await?;
    let is_seen = "return viewer.querySelector('.av-history li').checkVisibility()";
    reader.until("the text is drawn", "return viewer.querySelector('.av-changed') !== null").await?;
    assert_eq!(reader.run(is_seen).await?, json!(false));
    reader.devtools("Emulation.setEmulatedMedia", json!({ "media": "print" })).await?;
    reader.until("it is open", is_seen).await?;
    reader.close().await
}

#[tokio::test]
async fn arabic_runs_from_right_to_left() -> Result<()> {
    let site = Site::start(&[]).await?;
    let reader = Reader::open().await?;
    reader.read(&site.at("/?src=/articles/arabic.json")).await?;
    assert_eq!(
        reader.run("return [document.documentElement.lang, document.documentElement.dir]").await?,
        json!(["ar", "rtl"])
    );
    let sides = reader
        .run("const box = viewer.querySelector('.av-ai-label'); const style = getComputedStyle(box); \
              return [getComputedStyle(viewer.querySelector('.av-paragraph')).direction, style.borderRightWidth, style.borderLeftWidth]")
        .await?;
    assert_eq!(sides, json!(["rtl", "4px", "0px"]));
    reader.control(".view-count").await?;
    let chrome = reader.run("return ['.view-count', '.comments'].map((s) => [chrome.querySelector(s).lang, getComputedStyle(chrome.querySelector(s)).direction])");
    assert_eq!(chrome.await?, json!([["en-US", "ltr"], ["en-US", "ltr"]]), "English words keep their order");
    assert!(reader.text(".av-byline").await?.starts_with("بقلم"));
    assert!(reader.text(".av-ai-label").await?.starts_with("حُرّر بمساعدة"));
    reader.close().await
}

#[tokio::test]
async fn hindi_is_worded_in_hindi() -> Result<()> {
    let site = Site::start(&[]).await?;
    let reader = Reader::open().await?;
    reader.read(&site.at("/?src=/articles/hindi.json")).await?;
    assert_eq!(reader.text(".av-strip").await?, "दिल्ली | 25°से॰ (तेज़ हवा)");
    assert!(reader.text(".av-published").await?.contains("जनवरी"));
    assert!(reader.text(".av-reading-time").await?.contains("मिनट"));
    assert_eq!(reader.text(".av-byline").await?, "लेखक: अनीता वर्मा और रवि शंकर");
    assert_eq!(reader.text(".av-ai-label").await?, "एआई द्वारा निर्मित, समीक्षा: संपादक");
    reader.close().await
}
