//! Headings, landmarks, tables, times and languages: what the page is made of for those who do not see it.

use anyhow::Result;
use e2e::{Reader, Site};
use serde_json::json;

use crate::page::{ARTICLES, finds_nothing, look, opens, with_blocks};

/// The headings in `main`, in order, each with whether anything stands between it and the next of its level or above.
const HEADINGS: &str = "
    const all = flat(document.querySelector('main')).filter((node) => isSeen(node) || /^H[1-6]$/.test(node.tagName));
    const isHeading = (node) => /^H[1-6]$/.test(node.tagName);
    return all.flatMap((node, at) => {
        if (!isHeading(node)) return [];
        const next = all.slice(at + 1).find((other) => isHeading(other) || (!node.contains(other) && other.textContent.trim()));
        return [[+node.tagName[1], node.textContent.trim() !== '', next !== undefined && (!isHeading(next) || next.tagName > node.tagName)]];
    });";

async fn headings_are_in_order(reader: &Reader, what: &str) -> Result<Vec<u64>> {
    let headings = look(reader, HEADINGS).await?;
    let list = headings.as_array().cloned().unwrap_or_default();
    assert!(list.iter().all(|heading| heading[1] == json!(true)), "{what}: each has words: {headings}");
    assert!(list.iter().all(|heading| heading[2] == json!(true)), "{what}: each is followed by something: {headings}");
    let levels: Vec<u64> = list.iter().filter_map(|heading| heading[0].as_u64()).collect();
    assert_eq!(levels.first(), Some(&1), "{what}: the first is the h1: {levels:?}");
    assert_eq!(levels.iter().filter(|level| **level == 1).count(), 1, "{what}: there is one h1: {levels:?}");
    assert!(levels.windows(2).all(|pair| pair[1] <= pair[0] + 1), "{what}: no level is skipped: {levels:?}");
    Ok(levels)
}

/// Given a page with an article, when somebody goes from heading to heading, then the first in `main` is the page's only h1, no
/// level is skipped, and something follows each.
#[tokio::test]
async fn rule_01_the_first_heading_in_main_is_the_h1_and_no_level_is_skipped() -> Result<()> {
    let site = Site::start(&[]).await?;
    let reader = Reader::open().await?;
    for path in ARTICLES {
        opens(&reader, &site, path).await?;
        headings_are_in_order(&reader, path).await?;
    }
    reader.close().await
}

