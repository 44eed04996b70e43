//! Names: what pictures, controls, counts and footnotes are called.

use anyhow::Result;
use e2e::{Answer, Hosted, Reader, Site};
use serde_json::json;

use crate::page::{ARTICLES, finds_nothing, look, opens, with_blocks};

/// Given counts that are shown in as little room as possible, when they are read out, then it is the whole number with its
/// noun, once.
#[tokio::test]
async fn rule_04_counts_are_short_to_see_and_whole_to_hear() -> Result<()> {
    let site = Site::start(&[]).await?;
    let reader = Reader::open().await?;
    opens(&reader, &site, "/").await?;
    let post = "const article = new URL('articles/pledges.json', location).href; \
                const post = () => fetch('/api/v1/comments', { method: 'POST', headers: { 'content-type': 'application/json', \
                'idempotency-key': `\"${crypto.randomUUID()}\"` }, body: JSON.stringify({ text: crypto.randomUUID(), \
                author: { name: 'Ravi' }, article }) }); \
                const many = async () => { for (let i = 0; i < 23; i++) await Promise.all(Array.from({ length: 54 }, post)) }; \
                return many()";
    reader.run(post).await?;
    reader
        .until("they are counted", "return chrome.querySelector('.comment-count').textContent.includes('1,242')")
        .await?;
    assert_eq!(reader.chrome_text(".comment-count [aria-hidden]").await?, "1.2K Comments");
    let told = reader.told().await?;
    let says = |role: &str, name: &str| told.iter().filter(|part| part.role == role && part.name == name).count();
    assert_eq!(says("link", "1,242 comments"), 1, "{told:?}");
    assert_eq!((says("StaticText", "1 view"), says("StaticText", "1 View")), (1, 0), "{told:?}");
    assert!(told.iter().all(|part| !part.name.contains("1.2K")), "{told:?}");
    reader.close().await
}

/// Given a picture whose description the document leaves out, when it is shown, then the publisher is told which one it is; one
/// that is said to be decoration is passed over.
#[tokio::test]
async fn rule_11_a_picture_without_a_description_is_not_passed_over_in_silence() -> Result<()> {
    let page = Hosted::set().await?;
    let article = r#"{"schema": "article-viewer/article/1", "headline": "Pictures", "body": [
        {"type": "figure", "url": "/a.webp"}, {"type": "figure", "url": "/b.webp", "alt": ""},
        {"type": "figure", "url": "/c.webp", "alt": "A bridge"}, {"type": "gallery", "images": ["/d.webp"]}]}"#;
    page.host.answers("/pictures.json", Answer::text(article));
    page.visit("").await?;
    let show = "window.notices = []; addEventListener('av-load', ({ detail }) => notices.push(...detail.notices)); document.body.innerHTML = '<article-viewer src=/pictures.json></article-viewer>'";
    page.reader.run(show).await?;
    page.shows("Pictures").await?;
    let expected = |pointer: &str, file: &str| {
        format!("{pointer}: expected what the picture shows in alt, found nothing: {}", page.host.at(file))
    };
    assert_eq!(
        page.reader.run("return notices").await?,
        json!([expected("/body/0", "/a.webp"), expected("/body/3/images/0", "/d.webp")])
    );
    let told = page.reader.told().await?;
    let pictures: Vec<&str> = told.iter().filter(|part| part.role == "image").map(|part| part.name.as_str()).collect();
    assert_eq!(pictures, ["A bridge"], "{told:?}");
    page.ends_quietly().await
}

