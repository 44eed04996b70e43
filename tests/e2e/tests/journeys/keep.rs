//! What a reader keeps is there without a network, and nothing of it before or after.

use anyhow::Result;
use e2e::{Answer, Host, Hosted, Reader, Site};
use serde_json::json;

const SAYS: &str = "chrome.querySelector('.reading-keep [role=status]').textContent";

async fn opens(reader: &Reader) -> Result<()> {
    reader.control(".tools").await?.click().await?;
    reader.until("the panel is open", "return chrome.querySelector('.reading')?.open ?? false").await
}

/// Presses a button of the section, once it is there.
async fn presses(reader: &Reader, words: &str) -> Result<()> {
    let script = format!(
        "const found = [...chrome.querySelectorAll('.reading-keep button')].find((one) => one.textContent === '{words}'); \
         found?.click(); return found !== undefined"
    );
    reader.until(&format!("`{words}` can be pressed"), &script).await
}

async fn keeps(reader: &Reader) -> Result<()> {
    opens(reader).await?;
    presses(reader, "Keep for reading offline").await?;
    reader.until("it is kept", &format!("return {SAYS}.startsWith('Kept on ')")).await
}

/// The names of the caches, how many workers there are, and what the record says.
async fn left(reader: &Reader) -> Result<serde_json::Value> {
    let ask = "window.left = undefined; Promise.all([caches.keys(), navigator.serviceWorker.getRegistrations()]).then(\
               ([names, workers]) => { window.left = [names, workers.length, localStorage.getItem('av:kept')] })";
    reader.run(ask).await?;
    reader.until("the browser has answered", "return window.left !== undefined").await?;
    reader.run("return window.left").await
}

/// Whether every picture of the text that is in view has been drawn.
const DRAWN: &str = "viewer.querySelectorAll('img').forEach((image) => { image.loading = 'eager' }); \
                     const all = [...viewer.querySelectorAll('img')]; \
                     return all.length > 0 && all.every((image) => image.complete && image.naturalWidth > 0)";

#[tokio::test]
async fn what_is_kept_is_read_without_a_server_and_nothing_is_left_of_it_when_it_is_removed() -> Result<()> {
    let mut site = Site::start(&[]).await?;
    let reader = Reader::open().await?;
    reader.read(&site.at("/")).await?;
    opens(&reader).await?;
    assert_eq!(left(&reader).await?, json!([[], 0, null]), "before anybody asks");
    let asked =
        "return performance.getEntriesByType('resource').filter(({ name }) => /worker|integrity/.test(name)).length";
    assert_eq!(reader.run(asked).await?, json!(0));
    reader.control(".reading-keep button").await?.click().await?;
    reader.until("it is kept", &format!("return /^Kept on \\w+ \\d+, \\d+, [\\d.]+ MB\\.$/.test({SAYS})")).await?;
    assert_eq!(
        reader.run("return chrome.activeElement.textContent").await?,
        json!("Keep anew"),
        "the focus stays near"
    );

    site.kill().await?;
    // What the browser remembers of its own is no copy of ours.
    reader.devtools("Network.clearBrowserCache", json!({})).await?;
    reader.reload().await?;
    assert!(reader.text("h1").await?.starts_with("Outside the umbrella"));
    reader.until("the pictures are there", DRAWN).await?;
    reader.control(".reading-copy").await?;
    let told = reader.chrome_text(".reading-copy").await?;
    assert!(told.starts_with("The site could not be reached: this is your copy of "), "{told}");

    opens(&reader).await?;
    presses(&reader, "Keep anew").await?;
    let said = format!("return {SAYS} === 'It could not be fetched. Try again when there is a network.'");
    reader.until("it says so", &said).await?;
    reader.reload().await?;
    reader.until("the copy is what it was", DRAWN).await?;

    reader.visit(&site.at("/?src=/articles/every-block.json")).await?;
    let page = "return document.body.innerText";
    let page = reader.run(page).await?;
    let page = page.as_str().unwrap_or_default();
    assert!(page.starts_with("You are offline\n\nThis page is not kept on this device. These are:"), "{page}");
    reader.run("document.querySelector('a').click()").await?;
    reader.until("the way to what is kept", "return viewer !== null").await?;

    site.restart().await?;
    reader.reload().await?;
    opens(&reader).await?;
    assert_eq!(reader.run("return viewer.dataset.avKept ?? null").await?, json!(null), "the network goes first");
    presses(&reader, "Remove").await?;
    reader.until("it is not kept", &format!("return {SAYS} === ''")).await?;
    assert_eq!(left(&reader).await?, json!([[], 0, null]));
    reader.close().await
}

