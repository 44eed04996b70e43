//! Pictures of the pages, for people to look at: `cargo xtask screenshots`.

use std::path::Path;

use anyhow::Result;
use e2e::{Answer, Host, Reader, Site};

#[tokio::test]
#[ignore = "writes pictures; run by `cargo xtask screenshots`"]
async fn pictures_of_every_page() -> Result<()> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/screenshots");
    let site = Site::start(&[]).await?;
    let reader = Reader::open().await?;
    for (page, path) in [
        ("sample", "/"),
        ("every-block", "/?src=/articles/every-block.json"),
        ("hindi", "/?src=/articles/hindi.json"),
        ("arabic", "/?src=/articles/arabic.json"),
        ("not-found", "/?src=/articles/nothing.json"),
    ] {
        for scheme in ["light", "dark"] {
            for width in [360, 768, 1440] {
                reader.set_screen(width, 900, scheme).await?;
                reader.visit(&site.at(path)).await?;
                let done = "return chrome?.querySelector('.failure') != null || (chrome?.querySelector('.view-count') != null \
                            && comments('.comment-form') != null)";
                reader.until("the page is complete", done).await?;
                // Pictures below the window are loaded when they come near.
                reader.run("scrollTo(0, document.body.scrollHeight)").await?;
                tokio::time::sleep(std::time::Duration::from_millis(300)).await;
                reader.run("scrollTo(0, 0)").await?;
                reader.picture(&folder.join(format!("{page}-{width}-{scheme}.png"))).await?;
            }
        }
    }
    // Articles in other scripts, as somebody else's page shows them.
    let host = Host::start().await?;
    for (name, json) in [
        ("urdu", include_str!("../articles/urdu.json")),
        ("bengali", include_str!("../articles/bengali.json")),
        ("tamil", include_str!("../articles/tamil.json")),
        ("chinese", include_str!("../articles/chinese.json")),
        ("japanese", include_str!("../articles/japanese.json")),
    ] {
        host.answers("/sample.json", Answer::text(json));
        for scheme in ["light", "dark"] {
            for width in [360, 1280] {
                reader.set_screen(width, 900, scheme).await?;
                let body = r#"<article-viewer src="/sample.json"></article-viewer>"#;
                reader.read(&host.page("/page.html", body)).await?;
                reader.picture(&folder.join(format!("{name}-{width}-{scheme}.png"))).await?;
            }
        }
    }
    reader.close().await
}
