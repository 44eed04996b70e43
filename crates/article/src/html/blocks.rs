//! From elements to blocks of the native format.

mod boxes;
mod code;
mod lists;

use super::{
    Html, Node, cards, elements,
    elements::Meaning,
    footnotes::{Footnotes, Role},
    media,
    run::Run,
    tables, words,
};
use crate::{
    Json,
    formats::values::{number, object, string},
    text::has,
};

/// Elements nested deeper than this count as the text in them.
const MAX_DEPTH: usize = 100;
/// Blocks nested deeper than this stand beside the block they are in; the native format allows a few more.
const MAX_NESTING: usize = 10;

/// A document on its way to blocks.
pub(super) struct Converter<'h> {
    pub(super) html: &'h Html,
    /// Makes an address absolute; `None` for one that leads nowhere or is not allowed.
    pub(super) resolve: &'h dyn Fn(&str) -> Option<String>,
    footnotes: Footnotes,
    /// What is added to the level of every heading: the headline is the only heading of level 1.
    shift: u64,
}

/// Blocks being put together.
#[derive(Default)]
pub(super) struct Out {
    pub(super) blocks: Vec<Json>,
    pub(super) run: Run,
    /// How deep in the document this is, and in the blocks.
    depth: usize,
    nesting: usize,
    /// Whether this is the caption of something.
    is_caption: bool,
    /// What a caption around says, and whose the picture is.
    pub(super) caption: Vec<Json>,
    pub(super) credit: Option<String>,
}

impl Out {
    /// Ends the paragraph at hand.
    pub(super) fn end_paragraph(&mut self) {
        if let Some(content) = self.run.take() {
            self.blocks.push(text_block("paragraph", content));
        }
    }

    /// Adds a block after the paragraph at hand.
    pub(super) fn push(&mut self, block: Json) {
        self.end_paragraph();
        // A box without words comes to nothing.
        if !block.is_blank() {
            self.blocks.push(block);
        }
    }
}

impl Out {
    /// The running text of all blocks, and the blocks that have none.
    pub(super) fn into_inlines(self) -> (Vec<Json>, Vec<Json>) {
        let mut others = Vec::new();
        let mut content: Vec<Json> = Vec::new();
        for block in self.blocks {
            match block.at("content").and_then(Json::as_array) {
                Some(pieces) => {
                    if !content.is_empty() {
                        content.push(object([("type", string("break"))]));
                    }
                    content.extend_from_slice(pieces);
                }
                None => others.push(block),
            }
        }
        (content, others)
    }
}

/// A block of running text.
pub(super) fn text_block(kind: &'static str, content: Vec<Json>) -> Json {
    object([("type", string(kind)), ("content", Json::Array(content))])
}

impl<'h> Converter<'h> {
    pub(super) fn new(html: &'h Html, resolve: &'h dyn Fn(&str) -> Option<String>) -> Self {
        let has_h1 = (0..html.len()).any(|index| html.get(index).is_some_and(|node| node.name() == "h1"));
        Self { html, resolve, footnotes: Footnotes::of(html), shift: u64::from(has_h1) }
    }

    /// The blocks of the nodes from one to another.
    pub(super) fn blocks(&self, from: usize, to: usize) -> Vec<Json> {
        let mut out = Out::default();
        self.walk(from, to, &mut out);
        out.end_paragraph();
        out.blocks
    }

    /// What the content of a node comes to, apart from what is around it.
    pub(super) fn within(&self, index: usize, around: &Out) -> Out {
        let mut out = Out { depth: around.depth, nesting: around.nesting + 1, ..Out::default() };
        self.content(index, &mut out);
        out.end_paragraph();
        out
    }

    /// The running text of a node, and the blocks in it that are none.
    pub(super) fn inlines_within(&self, index: usize, around: &Out) -> (Vec<Json>, Vec<Json>) {
        self.within(index, around).into_inlines()
    }

    pub(super) fn walk(&self, from: usize, to: usize, out: &mut Out) {
        for (index, node) in self.html.siblings(from, to) {
            self.node(index, node, out);
        }
    }

    /// The children of a node, in place of it.
    pub(super) fn content(&self, index: usize, out: &mut Out) {
        out.depth += 1;
        if out.depth > MAX_DEPTH {
            self.text_of(index, out);
        } else {
            self.walk(index + 1, self.html.end(index), out);
        }
        out.depth -= 1;
    }

    /// The text in a node, without what is left out.
    fn text_of(&self, index: usize, out: &mut Out) {
        let mut skipped = 0;
        for (inside, node) in self.html.inside(index) {
            if inside < skipped {
                continue;
            }
            if elements::meaning(node.name()) == Meaning::Nothing {
                skipped = self.html.end(inside);
            }
            out.run.text(node.text());
        }
    }

