//! Pictures in the size of the window: by a click, by keys, by an address.

use anyhow::Result;
use e2e::{Reader, Site};
use serde_json::json;
use thirtyfour::Key;

const SHOWN: &str = "const box = chrome.querySelector('.reading-lightbox'); \
                     const image = viewer.querySelectorAll('.av-image')[+location.hash.slice(10) - 1]; \
                     return [box.querySelector('.reading-lightbox-bar p').textContent, location.hash, \
                             [image.currentSrc, image.src].includes(box.querySelector('img').src)]";

async fn open(site: &Site, fragment: &str) -> Result<Reader> {
    let reader = Reader::open().await?;
    reader.read(&site.at(&format!("/?src=/articles/every-block.json{fragment}"))).await?;
    reader.control(".tools").await?;
    Ok(reader)
}

#[tokio::test]
async fn pictures_are_gone_through_by_keys_and_the_focus_returns() -> Result<()> {
    let site = Site::start(&[]).await?;
    let reader = open(&site, "").await?;
    reader.control(".tools").await?.click().await?;
    reader.control(".reading button").await?;
    let press =
        "[...chrome.querySelectorAll('.reading button')].find((b) => b.textContent.startsWith('Pictures')).click()";
    reader.run(press).await?;
    reader.control(".reading-lightbox").await?;
    let all = reader.run("return viewer.querySelectorAll('.av-image:not(a *)').length").await?;
    assert_eq!(reader.run(SHOWN).await?, json!([format!("Picture 1 of {all}"), "#av-image-1", true]));
    reader.press(Key::Right).await?;
    assert_eq!(reader.run(SHOWN).await?, json!([format!("Picture 2 of {all}"), "#av-image-2", true]));
    reader.press(Key::Left + Key::Left).await?;
    assert_eq!(
        reader.run("return location.hash").await?,
        json!(format!("#av-image-{all}")),
        "after the first, the last"
    );
    reader.press("+").await?;
    let zoom = "return getComputedStyle(chrome.querySelector('.reading-stage img')).getPropertyValue('--zoom')";
    assert_eq!(reader.run(zoom).await?, json!("1.5"));
    reader.press(Key::Escape).await?;
    let closed = "return chrome.querySelector('.reading-lightbox') === null && location.hash === '' \
                  && chrome.activeElement?.className === 'tools'";
    reader.until("it is closed, and nothing of it is left", closed).await?;
    reader.close().await
}

#[tokio::test]
async fn a_click_opens_a_picture_and_so_does_its_address() -> Result<()> {
    let site = Site::start(&[]).await?;
    let reader = open(&site, "").await?;
    // The first thing that is done on the page.
    reader.run("viewer.querySelectorAll('.av-image')[1].click()").await?;
    reader.control(".reading-lightbox").await?;
    assert_eq!(reader.run("return location.hash").await?, json!("#av-image-2"));
    reader.close().await?;

    let reader = open(&site, "#av-image-2").await?;
    reader.control(".reading-lightbox").await?;
    assert_eq!(reader.run("return location.hash").await?, json!("#av-image-2"));
    reader.close().await
}

// It used to open another one.
#[tokio::test]
async fn the_address_of_a_picture_that_is_not_there_opens_none() -> Result<()> {
    let site = Site::start(&[]).await?;
    for fragment in ["#av-image-99", "#av-image-0"] {
        let reader = open(&site, fragment).await?;
        reader.control(".reading-progress").await?;
        reader.control(".tools").await?.click().await?;
        reader.control(".reading[open]").await?;
        let opened = reader.run("return chrome.querySelector('.reading-lightbox')").await?;
        assert_eq!(opened, json!(null), "{fragment}");
        reader.close().await?;
    }
    Ok(())
}
