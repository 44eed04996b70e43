//! What a reader mode finds in our pages, by Mozilla's own `@mozilla/readability`: as they are sent, and as they stand.

use anyhow::Result;
use e2e::{Reader, Site};
use serde_json::{Value, json};

/// The page as the server sends it: nothing of it has run, and its shadow tree is still a template.
const AS_SENT: &str = "
    const request = new XMLHttpRequest();
    request.open('GET', '/index.html', false);
    request.send();
    const page = new DOMParser().parseFromString(request.responseText, 'text/html');";
/// The page as it is now.
const AS_IT_STANDS: &str = "const page = document.cloneNode(true);";

/// What is extracted, and what ought to be: every part of the text, by the name of its class.
const EXTRACT: &str = "
    const plain = (text) => text.replace(/\\s+/g, ' ').trim();
    const parts = [...page.querySelectorAll('.av-ai-label, .av-deck, .av-summary, .av-disclaimer, .av-ai-statement, \\
        .av-body :is(p, li, figcaption, h2, h3, h4, th, td, pre, blockquote, summary)')]
        .map((part) => [part.className || part.localName, plain(part.textContent)]);
    const isReaderable = isProbablyReaderable(page);
    const article = new Readability(page).parse();
    const { title, byline, publishedTime, lang, dir, siteName } = article ?? {};
    const found = plain(article?.textContent ?? '');
    return { isReaderable, title, byline, publishedTime, lang, dir, siteName, found,
        names: parts.map(([name]) => name), missing: parts.filter(([, text]) => !found.includes(text)) };";

async fn extract(reader: &Reader, page: &str) -> Result<Value> {
    reader.load_package("@mozilla/readability/Readability-readerable.js", &["isProbablyReaderable"]).await?;
    reader.load_package("@mozilla/readability/Readability.js", &["Readability"]).await?;
    reader.run(&format!("{page}{EXTRACT}")).await
}

/// All of the sample article, and what is said of it.
fn is_the_sample(found: &Value) {
    assert_eq!(found["isReaderable"], true);
    assert!(found["title"].as_str().is_some_and(|title| title.starts_with("Outside the umbrella")), "{found}");
    assert_eq!(found["byline"], "Nishadil", "the name, and not the line it stands in");
    assert_eq!(found["siteName"], "Nishadil");
    assert_eq!(found["publishedTime"], "2026-01-07");
    assert_eq!((&found["lang"], &found["dir"]), (&json!("en-IN"), &json!("ltr")));
    has_every_part(found);
    let text = found["found"].as_str().unwrap_or_default();
    for (part, beginning) in [
        ("AI label", "Edited with AI"),
        ("sub-headline", "One two-sided agreement at a time"),
        ("summary", "Almost four years into Russia"),
        ("first paragraph", "Next month the full-scale war"),
        ("last paragraph", "Whether papers can deter"),
        ("disclaimer", "Disclaimer: Parts of this article"),
    ] {
        assert_eq!(text.matches(beginning).count(), 1, "the {part}, once: {found}");
    }
    for other in ["Views", "Comments", "minutes read"] {
        assert!(!text.contains(other), "`{other}` is not of the text");
    }
}

fn has_every_part(found: &Value) {
    assert_eq!(found["missing"], json!([]), "every part is extracted");
    assert!(found["names"].as_array().is_some_and(|names| names.len() > 9), "{found}");
}

#[tokio::test]
async fn the_whole_article_is_found_in_the_page_as_it_is_sent() -> Result<()> {
    let site = Site::start(&[]).await?;
    let reader = Reader::open().await?;
    reader.read(&site.at("/")).await?;
    is_the_sample(&extract(&reader, AS_SENT).await?);
    reader.close().await
}

#[tokio::test]
async fn the_whole_article_is_found_in_the_page_that_was_taken_over() -> Result<()> {
    let site = Site::start(&[]).await?;
    let reader = Reader::open().await?;
    reader.read(&site.at("/")).await?;
    reader.control(".view-count").await?;
    reader.control(".comment-form").await?;
    is_the_sample(&extract(&reader, AS_IT_STANDS).await?);
    reader.close().await
}

#[tokio::test]
async fn the_whole_article_is_found_in_what_the_viewer_draws() -> Result<()> {
    let site = Site::start(&[]).await?;
    let reader = Reader::open().await?;
    for (article, headline, byline, language, direction) in [
        ("every-block", "The lighthouse keeper", "Maren Holt", "en-GB", "ltr"),
        ("hindi", "", "", "hi", "ltr"),
        ("arabic", "", "", "ar", "rtl"),
    ] {
        reader.read(&site.at(&format!("/?src=/articles/{article}.json"))).await?;
        let found = extract(&reader, AS_IT_STANDS).await?;
        let begins = |name: &str, beginning: &str| found[name].as_str().is_some_and(|text| text.starts_with(beginning));
        assert!(begins("title", headline) && begins("byline", byline), "{article}: {found}");
        assert!(begins("lang", language), "{article}: {found}");
        assert_eq!(found["dir"], direction, "{article}");
        has_every_part(&found);
    }
    reader.close().await
}
