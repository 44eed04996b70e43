//! What the tests look at: pages that are complete, and all that is on them, also in shadow trees.

use anyhow::Result;
use e2e::{Answer, Hosted, Reader, Site};
use serde_json::Value;

/// The articles that come with the viewer: the sample, every kind of block, and two more scripts.
pub(crate) const ARTICLES: [&str; 4] =
    ["/", "/?src=/articles/every-block.json", "/?src=/articles/hindi.json", "/?src=/articles/arabic.json"];

/// `flat`: the elements of the page in the order they are read, whatever tree they stand in. `above`: what an element stands
/// in. `isSeen`: whether it takes room. `focused`: what has the focus.
const LOOK: &str = "
    const childrenOf = (node) => node.localName === 'slot' && node.assignedElements().length ? node.assignedElements() \
        : [...(node.shadowRoot ?? node).children];
    const flat = (node = document.body) => [node, ...childrenOf(node).flatMap(flat)];
    const above = (node) => node.assignedSlot ?? node.parentElement ?? node.getRootNode().host ?? null;
    const isSeen = (node) => node.checkVisibility({ visibilityProperty: true }) && node.getClientRects().length > 0;
    const focused = (root = document) => root.activeElement?.shadowRoot?.activeElement ?? root.activeElement;
    const nameOf = (node) => `${node.localName}.${node.className}#${node.id} ${node.textContent.trim().slice(0, 30)}`;";

/// Runs a script that looks around.
pub(crate) async fn look(reader: &Reader, script: &str) -> Result<Value> {
    reader.run(&format!("{LOOK} {script}")).await
}

/// Opens an article, and waits for the counts and the conversation.
pub(crate) async fn opens(reader: &Reader, site: &Site, path: &str) -> Result<()> {
    reader.read(&site.at(path)).await?;
    reader.control(".view-count").await?;
    reader.control(".comment-form").await?;
    Ok(())
}

/// A page of somebody else's with an article of these blocks.
pub(crate) async fn with_blocks(blocks: &str) -> Result<Hosted> {
    let page = Hosted::set().await?;
    let article = format!(
        r#"{{"schema": "article-viewer/article/1", "headline": "A headline", "language": "en", "body": [{blocks}]}}"#
    );
    page.host.answers("/blocks.json", Answer::text(article));
    page.visit(r#"<main><article-viewer src="/blocks.json"></article-viewer></main>"#).await?;
    page.shows("A headline").await?;
    page.is_alive().await?;
    Ok(page)
}

/// What a script lists must be nothing.
pub(crate) async fn finds_nothing(reader: &Reader, what: &str, script: &str) -> Result<()> {
    let found = look(reader, script).await?;
    assert_eq!(found.as_array().map(Vec::len), Some(0), "{what}: {found:#}");
    Ok(())
}
