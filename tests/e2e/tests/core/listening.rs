//! The article read out. Firefox has voices for tests, which say nothing aloud and tell of it as others do, WebKitGTK those of its
//! machine; Chromium has none here, and has to say so.

use std::time::Duration;

use anyhow::Result;
use e2e::{Answer, Hosted, Reader, Site};
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
    // WebKitGTK says of the voices on its machine that they are of the network: one of those a reader has to pick.
    let pick = "const pick = chrome.querySelector('.reading-listen select:last-of-type'); if (!pick.value) { \
                pick.value = [...pick.options].find(({ value }) => value).value; pick.dispatchEvent(new Event('change')) }";
    reader.run(pick).await?;
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
    // WebKitGTK goes on to say that it is speaking, once it has been told to stop.
    let gone = "return chrome.querySelector('.reading-listen') === null && !speechSynthesis.pending \
                && !CSS.highlights?.has('av-spoken')";
    reader.until("nothing is left of it", gone).await?;
    reader.close().await
}

/// Of Firefox's voices for tests, the one that never says that it has come to an end.
const ENDLESS: &str = "urn:moz-tts:fake:teresa";

// Network voices of Chromium fall silent after 15 seconds and tell nobody.
#[tokio::test]
async fn a_voice_that_does_not_say_when_it_has_ended_is_not_waited_for() -> Result<()> {
    let page = Hosted::set().await?;
    let article =
        r#"{"schema": "article-viewer/article/1", "language": "it", "headline": "Uno.", "body": ["Due.", "Tre."]}"#;
    page.host.answers("/lettura.json", Answer::text(article));
    page.visit(r#"<article-viewer src="/lettura.json"></article-viewer>"#).await?;
    page.shows("Uno.").await?;
    let reader = &page.reader;
    let there = format!(
        "return (globalThis.speechSynthesis?.getVoices() ?? []).some((voice) => voice.voiceURI === '{ENDLESS}')"
    );
    if reader.run(&there).await? == json!(false) {
        return page.ends_quietly().await;
    }
    let choose =
        format!("localStorage.setItem('av:voice', JSON.stringify({{ rate: 2, voices: {{ it: '{ENDLESS}' }} }}))");
    reader.run(&choose).await?;
    reader.control(".tools").await?.click().await?;
    reader.control(".reading button").await?;
    reader.run(LISTEN).await?;
    reader.until("the first sentence is marked", &format!("{SPOKEN} === 'Uno.'")).await?;
    let next = format!("{SPOKEN} === 'Due.'");
    reader.until_within(Duration::from_secs(30), "it goes on with the next", &next).await?;
    page.ends_quietly().await
}
