//! Every sample, rendered to HTML as it would be in the browser. `tests/fixtures/render/<name>.html` is what it should be;
//! `AV_UPDATE=1` writes it anew.
#![cfg(not(target_arch = "wasm32"))]

use std::{fs, path::Path};

use article::{Article, NativePlatform};
use article_viewer::{ArticleText, Locale};
use leptos::prelude::*;

fn render(article: Article) -> String {
    let owner = Owner::new_root(None);
    owner.with(|| view! { <ArticleText article locale=Locale::plain()/> }.to_html())
}

fn read(json: &str) -> Article {
    let base = Some("https://news.example/articles/a.json");
    article::read(json.as_bytes(), &NativePlatform, base).expect("an article").article
}

/// Everything that stands in angle brackets.
fn tags(html: &str) -> impl Iterator<Item = &str> {
    html.split('<').skip(1).filter_map(|rest| rest.split('>').next())
}

/// One tag a line, so that a difference can be read.
fn in_lines(html: &str) -> String {
    html.replace('<', "\n<").trim_start().to_owned() + "\n"
}

#[test]
fn every_sample_is_rendered_as_expected() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for name in ["pledges", "every-block", "hindi", "arabic"] {
        let json = fs::read_to_string(root.join("articles").join(name).with_extension("json")).expect("a sample");
        let found = in_lines(&render(read(&json)));
        let file = root.join("tests/fixtures/render").join(name).with_extension("html");
        if std::env::var_os("AV_UPDATE").is_some() {
            fs::write(&file, &found).expect("a writable folder");
        }
        assert_eq!(found, fs::read_to_string(&file).unwrap_or_default(), "{name}");
    }
}

#[test]
fn an_article_of_nothing_renders_to_two_slots_and_no_boxes() {
    let html = render(Article::default());
    assert!(html.starts_with("<header slot=\"header\""), "{html}");
    assert!(html.contains("<div slot=\"body\""), "{html}");
    for absent in ["<h1", "<p", "<img", "<time", "<section", "role=\"note\""] {
        assert!(!html.contains(absent), "{absent} in {html}");
    }
}

#[test]
fn hostile_text_stays_text_and_hostile_addresses_go() {
    let html = render(read(
        r#"{
            "schema": "article-viewer/article/1",
            "headline": "<script>alert(1)</script>",
            "source": {"name": "\"><img onerror=x>", "url": "javascript:alert(1)"},
            "image": {"url": "https://a.example/x.jpg\" onload=\"alert(1)", "alt": "\" onerror=\"alert(1)"},
            "disclaimer": "</section><script>",
            "body": [
                {"type": "paragraph", "content": [{"type": "link", "url": "data:text/html,x", "content": ["words"]}]},
                {"type": "code", "text": "</code></pre><script>", "language": "x\" onfocus=\"y"},
                {"type": "footnote", "id": "x\" onclick=\"y", "text": "note"},
                {"type": "<iframe srcdoc=x>", "text": "<svg onload=x>"},
                {"type": "embed", "url": "https://www.youtube.com/watch?v=\"><script>"}
            ]
        }"#,
    ));
    let handlers = |tag: &&str| tag.split_whitespace().any(|word| word.starts_with("on") && word.contains('='));
    let unquoted = |tag: &str| tag.split('"').step_by(2).collect::<String>();
    for tag in tags(&html) {
        let outside_of_quotes = unquoted(tag);
        assert!(!handlers(&outside_of_quotes.as_str()), "{tag}");
        for element in ["iframe", "svg", "object", "style"] {
            assert!(!tag.starts_with(element), "{tag}");
        }
        assert!(!tag.starts_with("script") || tag == "script type=\"application/ld+json\"", "{tag}");
        assert!(!outside_of_quotes.contains("javascript:") && !tag.contains("=\"data:"), "{tag}");
    }
    assert!(html.contains("words") && html.contains("&lt;svg onload=x&gt;"), "words are kept: {html}");
}

