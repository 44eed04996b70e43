//! Whatever the screen, nothing moves and nothing sticks out.

use anyhow::Result;
use e2e::{Reader, Site};
use serde_json::json;

#[tokio::test]
async fn nothing_moves_while_the_page_loads_and_nothing_breaks_its_policy() -> Result<()> {
    let site = Site::start(&[]).await?;
    let reader = Reader::open().await?;
    reader.visit("about:blank").await?;
    let watch = "window.shifts = []; window.violations = []; \
                 new PerformanceObserver((list) => shifts.push(...list.getEntries().filter((e) => !e.hadRecentInput) \
                 .map((e) => e.value))).observe({ type: 'layout-shift', buffered: true }); \
                 document.addEventListener('securitypolicyviolation', (e) => \
                 violations.push(e.violatedDirective + ' ' + e.blockedURI));";
    reader.devtools("Page.enable", json!({})).await?;
    reader.devtools("Page.addScriptToEvaluateOnNewDocument", json!({ "source": watch })).await?;
    reader.set_screen(360, 740, "light").await?;
    reader.read(&site.at("/")).await?;
    reader.control(".view-count").await?;
    reader.control(".comment-form").await?;
    tokio::time::sleep(std::time::Duration::from_millis(1500)).await;
    assert_eq!(reader.run("return shifts").await?, json!([]));
    assert_eq!(reader.run("return violations").await?, json!([]));
    reader.close().await
}

// V32
#[tokio::test]
async fn no_window_is_too_narrow_or_too_wide() -> Result<()> {
    let site = Site::start(&[]).await?;
    let reader = Reader::open().await?;
    for path in ["/", "/?src=/articles/every-block.json", "/?src=/articles/arabic.json"] {
        for width in [320, 768, 3840] {
            reader.set_screen(width, 900, "light").await?;
            reader.read(&site.at(path)).await?;
            reader.control(".comment-form").await?;
            let overflow = reader
                .run("return document.documentElement.scrollWidth - document.documentElement.clientWidth")
                .await?;
            assert_eq!(overflow, json!(0), "{path} at {width} px scrolls sideways");
            let measure = reader
                .run(
                    "const p = viewer.querySelector('.av-paragraph'); \
                      return p.getBoundingClientRect().width / parseFloat(getComputedStyle(p).fontSize)",
                )
                .await?;
            assert!(measure.as_f64().is_some_and(|ems| ems < 32.0), "{path} at {width} px: lines of {measure} em");
        }
    }
    reader.close().await
}
