//! Writing that is not Latin's: the room it needs, where its lines break, and the side it begins on. No typeface has to be
//! there for it.

use anyhow::Result;
use e2e::{Answer, Hosted, Reader, Site};
use serde_json::{Value, json};

/// By language: the height of a paragraph's lines in letters, and that of the headline's.
const SAMPLES: [(&str, &str, f64, f64); 7] = [
    ("ar", include_str!("../../../../articles/arabic.json"), 1.85, 1.5),
    ("hi", include_str!("../../../../articles/hindi.json"), 1.85, 1.5),
    ("bn", include_str!("../../articles/bengali.json"), 1.85, 1.5),
    ("ta", include_str!("../../articles/tamil.json"), 1.85, 1.5),
    ("ur", include_str!("../../articles/urdu.json"), 2.2, 2.2),
    ("ja", include_str!("../../articles/japanese.json"), 1.75, 1.5),
    ("zh", include_str!("../../articles/chinese.json"), 1.75, 1.5),
];

const STYLE: &str = "const style = (selector, part) => getComputedStyle(viewer.querySelector(selector), part); \
                     const lines = (selector) => Math.round(100 * parseFloat(style(selector).lineHeight) / \
                     parseFloat(style(selector).fontSize)) / 100;";

/// Opens a page with one of the samples.
async fn opens(page: &Hosted, json: &str) -> Result<()> {
    page.host.answers("/sample.json", Answer::text(json));
    page.visit(r#"<article-viewer src="/sample.json"></article-viewer>"#).await?;
    let article: Value = serde_json::from_str(json)?;
    page.shows(article["headline"].as_str().unwrap_or_default()).await
}

#[tokio::test]
async fn every_script_has_the_room_it_needs_above_its_letters_and_none_between_them() -> Result<()> {
    let page = Hosted::set().await?;
    for (language, json, paragraph, headline) in SAMPLES {
        opens(&page, json).await?;
        let found = format!(
            "{STYLE} return [lines('.av-paragraph'), lines('.av-headline'), \
             ['.av-strip', '.av-kicker', '.av-headline', '.av-paragraph'].map((one) => style(one).letterSpacing), \
             style('.av-paragraph').fontVariantNumeric, viewer.querySelector('em') && style('em').fontStyle]"
        );
        let slanted = if json.contains("emphasis") { json!("normal") } else { json!(null) };
        let expected = json!([paragraph, headline, ["normal", "normal", "normal", "normal"], "lining-nums", slanted]);
        assert_eq!(page.reader.run(&found).await?, expected, "{language}");
    }
    page.ends_quietly().await
}

#[tokio::test]
async fn no_script_is_wider_than_the_narrowest_window() -> Result<()> {
    let page = Hosted::set().await?;
    page.reader.set_screen(320, 740, "light").await?;
    for (language, json, ..) in SAMPLES {
        opens(&page, json).await?;
        let overflow =
            "const { scrollWidth, clientWidth } = document.documentElement; return scrollWidth - clientWidth";
        assert_eq!(page.reader.run(overflow).await?, json!(0), "{language}");
    }
    page.ends_quietly().await
}

#[tokio::test]
async fn urdu_begins_on_the_right_and_is_nastaliq_throughout() -> Result<()> {
    let page = Hosted::set().await?;
    opens(&page, SAMPLES[4].1).await?;
    let sides = format!(
        "{STYLE} return [['.av-ai-label', 'borderRightWidth'], ['.av-ai-label', 'borderLeftWidth'], ['.av-quote', \
         'borderRightWidth'], ['.av-quote', 'borderLeftWidth'], ['.av-list', 'paddingLeft'], ['.av-table td', 'paddingRight'], \
         ['.av-footnote-back', 'transform']].map(([selector, property]) => style(selector)[property])"
    );
    let expected = json!(["4px", "0px", "3px", "0px", "0px", "0px", "matrix(-1, 0, 0, 1, 0, 0)"]);
    assert_eq!(page.reader.run(&sides).await?, expected);
    let faces = format!(
        "{STYLE} return ['.av-strip', '.av-headline', '.av-caption', '.av-paragraph', '.av-table', '.av-disclaimer'] \
         .map((one) => style(one).fontFamily.split(', ')[0])"
    );
    let nastaliq = r#""Noto Nastaliq Urdu""#;
    assert_eq!(page.reader.run(&faces).await?, json!([nastaliq, nastaliq, nastaliq, nastaliq, nastaliq, nastaliq]));
    page.reader.run("viewer.style.setProperty('--av-font-urdu', 'Ours')").await?;
    assert_eq!(page.reader.run(&faces).await?, json!(["Ours", "Ours", "Ours", "Ours", "Ours", "Ours"]));
    page.ends_quietly().await
}

#[tokio::test]
async fn lines_of_japanese_and_chinese_break_where_their_readers_expect_it() -> Result<()> {
    let page = Hosted::set().await?;
    for (at, phrase, emphasis) in [(5, "auto-phrase", "sesame"), (6, "normal", "dot")] {
        opens(&page, SAMPLES[at].1).await?;
        let found = format!(
            "{STYLE} const text = style('.av-paragraph'); return [text.lineBreak, text.wordBreak, text.textAutospace, \
             text.textSpacingTrim, text.textJustify, style('.av-headline').wordBreak, style('em').textEmphasisStyle, \
             style('.av-note-reference', '::before').content]"
        );
        let joined = "\"\u{2060}\" / \"\"";
        let expected = json!(["strict", "normal", "normal", "trim-start", "inter-character", phrase, emphasis, joined]);
        assert_eq!(page.reader.run(&found).await?, expected);
    }
    page.ends_quietly().await
}

#[tokio::test]
async fn a_page_written_ahead_in_one_script_has_what_another_needs() -> Result<()> {
    let (site, reader) = (Site::start(&[]).await?, Reader::open().await?);
    reader.read(&site.at("/")).await?;
    assert_eq!(reader.run(&format!("{STYLE} return lines('.av-headline')")).await?, json!(1.14));
    reader.run("viewer.src = '/articles/arabic.json'").await?;
    reader.until("it is in Arabic", "return viewer.querySelector('.av-body')?.lang === 'ar'").await?;
    let found = format!("{STYLE} return [lines('.av-headline'), style('.av-kicker').letterSpacing]");
    assert_eq!(reader.run(&found).await?, json!([1.5, "normal"]));
    reader.close().await
}