/// Given a document that skips levels, or a host with an h1 of its own, when the article is shown, then its headings still
/// follow one another without a gap.
#[tokio::test]
async fn rule_01_what_a_document_skips_is_not_skipped_on_the_page() -> Result<()> {
    let heading = |level: u8| format!(r#"{{"type": "heading", "level": {level}, "text": "Of {level}"}}, "Words.""#);
    let blocks = [4, 2, 4, 3, 4].map(heading).join(", ");
    let page = with_blocks(&blocks).await?;
    assert_eq!(headings_are_in_order(&page.reader, "skipped").await?, [1, 2, 2, 3, 3, 4]);

    let below =
        r#"<main><h1>The site</h1><article-viewer src="/blocks.json" heading-level="2"></article-viewer></main>"#;
    page.visit(below).await?;
    page.reader.until("it is shown", "return viewer?.querySelector('h2.av-headline') != null").await?;
    assert_eq!(headings_are_in_order(&page.reader, "below").await?, [1, 2, 3, 3, 4, 4, 5]);
    page.ends_quietly().await
}

/// Given a page with an article, when somebody goes from landmark to landmark, then there is one `main`, the article is in it,
/// and the comments are a region with a name.
#[tokio::test]
async fn wcag_2_4_1_landmarks_lead_to_the_article_and_to_the_comments() -> Result<()> {
    let site = Site::start(&[]).await?;
    let reader = Reader::open().await?;
    opens(&reader, &site, "/").await?;
    let told = reader.told().await?;
    let named = |role: &str| -> Vec<&str> {
        told.iter().filter(|part| part.role == role).map(|part| part.name.as_str()).collect()
    };
    assert_eq!(named("main").len(), 1);
    assert!(named("article").len() == 1 && named("region") == ["Comments (0)"], "{told:?}");
    let outside = "return flat().filter((node) => isSeen(node) && node.textContent.trim() && \
                   !node.closest('main') && !node.getRootNode().host && !node.querySelector('main')).map(nameOf)";
    finds_nothing(&reader, "everything is in it", outside).await?;
    reader.close().await
}

/// Given a time on the page, when a program reads it, then it finds a `datetime` that says the zone wherever it says the hour,
/// and the words before the time in the same element.
#[tokio::test]
async fn rule_05_every_time_says_itself_to_programs_with_its_zone() -> Result<()> {
    let site = Site::start(&[]).await?;
    let reader = Reader::open().await?;
    opens(&reader, &site, "/?src=/articles/every-block.json").await?;
    reader.control("#comment-name").await?.send_keys("Asha").await?;
    reader.control("#comment-text").await?.send_keys("Now.").await?;
    reader.control(".comment-form [type=submit]").await?.click().await?;
    reader.control(".comment-time").await?;
    let times =
        "return flat().filter((node) => node.localName === 'time').map((time) => [time.dateTime, time.textContent])";
    let times = look(&reader, times).await?;
    let list = times.as_array().cloned().unwrap_or_default();
    // When it appeared, when it changed, when it was corrected, when it was commented on.
    assert!(list.len() >= 4, "{times}");
    for time in list {
        let machine = time[0].as_str().unwrap_or_default();
        let has_zone = machine.ends_with('Z')
            || machine.get(machine.len() - 6..).is_some_and(|end| end.starts_with(['+', '-']) && end.contains(':'));
        assert!(!machine.is_empty() && machine.contains('T') == has_zone, "{time}");
    }
    assert_eq!(times[0][0], "2026-03-02T07:30:00+01:00");
    assert!(
        times[1][1].as_str().is_some_and(|words| words.starts_with("Updated ")),
        "the word is in the element: {times}"
    );
    reader.close().await
}

/// Given an article in another language than the page or the reader, when any part of it is read out, then the nearest `lang`
/// around its words is their language.
#[tokio::test]
async fn rule_06_every_part_says_its_language() -> Result<()> {
    const PARTS: &str = "
        const language = (node) => node && (node.lang || language(above(node)));
        const shared = (node) => /\\p{L}/u.test([...node.childNodes].filter((child) => child.nodeType === 3)
            .map((child) => child.data).join(''));
        return flat().filter((node) => shared(node) && !['script', 'style', 'noscript'].includes(node.localName)
            && !node.closest('noscript')).map((node) => [node.getRootNode().host ? 'chrome' : 'text', language(node), nameOf(node)])";
    let site = Site::start(&[]).await?;
    let reader = Reader::open().await?;
    for (article, language) in [("hindi", "hi"), ("arabic", "ar"), ("every-block", "en")] {
        opens(&reader, &site, &format!("/?src=/articles/{article}.json")).await?;
        reader.control(".tools").await?.click().await?;
        reader.control(".reading[open]").await?;
        let parts = look(
            &reader,
            &format!("{PARTS}.filter(([tree, lang]) => !lang?.startsWith(tree === 'text' ? '{language}' : 'en'))"),
        )
        .await?;
        assert_eq!(parts, json!([]), "{article}");
        for tree in ["text", "chrome"] {
            let number = look(&reader, &format!("{PARTS}.filter(([tree]) => tree === '{tree}').length")).await?;
            assert!(number.as_u64() > Some(9), "{article}: {number} parts of the {tree}");
        }
    }
    reader.close().await
}

/// Given a table wider than the window, when somebody reaches it by keyboard, then it is a region with the table's name that
/// scrolls by itself, and its cells have their headers.
#[tokio::test]
async fn rule_13_tables_have_headers_and_scroll_in_a_named_region() -> Result<()> {
    let row = |cell: &str, first: &str| {
        let rest: Vec<String> = (0..14).map(|column| cell.replace('#', &format!("Column {column}"))).collect();
        format!("[{first}, {}]", rest.join(", "))
    };
    let header = r##"{"text": "#", "header": true}"##;
    let rows = [
        row(header, r#"{"text": "Town", "header": true}"#),
        row(r##""#""##, r#"{"text": "Port Alder", "header": true}"#),
    ];
    let page = with_blocks(&format!(
        r#"{{"type": "table", "caption": "Hours of light", "rows": [{}]}}, {{"type": "table", "rows": [["a", "b"]]}}"#,
        rows.join(", ")
    ))
    .await?;
    let reader = &page.reader;
    reader.set_screen(320, 640, "light").await?;
    let made = "const [wide, other] = viewer.querySelectorAll('table'); const cells = (scope) => \
                wide.querySelectorAll(`th[scope=${scope}]`).length; return [wide.caption.textContent, cells('col'), cells('row'), \
                wide.querySelectorAll('th:not([scope])').length, other.parentElement.getAttribute('aria-label')]";
    assert_eq!(reader.run(made).await?, json!(["Hours of light", 15, 1, 0, "Table"]));
    let told = reader.told().await?;
    assert!(told.iter().any(|part| part.role == "region" && part.name == "Hours of light"), "{told:?}");
    for role in ["columnheader", "rowheader"] {
        assert!(told.iter().any(|part| part.role == role), "{role} in {told:?}");
    }
    reader.run("viewer.querySelector('.av-table').focus()").await?;
    reader.press(thirtyfour::Key::Right).await?;
    reader.until("it scrolls by keyboard", "return viewer.querySelector('.av-table').scrollLeft > 0").await?;
    assert_eq!(
        reader.run("return document.scrollingElement.scrollWidth <= innerWidth").await?,
        json!(true),
        "and the page does not"
    );
    page.ends_quietly().await
}
