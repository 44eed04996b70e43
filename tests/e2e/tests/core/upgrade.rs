//! An element comes to life in all the ways that pages have of making one.

use anyhow::Result;
use e2e::{Answer, Hosted, Reader, Site};
use serde_json::json;

// V22
#[tokio::test]
async fn in_another_shadow_tree_it_has_its_styles_and_its_chrome() -> Result<()> {
    let (site, reader) = (Site::start(&[]).await?, Reader::open().await?);
    reader.visit(&site.at("/viewer.html")).await?;
    let nest = "viewer.remove(); const nest = document.createElement('div'); nest.id = 'nest'; document.body.append(nest); \
                nest.attachShadow({ mode: 'open' }).append(Object.assign(document.createElement('article-viewer'), \
                { src: '/articles/pledges.json', api: '/' })); return true";
    reader.run(nest).await?;
    let inner = "const root = nest.shadowRoot, inner = root.querySelector('article-viewer'), tree = inner.shadowRoot; \
                 tree.querySelector('.comments-title')?.scrollIntoView();";
    reader.until("the form is there", &format!("{inner} return tree.querySelector('.comment-form') !== null")).await?;
    let looks = "return [getComputedStyle(inner.querySelector('.av-paragraph')).fontFamily.includes('Charter'), \
                 root.adoptedStyleSheets.length > 2]";
    assert_eq!(reader.run(&format!("{inner} {looks}")).await?, json!([true, true]));
    let write = "for (const [id, text] of [['name', 'Asha'], ['text', 'From within.']]) { \
                 const field = tree.querySelector('#comment-' + id); field.value = text; \
                 field.dispatchEvent(new Event('input', { bubbles: true })); } \
                 tree.querySelector('.comment-form button').click(); return true";
    reader.run(&format!("{inner} {write}")).await?;
    reader.until("it is posted", &format!("{inner} return tree.querySelectorAll('.comment').length === 1")).await?;
    reader.close().await
}

// V22
#[tokio::test]
async fn a_copy_adopts_the_text_it_was_copied_with() -> Result<()> {
    let page = Hosted::set().await?;
    page.visit(r#"<article-viewer src="/one.json"></article-viewer>"#).await?;
    page.shows("one").await?;
    let copy = "window.copy = viewer.cloneNode(true); window.texts = [...copy.querySelectorAll('*')]; document.body.append(copy)";
    page.reader.run(copy).await?;
    page.reader
        .until("it has come to life", "return copy.shadowRoot?.querySelector('.place > [role=status]') != null")
        .await?;
    let same = "const now = [...copy.querySelectorAll('*')]; return [copy.querySelectorAll('h1').length, \
                now.length === texts.length && now.every((node, place) => node === texts[place]), heard]";
    assert_eq!(page.reader.run(same).await?, json!([1, true, [["av-load", "one"], ["av-load", "one"]]]));
    page.reader.run("copy.src = '/two.json'").await?;
    page.reader.until("it changes alone", "return copy.querySelector('h1').textContent === 'two'").await?;
    page.shows("one").await?;
    page.ends_quietly().await
}

// V22
#[tokio::test]
async fn it_may_be_written_as_markup() -> Result<()> {
    let page = Hosted::set().await?;
    page.visit("<div></div>").await?;
    let write = "document.querySelector('div').innerHTML = '<article-viewer src=\"/one.json\"></article-viewer>'";
    page.reader.run(write).await?;
    page.shows("one").await?;
    page.reader.run(write).await?;
    page.shows("one").await?;
    page.ends_quietly().await
}

// V22
#[tokio::test]
async fn upgraded_late_it_has_what_was_set_before() -> Result<()> {
    let page = Hosted::set().await?;
    page.host.answers("/late.html", Answer::text("<!doctype html><article-viewer comments=off></article-viewer>"));
    page.reader.visit(&page.host.at("/late.html")).await?;
    let upgrade = "viewer.src = '/two.json'; viewer.headingLevel = 3; viewer.standalone = true; \
                   const script = document.createElement('script'); script.type = 'module'; \
                   script.src = '/embed/article-viewer.js'; document.head.append(script)";
    page.reader.run(upgrade).await?;
    page.reader.until("it is shown", "return viewer.querySelector('h3')?.textContent === 'two'").await?;
    let attributes = "return [viewer.getAttribute('src'), viewer.getAttribute('heading-level'), document.title, \
                      viewer.comments, Object.keys(viewer)]";
    assert_eq!(page.reader.run(attributes).await?, json!(["/two.json", "3", "two", "off", []]));
    page.reader.close().await
}

// V24
#[tokio::test]
async fn of_two_copies_of_the_script_the_first_serves() -> Result<()> {
    let page = Hosted::set().await?;
    page.visit(
        r#"<article-viewer src="/one.json"></article-viewer><script type="module" src="/embed/article-viewer.js?2"></script>"#,
    )
    .await?;
    page.shows("one").await?;
    page.is_alive().await?;
    page.until("both have come", |host| host.asked("/embed/article-viewer.js") == 2).await?;
    page.reader.run("return import('/embed/article-viewer.js?3').then(() => true)").await?;
    let once = "return [viewer.querySelectorAll('h1').length, chrome.querySelectorAll('.place > [role=status]').length, heard]";
    assert_eq!(page.reader.run(once).await?, json!([1, 1, [["av-load", "one"]]]));
    page.reader.run("document.body.append(Object.assign(document.createElement('article-viewer'), { id: 'second', src: '/two.json' }))").await?;
    page.reader.until("new ones work", "return second.querySelector('h1')?.textContent === 'two'").await?;
    page.ends_quietly().await
}