    fn node(&self, index: usize, node: &Node, out: &mut Out) {
        if node.name().is_empty() {
            return text(node.text(), out);
        }
        let meaning = elements::meaning(node.name());
        if meaning == Meaning::Nothing || elements::is_hidden(node) {
            return;
        }
        if out.nesting < MAX_NESTING && cards::card(self, index, node, out) {
            return;
        }
        if out.is_caption && node.attribute("class").is_some_and(|class| has(class, "credit")) {
            out.credit = Some(words(&self.inlines_within(index, out).0)).filter(|credit| !credit.is_empty());
            return;
        }
        if let Role::Note(note) = self.footnotes.role(index) {
            return self.note(index, note, out);
        }
        match meaning {
            Meaning::Nothing => {}
            Meaning::Content => self.content(index, out),
            Meaning::Container => {
                out.end_paragraph();
                self.content(index, out);
                out.end_paragraph();
            }
            Meaning::Mark(kind) => self.marked(index, kind, None, out),
            Meaning::Own => self.own(index, node, out),
        }
    }

    fn marked(&self, index: usize, kind: &'static str, url: Option<String>, out: &mut Out) {
        let is_note = kind == "sup"
            && self
                .html
                .inside(index)
                .take(4)
                .any(|(inside, _)| matches!(self.footnotes.role(inside), Role::Reference(_)));
        let is_open = !is_note && out.run.open(kind, url);
        self.content(index, out);
        if is_open {
            out.run.close();
        }
    }

    fn own(&self, index: usize, node: &Node, out: &mut Out) {
        let is_nested = out.nesting >= MAX_NESTING;
        match node.name() {
            "a" => self.link(index, node, out),
            "br" => out.run.line_break(),
            "q" => {
                text("“", out);
                self.content(index, out);
                text("”", out);
            }
            "rt" => self.marked(index, "sup", None, out),
            "math" => self.formula(index, out),
            "img" | "image" => media::image_block(self, node, out),
            "hr" => out.push(object([("type", string("divider"))])),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                let level = node.name().bytes().last().map_or(2, |digit| u64::from(digit.saturating_sub(b'0')));
                let (content, others) = self.inlines_within(index, out);
                out.end_paragraph();
                out.blocks.extend(others);
                if !content.is_empty() {
                    let level = number((level + self.shift).clamp(2, 4));
                    out.push(object([
                        ("type", string("heading")),
                        ("level", level),
                        ("content", Json::Array(content)),
                    ]));
                }
            }
            "pre" | "listing" => self.preformatted(index, node, out),
            "iframe" => media::frame(self, node, out),
            "video" | "audio" => media::player(self, index, node, out),
            "figure" => media::figure(self, index, node, out),
            "figcaption" => self.caption(index, out),
            "noscript" => media::unscripted(self, index, out),
            _ if is_nested => {
                out.end_paragraph();
                self.content(index, out);
                out.end_paragraph();
            }
            "ul" | "ol" | "menu" | "dir" => self.list(index, node, out),
            "dl" => self.definitions(index, out),
            "blockquote" => self.quote(index, node, out),
            "table" => tables::table(self, index, node, out),
            "details" => self.details(index, !node.has_attribute("open"), out),
            "aside" => {
                let body = self.within(index, out).blocks;
                Self::boxed(false, None, body, out);
            }
            _ => self.content(index, out),
        }
    }

    fn link(&self, index: usize, node: &Node, out: &mut Out) {
        match self.footnotes.role(index) {
            Role::Back => return,
            Role::Reference(number) => {
                return out.run.piece(object([("type", string("note")), ("id", Json::String(number.to_string()))]));
            }
            _ => {}
        }
        // A place in the same document has no place of its own here.
        let url = node.attribute("href").filter(|href| !href.starts_with('#')).and_then(|href| self.link_url(href));
        match url {
            Some(url) => self.marked(index, "link", Some(url), out),
            None => self.content(index, out),
        }
    }

    /// Where a link leads; also to a mailbox.
    fn link_url(&self, href: &str) -> Option<String> {
        let is_mail = href.get(..7).is_some_and(|scheme| scheme.eq_ignore_ascii_case("mailto:"));
        if is_mail { Some(href.to_owned()) } else { (self.resolve)(href) }
    }

    fn note(&self, index: usize, note: usize, out: &mut Out) {
        let (content, others) = self.inlines_within(index, out);
        out.end_paragraph();
        if !content.is_empty() {
            let id = Json::String(note.to_string());
            out.push(object([("type", string("footnote")), ("id", id), ("content", Json::Array(content))]));
        }
        out.blocks.extend(others);
    }

    /// What is said of a picture belongs to the picture, wherever in its figure it stands.
    pub(super) fn caption(&self, index: usize, out: &mut Out) {
        let mut inside = Out { depth: out.depth + 1, nesting: out.nesting + 1, is_caption: true, ..Out::default() };
        self.content(index, &mut inside);
        inside.end_paragraph();
        out.end_paragraph();
        out.credit = out.credit.take().or_else(|| inside.credit.take());
        let (content, mut others) = inside.into_inlines();
        if out.caption.is_empty() {
            out.caption = content;
        } else {
            out.push(text_block("paragraph", content));
        }
        out.blocks.append(&mut others);
    }
}

/// Running text; two line breaks and more, which is how some systems write paragraphs, end one.
fn text(text: &str, out: &mut Out) {
    if out.run.breaks() > 1 && !text.trim_ascii().is_empty() {
        out.end_paragraph();
    }
    out.run.text(text);
}
