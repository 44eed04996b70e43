//! The pages of `examples/`: each shows its article, counts it and takes a comment.

use anyhow::Result;
use e2e::{Reader, Site};
use serde_json::json;

/// One example, open and shown.
async fn open(name: &str) -> Result<(Site, Reader)> {
    let site = Site::of_examples().await?;
    let reader = Reader::open().await?;
    // What nobody caught, from the first script on.
    let watch = "window.trouble = []; addEventListener('error', (event) => trouble.push(event.message)); \
                 addEventListener('unhandledrejection', (event) => trouble.push(String(event.reason)));";
    reader.devtools("Page.enable", json!({})).await?;
    reader.devtools("Page.addScriptToEvaluateOnNewDocument", json!({ "source": watch })).await?;
    reader.read(&site.at(&format!("examples/{name}/index.html"))).await?;
    Ok((site, reader))
}

/// The element does what it is there for.
async fn counts_and_takes_a_comment(reader: &Reader) -> Result<()> {
    let counted = "return chrome.querySelector('.view-count')?.textContent.includes('1 view') ?? false";
    reader.until("the view is counted", counted).await?;
    comments(reader, "From a page of somebody else.").await?;
    let posted = "return chrome.querySelectorAll('.comment').length === 1 && !chrome.querySelector('.comment-sending')";
    reader.until("the comment is posted", posted).await?;
    assert_eq!(reader.chrome_text(".comment-text").await?, "From a page of somebody else.");
    assert_eq!(reader.run("return window.trouble").await?, json!([]), "no error that nobody caught");
    Ok(())
}

async fn comments(reader: &Reader, text: &str) -> Result<()> {
    for (field, value) in [("#comment-name", "Asha"), ("#comment-text", text)] {
        reader.control(field).await?.clear().await?;
        reader.control(field).await?.send_keys(value).await?;
    }
    // Where pages scroll smoothly, a click would come before the button.
    reader
        .run("chrome.querySelector('.comment-form').scrollIntoView({ behavior: 'instant', block: 'center' })")
        .await?;
    Ok(reader.control(".comment-form button").await?.click().await?)
}

async fn shows_the_sample(name: &str) -> Result<()> {
    let (_site, reader) = open(name).await?;
    assert!(reader.text("h1").await?.starts_with("Outside"));
    counts_and_takes_a_comment(&reader).await?;
    reader.close().await
}

/// Both frameworks' examples have the same buttons, and a line that says what the element's events told the page.
async fn follows_the_page(name: &str) -> Result<()> {
    let (_site, reader) = open(name).await?;
    let says = |text: &str| format!("return document.querySelector('#status').textContent.startsWith({})", json!(text));
    reader.until("the page has heard of the article", &says("Shown: Outside")).await?;
    assert_eq!(reader.run("return viewer.headingLevel + viewer.getAttribute('heading-level')").await?, json!("22"));
    assert_eq!(reader.run("return viewer.querySelector('.av-headline').localName").await?, json!("h2"));
    counts_and_takes_a_comment(&reader).await?;

    comments(&reader, "This is forbidden.").await?;
    let kept = "return chrome.querySelector('#comment-text').value === 'This is forbidden.'";
    reader.until("the page has refused it", kept).await?;
    assert_eq!(reader.run("return chrome.querySelectorAll('.comment').length").await?, json!(1));

    reader.run("document.querySelector('#quiet').click()").await?;
    reader.until("comments are off", "return chrome.querySelector('.comments') === null").await?;
    reader.run("document.querySelector('button[value$=\"every-block.json\"]').click()").await?;
    reader.until("the other article is shown", &says("Shown: The lighthouse")).await?;
    assert!(reader.text(".av-headline").await?.starts_with("The lighthouse"));

    reader.run("document.querySelector('#open').click()").await?;
    reader.until("it is gone", "return viewer === null").await?;
    reader.run("document.querySelector('#status').textContent = ''; document.querySelector('#open').click()").await?;
    reader.until("it is back", "return viewer?.querySelector('.av-headline') != null").await?;
    assert_eq!(reader.run("return window.trouble").await?, json!([]), "no error that nobody caught");
    reader.close().await
}

#[tokio::test]
async fn a_plain_page_has_the_element() -> Result<()> {
    shows_the_sample("plain").await
}

#[tokio::test]
async fn a_page_of_bootstrap_has_the_element() -> Result<()> {
    shows_the_sample("bootstrap").await
}

#[tokio::test]
async fn a_page_of_tailwind_has_the_element() -> Result<()> {
    shows_the_sample("tailwind").await
}

#[tokio::test]
async fn react_sets_properties_and_hears_events() -> Result<()> {
    follows_the_page("react").await
}

#[tokio::test]
async fn vue_sets_properties_and_hears_events() -> Result<()> {
    follows_the_page("vue").await
}

#[tokio::test]
async fn a_post_of_wordpress_is_counted_and_commented_on() -> Result<()> {
    let (_site, reader) = open("wordpress").await?;
    counts_and_takes_a_comment(&reader).await?;
    assert_eq!(
        reader.text("[slot=body]").await?,
        "WordPress has written this text. It reads the same without a script."
    );
    let link = "https://blog.example/a-post/?p=1&lang=en";
    assert_eq!(reader.run("return viewer.articleId").await?, json!(link));
    // What the server calls it is the post's own address, whatever page shows it.
    let listed = format!("return fetch('/api/v1/comments?article={}').then((answer) => answer.text())", encoded(link));
    assert!(reader.run(&listed).await?.as_str().is_some_and(|list| list.contains("From a page of somebody else.")));
    reader.close().await
}

fn encoded(address: &str) -> String {
    address.replace(':', "%3A").replace('/', "%2F").replace('?', "%3F").replace('=', "%3D").replace('&', "%26")
}
