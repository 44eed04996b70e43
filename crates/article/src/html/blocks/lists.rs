//! Lists, and terms with what they mean.

use super::{Converter, Out, text_block};
use crate::{
    Json,
    formats::values::{number, object, string},
    html::{Node, elements, footnotes::Role},
    text::whole,
};

impl Converter<'_> {
    pub(super) fn list(&self, index: usize, node: &Node, out: &mut Out) {
        let mut items = Vec::new();
        let mut notes = Vec::new();
        for (child, item) in self.html.children(index) {
            if item.name().is_empty() && item.text().trim().is_empty() || elements::is_hidden(item) {
                continue;
            }
            let mut inside = Out { depth: out.depth + 1, nesting: out.nesting + 1, ..Out::default() };
            if item.name() == "li" && self.footnotes.role(child) == Role::None {
                self.content(child, &mut inside);
            } else {
                self.node(child, item, &mut inside);
            }
            inside.end_paragraph();
            let is_note =
                inside.blocks.first().is_some_and(|block| block.at("type").is_some_and(|kind| kind.is("footnote")));
            match items.last_mut() {
                _ if inside.blocks.is_empty() => {}
                _ if is_note => notes.append(&mut inside.blocks),
                // A list directly in a list belongs to the item before it.
                Some(Json::Array(last)) if item.name() != "li" => last.append(&mut inside.blocks),
                _ => items.push(Json::Array(inside.blocks)),
            }
        }
        out.end_paragraph();
        if !items.is_empty() {
            let is_ordered = node.name() == "ol";
            let start = node.attribute("start").and_then(whole).filter(|start| is_ordered && *start > 1);
            out.push(object([
                ("type", string("list")),
                ("ordered", Json::Bool(is_ordered)),
                ("start", start.map_or(Json::Null, number)),
                ("items", Json::Array(items)),
            ]));
        }
        out.blocks.append(&mut notes);
    }

    /// Terms and what they mean: an item for each term.
    pub(super) fn definitions(&self, index: usize, out: &mut Out) {
        let mut items: Vec<Json> = Vec::new();
        for (child, node) in self.html.children(index) {
            // Groups of terms may stand in a `div`.
            let (from, to) = if node.name() == "div" { (child + 1, self.html.end(child)) } else { (child, child + 1) };
            for (child, node) in self.html.siblings(from, to) {
                let mut blocks = if node.name() == "dt" {
                    let (content, mut blocks) = self.inlines_within(child, out);
                    if !content.is_empty() {
                        blocks.insert(0, text_block("paragraph", vec![text_block("strong", content)]));
                    }
                    blocks
                } else {
                    self.within(child, out).blocks
                };
                match items.last_mut() {
                    _ if blocks.is_empty() => {}
                    Some(Json::Array(last)) if node.name() != "dt" => last.append(&mut blocks),
                    _ => items.push(Json::Array(blocks)),
                }
            }
        }
        if !items.is_empty() {
            out.push(object([("type", string("list")), ("items", Json::Array(items))]));
        }
    }
}
