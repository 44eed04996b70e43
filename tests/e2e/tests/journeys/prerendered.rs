//! The page as it comes from the server, before a script runs and when none does.

use std::time::Duration;

use anyhow::Result;
use e2e::{Build, Reader, Site, reads_in_order};
use serde_json::json;

#[tokio::test]
async fn without_scripts_the_article_reads_and_nothing_else_has_a_box() -> Result<()> {
    let site = Site::start(&[]).await?;
    let reader = Reader::without_scripts().await?;
    reader.visit(&site.at("/")).await?;
    assert_eq!(reader.run("return viewer.matches(':defined')").await?, json!(false), "no script has run");
    assert!(reader.text("h1").await?.starts_with("Outside the umbrella"));
    assert_eq!(reader.text("time").await?, "7 January 2026");
    reads_in_order(&reader).await?;

    let unstyled =
        "for (const root of [document, chrome]) root.querySelectorAll('style').forEach((style) => style.remove());";
    reader.run(unstyled).await?;
    reads_in_order(&reader).await?;
    reader.close().await
}

#[tokio::test]
async fn the_lead_picture_is_loaded_once() -> Result<()> {
    let site = Site::start(&[]).await?;
    let reader = Reader::without_scripts().await?;
    reader.visit(&site.at("/")).await?;
    reader.until("it is shown", "return viewer.querySelector('.av-lead img').naturalWidth > 0").await?;
    let requests = "return performance.getEntriesByType('resource').filter((entry) => entry.name.includes('bridge')) \
                    .map((entry) => entry.initiatorType)";
    assert_eq!(reader.run(requests).await?, json!(["link"]), "by the preload, and by nothing else");
    reader.close().await
}

#[tokio::test]
async fn what_is_written_ahead_is_what_the_browser_would_write() -> Result<()> {
    let site = Site::start(&[]).await?;
    let reader = Reader::open().await?;
    reader.read(&site.at("/?src=/articles/pledges.json")).await?;
    // Addresses and data are written for another place; every other word has to be the same.
    let both = "
        const request = new XMLHttpRequest();
        request.open('GET', '/index.html', false);
        request.send();
        const page = new DOMParser().parseFromString(request.responseText, 'text/html');
        const text = (node) => [...node.childNodes].filter((child) => child.nodeType === Node.TEXT_NODE) \
            .map((child) => child.data).join('');
        const attributes = (node) => [...node.attributes].filter(({ name }) => !/^(src|srcset|href)$/.test(name)) \
            .map(({ name, value }) => `${name}=${value}`).sort();
        const parts = (root) => [...root.querySelectorAll('article-viewer > [slot], article-viewer > [slot] *')] \
            .filter((node) => node.localName !== 'script').map((node) => [node.localName, ...attributes(node), text(node)]);
        return [parts(page), parts(document)];";
    let both = reader.run(both).await?;
    assert!(both[0].as_array().is_some_and(|parts| parts.len() > 20), "{both}");
    assert_eq!(both[0], both[1]);
    reader.close().await
}

/// What Chromium has noted since the page began: shifts that no reader caused, and what was the largest thing on screen.
const NOTES: &str = "
    if (!window.notes) {
        window.notes = { shifts: [], largest: [] };
        const note = (type, act) => new PerformanceObserver((list) => list.getEntries().forEach(act)) \
            .observe({ type, buffered: true });
        note('layout-shift', ({ hadRecentInput, value }) => hadRecentInput || notes.shifts.push(value));
        note('largest-contentful-paint', ({ element }) => notes.largest.push(element?.className));
    }
    return notes";

const LOADED: &str = "return viewer?.querySelector('.av-lead img')?.naturalWidth > 0";

/// A page whose script comes late; the picture is there before.
async fn waits_for_its_script(reader: &Reader, site: &Site) -> Result<()> {
    reader.visit(&site.at("/")).await?;
    reader.until("the picture is there", LOADED).await?;
    reader.run(NOTES).await?;
    reader.until("the largest thing is on screen", "return notes.largest.at(-1) === 'av-image'").await
}

async fn takes_over(reader: &Reader, comments: usize) -> Result<()> {
    reader.start_viewer().await?;
    reader.control(".view-count").await?;
    reader.control(".comment-form").await?;
    let shown = format!("return chrome.querySelectorAll('.comment-text').length === {comments}");
    reader.until("the comments are shown", &shown).await?;
    // What moves would have moved by now.
    tokio::time::sleep(Duration::from_millis(500)).await;
    Ok(())
}

