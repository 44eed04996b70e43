//! A browser that keeps nothing, has another day, or shows pages in another way.

use anyhow::Result;
use e2e::{Answer, Hosted, Reader, Site};
use serde_json::json;

async fn posts(reader: &Reader) -> Result<()> {
    reader.control("#comment-name").await?.send_keys("Asha").await?;
    reader.control("#comment-text").await?.send_keys("All the same.").await?;
    reader.control(".comment-form button").await?.click().await?;
    let posted =
        "return chrome.querySelectorAll('.comment-time').length === 1 && !chrome.querySelector('.comment-unsent')";
    reader.until("it is posted", posted).await
}

// V14
#[tokio::test]
async fn with_a_storage_that_is_blocked_full_or_spoiled_everything_works() -> Result<()> {
    let blocked =
        "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError') } });";
    let full = "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError') };";
    let spoiled = "Storage.prototype.getItem = () => '{\"not\": [\"ours\"';";
    for storage in [blocked, full, spoiled] {
        let (site, reader) = (Site::start(&[]).await?, Reader::open().await?);
        let watch = "window.trouble = []; addEventListener('error', (event) => trouble.push(event.message));";
        reader.before_pages(&format!("{storage} {watch}")).await?;
        reader.read(&site.at("/")).await?;
        if storage == spoiled {
            for field in ["#comment-name", "#comment-text"] {
                reader.control(field).await?.clear().await?;
            }
        }
        posts(&reader).await?;
        assert_eq!(reader.run("return trouble").await?, json!([]), "{storage}");
        reader.close().await?;
    }
    Ok(())
}

// V15
#[tokio::test]
async fn a_frame_without_an_origin_shows_the_article() -> Result<()> {
    let page = Hosted::set().await?;
    let tell = "let storage; try { storage = String(localStorage) } catch ({ name }) { storage = name } \
                addEventListener('av-load', ({ detail }) => parent.postMessage([detail.headline, origin, storage], '*'));";
    page.host.answers("/tell.js", Answer::text(tell));
    let article = page
        .host
        .page("/frame.html", r#"<script src="/tell.js"></script><article-viewer src="/one.json"></article-viewer>"#);
    let listen = "addEventListener('message', ({ data }) => window.told = data);";
    page.host.answers("/listen.js", Answer::text(listen));
    page.visit(&format!(
        r#"<script src="/listen.js"></script><iframe sandbox="allow-scripts" src="{article}"></iframe>"#
    ))
    .await?;
    page.reader.until("the frame tells", "return window.told !== undefined").await?;
    assert_eq!(page.reader.run("return window.told").await?, json!(["one", "null", "SecurityError"]));
    page.ends_quietly().await
}

// V13
#[tokio::test]
async fn whatever_day_the_device_has_a_comment_has_the_day_of_the_server() -> Result<()> {
    let site = Site::start(&[]).await?;
    let mut shown = Vec::new();
    for years in [-10, 10] {
        let reader = Reader::open().await?;
        let clock = format!(
            "const real = Date, away = {years} * 31557600000; window.Date = class extends real {{ \
             constructor(...all) {{ all.length ? super(...all) : super(real.now() + away) }} \
             static now() {{ return real.now() + away }} }};"
        );
        reader.before_pages(&clock).await?;
        reader.read(&site.at("/")).await?;
        if shown.is_empty() {
            posts(&reader).await?;
        }
        reader.control(".comment-time").await?;
        shown.push(reader.run("return chrome.querySelector('.comment-time').title").await?);
        reader.close().await?;
    }
    assert_eq!(shown[0], shown[1], "the same moment on both devices");
    Ok(())
}

// V32
#[tokio::test]
async fn printed_enlarged_spaced_and_in_forced_colours_it_reads() -> Result<()> {
    let (site, reader) = (Site::start(&[]).await?, Reader::open().await?);
    let reads = "const box = viewer.querySelector('.av-paragraph').getBoundingClientRect(); return [box.height > 20, \
                 document.documentElement.scrollWidth <= document.documentElement.clientWidth]";
    for media in [
        json!({ "media": "print" }),
        json!({ "features": [{ "name": "forced-colors", "value": "active" }] }),
        json!({ "features": [{ "name": "prefers-reduced-motion", "value": "reduce" }] }),
    ] {
        reader.devtools("Emulation.setEmulatedMedia", media.clone()).await?;
        reader.read(&site.at("/")).await?;
        assert_eq!(reader.run(reads).await?, json!([true, true]), "{media}");
    }
    // 1280 px at 400 % are 320.
    reader.set_screen(320, 256, "light").await?;
    reader.read(&site.at("/")).await?;
    let space = "const sheet = new CSSStyleSheet(); sheet.replaceSync('* { line-height: 1.5 !important; letter-spacing: \
                 0.12em !important; word-spacing: 0.16em !important } p { margin-bottom: 2em !important }'); \
                 document.adoptedStyleSheets.push(sheet); chrome.adoptedStyleSheets.push(sheet)";
    reader.control(".comment-form").await?;
    reader.run(space).await?;
    assert_eq!(reader.run(reads).await?, json!([true, true]), "spaced");
    reader.close().await
}

// V31
#[tokio::test]
async fn an_article_that_was_edited_is_new_as_a_whole() -> Result<()> {
    let page = Hosted::set().await?;
    page.visit(r#"<article-viewer src="/one.json"></article-viewer>"#).await?;
    page.shows("one").await?;
    page.host.answers(
        "/one.json",
        Answer::text(r#"{"schema": "article-viewer/article/1", "headline": "edited", "body": ["New."]}"#),
    );
    page.reader.reload().await?;
    page.shows("edited").await?;
    assert_eq!(page.reader.run("return viewer.querySelectorAll('.av-paragraph').length").await?, json!(1), "no mix");
    page.ends_quietly().await
}
