//! Code, verses and formulas: text that is kept as it stands.

use super::{Converter, Out};
use crate::{
    Json,
    formats::values::{object, string},
    html::{
        Node,
        elements::{self, Meaning},
    },
    text::has,
};

impl Converter<'_> {
    /// A formula: as its writer had it in TeX, where that is there (an `annotation` element), else the words in it.
    pub(super) fn formula(&self, index: usize, out: &mut Out) {
        let is_tex = |node: &Node| node.attribute("encoding").is_some_and(|encoding| has(encoding, "tex"));
        let tex = self.html.inside(index).find(|(_, node)| node.name() == "annotation" && is_tex(node));
        self.text_of(tex.map_or(index, |(annotation, _)| annotation), out);
    }

    /// Code, or a verse: white space means something.
    pub(super) fn preformatted(&self, index: usize, node: &Node, out: &mut Out) {
        let mut raw = String::new();
        let mut language = language_of(node);
        let mut skipped = 0;
        for (inside, node) in self.html.inside(index) {
            if inside < skipped {
                continue;
            }
            match elements::meaning(node.name()) {
                Meaning::Nothing => skipped = self.html.end(inside),
                _ if node.name() == "br" => raw.push('\n'),
                _ => raw += node.text(),
            }
            language = language.or_else(|| language_of(node).filter(|_| node.name() == "code"));
        }
        let raw = raw.trim_end_matches([' ', '\n', '\t']);
        if raw.trim().is_empty() {
            return;
        }
        out.end_paragraph();
        if node.has_class("wp-block-verse") {
            for line in raw.lines() {
                out.run.text(line);
                out.run.line_break();
            }
            return out.end_paragraph();
        }
        let language = language.map_or(Json::Null, string);
        out.push(object([("type", string("code")), ("text", string(raw)), ("language", language)]));
    }
}

/// The programming language, as highlighters write it in a class, or in an attribute of their own.
fn language_of(node: &Node) -> Option<&str> {
    let mut classes = node.attribute("class").unwrap_or_default().split_ascii_whitespace();
    let class = classes.find_map(|class| class.strip_prefix("language-").or_else(|| class.strip_prefix("lang-")));
    class.or_else(|| ["data-enlighter-language", "data-lang"].iter().find_map(|name| node.attribute(name)))
}