#[tokio::test]
async fn an_article_of_the_shell_is_kept_and_the_others_stay_when_one_goes() -> Result<()> {
    let mut site = Site::start(&[]).await?;
    let reader = Reader::open().await?;
    let [first, second] = ["/", "/?src=/articles/every-block.json"].map(|path| site.at(path));
    for page in [&first, &second] {
        reader.read(page).await?;
        keeps(&reader).await?;
    }
    reader.read(&first).await?;
    opens(&reader).await?;
    presses(&reader, "Remove").await?;
    reader.until("it is not kept", &format!("return {SAYS} === ''")).await?;

    site.kill().await?;
    reader.devtools("Network.clearBrowserCache", json!({})).await?;
    reader.read(&second).await?;
    assert!(reader.text("h1").await?.starts_with("The lighthouse keeper"));
    reader.control(".reading-copy").await?;
    reader.visit(&first).await?;
    reader.until("the other is gone", "return document.title === 'You are offline'").await?;
    let kept = reader.run("return [...document.querySelectorAll('a')].map((link) => link.href)").await?;
    assert_eq!(kept, json!([second]));
    reader.close().await
}

const PICTURED: &str = r#"{"schema": "article-viewer/article/1", "headline": "Pictured", "body": ["A paragraph.",
    {"type": "figure", "url": "/picture.svg?1", "alt": "One", "width": 8, "height": 8},
    {"type": "figure", "url": "/gone.svg", "alt": "None", "width": 8, "height": 8}]}"#;
const PICTURE: &str = r#"<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"><path d="M0 0h8v8z"/></svg>"#;

