//! Every way not to get an article has its own sentence, and a way on.

use anyhow::Result;
use e2e::{Publisher, Stage};
use serde_json::json;

// V4, V8, V11
#[tokio::test]
async fn every_failure_is_told_apart() -> Result<()> {
    let stage = Stage::set().await?;
    stage.fails_with("nothing.json", "There is no article at this address.").await?;
    stage.fails_with("failing.json", "could not send the article (error 500)").await?;
    stage.fails_with("page.html", "something other than JSON").await?;
    stage.fails_with("products.json", "not an article this page can read").await?;
    stage.fails_with("huge.json", "too large").await?;
    stage.fails_with("endless.json", "too large").await?;
    assert_eq!(stage.reader.run("return chrome.querySelector('.failure').role").await?, json!("alert"));
    let drawn =
        "return [...chrome.querySelectorAll('.counts, .comments')].filter((part) => part.checkVisibility()).length";
    assert_eq!(stage.reader.run(drawn).await?, json!(0), "nothing to talk about");
    stage.reader.close().await
}

// V3
#[tokio::test]
async fn waiting_has_an_end() -> Result<()> {
    let stage = Stage::set().await?;
    stage.reader.visit(&stage.shell("never.json")).await?;
    let skeleton = "return getComputedStyle(chrome.querySelector('.skeleton')).display === 'block'";
    stage.reader.until("the skeleton stands in", skeleton).await?;
    stage
        .reader
        .until("the wait is announced", "return chrome.querySelector('[role=status]').textContent.includes('Loading')")
        .await?;
    stage.says("took too long").await?;
    stage.reader.close().await
}

// V28
#[tokio::test]
async fn only_allowed_addresses_are_loaded() -> Result<()> {
    let stage = Stage::set().await?;
    let sentence = "does not show articles from that address";
    let elsewhere = Publisher::start().await?;
    for src in [
        elsewhere.at("article.json"),
        "/api/v1/comments?article=x".to_owned(),
        "data:application/json,{}".to_owned(),
        "javascript:alert(1)".to_owned(),
    ] {
        stage.reader.visit(&stage.site.at(&format!("/?src={src}"))).await?;
        stage.says(sentence).await?;
        assert_eq!(stage.reader.run("return chrome.querySelector('.failure button')").await?, json!(null));
    }
    // The sample page takes no instructions from its address.
    stage.reader.read(&stage.site.at("/index.html?src=/articles/hindi.json")).await?;
    assert!(stage.reader.text("h1").await?.starts_with("Outside the umbrella"));
    stage.reader.close().await
}

// V1
#[tokio::test]
async fn a_lost_network_is_said_and_its_return_is_enough() -> Result<()> {
    let stage = Stage::set().await?;
    stage.reader.read(&stage.shell("article.json")).await?;
    stage.reader.set_offline(true).await?;
    stage
        .reader
        .run(&format!("viewer.src = ''; viewer.setAttribute('src', '{}')", stage.publisher.at("partial.json")))
        .await?;
    stage.says("You are offline.").await?;
    assert_eq!(stage.reader.text("h1").await?, "From another origin", "what is there stays");
    stage.reader.set_offline(false).await?;
    stage
        .reader
        .until("it loads by itself", "return viewer.querySelector('.av-deck')?.textContent === 'Only this.'")
        .await?;
    stage.reader.close().await
}

#[tokio::test]
async fn what_is_missing_leaves_no_hole() -> Result<()> {
    let stage = Stage::set().await?;
    stage.reader.read(&stage.shell("partial.json")).await?;
    let boxes = "return [...viewer.querySelectorAll('h1, .av-strip, .av-lead, .av-disclaimer, .av-ai-label, .av-summary')].length";
    assert_eq!(stage.reader.run(boxes).await?, json!(0));
    assert_eq!(stage.reader.text(".av-deck").await?, "Only this.");

    stage.reader.read(&stage.shell("broken-image.json")).await?;
    let image =
        "const i = viewer.querySelector('.av-lead img'); return [i.alt, i.getBoundingClientRect().height > 100]";
    stage.reader.until("the picture has failed", "return viewer.querySelector('.av-lead img').complete").await?;
    assert_eq!(stage.reader.run(image).await?, json!(["What it showed", true]), "its room stays");
    stage.reader.close().await
}

#[tokio::test]
async fn without_a_server_there_are_no_numbers_and_no_form() -> Result<()> {
    let mut stage = Stage::set().await?;
    stage.reader.visit(&stage.site.at("/")).await?;
    // The page is there and its API is not: the numbers are unknown, and never zero by guess.
    stage.reader.devtools("Network.enable", json!({})).await?;
    stage.reader.devtools("Network.setBlockedURLs", json!({ "urls": ["*/api/*"] })).await?;
    stage.reader.read(&stage.site.at("/")).await?;
    stage.reader.until("it says so", "return comments('.comments-failed') !== null").await?;
    let absent = "return [chrome.querySelector('.view-count'), chrome.querySelector('.comment-count'), chrome.querySelector('.comment-form')]";
    assert_eq!(stage.reader.run(absent).await?, json!([null, null, null]));
    assert_eq!(stage.reader.chrome_text(".comments-title").await?, "Comments");
    stage.site.kill().await?;
    stage.reader.close().await
}
