//! While a page loads, nothing moves. That nothing sticks out is `accessibility/screens.rs`.

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
