//! No wasm, for whatever reason: the text stays, and with no text there is a link to the article.

use anyhow::Result;
use e2e::{Build, Hosted, Reader, Site, reads_in_order};
use serde_json::json;

const ELEMENT_ENDS: &str = "</article-viewer>";
const SHELL: &str = "/?src=/articles/pledges.json";

/// Takes every style away, as a reader without any would have it.
const UNSTYLED: &str = "for (const root of [document, chrome]) { root.adoptedStyleSheets = []; \
                        root.querySelectorAll('style').forEach((style) => style.remove()); }";

/// The three ways of a build without a usable wasm: a page with nothing, one with words of its own, and one written ahead.
async fn stands_alone(build: Build) -> Result<()> {
    let reader = Reader::open().await?;
    let site = Site::of(&build).await?;
    reader.visit(&site.at(SHELL)).await?;
    let linked = "return chrome?.querySelector('a.fallback')?.href.endsWith('/articles/pledges.json') ?? false";
    reader.until("there is a link", linked).await?;
    is_quiet(&reader).await?;

    build.edit("viewer.html", ELEMENT_ENDS, &format!("<p>The host's own words.</p>{ELEMENT_ENDS}"))?;
    let site = Site::of(&build).await?;
    reader.visit(&site.at(SHELL)).await?;
    reader.until("it has given up", "return viewer?.matches(':state(text-only)') ?? false").await?;
    assert_eq!(reader.text("p").await?, "The host's own words.");
    let drawn = "return viewer.querySelector('p').getBoundingClientRect().height > 10";
    assert_eq!(reader.run(drawn).await?, json!(true), "the text is on screen");
    assert_eq!(reader.run("return chrome.querySelector('a.fallback')").await?, json!(null), "the text is enough");
    is_quiet(&reader).await?;

    reader.visit(&site.at("/")).await?;
    reader.until("it has given up", "return viewer?.matches(':state(text-only)') ?? false").await?;
    reads_in_order(&reader).await?;
    reader.run(UNSTYLED).await?;
    reads_in_order(&reader).await?;
    reader.close().await
}

/// Nothing of the chrome takes room.
async fn is_quiet(reader: &Reader) -> Result<()> {
    let boxes = "return [...chrome.querySelectorAll('.skeleton, .counts, .comments')].filter((part) => \
                 part.getBoundingClientRect().height > 0).length";
    assert_eq!(reader.run(boxes).await?, json!(0));
    Ok(())
}

// V25
#[tokio::test]
async fn a_wasm_that_is_missing_costs_no_text() -> Result<()> {
    let build = Build::copy()?;
    build.remove_wasm()?;
    stands_alone(build).await
}

// V25
#[tokio::test]
async fn a_wasm_that_somebody_changed_is_not_run_and_costs_no_text() -> Result<()> {
    let build = Build::copy()?;
    build.alter_wasm()?;
    stands_alone(build).await
}

// V25
#[tokio::test]
async fn a_wasm_that_a_policy_forbids_costs_no_text() -> Result<()> {
    let build = Build::copy()?;
    // Of two policies the stricter one counts: this one lets scripts run, and no wasm.
    let policy = r#"<meta http-equiv="content-security-policy" content="script-src 'self'">"#;
    for page in ["viewer.html", "index.html"] {
        build.edit(page, "<head>", &format!("<head>{policy}"))?;
    }
    stands_alone(build).await
}

// V25
#[tokio::test]
async fn a_wasm_that_is_sent_as_something_else_is_run_all_the_same() -> Result<()> {
    let page = Hosted::set().await?;
    page.host.sends_wasm_as("application/octet-stream");
    page.visit(r#"<article-viewer src="/one.json"></article-viewer>"#).await?;
    page.shows("one").await?;
    page.reader.close().await
}

// V25
#[tokio::test]
async fn a_browser_without_wasm_loses_no_text() -> Result<()> {
    let page = Hosted::set().await?;
    let without = "<script>delete window.WebAssembly</script>";
    page.visit(&format!(r#"{without}<article-viewer src="/one.json"><h1>Mine</h1></article-viewer>"#)).await?;
    page.reader.until("it has given up", "return viewer.matches(':state(text-only)')").await?;
    page.shows("Mine").await?;
    assert_eq!(page.reader.run("return heard").await?, json!([["av-error", "wasm"]]));
    page.reader.close().await
}
