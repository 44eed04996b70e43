//! The page as it comes from the server, before a script runs and when none does.

use anyhow::Result;
use e2e::{Reader, Site};
use serde_json::{Value, json};

/// Where each part of the text begins, and the height of whatever is drawn in the shadow tree.
const LAYOUT: &str = "
    const box = (node) => node.getBoundingClientRect();
    const parts = ['.av-strip', 'h1', '.av-meta', '.av-lead', '.av-ai-label', '.av-deck', '.av-summary', '.av-paragraph', \
        '.av-disclaimer'];
    return { tops: parts.map((part) => box(viewer.querySelector(part)).top),
        others: [...chrome.querySelectorAll('.place *:not(slot)')].map((node) => box(node).height),
        slots: [...chrome.querySelectorAll('slot')].map((slot) => slot.assignedNodes().length) };";

fn reads_in_order(layout: &Value) {
    let tops: Vec<f64> = layout["tops"].as_array().into_iter().flatten().filter_map(Value::as_f64).collect();
    assert_eq!(tops.len(), 9, "every part is there: {layout}");
    assert!(tops.is_sorted(), "{layout}");
    let heights: Vec<f64> = layout["others"].as_array().into_iter().flatten().filter_map(Value::as_f64).collect();
    assert!(heights.iter().all(|height| *height == 0.0), "only the text has a box: {layout}");
    assert_eq!(layout["slots"], json!([1, 1, 0]), "both children are in their places, and nothing else is: {layout}");
}

#[tokio::test]
async fn without_scripts_the_article_reads_and_nothing_else_has_a_box() -> Result<()> {
    let site = Site::start(&[]).await?;
    let reader = Reader::without_scripts().await?;
    reader.visit(&site.at("/")).await?;
    assert_eq!(reader.run("return viewer.matches(':defined')").await?, json!(false), "no script has run");
    assert!(reader.text("h1").await?.starts_with("Outside the umbrella"));
    assert_eq!(reader.text("time").await?, "7 January 2026");
    reads_in_order(&reader.run(LAYOUT).await?);

    let unstyled =
        "for (const root of [document, chrome]) root.querySelectorAll('style').forEach((style) => style.remove());";
    reader.run(unstyled).await?;
    reads_in_order(&reader.run(LAYOUT).await?);
    reader.close().await
}

#[tokio::test]
async fn the_lead_picture_is_loaded_once() -> Result<()> {
    let site = Site::start(&[]).await?;
    let reader = Reader::without_scripts().await?;
    reader.visit(&site.at("/")).await?;
    reader.until("it is shown", "return viewer.querySelector('.av-lead img').naturalWidth > 0").await?;
    let requests = "return performance.getEntriesByType('resource').filter((entry) => entry.name.includes('bridge')) \
                    .map((entry) => entry.initiatorType)";
    assert_eq!(reader.run(requests).await?, json!(["link"]), "by the preload, and by nothing else");
    reader.close().await
}

#[tokio::test]
async fn what_is_written_ahead_is_what_the_browser_would_write() -> Result<()> {
    let site = Site::start(&[]).await?;
    let reader = Reader::open().await?;
    reader.read(&site.at("/?src=/articles/pledges.json")).await?;
    // Addresses and data are written for another place; every other word has to be the same.
    let both = "
        const request = new XMLHttpRequest();
        request.open('GET', '/index.html', false);
        request.send();
        const page = new DOMParser().parseFromString(request.responseText, 'text/html');
        const text = (node) => [...node.childNodes].filter((child) => child.nodeType === Node.TEXT_NODE) \
            .map((child) => child.data).join('');
        const attributes = (node) => [...node.attributes].filter(({ name }) => !/^(src|srcset|href)$/.test(name)) \
            .map(({ name, value }) => `${name}=${value}`).sort();
        const parts = (root) => [...root.querySelectorAll('article-viewer > [slot], article-viewer > [slot] *')] \
            .filter((node) => node.localName !== 'script').map((node) => [node.localName, ...attributes(node), text(node)]);
        return [parts(page), parts(document)];";
    let both = reader.run(both).await?;
    assert!(both[0].as_array().is_some_and(|parts| parts.len() > 20), "{both}");
    assert_eq!(both[0], both[1]);
    reader.close().await
}
