//! Every way not to get an article has its own sentence, and a way on.

use std::time::Duration;

use anyhow::Result;
use e2e::{Publisher, Reader, Site};
use serde_json::json;

struct Stage {
    site: Site,
    publisher: Publisher,
    reader: Reader,
}

impl Stage {
    async fn set() -> Result<Self> {
        let publisher = Publisher::start().await?;
        let site = Site::start(&[&format!("--article-origin={}", publisher.origin)]).await?;
        Ok(Self { site, publisher, reader: Reader::open().await? })
    }

    /// The shell, pointed at an address of the publisher.
    fn shell(&self, path: &str) -> String {
        self.site.at(&format!("/?src={}", self.publisher.at(path)))
    }

    async fn fails_with(&self, path: &str, sentence: &str) -> Result<()> {
        self.reader.visit(&self.shell(path)).await?;
        self.says(sentence).await
    }

    async fn says(&self, sentence: &str) -> Result<()> {
        let script =
            format!("return chrome?.querySelector('.failure')?.textContent.includes({}) ?? false", json!(sentence));
        self.reader.until_within(Duration::from_secs(25), sentence, &script).await
    }
}

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
async fn every_failure_is_told_apart() -> Result<()> {
    let stage = Stage::set().await?;
    stage.fails_with("nothing.json", "There is no article at this address.").await?;
    stage.fails_with("failing.json", "could not send the article (error 500)").await?;
    stage.fails_with("page.html", "something other than JSON").await?;
    stage.fails_with("products.json", "not an article this page can read").await?;
    stage.fails_with("huge.json", "too large").await?;
    stage.fails_with("endless.json", "too large").await?;
    assert_eq!(stage.reader.run("return chrome.querySelector('.failure').role").await?, json!("alert"));
    let hidden = "return getComputedStyle(chrome.querySelector('.comments')).display";
    assert_eq!(stage.reader.run(hidden).await?, json!("none"), "nothing to talk about");
    stage.reader.close().await
}

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

#[tokio::test]
async fn trying_again_is_one_click() -> Result<()> {
    let stage = Stage::set().await?;
    stage.fails_with("mends-itself.json", "error 502").await?;
    stage.reader.control(".failure button").await?.click().await?;
    stage.reader.until("the article is shown", "return viewer.querySelector('h1')?.textContent === 'Mended'").await?;
    assert_eq!(stage.reader.run("return chrome.querySelector('.failure')").await?, json!(null));
    stage.reader.close().await
}

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
async fn only_the_last_address_is_shown() -> Result<()> {
    let stage = Stage::set().await?;
    stage.reader.visit(&stage.shell("slow.json")).await?;
    stage.reader.until("loading has begun", "return performance.getEntriesByType('resource').some((e) => e.name.includes('.wasm')) && chrome?.querySelector('.viewer') !== null").await?;
    stage.reader.run(&format!("viewer.setAttribute('src', '{}')", stage.publisher.at("article.json"))).await?;
    stage
        .reader
        .until("the second is shown", "return viewer.querySelector('h1')?.textContent === 'From another origin'")
        .await?;
    tokio::time::sleep(Duration::from_millis(2500)).await;
    assert_eq!(stage.reader.text("h1").await?, "From another origin", "the first does not come back");
    let arrived = "return performance.getEntriesByType('resource').filter((entry) => \
                   entry.name.endsWith('slow.json') && entry.responseStatus === 200).length";
    assert_eq!(stage.reader.run(arrived).await?, json!(0), "its request was called off");
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
    stage.reader.until("it says so", "return chrome.querySelector('.comments-failed') !== null").await?;
    let absent = "return [chrome.querySelector('.view-count'), chrome.querySelector('.comment-count'), chrome.querySelector('.comment-form')]";
    assert_eq!(stage.reader.run(absent).await?, json!([null, null, null]));
    assert_eq!(stage.reader.chrome_text(".comments-title").await?, "Comments");
    stage.site.kill().await?;
    stage.reader.close().await
}

#[tokio::test]
async fn a_wasm_that_never_comes_leaves_a_link() -> Result<()> {
    let stage = Stage::set().await?;
    stage.reader.devtools("Network.enable", json!({})).await?;
    stage.reader.devtools("Network.setBlockedURLs", json!({ "urls": ["*.wasm"] })).await?;
    stage.reader.visit(&stage.site.at("/?src=/articles/pledges.json")).await?;
    stage
        .reader
        .until(
            "there is a link",
            "return chrome?.querySelector('a.fallback')?.href.endsWith('/articles/pledges.json') ?? false",
        )
        .await?;
    let skeleton = "return getComputedStyle(chrome.querySelector('.skeleton')).display";
    assert_eq!(stage.reader.run(skeleton).await?, json!("none"));
    stage.reader.close().await
}