#[tokio::test]
async fn on_a_page_of_others_a_copy_is_shown_when_the_publisher_is_gone() -> Result<()> {
    let site = Hosted::set().await?;
    site.host.answers("/pictured.json", Answer::text(PICTURED));
    site.host.answers("/picture.svg", Answer::text(PICTURE));
    site.visit(r#"<article-viewer src="/pictured.json"></article-viewer>"#).await?;
    site.shows("Pictured").await?;
    let reader = &site.reader;
    keeps(reader).await?;
    assert!(reader.run(&format!("return {SAYS}")).await?.as_str().unwrap_or_default().ends_with("could not be had: 1"));
    let kept = left(reader).await?;
    assert_eq!([&kept[0], &kept[1]], [&json!(["av:kept"]), &json!(0)], "a copy, and no worker");

    reader.set_offline(true).await?;
    reader.devtools("Network.setCacheDisabled", json!({ "cacheDisabled": true })).await?;
    let again =
        "const anew = document.createElement('article-viewer'); anew.src = '/pictured.json'; viewer.replaceWith(anew)";
    reader.run(again).await?;
    site.shows("Pictured").await?;
    let picture = "return [...viewer.querySelectorAll('img')].some((image) => image.src.startsWith('blob:') && image.naturalWidth === 8)";
    reader.run("viewer.scrollIntoView()").await?;
    reader.until("its picture is there", picture).await?;
    reader.control(".reading-copy").await?;
    let another =
        "const anew = document.createElement('article-viewer'); anew.src = '/one.json'; viewer.replaceWith(anew)";
    reader.run(another).await?;
    let offline = "return /You are offline/.test(chrome?.querySelector('[role=alert]')?.textContent)";
    reader.until("what is not kept is not there", offline).await?;
    site.ends_quietly().await
}

#[tokio::test]
async fn pictures_of_another_site_are_kept_where_it_lets_pages_read_them() -> Result<()> {
    let publisher = Host::start().await?;
    publisher.answers("/pictured.json", Answer::text(PICTURED));
    publisher.answers("/picture.svg", Answer::text(PICTURE));
    let site = Site::start(&[&format!("--article-origin={}", publisher.at(""))]).await?;
    let reader = Reader::open().await?;
    reader.read(&site.at(&format!("/?src={}", publisher.at("/pictured.json")))).await?;
    keeps(&reader).await?;
    assert!(reader.run(&format!("return {SAYS}")).await?.as_str().unwrap_or_default().ends_with("could not be had: 1"));
    let ask = "window.found = undefined; caches.open('av:kept').then((cache) => cache.keys()).then((all) => { window.found = \
               all.map(({ url }) => url).filter((url) => new URL(url).origin !== location.origin).sort() })";
    reader.run(ask).await?;
    reader.until("the browser has answered", "return window.found !== undefined").await?;
    let expected = json!([publisher.at("/picture.svg?1"), publisher.at("/pictured.json")]);
    assert_eq!(reader.run("return window.found").await?, expected);
    reader.close().await
}

#[tokio::test]
async fn a_worker_that_the_site_has_already_stays() -> Result<()> {
    let site = Site::start(&[]).await?;
    let reader = Reader::open().await?;
    reader.read(&site.at("/")).await?;
    reader
        .run("navigator.serviceWorker.register('/worker.js?of-the-site').then(() => { window.isReady = true })")
        .await?;
    reader.until("it is there", "return window.isReady === true").await?;
    keeps(&reader).await?;
    presses(&reader, "Remove").await?;
    reader.until("it is not kept", &format!("return {SAYS} === ''")).await?;
    assert_eq!(left(&reader).await?, json!([[], 1, null]));
    reader.close().await
}

#[tokio::test]
async fn without_room_or_network_it_says_so_and_nothing_is_left() -> Result<()> {
    let mut site = Site::start(&[]).await?;
    let reader = Reader::open().await?;
    reader.read(&site.at("/")).await?;
    opens(&reader).await?;
    let origin = site.at("").trim_end_matches('/').to_owned();
    let room = json!({ "origin": origin, "quotaSize": 60_000 });
    reader.devtools("Storage.overrideQuotaForOrigin", room).await?;
    presses(&reader, "Keep for reading offline").await?;
    let said = format!("return {SAYS} === 'There is no room for it on this device.'");
    reader.until("it says that there is no room", &said).await?;
    assert_eq!(left(&reader).await?, json!([[], 0, null]));

    reader.devtools("Storage.overrideQuotaForOrigin", json!({ "origin": origin })).await?;
    site.kill().await?;
    presses(&reader, "Keep for reading offline").await?;
    let said = format!("return {SAYS} === 'It could not be fetched. Try again when there is a network.'");
    reader.until("it says that there is no network", &said).await?;
    assert_eq!(left(&reader).await?, json!([[], 0, null]));
    reader.close().await
}

#[tokio::test]
async fn a_record_that_makes_no_sense_harms_nothing() -> Result<()> {
    let site = Site::start(&[]).await?;
    let reader = Reader::open().await?;
    reader.read(&site.at("/")).await?;
    let here = site.at("/");
    for record in ["no JSON", "null", "[1]", r#"{"HERE":null}"#, r#"{"HERE":{"time":"x","bytes":1,"files":{}}}"#] {
        let record = record.replace("HERE", &here);
        reader.run(&format!("localStorage.setItem('av:kept', {})", json!(record))).await?;
        reader.reload().await?;
        opens(&reader).await?;
        presses(&reader, "Keep for reading offline").await?;
        reader.until("it is kept", &format!("return {SAYS}.startsWith('Kept on ')")).await?;
        presses(&reader, "Remove").await?;
        reader.until("it is not kept", &format!("return {SAYS} === ''")).await?;
        assert_eq!(left(&reader).await?, json!([[], 0, null]), "{record}");
    }
    reader.close().await
}
