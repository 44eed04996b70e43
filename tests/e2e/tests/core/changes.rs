//! The list of changes leads to what has changed, in its own article, and the focus goes along.

use anyhow::Result;
use e2e::{Answer, Hosted};
use serde_json::json;

const ARTICLE: &str = r#"{"schema": "article-viewer/article/1", "language": "en-GB", "headline": "Changed",
    "body": ["It rained.", "It poured.", {"type": "code", "text": "LINES"}],
    "changes": [{"time": "2026-01-07", "text": "Rain was sun.", "block": 1}, {"time": "2026-01-08", "text": "A comma."}]}"#;

#[tokio::test]
async fn each_change_leads_to_the_block_of_its_own_article() -> Result<()> {
    let page = Hosted::set().await?;
    page.host.answers("/changed.json", Answer::text(ARTICLE.replace("LINES", &"\\n.".repeat(200))));
    let article = r#"<article-viewer src="/changed.json"></article-viewer>"#;
    // Under a base every address is one of another page.
    page.visit(&format!(r#"<base href="/elsewhere/">{article}<div id="second">{article}</div>"#)).await?;
    page.reader.until("both are shown", "return document.querySelectorAll('.av-history').length === 2").await?;
    page.reader.run("window.stays = true").await?;
    for article in ["article-viewer", "#second article-viewer"] {
        let within = format!(
            "const article = document.querySelector('{article}'); const find = (s) => article.querySelector(s);"
        );
        let open = "find('.av-history summary').click(); \
                    return [...article.querySelectorAll('.av-history li')].map((change) => change.textContent)";
        let changes = page.reader.run(&format!("{within} {open}")).await?;
        assert_eq!(changes, json!(["8 January 2026: A comma.", "7 January 2026: Rain was sun."]), "newest first");
        let seen = format!("{within} return find('.av-history a').checkVisibility()");
        page.reader.until("the list is open", &seen).await?;
        page.reader.run(&format!("{within} find('.av-history a').click()")).await?;
        let there = format!(
            "{within} const to = find('.av-changed'), {{ top, bottom }} = to.getBoundingClientRect(); \
             return document.activeElement === to && bottom > 0 && top < innerHeight"
        );
        page.reader.until(&format!("the focus of {article} is on what has changed"), &there).await?;
        let words = format!("{within} return find('.av-changed').innerText.trim().split(/\\n+/)");
        assert_eq!(page.reader.run(&words).await?, json!(["Changed", "It poured."]), "and it is said in words");
    }
    assert_eq!(page.reader.run("return [window.stays, location.pathname]").await?, json!([true, "/page.html"]));
    page.ends_quietly().await
}
