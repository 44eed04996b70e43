//! HTML, as other systems have it in their comments, to what a comment here is made of.
//!
//! `article` reads the HTML as it reads any article's; of its blocks those stay that comments have, and of the others the
//! words. Pictures and films become links to them, and addresses among words become links, as the other systems show them.

use article::{Block, Image, Inline, NativePlatform, SafeUrl, Span, plain_text, read_html};
use engagement::comments::parse_text;
use serde_json::{Value, json};

use super::source;
use crate::{
    markdown::{self, links},
    store::Body,
};

/// What somebody wrote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Written {
    /// In Markdown; empty when there are no words.
    pub(super) text: String,
    /// As it is shown.
    pub(super) body: Body,
}

impl Default for Written {
    fn default() -> Self {
        Self { text: String::new(), body: Body::empty() }
    }
}

/// What HTML says; `base` is what its addresses are resolved against.
pub(super) fn written(html: &str, base: Option<&str>) -> Written {
    let mut kept = Vec::new();
    blocks(&read_html(html, &NativePlatform, base), &mut kept);
    let blocks = markdown::read(&kept);
    let mut text = tidy(&source::markdown(&blocks));
    // A million of these are held at once.
    text.shrink_to_fit();
    Written { text, body: markdown::print(&blocks) }
}

/// What Markdown says.
pub(super) fn markdown(text: &str) -> Written {
    let text = tidy(text);
    let body = if text.is_empty() { Body::empty() } else { markdown::blocks(&text) };
    Written { text, body }
}

/// A text as it is stored, however long: what was kept elsewhere is not cut here.
fn tidy(text: &str) -> String {
    use engagement::comments::CommentError::TextTooLong;
    match parse_text(text) {
        Ok(text) => text,
        Err(TextTooLong) => {
            let kept: String = text.chars().filter(|c| matches!(c, '\n' | '\t') || !c.is_control()).collect();
            // Only whether there are words is asked now.
            let has_words =
                kept.split_whitespace().any(|word| !matches!(parse_text(word), Err(error) if error != TextTooLong));
            if has_words { kept.trim_end().to_owned() } else { String::new() }
        }
        Err(_) => String::new(),
    }
}

/// The HTML of a text in which an empty line ends a paragraph and any other line end is a line break, as WordPress has it.
///
/// Line ends beside an element that is a block of its own mean nothing, and those within `pre` are left as they are.
pub(super) fn paragraphs(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let mut html = String::new();
    let mut rest = &*text;
    let mut is_after_block = true;
    // Where no element ends any more, `<` is a character: a parser would take all that follows for its attributes.
    let last_end = text.rfind('>').unwrap_or_default();
    while !rest.is_empty() {
        let at = text.len() - rest.len();
        let tags = rest.match_indices('<').map(|(tag, _)| tag).take_while(|tag| at + tag < last_end);
        let tag = tags.into_iter().find(|tag| begins_tag(&rest[tag + 1..])).unwrap_or(rest.len());
        let (words, from_tag) = rest.split_at(tag);
        let (tag, after) = from_tag.split_at(tag_length(from_tag));
        let name = name_of(tag);
        let is_block = BLOCKS.iter().any(|block| name.eq_ignore_ascii_case(block));
        let words = if is_after_block { words.trim_start_matches('\n') } else { words };
        let words = if is_block { words.trim_end_matches('\n') } else { words };
        let words = words.replace('\n', "<br>");
        html += &if tag.is_empty() { without_open_end(&words) } else { words };
        html += tag;
        (rest, is_after_block) = (after, is_block || name.eq_ignore_ascii_case("br"));
    }
    html
}

/// Elements beside which line ends mean nothing.
const BLOCKS: [&str; 19] = [
    "p",
    "div",
    "ul",
    "ol",
    "li",
    "blockquote",
    "pre",
    "table",
    "tr",
    "td",
    "th",
    "hr",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "figure",
];

fn begins_tag(after: &str) -> bool {
    after.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?'))
}

/// The name in a tag, whether it opens or closes.
fn name_of(tag: &str) -> &str {
    let name = tag.trim_start_matches(['<', '/']);
    &name[..name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len())]
}

/// How long a tag is; with all that is in it, for the elements in which line ends are what they are.
fn tag_length(text: &str) -> usize {
    let Some(end) = text.find('>').map(|end| end + 1) else { return text.len() };
    for (name, close) in [("pre", "</pre"), ("script", "</script"), ("style", "</style"), ("!", "-->")] {
        let is_comment = name == "!" && text.starts_with("<!--");
        if is_comment || !text.starts_with("</") && name_of(text).eq_ignore_ascii_case(name) {
            let found = text
                .char_indices()
                .map(|(at, _)| &text[at..])
                .find(|from| from.get(..close.len()).is_some_and(|from| from.eq_ignore_ascii_case(close)));
            let closed = found.map(|from| text.len() - from.len() + from.find('>').map_or(from.len(), |end| end + 1));
            return closed.unwrap_or(text.len());
        }
    }
    end
}

