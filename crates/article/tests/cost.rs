//! What twice as much costs: bytes allocated, not time, so that a busy machine changes nothing.

use allocation_counter::measure;
use article::{MAX_BYTES, NativePlatform, ReadError, Reading};
use serde_json::json;

fn read(document: &[u8]) -> Result<Reading, ReadError> {
    article::read(document, &NativePlatform, Some("https://news.example/feed.json"))
}

/// A document whose text is this HTML.
fn of_html(html: &str) -> Vec<u8> {
    json!({ "id": "1", "url": "https://news.example/1", "title": "A headline", "content_html": html })
        .to_string()
        .into_bytes()
}

fn each(n: usize, one: fn(usize) -> String) -> String {
    (0..n).map(one).collect::<Vec<_>>().concat()
}

/// A post of `WordPress` whose text is this HTML.
fn of_post(html: &str) -> Vec<u8> {
    json!({ "id": 1, "title": { "rendered": "A headline" }, "content": { "rendered": html } }).to_string().into_bytes()
}

/// A document whose text is plain.
fn of_text(text: &str) -> Vec<u8> {
    json!({ "id": "1", "title": "A headline", "content_text": text }).to_string().into_bytes()
}

/// An article of the native format with these blocks.
fn of_blocks(blocks: &str) -> Vec<u8> {
    format!(r#"{{"schema":"article-viewer/article/1","body":[{blocks}"Words."]}}"#).into_bytes()
}

/// Bytes that reading takes, in all.
fn cost(document: &[u8]) -> u64 {
    let mut is_read = false;
    let cost = measure(|| is_read = read(document).is_ok()).bytes_total;
    assert!(is_read, "{}", String::from_utf8_lossy(document.get(..200).unwrap_or(document)));
    cost
}

/// A name, and a text of it that is twice as long for twice the number.
type Shape = (&'static str, fn(usize) -> String);

/// Holds what twice as much costs to 2.2 times as much.
fn check(of: fn(&str) -> Vec<u8>, shapes: &[Shape]) {
    for (name, text) in shapes {
        let at = |n: usize| cost(&of(&text(n)));
        // Past what every document costs, and what grows in steps.
        let (once, twice) = (at(500), at(1_000));
        assert!(twice * 10 <= once * 22, "{name}: {once} bytes for 500, {twice} for 1,000");
    }
}

#[test]
fn twice_as_much_html_costs_twice_as_much() {
    let shapes: [Shape; 15] = [
        ("paragraphs", |n| "<p>Some words of a text.</p>".repeat(n)),
        ("one text", |n| "word ".repeat(n)),
        ("line breaks", |n| "line<br>".repeat(n)),
        ("marks side by side", |n| "<b>b</b><i>i</i>".repeat(n)),
        ("marks in marks", |n| "<b>".repeat(n) + "deep"),
        ("boxes in boxes", |n| "<div>".repeat(n) + "deep"),
        ("lists in lists", |n| "<ul><li>item".repeat(n)),
        ("marks that cross", |n| "<b><p></b>x".repeat(n)),
        ("a table", |n| format!("<table>{}</table>", "<tr><td>a<td>b".repeat(n))),
        ("pictures", |n| "<figure><img src=/a.jpg width=4 height=3><figcaption>c</figcaption></figure>".repeat(n)),
        ("attributes", |n| format!("<p {}>text", each(n, |i| format!("a{i}=x ")))),
        ("footnotes", |n| each(n, |i| format!("<p>t<a href='#f{i}' id='r{i}'>{i}</a></p>"))),
        ("a wide row", |n| format!("<table><tr>{}</table>", "<td>a".repeat(n))),
        ("marks opened by nothing", |n| format!("<p>{}</p>", "a < b &lt; c &amp d ".repeat(n))),
        ("words of which each is a link", |n| "<a href=/a>a</a> ".repeat(n)),
    ];
    check(of_html, &shapes);
}

#[test]
fn twice_as_many_brackets_cost_twice_as_much() {
    let shapes: [Shape; 4] = [
        ("opening brackets", |n| "[".repeat(n) + "text"),
        ("words in brackets", |n| "word [sic] ".repeat(n)),
        ("shortcodes", |n| "[box a=1]text[/box]".repeat(n)),
        ("shortcodes in shortcodes", |n| "[box a=1]".repeat(n) + "text" + &"[/box]".repeat(n)),
    ];
    check(of_post, &shapes);
}

#[test]
fn twice_as_much_plain_text_costs_twice_as_much() {
    let shapes: [Shape; 6] = [
        ("a wall of text", |n| "Nobody slept in the valley. ".repeat(n)),
        ("one word", |n| "word".repeat(n)),
        ("lines", |n| "A line.\n".repeat(n)),
        ("paragraphs", |n| "A line.\n\n".repeat(n)),
        ("addresses", |n| "https://news.example/a ".repeat(n)),
        ("what only begins like an address", |n| "http".repeat(n)),
    ];
    check(of_text, &shapes);
}

#[test]
fn twice_as_many_blocks_cost_twice_as_much() {
    let shapes: [Shape; 8] = [
        ("paragraphs", |n| r#"{"type":"paragraph","content":["a",{"type":"strong","content":"b"}]},"#.repeat(n)),
        ("one paragraph", |n| format!(r#"{{"type":"paragraph","content":[{}"end"]}},"#, r#""word","#.repeat(n))),
        ("a list", |n| format!(r#"{{"type":"list","items":[{}["end"]]}},"#, r#"["item"],"#.repeat(n))),
        ("lists", |n| r#"{"type":"list","items":[["a",{"type":"list","items":[["b"]]}]]},"#.repeat(n)),
        ("a table", |n| format!(r#"{{"type":"table","rows":[{}["end"]]}},"#, r#"["a",1],"#.repeat(n))),
        ("a wide row", |n| format!(r#"{{"type":"table","rows":[[{}"end"]]}},"#, r#""a","#.repeat(n))),
        ("pictures", |n| r#"{"type":"figure","url":"/a.jpg","caption":"A mill."},"#.repeat(n)),
        // Notices are bounded.
        ("what is not known", |n| r#"{"type":"oracle","text":"Words.","b":{"c":[1,true,null]}},"#.repeat(n)),
    ];
    check(of_blocks, &shapes);
}

#[test]
fn twice_as_much_of_an_editors_tree_costs_twice_as_much() {
    let paragraph = json!({ "type": "paragraph", "children": [{ "type": "text", "text": "Words.", "format": 3 }] });
    let item = json!({ "type": "listitem", "children": [{ "type": "text", "text": "Words." }] });
    let at = |n: usize| {
        let list = json!({ "type": "list", "listType": "bullet", "children": vec![item.clone(); n] });
        let mut children = vec![paragraph.clone(); n];
        children.push(list);
        cost(json!({ "root": { "type": "root", "children": children } }).to_string().as_bytes())
    };
    let (once, twice) = (at(2_000), at(4_000));
    assert!(twice * 10 <= once * 22, "{once} bytes for 2,000, {twice} for 4,000");
}

// V10
#[test]
fn json_that_is_nested_without_end_is_refused() {
    for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
        let deep = open.repeat(100_000) + "1" + &close.repeat(100_000);
        assert!(matches!(read(deep.as_bytes()), Err(ReadError::NotJson { .. })));
    }
    assert!(matches!(read(&vec![b' '; MAX_BYTES + 1]), Err(ReadError::TooLarge)));
}

// V11, V12
#[test]
fn html_that_is_large_or_deep_is_shown_as_far_as_there_is_room() {
    for html in [
        "<b>".repeat(100_000) + "deep",
        // Deeper ones are the parser's to pay for: it looks up the open elements at each.
        "<div>".repeat(2_000) + "deep",
        "<blockquote>".repeat(2_000) + "deep",
        "<ul><li>".repeat(1_000) + "deep",
        "<table><tr><td>".repeat(500) + "deep",
        "<figure>".repeat(2_000) + "deep",
        "<figure><figcaption>".repeat(1_000) + "deep",
        "<div class=wp-caption>".repeat(2_000) + "deep",
        "<div class=kg-callout-card><div class=kg-callout-text>".repeat(1_000) + "deep",
        "<aside class=pullquote>".repeat(2_000) + "deep",
        "<details><summary>".repeat(1_000) + "deep",
        "<dl><dt>".repeat(1_000) + "deep",
        "<dl><dd>".repeat(1_000) + "deep",
        "<math>".repeat(2_000) + "deep",
        "<h2><span>".repeat(2_000) + "deep",
        "x".repeat(5_000_000),
        format!("<table>{}</table>", format!("<tr>{}", "<td>c".repeat(100)).repeat(500)),
        "<p>p".repeat(60_000),
    ] {
        let reading = read(&of_html(&html)).expect("an article");
        assert!(!reading.article.body.is_empty(), "{}", &html[..20]);
    }
}
