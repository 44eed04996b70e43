//! HTML: parsed by the platform, kept as a flat tree, and turned into the blocks of the native format.
//!
//! Nothing of the markup survives but what the typed blocks can say. Elements that run, load or ask for something are left
//! out with all that is in them; elements not known here count as their content.

mod blocks;
mod cards;
#[cfg(test)]
mod corpora;
mod elements;
mod footnotes;
mod media;
mod run;
mod tables;
mod tree;

use crate::{
    Json,
    text::{has, swap},
};
use blocks::Converter;
pub(crate) use tree::Node;
pub use tree::{Html, HtmlBuilder};

/// The blocks of the native format that a document comes to.
///
/// `resolve` makes an address absolute; what it gives nothing for is left out.
pub(crate) fn blocks(html: &Html, resolve: &dyn Fn(&str) -> Option<String>) -> Vec<Json> {
    Converter::new(html, resolve).blocks(0, html.len())
}

/// The running text of the native format that a document comes to.
pub(crate) fn inlines(html: &Html, resolve: &dyn Fn(&str) -> Option<String>) -> Vec<Json> {
    let mut content: Vec<Json> = Vec::new();
    for block in blocks(html, resolve) {
        let pieces = block.each_at("content");
        if !pieces.is_empty() && !content.is_empty() {
            content.push(Json::String(" ".to_owned()));
        }
        content.extend_from_slice(pieces);
    }
    content
}

/// The words of a document, as one line would show them.
pub(crate) fn plain(html: &Html) -> String {
    let mut text = String::new();
    let mut index = 0;
    while let Some(node) = html.get(index) {
        let is_nothing = elements::meaning(node.name()) == elements::Meaning::Nothing;
        match node.name() {
            "" | "b" | "i" | "em" | "strong" | "span" | "a" | "sub" | "sup" | "u" | "small" | "font" => {
                text += node.text();
            }
            _ => text.push(' '),
        }
        index = if is_nothing { html.end(index) } else { index + 1 };
    }
    text
}

/// The words of running text of the native format.
pub(crate) fn words(pieces: &[Json]) -> String {
    let mut text = String::new();
    for piece in pieces {
        match piece {
            Json::String(piece) => text += piece,
            piece if piece.at("type").is_some_and(|kind| kind.is("break")) => text.push(' '),
            piece => text += &piece.first(&["content", "text"]).map(|inside| words(inside.each())).unwrap_or_default(),
        }
    }
    text
}

/// All text of a document as it stands.
pub(crate) fn decoded(html: &Html) -> String {
    (0..html.len()).filter_map(|index| html.get(index)).map(Node::text).collect()
}

/// Plain text as HTML in which entities alone mean something, and line breaks are kept.
pub(crate) fn preformatted(text: &str) -> String {
    "<pre>\n".to_owned() + &swap(text, '<', "&lt;")
}

/// Whether what should be plain text is markup.
pub(crate) fn is_markup(text: &str) -> bool {
    const BEGINNINGS: [&str; 16] = [
        "<p>", "<p ", "<br", "<div", "<a ", "<h1", "<h2", "<h3", "<h4", "<ul", "<ol", "<figure", "<span", "<strong>",
        "<em>", "</p>",
    ];
    BEGINNINGS.iter().any(|beginning| has(text, beginning))
}
