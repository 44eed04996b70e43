//! A wasm that stops in the middle: it is started once more, and after that the text stands alone.

use anyhow::Result;
use e2e::{Answer, Hosted};
use serde_json::json;

/// An article that does not fit into what an instance has, in its first life or its second.
fn large_article(headline: &str, life: usize) -> Answer {
    let paragraph = format!(r#""{}""#, "word ".repeat(600 * life * life));
    let body = vec![paragraph; 200].join(",");
    Answer::text(format!(r#"{{"schema": "article-viewer/article/1", "headline": "{headline}", "body": [{body}]}}"#))
}

/// A page with an article on it, and a large one to load.
async fn page(body: &str) -> Result<Hosted> {
    let page = Hosted::set().await?;
    page.visit(body).await?;
    page.is_alive().await?;
    Ok(page)
}

async fn traps(page: &Hosted, life: usize) -> Result<()> {
    page.host.answers("/large.json", large_article("large", life));
    // Whatever it does next that needs more memory ends it.
    page.reader.run("exhaust(instances.at(-1)); viewer.src = `/large.json?${instances.length}`").await?;
    Ok(())
}

/// How many instances there have been.
async fn has_instances(page: &Hosted, number: usize) -> Result<()> {
    page.reader
        .until(
            "another instance",
            &format!("return instances.length === {number} && chrome.querySelector('.place > [role=status]') !== null"),
        )
        .await
}

// V25
#[tokio::test]
async fn after_a_trap_it_works_again_and_after_the_second_the_text_stands_alone() -> Result<()> {
    let page =
        page(r#"<article-viewer src="/one.json"></article-viewer><article-viewer src="/two.json"></article-viewer>"#)
            .await?;
    page.shows("one").await?;
    traps(&page, 1).await?;
    has_instances(&page, 2).await?;
    page.shows("large").await?;
    let others = "return [...document.querySelectorAll('h1')].map((headline) => headline.textContent)";
    assert_eq!(page.reader.run(others).await?, json!(["large", "two"]), "the text of the others stays");
    page.reader.run("viewer.src = '/three.json'").await?;
    page.shows("three").await?;

    traps(&page, 2).await?;
    page.reader.until("it has given up", "return viewer.matches(':state(text-only)')").await?;
    page.shows("three").await?;
    let quiet = "return [...document.querySelectorAll('article-viewer')].map(({ shadowRoot: root, lastElementChild: text }) => \
                 [root.querySelectorAll('.place > :not(slot), .skeleton').length, text.getBoundingClientRect().height > 10])";
    assert_eq!(page.reader.run(quiet).await?, json!([[0, true], [0, true]]));
    let errors = "return heard.filter(([name]) => name === 'av-error')";
    assert_eq!(page.reader.run(errors).await?, json!([["av-error", "trap"], ["av-error", "trap"]]), "one for each");
    assert_eq!(page.host.asked(".wasm"), 2, "no third start");
    page.reader.close().await
}

// V25
#[tokio::test]
async fn with_no_text_a_link_is_left_of_a_viewer_that_stops() -> Result<()> {
    let page = page("<article-viewer></article-viewer>").await?;
    for started in 1..=2 {
        has_instances(&page, started).await?;
        traps(&page, started).await?;
        if started == 1 {
            has_instances(&page, 2).await?;
            page.shows("large").await?;
            page.reader.run("viewer.replaceChildren(); viewer.src = ''").await?;
        }
    }
    let link = "return chrome.querySelector('a.fallback')?.pathname === '/large.json'";
    page.reader.until("there is a link", link).await?;
    page.reader.close().await
}
