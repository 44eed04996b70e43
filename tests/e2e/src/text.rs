//! The text of the sample article, as it lies on the page.

use anyhow::Result;
use serde_json::{Value, json};

use crate::Reader;

/// Where each part of the text begins, the height of whatever else is drawn, and how many nodes each slot shows.
const LAYOUT: &str = "
    const box = (node) => node.getBoundingClientRect();
    const parts = ['.av-strip', 'h1', '.av-meta', '.av-lead', '.av-ai-label', '.av-deck', '.av-summary', '.av-paragraph', \
        '.av-disclaimer'];
    return { tops: parts.map((part) => box(viewer.querySelector(part)).top),
        others: [...chrome.querySelectorAll('*:not(slot, style, .place)')].map((node) => box(node).height),
        slots: [...chrome.querySelectorAll('slot')].map((slot) => slot.assignedNodes().length) };";

/// Every part of the text is there in its order, and nothing but the text takes room.
///
/// # Errors
///
/// When the browser does not answer.
///
/// # Panics
///
/// When it is not so.
pub async fn reads_in_order(reader: &Reader) -> Result<()> {
    let layout = reader.run(LAYOUT).await?;
    let numbers =
        |name: &str| -> Vec<f64> { layout[name].as_array().into_iter().flatten().filter_map(Value::as_f64).collect() };
    let tops = numbers("tops");
    assert_eq!(tops.len(), 9, "every part is there: {layout}");
    assert!(tops.is_sorted_by(|one, next| one < next), "{layout}");
    assert!(numbers("others").iter().all(|height| *height == 0.0), "only the text has a box: {layout}");
    assert_eq!(layout["slots"], json!([1, 1, 0]), "both children are in their places, and nothing else is: {layout}");
    Ok(())
}
