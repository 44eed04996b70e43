//! The page written ahead, and the viewer that takes it over.

use std::time::Duration;

use anyhow::Result;
use e2e::{Answer, Build, Hosted, Reader, Site, small_article};
use serde_json::json;

/// The article, its count, its form.
const COMPLETE: &str = "return chrome?.querySelector('.view-count') != null && \
                        comments('.comment-form') !== null && viewer.querySelectorAll('h1').length === 1";
const UPDATE: &str = "return chrome.querySelector('.update') !== null";
const SUMMARY: &str = "Almost four years into";

/// Remembers every node of the element, and everything that happens to one.
const WATCH: &str = "
    window.nodesOf = (root) => { const walker = document.createTreeWalker(root); const nodes = [];
        do nodes.push(walker.currentNode); while (walker.nextNode()); return nodes; };
    window.before = nodesOf(viewer);
    window.changes = [];
    window.observer = new MutationObserver((records) => changes.push(...records.map(
        ({ type, target, attributeName }) => `${type} ${target.nodeName} ${attributeName}`)));
    observer.observe(viewer, { subtree: true, childList: true, attributes: true, characterData: true });
    return before.length";

/// Nothing has happened to any of them.
async fn is_untouched(reader: &Reader) -> Result<()> {
    assert_eq!(reader.run("return changes").await?, json!([]));
    let same = "const now = nodesOf(viewer); return now.length === before.length && now.every((node, n) => node === before[n])";
    assert_eq!(reader.run(same).await?, json!(true), "the nodes are the same");
    Ok(())
}

/// A page that is read before its script comes, and then taken over.
async fn takes_over(build: &Build) -> Result<(Site, Reader)> {
    build.hold_script()?;
    let site = Site::of(build).await?;
    let reader = Reader::open().await?;
    reader.visit(&site.at("/")).await?;
    assert_eq!(reader.run("return viewer.matches(':defined')").await?, json!(false), "no script has run");
    assert!(reader.run(WATCH).await?.as_u64().is_some_and(|nodes| nodes > 50), "the text is there");
    reader.start_viewer().await?;
    reader.until("it is taken over", COMPLETE).await?;
    Ok((site, reader))
}

#[tokio::test]
async fn taking_over_touches_no_node_of_the_text() -> Result<()> {
    let (_site, reader) = takes_over(&Build::copy()?).await?;
    is_untouched(&reader).await?;
    reader.control("#comment-name").await?.send_keys("Asha").await?;
    reader.control("#comment-text").await?.send_keys("Read before it was alive.").await?;
    reader.control(".comment-form button").await?.click().await?;
    reader.until("it is posted", "return chrome.querySelectorAll('.comment-text').length === 1").await?;
    is_untouched(&reader).await?;
    reader.close().await
}

/// Waits until the viewer has asked whether the article has changed, and has had the time to say so.
async fn has_looked(reader: &Reader) -> Result<()> {
    let asked = "return performance.getEntriesByType('resource').some((entry) => \
                 entry.name.endsWith('/articles/pledges.json') && entry.responseEnd > 0)";
    reader.until("it has looked for another", asked).await?;
    tokio::time::sleep(Duration::from_secs(1)).await;
    Ok(())
}

#[tokio::test]
async fn an_article_that_has_not_changed_stays_without_a_word() -> Result<()> {
    let (_site, reader) = takes_over(&Build::copy()?).await?;
    has_looked(&reader).await?;
    assert_eq!(reader.run(UPDATE).await?, json!(false));
    is_untouched(&reader).await?;
    reader.close().await
}

#[tokio::test]
async fn an_article_that_is_gone_from_the_server_stays_without_a_word() -> Result<()> {
    let build = Build::copy()?;
    build.remove("articles/pledges.json")?;
    let (_site, reader) = takes_over(&build).await?;
    has_looked(&reader).await?;
    assert_eq!(reader.run(UPDATE).await?, json!(false));
    assert_eq!(reader.run("return chrome.querySelector('.failure')").await?, json!(null));
    is_untouched(&reader).await?;
    reader.close().await
}

#[tokio::test]
async fn an_article_that_has_changed_waits_until_the_reader_asks() -> Result<()> {
    let build = Build::copy()?;
    build.edit("articles/pledges.json", SUMMARY, "Nearly four years into")?;
    let (_site, reader) = takes_over(&build).await?;
    reader.until("it says that there is a newer one", UPDATE).await?;
    assert_eq!(reader.run("return chrome.querySelector('.update').getAttribute('role')").await?, json!("status"));
    assert!(reader.text(".av-summary").await?.starts_with(SUMMARY), "the reader goes on reading the one there was");
    is_untouched(&reader).await?;

    reader.run("observer.disconnect()").await?;
    reader.control(".update button").await?.click().await?;
    let newer = "return viewer.querySelector('.av-summary').textContent.startsWith('Nearly four years into')";
    reader.until("the newer one is shown", newer).await?;
    reader.until("it is said no longer", "return chrome.querySelector('.update') === null").await?;
    reader.until("it is complete", COMPLETE).await?;
    assert_eq!(reader.run("return viewer.children.length").await?, json!(2), "in place of the other");
    reader.close().await
}

// The look waits three seconds; other attributes do not put it off, and what it finds is of the address it asked.
#[tokio::test]
async fn what_was_asked_about_an_article_that_is_gone_is_not_said() -> Result<()> {
    let page = Hosted::set().await?;
    page.host.answers("/slow.json", Answer::Late(Duration::from_secs(2), small_article("slow").into_bytes()));
    let text = r#"<div slot="body" data-av-revision="before"><h1>Before</h1></div>"#;
    page.visit(&format!(r#"<article-viewer src="/slow.json">{text}</article-viewer>"#)).await?;
    page.is_alive().await?;
    page.reader.run("viewer.theme = 'dark'").await?;
    page.until("it looks whether the article has changed", |host| host.asked("/slow.json") == 1).await?;
    page.reader.run("viewer.src = '/one.json'").await?;
    page.shows("one").await?;
    tokio::time::sleep(Duration::from_secs(3)).await;
    assert_eq!(page.reader.run(UPDATE).await?, json!(false));
    page.ends_quietly().await
}
