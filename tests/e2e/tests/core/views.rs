//! The count rises once for each visitor, and everybody sees it rise.

use std::time::Duration;

use anyhow::Result;
use e2e::{Reader, Site};

/// None of the engines calls itself so.
const ANOTHER_BROWSER: &str = "Mozilla/5.0 (Macintosh; Intel Mac OS X 15_5) AppleWebKit/605.1.15 (KHTML, like Gecko) \
                               Version/18.5 Safari/605.1.15";

async fn sees(reader: &Reader, spoken: &str) -> Result<()> {
    let script = format!("return chrome.querySelector('.view-count .visually-hidden')?.textContent === '{spoken}'");
    reader.until(&format!("the count is `{spoken}`"), &script).await
}

// V17
#[tokio::test]
async fn the_count_rises_once_for_each_visitor_and_everybody_sees_it() -> Result<()> {
    let mut site = Site::start(&[]).await?;
    let first = Reader::open().await?;
    first.read(&site.at("/")).await?;
    sees(&first, "1 view").await?;

    first.reload().await?;
    sees(&first, "1 view").await?;
    // Longer than the second after which a visit is reported.
    tokio::time::sleep(Duration::from_secs(2)).await;
    sees(&first, "1 view").await?;

    let second = Reader::as_visitor(ANOTHER_BROWSER).await?;
    second.read(&site.at("/")).await?;
    sees(&second, "2 views").await?;
    sees(&first, "2 views").await?;

    // A restart neither loses nor counts twice.
    site.kill().await?;
    site.restart().await?;
    second.reload().await?;
    tokio::time::sleep(Duration::from_secs(2)).await;
    sees(&second, "2 views").await?;
    second.close().await?;
    first.close().await
}

#[tokio::test]
async fn a_broken_stream_says_so_and_mends_itself() -> Result<()> {
    let mut site = Site::start(&[]).await?;
    let reader = Reader::open().await?;
    reader.read(&site.at("/")).await?;
    sees(&reader, "1 view").await?;
    site.kill().await?;
    reader.until("the numbers are called stale", "return chrome.querySelector('.stale') !== null").await?;
    sees(&reader, "1 view").await?;
    site.restart().await?;
    let patience = Duration::from_secs(30);
    reader
        .until_within(patience, "the numbers are live again", "return chrome.querySelector('.stale') === null")
        .await?;
    reader.close().await
}