/// Words after the last tag, in which `<` begins nothing.
fn without_open_end(words: &str) -> String {
    words.replace("<br>", "\n").replace('<', "&lt;").replace('\n', "<br>")
}

/// The blocks that comments have.
fn blocks(blocks: &[Block], kept: &mut Vec<Value>) {
    for block in blocks {
        match block {
            Block::Paragraph(paragraph) => text(&paragraph.content, kept),
            Block::Heading(heading) => text(&heading.content, kept),
            Block::PullQuote(quote) => text(&quote.content, kept),
            Block::Footnote(note) => text(&note.content, kept),
            Block::Correction(correction) => text(&correction.content, kept),
            Block::Quote(quote) => {
                let mut body = inside(&quote.body);
                words(quote.attribution.as_deref(), &mut body);
                kept.push(json!({ "type": "quote", "body": body }));
            }
            Block::List(list) => {
                let items: Vec<_> =
                    list.items.iter().map(|item| inside(item)).filter(|item| !item.is_empty()).collect();
                kept.push(json!({ "type": "list", "ordered": list.ordered, "start": list.start, "items": items }));
            }
            Block::Code(code) => kept.push(json!({ "type": "code", "text": code.text, "language": code.language })),
            Block::Table(table) => {
                words(table.caption.as_deref(), kept);
                for row in &table.rows {
                    let cells: Vec<_> = row.iter().map(|cell| plain_text(&cell.content)).collect();
                    words(Some(&cells.join(" | ")), kept);
                }
            }
            Block::Callout(callout) => {
                words(callout.title.as_deref(), kept);
                self::blocks(&callout.body, kept);
            }
            Block::Figure(image) => picture(image, kept),
            Block::Gallery(gallery) => {
                gallery.images.iter().for_each(|image| picture(image, kept));
                text(&gallery.caption, kept);
            }
            Block::Embed(embed) => link(&embed.url, embed.title.as_deref(), kept),
            Block::Video(video) => {
                link(&video.url, video.title.as_deref(), kept);
                text(&video.caption, kept);
            }
            Block::Audio(audio) => {
                link(&audio.url, audio.title.as_deref(), kept);
                text(&audio.caption, kept);
            }
            Block::Unknown(unknown) => words(unknown.text.as_deref(), kept),
            Block::Divider(_) => {}
        }
    }
}

fn inside(of: &[Block]) -> Vec<Value> {
    let mut kept = Vec::new();
    blocks(of, &mut kept);
    kept
}

/// A picture, which a comment has as a link.
fn picture(image: &Image, kept: &mut Vec<Value>) {
    link(&image.url, image.alt.as_deref(), kept);
    text(&image.caption, kept);
}

fn link(url: &SafeUrl, title: Option<&str>, kept: &mut Vec<Value>) {
    let title = title.map(str::trim).filter(|title| !title.is_empty()).unwrap_or(url.as_str());
    kept.push(paragraph(vec![json!({ "type": "link", "url": url, "content": [title] })]));
}

fn words(words: Option<&str>, kept: &mut Vec<Value>) {
    if let Some(words) = words {
        text(&[Inline::Text(words.to_owned())], kept);
    }
}

fn text(content: &[Inline], kept: &mut Vec<Value>) {
    if !content.is_empty() {
        kept.push(paragraph(inlines(content, true)));
    }
}

fn paragraph(content: Vec<Value>) -> Value {
    json!({ "type": "paragraph", "content": content })
}

fn inlines(content: &[Inline], has_links: bool) -> Vec<Value> {
    let mut pieces = Vec::new();
    for inline in content {
        match inline {
            Inline::Text(text) if has_links => links::push(text, &mut pieces),
            Inline::Text(text) => pieces.push(json!(text)),
            Inline::Span(span) => self::span(span, has_links, &mut pieces),
        }
    }
    pieces
}

