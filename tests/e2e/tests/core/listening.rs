//! The article read out. Firefox has voices for tests, which say nothing aloud and tell of it as others do; the other
//! browsers of these machines have none, and have to say so.

use anyhow::Result;
use e2e::{Reader, Site};
use serde_json::json;

const LISTEN: &str = "[...chrome.querySelectorAll('.reading button')].find((b) => b.textContent === 'Listen').click()";

async fn listens(path: &str) -> Result<(Site, Reader)> {
    let site = Site::start(&[]).await?;
    let reader = Reader::open().await?;
    reader.read(&site.at(path)).await?;
    reader.control(".tools").await?.click().await?;
    reader.control(".reading button").await?;
    reader.run(LISTEN).await?;
    reader.control(".reading-listen").await?;
    Ok((site, reader))
}

#[tokio::test]
async fn a_device_without_a_voice_says_so() -> Result<()> {
    let (_site, reader) = listens("/").await?;
    if reader.run("return (globalThis.speechSynthesis?.getVoices().length ?? 0) > 0").await? == json!(true) {
        return reader.close().await;
    }
    let said =
        "return chrome.querySelector('.reading-listen p').textContent === 'This device has no voice to read with.'";
    reader.until("it says so", said).await?;
    reader.run("chrome.querySelector('.reading-listen button').click()").await?;
    reader.until("it goes", "return chrome.querySelector('.reading-listen') === null").await?;
    reader.close().await
}

/// What is marked as being read out.
const SPOKEN: &str = "return [...(CSS.highlights?.get('av-spoken') ?? [])].map(String).join().trim()";

#[tokio::test]
async fn sentences_are_read_marked_and_skipped() -> Result<()> {
    let (_site, reader) = listens("/?src=/articles/every-block.json").await?;
    if reader.run("return (globalThis.speechSynthesis?.getVoices().length ?? 0) === 0").await? == json!(true) {
        return reader.close().await;
    }
    reader.control(".reading-listen select").await?;
    let press = |name: &str| format!("chrome.querySelector('.reading-listen [aria-label=\"{name}\"]').click()");
    // It begins by itself, and goes on from sentence to sentence.
    reader.until("something is marked", &format!("{SPOKEN} !== ''")).await?;
    reader.run(&press("Pause")).await?;
    reader.until("nothing is marked", &format!("{SPOKEN} === ''")).await?;
    reader.run("scrollTo(0, 0)").await?;
    reader.run(&press("Play")).await?;
    let first = reader.run(SPOKEN).await?;
    reader.run(&press("On a paragraph")).await?;
    assert_ne!(reader.run(SPOKEN).await?, first);
    reader.run("const rate = chrome.querySelector('.reading-listen select'); rate.value = '1.5'; rate.dispatchEvent(new Event('change'))").await?;
    assert_eq!(
        reader.run("return JSON.parse(localStorage.getItem('av:voice')).rate").await?,
        json!(1.5),
        "it is remembered"
    );
    reader.run(&press("Close")).await?;
    let gone = "return chrome.querySelector('.reading-listen') === null && !speechSynthesis.speaking && !CSS.highlights?.has('av-spoken')";
    reader.until("nothing is left of it", gone).await?;
    reader.close().await
}
