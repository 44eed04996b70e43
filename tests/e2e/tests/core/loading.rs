//! The address of an article, and what comes of it.

use std::time::Duration;

use anyhow::Result;
use e2e::Stage;
use serde_json::json;

#[tokio::test]
async fn an_article_of_an_allowed_origin_is_shown() -> Result<()> {
    let stage = Stage::set().await?;
    for path in ["article.json", "moved.json"] {
        stage.reader.read(&stage.shell(path)).await?;
        assert_eq!(stage.reader.text("h1").await?, "From another origin");
        assert_eq!(stage.reader.run("return document.title").await?, json!("From another origin"));
    }
    stage.reader.close().await
}

#[tokio::test]
async fn the_host_hears_what_happens_and_may_say_no() -> Result<()> {
    let stage = Stage::set().await?;
    stage.reader.read(&stage.shell("article.json")).await?;
    stage
        .reader
        .run(
            "window.heard = []; for (const name of ['av-load', 'av-error']) document.addEventListener(name, (event) => { \
             heard.push([name, event.detail.code ?? event.detail.headline]); event.preventDefault(); })",
        )
        .await?;
    let point_at = |path: &str| format!("viewer.setAttribute('src', '{}')", stage.publisher.at(path));
    stage.reader.run(&point_at("mends-itself.json")).await?;
    stage.reader.until("the failure is heard", "return heard.length === 1").await?;
    stage.reader.control(".failure button").await?.click().await?;
    stage.reader.until("the article is heard of", "return heard.length === 2").await?;
    assert_eq!(stage.reader.run("return heard").await?, json!([["av-error", "status"], ["av-load", "Mended"]]));
    assert_eq!(stage.reader.text("h1").await?, "From another origin", "the host said no");
    assert_eq!(stage.reader.run("return chrome.querySelector('.failure')").await?, json!(null));
    stage.reader.close().await
}

// V5
#[tokio::test]
async fn trying_again_is_one_click() -> Result<()> {
    let stage = Stage::set().await?;
    stage.fails_with("mends-itself.json", "error 502").await?;
    stage.reader.control(".failure button").await?.click().await?;
    stage.reader.until("the article is shown", "return viewer.querySelector('h1')?.textContent === 'Mended'").await?;
    assert_eq!(stage.reader.run("return chrome.querySelector('.failure')").await?, json!(null));
    stage.reader.close().await
}

// V27
#[tokio::test]
async fn only_the_last_address_is_shown() -> Result<()> {
    let stage = Stage::set().await?;
    stage.reader.visit(&stage.shell("slow.json")).await?;
    stage.reader.until("loading has begun", "return performance.getEntriesByType('resource').some((e) => e.name.includes('.wasm')) && chrome?.querySelector('.place > [role=status]') !== null").await?;
    stage.reader.run(&format!("viewer.setAttribute('src', '{}')", stage.publisher.at("article.json"))).await?;
    stage
        .reader
        .until("the second is shown", "return viewer.querySelector('h1')?.textContent === 'From another origin'")
        .await?;
    tokio::time::sleep(Duration::from_millis(2500)).await;
    assert_eq!(stage.reader.text("h1").await?, "From another origin", "the first does not come back");
    // A request that was called off has a status of 0, or no entry at all; WebKitGTK knows no status of those that came.
    let arrived = format!(
        "return performance.getEntriesByType('resource').filter((entry) => \
         entry.name === '{}' && entry.responseStatus !== 0).length",
        stage.publisher.at("slow.json")
    );
    assert_eq!(stage.reader.run(&arrived).await?, json!(0), "its request was called off");
    stage.reader.close().await
}
