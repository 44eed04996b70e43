//! Blocks around blocks: quotations, details, boxes.

use super::{Converter, Out};
use crate::{
    Json,
    formats::values::{object, string},
    html::{Node, cards, words},
};

impl Converter<'_> {
    /// A box with something in it.
    pub(in crate::html) fn boxed(is_folded: bool, title: Option<String>, body: Vec<Json>, out: &mut Out) {
        if body.is_empty() {
            return out.push(title.map_or(Json::Null, Json::String));
        }
        let title = title.map_or(Json::Null, Json::String);
        let folded = if is_folded { Json::Bool(true) } else { Json::Null };
        out.push(object([
            ("type", string("callout")),
            ("title", title),
            ("body", Json::Array(body)),
            ("folded", folded),
        ]));
    }

    pub(super) fn quote(&self, index: usize, node: &Node, out: &mut Out) {
        if let Some(embed) = cards::post(self, index, node) {
            return out.push(embed);
        }
        let mut inside = Out { depth: out.depth + 1, nesting: out.nesting + 1, ..Out::default() };
        let mut attribution = None;
        for (child, part) in self.html.children(index) {
            if matches!(part.name(), "cite" | "footer") {
                inside.end_paragraph();
                let words = words(&self.inlines_within(child, out).0);
                attribution = attribution.or(Some(words).filter(|words| !words.is_empty()));
            } else {
                self.node(child, part, &mut inside);
            }
        }
        inside.end_paragraph();
        let url = node.attribute("cite").and_then(|cite| (self.resolve)(cite)).map_or(Json::Null, Json::String);
        let attribution = attribution.map_or(Json::Null, Json::String);
        if inside.blocks.is_empty() {
            return out.push(attribution);
        }
        let body = Json::Array(inside.blocks);
        out.push(object([("type", string("quote")), ("body", body), ("attribution", attribution), ("url", url)]));
    }

    pub(super) fn details(&self, index: usize, is_folded: bool, out: &mut Out) {
        let mut title = None;
        let mut inside = Out { depth: out.depth + 1, nesting: out.nesting + 1, ..Out::default() };
        for (child, part) in self.html.children(index) {
            if part.name() == "summary" && title.is_none() {
                let (content, mut others) = self.inlines_within(child, out);
                title = Some(words(&content));
                inside.blocks.append(&mut others);
            } else {
                self.node(child, part, &mut inside);
            }
        }
        inside.end_paragraph();
        Self::boxed(is_folded, title.filter(|title| !title.is_empty()), inside.blocks, out);
    }
}
