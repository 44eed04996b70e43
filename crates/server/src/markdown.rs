//! Markdown, as comments have it, to blocks of the native article format.
//!
//! Paragraphs, emphasis, code, quotes, lists and links; of everything else the words stay. There is no HTML on the way: the
//! blocks are read by `article` as any article's are, and what it refuses, such as an address that runs something, is not
//! stored.

pub(crate) mod links;

use article::{Block, NativePlatform};
use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag, TextMergeStream};
use serde_json::{Value, json};

use crate::store::Body;

/// Blocks within blocks, and marks within marks, beyond this depth become part of what is around them.
const MAX_DEPTH: usize = 8;

/// The blocks of a comment.
pub(crate) fn blocks(text: &str) -> Body {
    let mut writer = Writer::default();
    for event in TextMergeStream::new(Parser::new(text)) {
        writer.take(event);
    }
    let blocks = body(&writer.finish());
    // What Markdown takes for marks alone, such as a line of dashes, is what somebody wrote.
    if blocks == Body::empty() { plain(text) } else { blocks }
}

/// Text that is no Markdown: an empty line separates paragraphs.
pub(crate) fn plain(text: &str) -> Body {
    let paragraph = |paragraph: &str| {
        let mut content = Vec::new();
        for line in paragraph.lines() {
            if !content.is_empty() {
                content.push(json!({ "type": "break" }));
            }
            links::push(line, &mut content);
        }
        json!({ "type": "paragraph", "content": content })
    };
    body(&text.split("\n\n").map(paragraph).collect::<Vec<_>>())
}

/// What `article` makes of blocks, as JSON.
fn body(blocks: &[Value]) -> Body {
    print(&read(blocks))
}

/// What `article` makes of blocks.
pub(crate) fn read(blocks: &[Value]) -> Vec<Block> {
    let document = json!({ "schema": "article-viewer/article/1", "body": blocks });
    let read = article::read(document.to_string().as_bytes(), &NativePlatform, None);
    read.map(|reading| reading.article.body).unwrap_or_default()
}

/// Blocks as they are stored.
pub(crate) fn print(blocks: &[Block]) -> Body {
    // Blocks are plain data, which always has a JSON form.
    serde_json::to_string(blocks).map_or_else(|_| Body::empty(), Body::new)
}

/// Puts blocks together from the parser's events.
#[derive(Default)]
struct Writer {
    /// What is open, from the outermost in.
    open: Vec<Open>,
    blocks: Vec<Value>,
}

/// An element that has begun.
struct Open {
    kind: Kind,
    /// Its type and members, without its content.
    json: Value,
    /// What is in it so far: blocks, or pieces of running text.
    content: Vec<Value>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Holds running text.
    Paragraph,
    /// The same, begun by text that stands among blocks, as in the items of most lists.
    Implied,
    /// Holds blocks.
    Quote,
    /// Holds items.
    List,
    /// Holds blocks.
    Item,
    /// Holds text as it stands.
    Code,
    /// Is part of running text.
    Mark,
    /// A mark that leads somewhere.
    Link,
    /// Is as if it were not there.
    Nothing,
}

impl Kind {
    const fn holds_text(self) -> bool {
        matches!(self, Self::Paragraph | Self::Implied | Self::Code | Self::Mark | Self::Link)
    }
}

impl Writer {
    fn take(&mut self, event: Event) {
        match event {
            Event::Start(tag) => self.open(tag),
            Event::End(_) => self.close(),
            // HTML is what somebody typed, and is shown as that.
            Event::Text(text) | Event::Html(text) | Event::InlineHtml(text) => self.text(&text),
            Event::Code(text) => self.piece(json!({ "type": "code", "text": &*text })),
            // A line of a comment is a line, as its writer saw it.
            Event::SoftBreak | Event::HardBreak => self.piece(json!({ "type": "break" })),
            Event::Rule => self.end_implied(),
            // Not asked of the parser.
            Event::InlineMath(_) | Event::DisplayMath(_) | Event::FootnoteReference(_) | Event::TaskListMarker(_) => {}
        }
    }