#[test]
fn a_link_whose_words_are_its_address_says_so() {
    let check = |words: &str, is_address: bool| {
        let html = render(read(&format!(
            r#"{{"schema": "article-viewer/article/1", "body": [{{"type": "paragraph", "content": [
                {{"type": "link", "url": "https://paper.example/a/", "content": ["{words}"]}}]}}]}}"#
        )));
        assert_eq!(html.contains(r#"<a class="av-address" href="https://paper.example/a/">"#), is_address, "{words}");
    };
    for words in ["https://paper.example/a/", "http://paper.example/a", "paper.example/a", " paper.example/a/ "] {
        check(words, true);
    }
    for words in ["paper.example", "Paper", "paper.example/a/b", ""] {
        check(words, false);
    }
}

#[test]
fn the_label_stands_before_the_first_paragraph_and_the_statement_after_the_last() {
    let html = render(read(
        r#"{
            "schema": "article-viewer/article/1", "deck": "Deck", "summary": "Summary", "body": ["First.", "Last."],
            "disclaimer": "Careful.",
            "ai": {
                "involvement": "generated", "statement": "A machine wrote it.", "policy_url": "/ai",
                "parts": [{"part": "summary", "involvement": "generated"}], "review": {"human": true, "by": "Maren Holt"}
            }
        }"#,
    ));
    let at = |text: &str| html.find(text).unwrap_or_else(|| panic!("{text} in {html}"));
    let order = [
        "Generated by AI, reviewed by Maren Holt",
        "Deck",
        "Summary",
        "First.",
        "Last.",
        "Careful.",
        "A machine wrote it.",
    ];
    assert!(order.map(at).is_sorted(), "{html}");
    assert!(html.contains("data-ai-disclosure=\"ai-generated\""));
    assert!(html.contains("href=\"https://news.example/ai\""));
    assert!(html.contains("av-ai-part"), "the summary is labelled where it stands");
}

#[test]
fn changes_are_listed_newest_first_and_the_block_they_name_is_marked_once() {
    let changes = [
        r#"{"text": "Undated."}"#,
        r#"{"time": "2026-01-08T00:30:00+01:00", "text": "A <b>comma</b>.", "block": 1}"#,
        r#"{"time": "2026-01-08T00:10:00Z", "text": "Rain was sun.", "block": 1}"#,
    ];
    let with = |changes: &str| {
        render(read(&format!(
            r#"{{"schema": "article-viewer/article/1", "body": ["First.", "Last."], "changes": [{changes}],
            "disclaimer": "Careful."}}"#
        )))
    };
    let [undated, older, newer] = changes;
    let check = |changes: [&str; 3], expected: [&str; 7]| {
        let html = with(&changes.join(","));
        let at = |text: &str| html.find(text).unwrap_or_else(|| panic!("{text} in {html}"));
        assert!(expected.map(at).is_sorted(), "{expected:?} in {html}");
        assert_eq!(html.matches("id=\"av-changed-1\"").count(), 1, "{html}");
        assert_eq!(html.matches("href=\"#av-changed-1\"").count(), 2, "{html}");
    };
    let (comma, sun) = (">A &lt;b&gt;comma&lt;/b&gt;.</a>", ">Rain was sun.</a>");
    let [first, mark, last, history] = ["First.", ">Changed</p>", "Last.", "Changes to this article (3)</summary>"];
    check([undated, older, newer], [first, mark, last, history, sun, comma, "Careful."]);
    check([newer, older, undated], [first, mark, last, history, sun, comma, "Careful."]);
    let without = with("");
    assert!(!without.contains("av-history") && !without.contains("av-changed"), "{without}");
}

#[test]
fn a_lead_picture_reserves_its_room_and_is_described_by_the_headline_when_nobody_else_does() {
    let lead = |image: &str| {
        render(read(&format!(r#"{{"schema": "article-viewer/article/1", "headline": "Rain", "image": {image}}}"#)))
    };
    let sized =
        lead(r#"{"url": "a.jpg", "width": 1600, "height": 900, "variants": [{"url": "b,c.jpg", "width": 480}]}"#);
    for part in [
        "width=\"1600\"",
        "height=\"900\"",
        "alt=\"Rain\"",
        "fetchpriority=\"high\"",
        "srcset=\"https://news.example/articles/b%2Cc.jpg 480w, https://news.example/articles/a.jpg 1600w\"",
    ] {
        assert!(sized.contains(part), "{part} in {sized}");
    }
    let bare = lead(r#""a.jpg""#);
    assert!(bare.contains("av-unsized") && !bare.contains("srcset"), "{bare}");
}
