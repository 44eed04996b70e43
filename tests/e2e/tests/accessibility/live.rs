//! What is said to those who do not see it happen.

use anyhow::Result;
use e2e::{Reader, Site};
use serde_json::json;

use crate::page::{finds_nothing, look, opens};

const LIVE: &str = "const live = flat().filter((node) => node.matches('output, [aria-live], [role=status], [role=alert], \
                    [role=log], [role=timer], [role=marquee]'));";

/// What the conversation has said so far, each change of it once.
const HEARS: &str = "window.said = []; const place = chrome.querySelector('.conversation [role=status]'); \
                     new MutationObserver(() => said.push(place.textContent)).observe(place, { childList: true, \
                     characterData: true, subtree: true })";

async fn others_write(reader: &Reader, number: u32) -> Result<()> {
    let post = format!(
        "const article = new URL('articles/pledges.json', location).href; const post = () => fetch('/api/v1/comments', \
         {{ method: 'POST', headers: {{ 'content-type': 'application/json', 'idempotency-key': `\"${{crypto.randomUUID()}}\"` }}, \
         body: JSON.stringify({{ text: crypto.randomUUID(), author: {{ name: 'Ravi' }}, article }}) }}); \
         return Promise.all(Array.from({{ length: {number} }}, post)).then(() => {number})"
    );
    reader.run(&post).await?;
    Ok(())
}

/// Given counts that change by themselves, when they do, then they are in no live region: nobody is interrupted by a number.
#[tokio::test]
async fn rule_03_live_numbers_are_no_live_regions() -> Result<()> {
    let site = Site::start(&[]).await?;
    let reader = Reader::open().await?;
    opens(&reader, &site, "/").await?;
    others_write(&reader, 2).await?;
    reader
        .until("the count follows", "return chrome.querySelector('.comment-count').textContent.includes('2 ')")
        .await?;
    let numbers = format!(
        "{LIVE} return ['.comment-count', '.view-count', '.comments-title'].map((number) => chrome.querySelector(number))\
         .filter((number) => live.some((region) => region.contains(number) || number.contains(region))).map(nameOf)"
    );
    finds_nothing(&reader, "numbers in live regions", &numbers).await?;
    assert!(look(&reader, &format!("{LIVE} return live.length")).await?.as_u64() >= Some(2), "there are live regions");
    reader.close().await
}

/// Given a reader with the conversation open, when several comments come at once, then it is said once, with its noun; the same
/// words a second time are a change, and so are said again.
#[tokio::test]
async fn rule_03_what_is_new_is_said_once_in_words() -> Result<()> {
    let site = Site::start(&[]).await?;
    let reader = Reader::open().await?;
    opens(&reader, &site, "/").await?;
    reader.run(HEARS).await?;
    others_write(&reader, 3).await?;
    reader.until("it is said", "return window.said.length > 0").await?;
    assert_eq!(reader.run("return said").await?, json!(["3 new comments"]));
    others_write(&reader, 3).await?;
    reader
        .until("it is said again", "return window.said.length > 1 && said[1] !== said[0] && said[1].trim() === said[0]")
        .await?;
    reader.close().await
}

/// Given somebody who is writing a comment, when others come, then nothing is said before the writing pauses.
#[tokio::test]
async fn rule_03_nothing_is_said_while_somebody_writes() -> Result<()> {
    let site = Site::start(&[]).await?;
    let reader = Reader::open().await?;
    opens(&reader, &site, "/").await?;
    reader.run(HEARS).await?;
    others_write(&reader, 2).await?;
    let field = reader.control("#comment-text").await?;
    reader.control(".comments-fresh button").await?;
    // What is new is said five seconds after the first of it, in which somebody begins to write, and goes on.
    for _ in 0..28 {
        field.send_keys("x").await?;
        tokio::time::sleep(std::time::Duration::from_millis(250)).await;
        assert_eq!(reader.run("return said").await?, json!([]), "in the middle of a word");
    }
    let said = "return window.said.join() === '2 new comments'";
    reader.until_within(std::time::Duration::from_secs(20), "it is said afterwards", said).await?;
    reader.close().await
}

/// Given a long article, when somebody scrolls through it, then nothing is said, and whatever shows how far they are is either
/// hidden from those who listen or a progress bar with a name, never both.
#[tokio::test]
async fn rule_10_progress_is_shown_and_not_announced() -> Result<()> {
    let site = Site::start(&[]).await?;
    let reader = Reader::open().await?;
    opens(&reader, &site, "/?src=/articles/every-block.json").await?;
    let watch = format!(
        "{LIVE} window.said = []; for (const region of live) new MutationObserver(() => said.push(region.textContent))\
         .observe(region, {{ childList: true, characterData: true, subtree: true }}); return live.length > 0"
    );
    assert_eq!(look(&reader, &watch).await?, json!(true));
    for share in 0..=10 {
        reader.run(&format!("scrollTo(0, document.body.scrollHeight * {share} / 10)")).await?;
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    assert_eq!(reader.run("return said").await?, json!([]));
    let bars = format!(
        "{LIVE} return flat().filter((node) => node.matches('progress, meter, [role=progressbar], [class*=progress]'))\
         .filter((bar) => {{ const isHidden = bar.closest('[aria-hidden=true]') !== null; \
         const isBar = bar.matches('progress, meter, [role=progressbar]'); const isNamed = bar.ariaLabel || bar.ariaLabelledByElements?.length; \
         return isHidden === (isBar && !!isNamed) || live.some((region) => region.contains(bar)); }}).map(nameOf)"
    );
    finds_nothing(&reader, "bars that are both, or neither", &bars).await?;
    reader.close().await
}
