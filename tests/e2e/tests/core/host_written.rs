//! An article that the host wrote itself, between the element's tags.

use anyhow::Result;
use e2e::{Build, Reader, Site};
use serde_json::{Value, json};

const COMPLETE: &str = "return chrome?.querySelector('.view-count') != null && comments('.comment-form') !== null";

/// A page of a host, which asks for the viewer late; the build has to outlive the site that serves it.
async fn opens(attributes: &str, children: &str) -> Result<((Site, Build), Reader)> {
    let build = Build::copy()?;
    build.write(
        "host.html",
        &format!(
            "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>A host</title></head><body>\
             <article-viewer api=\"./\" article-id=\"own\" {attributes}>{children}</article-viewer></body></html>"
        ),
    )?;
    let site = Site::of(&build).await?;
    let reader = Reader::open().await?;
    reader.visit(&site.at("/host.html")).await?;
    let watch = "window.before = [...viewer.childNodes]; window.words = viewer.innerHTML; window.changes = 0; \
                 new MutationObserver((records) => changes += records.length).observe(viewer, \
                 { subtree: true, childList: true, attributes: true, characterData: true })";
    reader.run(watch).await?;
    reader.start_viewer().await?;
    Ok(((site, build), reader))
}

/// Not a node and not an attribute of the host's has changed.
async fn is_untouched(reader: &Reader) -> Result<()> {
    let same = "return [changes, viewer.innerHTML === words, viewer.childNodes.length === before.length && \
                before.every((node, n) => node === viewer.childNodes[n])]";
    assert_eq!(reader.run(same).await?, json!([0, true, true]));
    Ok(())
}

/// Where these begin, from top to bottom: in the light tree, or with `/` before them in the shadow tree.
async fn stand_in_order(reader: &Reader, parts: &[&str]) -> Result<()> {
    let script = format!(
        "return {}.map((part) => (part.startsWith('/') ? chrome.querySelector(part.slice(1)) : viewer.querySelector(part)) \
         .getBoundingClientRect().top)",
        json!(parts)
    );
    let tops = reader.run(&script).await?;
    let tops: Vec<f64> = tops.as_array().into_iter().flatten().filter_map(Value::as_f64).collect();
    assert_eq!(tops.len(), parts.len());
    assert!(tops.is_sorted_by(|one, next| one < next), "{parts:?} begin at {tops:?}");
    Ok(())
}

#[tokio::test]
async fn the_hosts_own_article_stays_whole_between_counts_and_comments() -> Result<()> {
    let (_site, reader) =
        opens("", "Words. <h1>Rain</h1> <p onclick=\"x()\" style=\"\">It <b>rained</b>.</p><!-- no more -->").await?;
    reader.until("there are counts and comments", COMPLETE).await?;
    stand_in_order(&reader, &["/.counts", "h1", "p", "/.comments-title", "/.comment-form"]).await?;
    assert_eq!(reader.run("return chrome.querySelector('.skeleton')").await?, json!(null));
    reader.control("#comment-name").await?.send_keys("Asha").await?;
    reader.control("#comment-text").await?.send_keys("It did.").await?;
    reader.control(".comment-form button").await?.click().await?;
    reader.until("it is posted", "return chrome.querySelectorAll('.comment-text').length === 1").await?;
    is_untouched(&reader).await?;
    reader.close().await
}

#[tokio::test]
async fn a_host_that_marks_its_header_has_the_counts_below_it() -> Result<()> {
    let children = "<header slot=\"header\"><h1>Rain</h1></header><div slot=\"body\"><p>It rained.</p></div>";
    let (_site, reader) = opens("", children).await?;
    reader.until("there are counts and comments", COMPLETE).await?;
    stand_in_order(&reader, &["h1", "/.counts", "p", "/.comments-title", "/.comment-form"]).await?;
    is_untouched(&reader).await?;
    reader.close().await
}

#[tokio::test]
async fn without_a_server_the_hosts_own_article_has_the_reading_tools_alone() -> Result<()> {
    let (_site, reader) = opens("", "<h1>Rain</h1>").await?;
    reader.run("viewer.removeAttribute('api')").await?;
    let alone = "return ![...chrome.querySelectorAll('.numbers *, .comments')].some((part) => part.checkVisibility()) && \
                 chrome.querySelector('.place')?.dataset.phase === 'ready'";
    reader.until("it is alone", alone).await?;
    reader.until("with its tools", "return chrome.querySelector('.tools')?.checkVisibility() ?? false").await?;
    reader.run("viewer.tools = 'off'").await?;
    assert_eq!(reader.run("return chrome.querySelector('.counts').checkVisibility()").await?, json!(false));
    assert_eq!(reader.run("return viewer.innerHTML === words").await?, json!(true));
    reader.close().await
}

#[tokio::test]
async fn an_article_as_data_is_drawn_in_place_of_it() -> Result<()> {
    let data = "{\"schema\": \"article-viewer/article/1\", \"headline\": \"Rain\", \"body\": [\"It rained.\"]}";
    let (_site, reader) = opens("", &format!("<script type=\"application/json\">{data}</script>")).await?;
    reader.until("there are counts and comments", COMPLETE).await?;
    assert_eq!(reader.text("h1").await?, "Rain");
    assert_eq!(reader.text(".av-paragraph").await?, "It rained.");
    assert_eq!(reader.run("return viewer.children.length").await?, json!(2), "the text alone");
    stand_in_order(&reader, &["h1", "/.counts", "p", "/.comments-title"]).await?;
    let asked =
        "return performance.getEntriesByType('resource').filter((entry) => entry.name.endsWith('.json')).length";
    assert_eq!(reader.run(asked).await?, json!(0), "nobody was asked for what is there");
    reader.close().await
}

#[tokio::test]
async fn data_that_is_no_article_is_said_to_be_none() -> Result<()> {
    let (_site, reader) = opens("", "<script type=\"application/json\">{\"products\": []}</script>").await?;
    reader.until("it says so", "return chrome?.querySelector('.failure') != null").await?;
    is_untouched(&reader).await?;
    reader.close().await
}

#[tokio::test]
async fn the_article_of_the_address_replaces_the_hosts_words() -> Result<()> {
    let (_site, reader) = opens("src=\"/articles/hindi.json\"", "<p>The host's own words.</p>").await?;
    reader.until("the article is there", "return viewer.querySelector('.av-headline') !== null").await?;
    assert_eq!(reader.run("return viewer.textContent.includes('own words')").await?, json!(false));
    reader.close().await
}

#[tokio::test]
async fn an_address_that_fails_leaves_the_hosts_words() -> Result<()> {
    let (_site, reader) = opens("src=\"/articles/nowhere.json\"", "<p>The host's own words.</p>").await?;
    reader.until("it says so", "return chrome?.querySelector('.failure') != null").await?;
    let drawn = "return viewer.querySelector('p').getBoundingClientRect().height > 10";
    assert_eq!(reader.run(drawn).await?, json!(true));
    is_untouched(&reader).await?;
    reader.close().await
}
