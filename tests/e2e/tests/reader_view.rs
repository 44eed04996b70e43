//! Firefox's Reader View of the page written ahead.

use anyhow::Result;
use e2e::{Reader, Site};
use serde_json::json;

#[tokio::test]
async fn reader_view_shows_the_whole_article() -> Result<()> {
    let site = Site::start(&[]).await?;
    // The first page of a site has no Reader View, whatever stands on it; under its own name the same page has one.
    let reader = Reader::in_reader_view(&site.at("/index.html")).await?;
    let shown = reader
        .run(
            "const text = (selector) => document.querySelector(selector)?.textContent; \
             const { lang, dir } = document.querySelector('.container'); \
             return { title: text('.reader-title'), credits: text('.reader-credits'), lang, dir, \
             pictures: document.querySelectorAll('.moz-reader-content img').length, \
             beginnings: [...document.querySelectorAll('.moz-reader-content p')].map((p) => p.textContent.slice(0, 14)) }",
        )
        .await?;
    assert!(shown["title"].as_str().is_some_and(|title| title.starts_with("Outside the umbrella")), "{shown}");
    assert_eq!(shown["credits"], "Nishadil");
    assert_eq!((&shown["lang"], &shown["dir"]), (&json!("en-IN"), &json!("ltr")));
    assert_eq!(shown["pictures"], 1);
    let beginnings = [
        "Edited with AI",
        "One two-sided ",
        "Almost four ye",
        "Next month the",
        "The stopgap no",
        "It matters jus",
        "Britain went f",
        "In Kyiv the ag",
        "Whether papers",
        "Disclaimer: Pa",
    ];
    assert_eq!(shown["beginnings"], json!(beginnings));
    reader.close().await
}
