//! A host that lets no string become HTML, and none become a script.

use anyhow::Result;
use e2e::Hosted;
use serde_json::json;

const POLICY: &str = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
                      require-trusted-types-for 'script'; trusted-types 'none'";

// V26
#[tokio::test]
async fn it_writes_no_html_from_strings() -> Result<()> {
    let page = Hosted::set().await?;
    page.host.set_policy(POLICY)?;
    page.visit(r#"<article-viewer src="/articles/every-block.json"></article-viewer>"#).await?;
    page.reader.until("every block is there", "return viewer.querySelectorAll('[slot=body] > *').length > 10").await?;
    page.reader.run("viewer.src = '/never.json'; viewer.src = '/one.json'").await?;
    page.shows("one").await?;
    assert_eq!(
        page.reader.run("try { document.body.innerHTML = 'x'; return 'written' } catch { return 'refused' }").await?,
        json!("refused"),
        "the policy holds"
    );
    page.ends_quietly().await
}

// V26
#[tokio::test]
async fn what_stands_there_stays() -> Result<()> {
    let page = Hosted::set().await?;
    page.host.set_policy(
        "default-src 'self'; script-src 'self'; require-trusted-types-for 'script'; trusted-types 'none'",
    )?;
    page.visit("<article-viewer><h1>Mine</h1></article-viewer>").await?;
    page.reader.until("it has given up", "return viewer.matches(':state(text-only)')").await?;
    page.shows("Mine").await?;
    assert_eq!(page.reader.run("return heard").await?, json!([["av-error", "wasm"]]));
    page.ends_quietly().await
}
