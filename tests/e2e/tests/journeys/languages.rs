//! The chrome speaks the language of its reader, the text its own.

use anyhow::Result;
use e2e::{Build, Reader, Site};
use serde_json::json;

/// The line of the counts: its language, its direction, and the words of the way to the tools.
const COUNTS: &str = "const tools = chrome.querySelector('.tools'); return [tools.lang, tools.dir, tools.textContent]";

/// The words of a language, as they are in the repository.
fn words(language: &str, english: &str) -> Result<String> {
    let file = format!("{}/../../src/i18n/words/{language}.json", env!("CARGO_MANIFEST_DIR"));
    let words: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(file)?)?;
    Ok(words["chrome"][english].as_str().unwrap_or_default().to_owned())
}

async fn reader_of(languages: &str) -> Result<Reader> {
    let reader = Reader::of_languages(languages).await?;
    let said = reader.run("return navigator.languages.join()").await?;
    anyhow::ensure!(said == json!(languages), "the browser says {said}");
    Ok(reader)
}

#[tokio::test]
async fn a_reader_of_another_language_finds_the_chrome_in_it_and_the_text_in_its_own() -> Result<()> {
    let site = Site::start(&[]).await?;
    for (languages, language, direction) in
        [("hi-IN,en", "hi", "ltr"), ("ur-PK,hi", "ur", "rtl"), ("sv,ja-JP", "ja", "ltr")]
    {
        let reader = reader_of(languages).await?;
        reader.read(&site.at("/")).await?;
        reader.control(".tools").await?;
        let tag = languages.split(',').find(|tag| tag.starts_with(language)).unwrap_or_default();
        assert_eq!(reader.run(COUNTS).await?, json!([tag, direction, words(language, "Reading tools")?]));
        assert_eq!(reader.text(".av-disclaimer strong").await?, "Disclaimer:", "the text stays as it is");
        reader.control(".tools").await?.click().await?;
        reader.control(".reading").await?;
        let panel = "const panel = chrome.querySelector('.reading'); return [panel.lang, panel.dir, panel.querySelector('h2').textContent]";
        assert_eq!(reader.run(panel).await?, json!([tag, direction, words(language, "Reading tools")?]));
        reader.run("chrome.querySelector('.reading').close()").await?;
        reader.control(".comment-form button").await?;
        let post = "return chrome.querySelector('.comment-form button').textContent";
        assert_eq!(reader.run(post).await?, json!(words(language, "Post comment")?), "the conversation too");
        reader.close().await?;
    }
    Ok(())
}

// What stands in for readers before the chrome is there used to be in English.
#[tokio::test]
async fn a_picture_that_is_asked_for_by_its_address_waits_for_the_words_about_it() -> Result<()> {
    let site = Site::start(&[]).await?;
    let reader = reader_of("de").await?;
    reader.read(&site.at("/?src=/articles/every-block.json#av-image-1")).await?;
    reader.control(".reading-lightbox").await?;
    let named = "return chrome.querySelector('.reading-lightbox').ariaLabel";
    assert_eq!(reader.run(named).await?, json!(words("de", "Pictures")?));
    reader.close().await
}

#[tokio::test]
async fn who_reads_traditional_chinese_is_spoken_to_in_what_they_read_next() -> Result<()> {
    let site = Site::start(&[]).await?;
    let reader = reader_of("zh-TW,de").await?;
    reader.read(&site.at("/")).await?;
    reader.control(".tools").await?;
    assert_eq!(reader.run(COUNTS).await?, json!(["de", "ltr", words("de", "Reading tools")?]));
    reader.close().await
}

#[tokio::test]
async fn words_that_do_not_come_cost_a_translation_and_nothing_else() -> Result<()> {
    let build = Build::copy()?;
    build.withhold("words-hi.json", true)?;
    let site = Site::of(&build).await?;
    let reader = reader_of("hi-IN").await?;
    reader.read(&site.at("/?src=/articles/hindi.json")).await?;
    reader.control(".tools").await?;
    assert_eq!(reader.run(COUNTS).await?, json!(["en", "ltr", "Reading tools"]));
    reader.close().await
}