/// Given any control, when it is read out, then its name has words in it; what only decorates has no name and is not there.
#[tokio::test]
async fn rule_11_every_control_has_a_name_of_words_and_decoration_has_none() -> Result<()> {
    const CONTROLS: [&str; 11] = [
        "button",
        "link",
        "textbox",
        "searchbox",
        "combobox",
        "radio",
        "slider",
        "checkbox",
        "DisclosureTriangle",
        "image",
        "dialog",
    ];
    let site = Site::start(&[]).await?;
    let reader = Reader::open().await?;
    for path in ARTICLES {
        opens(&reader, &site, path).await?;
        reader.control("#comment-name").await?.send_keys("Asha").await?;
        reader.control("#comment-text").await?.send_keys("Hello.").await?;
        reader.control(".comment-form [type=submit]").await?.click().await?;
        reader.control(".comment-time").await?;
        for is_open in [false, true] {
            if is_open {
                reader.control(".tools").await?.click().await?;
                reader.control(".reading[open]").await?;
            }
            let told = reader.told().await?;
            let controls: Vec<_> = told.iter().filter(|part| CONTROLS.contains(&part.role.as_str())).collect();
            assert!(controls.len() > 5, "{path}: {controls:?}");
            for control in controls {
                let has_words = control.name.chars().any(char::is_alphanumeric);
                assert!(has_words, "{path}: a {} called `{}`", control.role, control.name);
            }
        }
    }
    reader.close().await
}

/// Given a mark that leads to a footnote, when it is read out, then it says that it is one and which; the way back says where
/// it leads; both are links, and nothing of it needs hovering.
#[tokio::test]
async fn rule_12_footnotes_and_the_ways_back_are_links_that_say_what_they_are() -> Result<()> {
    let note = |id: &str| format!(r#"{{"type": "footnote", "id": "{id}", "content": ["Its source."]}}"#);
    let mark =
        |id: &str| format!(r#"{{"type": "paragraph", "content": ["A claim", {{"type": "note", "id": "{id}"}}]}}"#);
    let page = with_blocks(&[mark("1"), mark("b"), note("1"), note("b")].join(", ")).await?;
    let told = page.reader.told().await?;
    let links: Vec<&str> = told.iter().filter(|part| part.role == "link").map(|part| part.name.as_str()).collect();
    assert_eq!(links, ["Footnote 1", "Footnote b", "Back to the text", "Back to the text"], "{told:?}");
    finds_nothing(
        &page.reader,
        "titles that only a mouse finds",
        "return [...viewer.querySelectorAll('sup [title]')].map(nameOf)",
    )
    .await?;
    page.ends_quietly().await
}

/// Given what the viewer itself draws, when it is looked through, then no picture is part of it, and so no words in one.
#[tokio::test]
async fn wcag_1_4_5_nothing_of_ours_is_words_in_a_picture() -> Result<()> {
    let site = Site::start(&[]).await?;
    let reader = Reader::open().await?;
    opens(&reader, &site, "/?src=/articles/every-block.json").await?;
    reader.control(".tools").await?.click().await?;
    reader.control(".reading[open]").await?;
    let drawn = "return flat().filter((node) => node.getRootNode().host && (['img', 'svg', 'canvas', 'picture'].includes(node.localName) \
                 || [null, '::before', '::after'].some((part) => getComputedStyle(node, part).backgroundImage.includes('url(')))).map(nameOf)";
    finds_nothing(&reader, "pictures of ours", drawn).await?;
    assert!(look(&reader, "return flat().filter((node) => node.getRootNode().host).length").await?.as_u64() > Some(50));
    reader.close().await
}

/// Given the form for comments, when a browser or a tool offers to fill it in, then it knows which field is for the name.
#[tokio::test]
async fn wcag_1_3_5_the_field_for_the_name_says_so_to_programs() -> Result<()> {
    let site = Site::start(&[]).await?;
    let reader = Reader::open().await?;
    opens(&reader, &site, "/").await?;
    assert_eq!(reader.run("return chrome.querySelector('#comment-name').autocomplete").await?, json!("name"));
    reader.close().await
}

/// Given a comment that cannot be posted, when it is sent, then the focus is on the field, which is marked as wrong and
/// described by what is wrong with it.
#[tokio::test]
async fn wcag_3_3_1_what_is_wrong_with_a_field_is_said_with_it() -> Result<()> {
    let site = Site::start(&[]).await?;
    let reader = Reader::open().await?;
    opens(&reader, &site, "/").await?;
    reader.control(".comment-form [type=submit]").await?.click().await?;
    let told = "const field = chrome.activeElement; return [field.id, field.ariaInvalid, \
                chrome.getElementById(field.getAttribute('aria-describedby').split(' ')[0]).textContent.trim() !== '']";
    assert_eq!(reader.run(told).await?, json!(["comment-name", "true", true]));
    reader.close().await
}