fn span(span: &Span, has_links: bool, pieces: &mut Vec<Value>) {
    let mut marked = |kind: &str, content: &[Inline]| {
        pieces.push(json!({ "type": kind, "content": inlines(content, has_links) }));
    };
    match span {
        Span::Strong { content } => marked("strong", content),
        Span::Emphasis { content } => marked("emphasis", content),
        Span::Sub { content } => marked("sub", content),
        Span::Sup { content } => marked("sup", content),
        Span::Mark { content } => marked("mark", content),
        Span::Strike { content } => marked("strike", content),
        Span::Link { url, content } if url.as_str().starts_with("http") => {
            pieces.push(json!({ "type": "link", "url": url, "content": inlines(content, false) }));
        }
        // A mailbox is nobody's business.
        Span::Link { content, .. } => pieces.extend(inlines(content, has_links)),
        Span::Code { text } => pieces.push(json!({ "type": "code", "text": text })),
        Span::Break => pieces.push(json!({ "type": "break" })),
        Span::Note { id } => pieces.push(json!(format!("[{id}]"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(html: &str, text: &str, blocks: Value) {
        let written = written(html, Some("https://news.example/a"));
        assert_eq!(serde_json::from_str::<Value>(written.body.json()).expect("JSON"), blocks, "{html}");
        assert_eq!(written.text, text, "{html}");
    }

    fn paragraph(content: Value) -> Value {
        json!({ "type": "paragraph", "content": content })
    }

    #[test]
    fn blocks_that_comments_have_stay() {
        check(
            "<p>One <b>two</b> <i>three</i><br>four.</p><blockquote><p>Five.</p></blockquote><ul><li>a<li>b</ul>\
             <pre><code>x  =\n1</code></pre>",
            "One **two** *three*\nfour.\n\n> Five.\n\n- a\n- b\n\n```\nx  =\n1\n```",
            json!([
                paragraph(json!([
                    "One ", { "type": "strong", "content": ["two"] }, " ", { "type": "emphasis", "content": ["three"] },
                    { "type": "break" }, "four.",
                ])),
                { "type": "quote", "body": [paragraph(json!(["Five."]))] },
                { "type": "list", "ordered": false, "items": [[paragraph(json!(["a"]))], [paragraph(json!(["b"]))]] },
                { "type": "code", "text": "x  =\n1" },
            ]),
        );
    }

    #[test]
    fn others_leave_their_words() {
        let link = |url: &str, text: &str| json!({ "type": "link", "url": url, "content": [text] });
        check(
            "<h2>Head</h2><hr><img src=/x.png alt=Rain><table><tr><td>1<td>2</table>",
            "Head\n\n[Rain](https://news.example/x.png)\n\n1 | 2",
            json!([
                paragraph(json!(["Head"])),
                paragraph(json!([link("https://news.example/x.png", "Rain")])),
                paragraph(json!(["1 | 2"])),
            ]),
        );
    }

    #[test]
    fn nothing_runs() {
        check(
            "<script>alert(1)</script><a href='javascript:alert(1)' onclick=alert(1)>x</a> <a href=mailto:a@b.example>y</a>\
             <style>p{}</style><svg onload=alert(1)><iframe srcdoc='<script>1</script>'></iframe>",
            "x y",
            json!([paragraph(json!(["x ", "y"]))]),
        );
        check("<script>alert(1)</script>", "", json!([]));
    }

    #[test]
    fn addresses_among_words_are_links() {
        check(
            "See https://b.example/x_y.",
            "See [https://b.example/x_y](https://b.example/x_y).",
            json!([paragraph(json!([
                "See ", { "type": "link", "url": "https://b.example/x_y", "content": ["https://b.example/x_y"] }, "."
            ]))]),
        );
    }

    #[test]
    fn lines_are_those_of_wordpress() {
        let cases = [
            ("One\r\ntwo\n\nthree", "One\ntwo\n\nthree"),
            ("One\n\n\n\n<b>two</b>", "One\n\n**two**"),
            ("<ul>\n\n<li>a</li>\n<li>b\nc</li>\n</ul>\nend", "- a\n- b\n  c\n\nend"),
            ("a\n<pre>x\n\ny</pre>\nb", "a\n\n```\nx\n\ny\n```\n\nb"),
            ("1 < 2\n<b\nopen", "1 \\< 2\n\\<b\nopen"),
            ("a<br />\nb", "a\nb"),
            ("\n\n", ""),
            ("a <!-- > --> b\n<PRE>c\n</pre >d", "a b\n\n```\nc\n```\n\nd"),
        ];
        for (stored, text) in cases {
            assert_eq!(written(&paragraphs(stored), None).text, text, "{stored}");
        }
    }

    #[test]
    fn long_texts_are_whole() {
        let long = "word ".repeat(20_000);
        assert_eq!(written(&long, None).text.len(), 99_999);
        assert_eq!(markdown(&long).text.len(), 99_999);
        assert_eq!(markdown(&"\u{200b}".repeat(6_000)).text, "");
        assert_eq!(paragraphs(&"<a".repeat(50_000)).len(), 250_000);
        assert_eq!(paragraphs(&"<pre>".repeat(50_000)).len(), 250_000);
    }
}
