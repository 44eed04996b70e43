//! The sample page shows every part of the page the project was asked for.

use anyhow::Result;
use e2e::{Reader, Site};
use serde_json::{Value, json};

#[tokio::test]
async fn the_page_shows_every_part() -> Result<()> {
    let site = Site::start(&[]).await?;
    let reader = Reader::open().await?;
    reader.read(&site.at("/")).await?;

    assert_eq!(reader.text(".av-strip").await?, "Delhi | 25°C (windy)");
    assert_eq!(reader.attribute(".av-strip", "aria-label").await?.as_deref(), Some("Delhi, 25 degrees Celsius, windy"));
    assert_eq!(reader.run("return document.querySelectorAll('h1').length").await?, json!(1));
    assert!(reader.text("h1").await?.starts_with("Outside the umbrella"));
    assert_eq!(reader.text(".av-source").await?, "Nishadil");
    assert_eq!(reader.text("time").await?, "7 January 2026");
    assert_eq!(reader.attribute("time", "datetime").await?.as_deref(), Some("2026-01-07"), "a date stays a date");
    assert_eq!(reader.text(".av-reading-time").await?, "3 minutes read");

    reader.until("views are shown", "return chrome.querySelector('.view-count') !== null").await?;
    reader
        .until("the visit counts", "return chrome.querySelector('.view-count').textContent.includes('1 view')")
        .await?;
    assert_eq!(reader.chrome_text(".view-count [aria-hidden]").await?, "1 View");
    assert_eq!(reader.chrome_text(".comment-count [aria-hidden]").await?, "0 Comments");

    let image = reader
        .run("const i = viewer.querySelector('.av-lead img'); return { alt: i.alt, candidates: i.srcset.split(', ').length, \
              size: [i.width > 0, i.getAttribute('width'), i.getAttribute('height')], priority: i.fetchPriority, \
              loaded: i.complete && i.naturalWidth > 0 }")
        .await?;
    assert_eq!(image["candidates"], 3);
    assert_eq!(image["size"], json!([true, "1600", "900"]));
    assert_eq!((&image["priority"], &image["loaded"]), (&json!("high"), &json!(true)));
    assert!(image["alt"].as_str().is_some_and(|alt| alt.starts_with("Drawing of a bridge")));

    assert!(reader.text(".av-deck").await?.starts_with("One two-sided agreement"));
    assert!(reader.text(".av-summary").await?.starts_with("Almost four years"));
    assert_eq!(reader.run("return viewer.querySelectorAll('.av-paragraph').length").await?, json!(6));
    assert!(reader.text(".av-disclaimer").await?.starts_with("Disclaimer: Parts of this article"));
    assert_eq!(reader.text(".av-ai-label").await?, "Edited with AI");
    assert_eq!(reader.attribute(".av-body", "data-ai-disclosure").await?.as_deref(), Some("ai-assisted"));
    let json_ld: Value = serde_json::from_str(&reader.text("script[type='application/ld+json']").await?)?;
    assert_eq!(json_ld["@type"], "NewsArticle");
    assert_eq!(json_ld["digitalSourceType"], "https://schema.org/CompositeWithTrainedAlgorithmicMediaDigitalSource");

    assert!(reader.run("return document.title").await?.as_str().is_some_and(|title| title.starts_with("Outside")));
    reader.close().await
}

#[tokio::test]
async fn what_is_read_is_in_the_order_it_is_seen() -> Result<()> {
    let site = Site::start(&[]).await?;
    let reader = Reader::open().await?;
    reader.read(&site.at("/")).await?;
    reader.control(".comment-form").await?;
    reader.control(".view-count").await?;
    let order = reader
        .run(
            "const at = (node) => node.getBoundingClientRect().top; \
              const light = (s) => at(viewer.querySelector(s)), shadow = (s) => at(chrome.querySelector(s)); \
              return [light('.av-strip'), light('h1'), light('.av-meta'), shadow('.counts'), light('.av-lead'), \
              light('.av-ai-label'), light('.av-deck'), light('.av-summary'), light('.av-paragraph'), \
              light('.av-disclaimer'), shadow('.comments-title'), shadow('.comment-form')]",
        )
        .await?;
    let tops: Vec<f64> = order.as_array().into_iter().flatten().filter_map(Value::as_f64).collect();
    assert_eq!(tops.len(), 12);
    assert!(tops.is_sorted_by(|a, b| a < b), "{tops:?}");
    reader.close().await
}

#[tokio::test]
async fn the_page_asks_nobody_but_its_own_server() -> Result<()> {
    let site = Site::start(&[]).await?;
    let reader = Reader::open().await?;
    for path in ["/", "/?src=/articles/every-block.json"] {
        reader.read(&site.at(path)).await?;
        reader.control(".view-count").await?;
        let origins = reader
            .run("return [...new Set(performance.getEntriesByType('resource').map((e) => new URL(e.name).origin))]")
            .await?;
        assert_eq!(origins, json!([site.at("").trim_end_matches('/')]), "{path}");
    }
    reader.close().await
}