    fn open(&mut self, tag: Tag) {
        let (kind, json) = match tag {
            // Nobody needs headings in a comment; a line on its own is what is left of one.
            Tag::Paragraph | Tag::Heading { .. } => (Kind::Paragraph, json!({ "type": "paragraph" })),
            Tag::BlockQuote(_) => (Kind::Quote, json!({ "type": "quote" })),
            Tag::List(start) => (Kind::List, json!({ "type": "list", "ordered": start.is_some(), "start": start })),
            Tag::Item => (Kind::Item, json!({})),
            Tag::CodeBlock(CodeBlockKind::Indented) => (Kind::Code, json!({ "type": "code" })),
            Tag::CodeBlock(CodeBlockKind::Fenced(info)) => {
                (Kind::Code, json!({ "type": "code", "language": info.split_whitespace().next() }))
            }
            Tag::Emphasis => (Kind::Mark, json!({ "type": "emphasis" })),
            Tag::Strong => (Kind::Mark, json!({ "type": "strong" })),
            Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. } => {
                (Kind::Link, json!({ "type": "link", "url": &*dest_url }))
            }
            _ => (Kind::Nothing, json!({})),
        };
        if matches!(kind, Kind::Mark | Kind::Link) {
            self.imply();
        } else {
            self.end_implied();
        }
        let kind = if self.open.len() < MAX_DEPTH { kind } else { Kind::Nothing };
        self.open.push(Open { kind, json, content: Vec::new() });
    }

    fn close(&mut self) {
        if self.open.last().is_some_and(|open| open.kind == Kind::Implied) {
            self.end_implied();
        }
        self.end();
    }

    /// Ends what began last.
    fn end(&mut self) {
        let Some(Open { kind, mut json, content }) = self.open.pop() else { return };
        if kind == Kind::Nothing {
            return self.add_all(content);
        }
        if content.is_empty() {
            return;
        }
        let (key, content) = match kind {
            Kind::Item => return self.add(Value::Array(content)),
            Kind::Code => {
                let text: String = content.iter().filter_map(Value::as_str).collect();
                ("text", Value::from(text.trim_end()))
            }
            Kind::List => ("items", Value::Array(content)),
            Kind::Quote => ("body", Value::Array(content)),
            _ => ("content", Value::Array(content)),
        };
        json[key] = content;
        self.add(json);
    }

    /// Begins a paragraph, unless there is something that text can go into.
    fn imply(&mut self) {
        let around = self.open.iter().rev().map(|open| open.kind).find(|kind| *kind != Kind::Nothing);
        if !around.is_some_and(Kind::holds_text) {
            self.open.push(Open { kind: Kind::Implied, json: json!({ "type": "paragraph" }), content: Vec::new() });
        }
    }

    /// Ends the paragraph that text began, where blocks go on.
    fn end_implied(&mut self) {
        if self.open.last().is_some_and(|open| open.kind == Kind::Implied) {
            self.end();
        }
    }

    fn text(&mut self, text: &str) {
        self.imply();
        let is_plain = self.open.iter().all(|open| !matches!(open.kind, Kind::Code | Kind::Link));
        let mut pieces = Vec::new();
        if is_plain {
            links::push(text, &mut pieces);
        } else {
            pieces.push(json!(text));
        }
        self.add_all(pieces);
    }

    fn piece(&mut self, piece: Value) {
        self.imply();
        self.add(piece);
    }

    fn add(&mut self, piece: Value) {
        self.open.last_mut().map_or(&mut self.blocks, |open| &mut open.content).push(piece);
    }

    fn add_all(&mut self, pieces: Vec<Value>) {
        for piece in pieces {
            self.add(piece);
        }
    }

    fn finish(mut self) -> Vec<Value> {
        while !self.open.is_empty() {
            self.end();
        }
        self.blocks
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, blocks: Value) {
        assert_eq!(serde_json::from_str::<Value>(super::blocks(text).json()).expect("JSON"), blocks, "{text}");
    }

    #[test]
    fn the_subset_becomes_blocks() {
        check(
            "One *two* **three**\nfour `five`.\n\n> Quoted.\n\n- a\n- b\n\n3. c\n\n```rust\nfn x() {}\n```",
            json!([
                { "type": "paragraph", "content": [
                    "One ", { "type": "emphasis", "content": ["two"] }, " ", { "type": "strong", "content": ["three"] },
                    { "type": "break" }, "four ", { "type": "code", "text": "five" }, ".",
                ] },
                { "type": "quote", "body": [{ "type": "paragraph", "content": ["Quoted."] }] },
                { "type": "list", "ordered": false, "items": [
                    [{ "type": "paragraph", "content": ["a"] }], [{ "type": "paragraph", "content": ["b"] }],
                ] },
                { "type": "list", "ordered": true, "start": 3, "items": [[{ "type": "paragraph", "content": ["c"] }]] },
                { "type": "code", "text": "fn x() {}", "language": "rust" },
            ]),
        );
    }

    #[test]
    fn an_address_is_a_link_and_one_that_runs_something_is_not() {
        let link = |url: &str, text: &str| json!({ "type": "link", "url": url, "content": [text] });
        check(
            "See https://a.example/x_y_z, or [this](https://b.example).",
            json!([{ "type": "paragraph", "content": [
                "See ", link("https://a.example/x_y_z", "https://a.example/x_y_z"), ", or ",
                link("https://b.example/", "this"), ".",
            ] }]),
        );
        check("[x](javascript:alert(1))", json!([{ "type": "paragraph", "content": ["x"] }]));
    }

    #[test]
    fn nothing_that_was_typed_is_lost() {
        check("<b>bold</b>", json!([{ "type": "paragraph", "content": ["<b>", "bold", "</b>"] }]));
        check("<div>\nhi", json!([{ "type": "paragraph", "content": ["<div>\n", "hi"] }]));
        check("---", json!([{ "type": "paragraph", "content": ["---"] }]));
        check("# A\nb", json!([{ "type": "paragraph", "content": ["A"] }, { "type": "paragraph", "content": ["b"] }]));
        let deep = "> ".repeat(40) + "deep";
        assert!(super::blocks(&deep).json().contains("deep"));
        let deep = (0..30).fold(String::new(), |list, depth| list + &"  ".repeat(depth) + "- item\n");
        assert_eq!(super::blocks(&deep).json().matches("item\"").count(), 30);
    }

    #[test]
    fn what_is_no_markdown_keeps_its_lines() {
        let paragraphs = json!([
            { "type": "paragraph", "content": ["*One*", { "type": "break" }, "two."] },
            { "type": "paragraph", "content": ["Three."] },
        ]);
        assert_eq!(serde_json::from_str::<Value>(plain("*One*\ntwo.\n\nThree.").json()).expect("JSON"), paragraphs);
    }
}