#[tokio::test]
async fn taking_over_moves_nothing_and_paints_nothing_larger() -> Result<()> {
    let build = Build::copy()?;
    build.hold_script()?;
    let site = Site::of(&build).await?;
    let reader = Reader::open().await?;
    for comments in 0..=2 {
        for (width, scrolled_to) in [(390, 0), (390, 100_000), (1280, 0), (1280, 100_000)] {
            reader.set_screen(width, 800, "light").await?;
            waits_for_its_script(&reader, &site).await?;
            let painted = reader.run("return notes.largest.length").await?;
            reader.run(&format!("scrollTo(0, {scrolled_to})")).await?;
            takes_over(&reader, comments).await?;
            let case = format!("{comments} comments, {width} px, from {scrolled_to}");
            assert_eq!(reader.run("return notes.shifts").await?, json!([]), "{case}");
            // Whoever scrolls sees other words, which may be larger.
            if scrolled_to == 0 {
                assert_eq!(reader.run("return notes.largest.length").await?, painted, "{case}");
            }
        }
        reader.control("#comment-name").await?.clear().await?;
        reader.control("#comment-name").await?.send_keys("Asha").await?;
        reader.control("#comment-text").await?.send_keys(format!("Remark {comments}.")).await?;
        reader.control(".comment-form button").await?.click().await?;
        let posted = format!(
            "return chrome.querySelectorAll('.comment-text').length === {} && !chrome.querySelector('.comment-sending')",
            comments + 1
        );
        reader.until("it is posted", &posted).await?;
    }
    reader.close().await
}

#[tokio::test]
async fn the_largest_thing_on_screen_is_the_same_with_and_without_the_wasm() -> Result<()> {
    let build = Build::copy()?;
    build.remove_wasm()?;
    let (whole, damaged) = (Site::start(&[]).await?, Site::of(&build).await?);
    let reader = Reader::open().await?;
    let mut largest = Vec::new();
    for (site, done) in [
        (&whole, "return comments('.comment-form') !== null"),
        (&damaged, "return viewer.matches(':state(text-only)')"),
    ] {
        reader.visit(&site.at("/")).await?;
        reader.until("the picture is there", LOADED).await?;
        reader.until("the script has done what it can", done).await?;
        reader.run(NOTES).await?;
        tokio::time::sleep(Duration::from_millis(500)).await;
        largest.push(reader.run("return notes.largest.at(-1)").await?);
    }
    assert_eq!(largest, [json!("av-image"), json!("av-image")]);
    reader.close().await
}

#[tokio::test]
async fn what_the_reader_has_chosen_is_there_before_the_script_and_moves_nothing() -> Result<()> {
    let build = Build::copy()?;
    build.hold_script()?;
    let site = Site::of(&build).await?;
    let reader = Reader::open().await?;
    reader.set_screen(390, 800, "light").await?;
    waits_for_its_script(&reader, &site).await?;
    takes_over(&reader, 0).await?;
    reader.control(".tools").await?.click().await?;
    reader.control(".reading input").await?;
    let choose = "for (const name of ['sepia', 'legible', 'justify']) chrome.querySelector(`.reading [value=${name}]`).click(); \
                  for (const input of chrome.querySelectorAll('.reading [type=range]')) { \
                  input.value = Number(input.max) * 0.7; input.dispatchEvent(new Event('input')) }";
    reader.run(choose).await?;
    let look = "const style = getComputedStyle(document.querySelector('.av-body .av-paragraph')); \
                return ['fontSize', 'fontFamily', 'lineHeight', 'letterSpacing', 'wordSpacing', 'textAlign', 'marginBottom', \
                'width', 'color'].map((name) => style[name])";
    let chosen = reader.run(look).await?;

    reader.visit(&site.at("/")).await?;
    reader.until("the picture is there", LOADED).await?;
    reader.run(NOTES).await?;
    assert_eq!(reader.run(look).await?, chosen, "before the script");
    takes_over(&reader, 0).await?;
    assert_eq!(reader.run(look).await?, chosen, "and after");
    assert_eq!(reader.run("return notes.shifts").await?, json!([]));
    reader.close().await
}
