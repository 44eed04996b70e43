//! Attributes and pages that mean no good.

use anyhow::Result;
use e2e::{Answer, Hosted};
use serde_json::json;

// V28
#[tokio::test]
async fn an_address_that_is_none_of_an_article_is_refused_and_not_asked_for() -> Result<()> {
    let page = Hosted::set().await?;
    page.visit("<article-viewer></article-viewer>").await?;
    page.is_alive().await?;
    let long = format!("javascript:{}", "x".repeat(1_000_000));
    for src in
        ["javascript:window.ran=1", "data:application/json,{}", "blob:x", "file:///etc/passwd", "/api/v1/live", &long]
    {
        page.reader.run(&format!("heard.length = 0; viewer.src = {}", json!(src))).await?;
        page.reader.until("it is refused", "return heard.length === 1").await?;
        let code = page.reader.run("return heard[0]").await?;
        assert_eq!(code, json!(["av-error", "not-allowed"]), "{}", &src[..src.len().min(40)]);
    }
    page.reader
        .run("heard.length = 0; viewer.setAttribute('origins', ''); viewer.src = 'http://127.0.0.2:9/one.json'")
        .await?;
    page.reader.until("another origin is refused", "return heard.length > 0").await?;
    let asked = "return [window.ran ?? null, performance.getEntriesByType('resource').filter((entry) => \
                 ['fetch', 'xmlhttprequest'].includes(entry.initiatorType) && !entry.name.endsWith('.wasm')).length]";
    assert_eq!(page.reader.run(asked).await?, json!([null, 0]), "nothing ran, nobody was asked");
    page.reader.run("viewer.removeAttribute('origins'); viewer.src = '/one.json'").await?;
    page.shows("one").await?;
    page.ends_quietly().await
}

// V28
#[tokio::test]
async fn values_that_nobody_knows_mean_what_no_attribute_means() -> Result<()> {
    let page = Hosted::set().await?;
    let attributes = ["theme", "heading-level", "comments", "views", "lang", "article-id", "src-param"]
        .map(|name| format!(r#"{name}="__proto__""#))
        .join(" ");
    page.visit(&format!(r#"<article-viewer src="/one.json" {attributes} onload="1" style="x"></article-viewer>"#))
        .await?;
    page.shows("one").await?;
    page.reader.run("viewer.headingLevel = '1'.repeat(1_000_000); viewer.lang = 'x'.repeat(1_000_000)").await?;
    page.reader.run("viewer.src = '/two.json'").await?;
    page.shows("two").await?;
    assert_eq!(page.reader.run("return {}.polluted ?? Object.keys(Object.prototype)").await?, json!([]));
    page.ends_quietly().await
}

// V29
#[tokio::test]
async fn markup_in_every_field_of_an_article_is_text() -> Result<()> {
    let page = Hosted::set().await?;
    let attack = r#"</script><img src=x onerror="window.ran=1"><svg onload=ran=1><a href="javascript:ran=1">__proto__"#;
    let link = json!({ "type": "link", "url": "javascript:window.ran=1", "content": [attack] });
    let article = json!({
        "schema": "article-viewer/article/1", "headline": attack, "deck": attack, "summary": attack, "kicker": attack,
        "authors": [{ "name": attack, "url": "javascript:ran=1" }], "source": attack, "tags": [attack],
        "image": { "url": "javascript:window.ran=1", "alt": attack, "caption": [attack], "credit": attack },
        "body": [attack, { "type": "paragraph", "content": [attack, link] }, { "type": "code", "text": attack },
            { "type": "footnote", "id": attack, "content": [attack] }, { "type": attack, "content": [attack] }],
    });
    page.host.answers("/hostile.json", Answer::text(article.to_string()));
    page.visit(r#"<article-viewer src="/hostile.json"></article-viewer>"#).await?;
    page.reader.until("it is shown", "return viewer.querySelector('.av-paragraph') !== null").await?;
    let wrong = "return [...viewer.querySelectorAll('*')].filter((node) => ['svg', 'iframe'].includes(node.localName) || \
                 [...node.attributes].some(({ name, value }) => /^on|^style$/.test(name) || \
                 (/^(href|src|srcset)$/.test(name) && /javascript:/i.test(value)))).map((node) => node.outerHTML)";
    assert_eq!(page.reader.run(wrong).await?, json!([]));
    assert_eq!(page.reader.text("h1").await?, attack);
    assert_eq!(page.reader.run("return window.ran ?? null").await?, json!(null));
    page.ends_quietly().await
}

/// What a page may have done to the things that every script uses.
const SPOILED: &str = "
    Array.prototype.polluted = Object.prototype.polluted = 'polluted';
    const make = Document.prototype.createElement;
    Document.prototype.createElement = function (...all) { const made = make.apply(this, all); made.patched = true; return made; };
    const real = window.fetch;
    window.fetch = (...all) => real(...all);";

// V30
#[tokio::test]
async fn a_page_that_spoils_what_scripts_use_gets_its_article() -> Result<()> {
    let page = Hosted::set().await?;
    page.host.answers("/spoiled.js", Answer::text(SPOILED));
    let form =
        r#"<form id="location" name="viewer"><input name="attributes"><input id="chrome" name="document"></form>"#;
    page.visit(&format!(
        r#"<script src="/spoiled.js"></script>{form}<article-viewer src="/one.json" api="/nobody"></article-viewer>"#
    ))
    .await?;
    page.shows("one").await?;
    page.reader.run("viewer.src = '/two.json'").await?;
    page.shows("two").await?;
    // What is loaded later finds the same page.
    let nobody = "chrome.querySelector('.comments-title')?.scrollIntoView(); \
                  return chrome.querySelector('.conversation')?.textContent.includes('error 404') ?? false";
    page.reader.until("the conversation says that nobody answers", nobody).await?;
    page.reader.control(".tools").await?.click().await?;
    page.reader.until("the panel is open", "return chrome.querySelector('.reading')?.open ?? false").await?;
    page.ends_quietly().await
}

// V30
#[tokio::test]
async fn a_page_that_hides_everything_hides_the_article_and_breaks_nothing() -> Result<()> {
    let page = Hosted::set().await?;
    page.visit(r#"<style>* { display: none !important }</style><article-viewer src="/one.json"></article-viewer>"#)
        .await?;
    page.shows("one").await?;
    page.reader.run("document.querySelector('style').remove()").await?;
    let seen = "return viewer.querySelector('h1').getBoundingClientRect().height > 10";
    page.reader.until("it is seen once the rule is gone", seen).await?;
    page.ends_quietly().await
}

// V30
#[tokio::test]
async fn a_fetch_that_is_broken_is_an_error_like_another() -> Result<()> {
    let page = Hosted::set().await?;
    page.visit("<article-viewer></article-viewer>").await?;
    page.is_alive().await?;
    page.reader
        .run("window.real = window.fetch; window.fetch = () => { throw new Error('mine') }; viewer.src = '/one.json'")
        .await?;
    page.reader.until("it says so", "return heard.length === 1").await?;
    assert_eq!(page.reader.run("return heard[0]").await?, json!(["av-error", "unreachable"]));
    page.reader.run("window.fetch = window.real; chrome.querySelector('.failure button').click()").await?;
    page.shows("one").await?;
    page.ends_quietly().await
}
