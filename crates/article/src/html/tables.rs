//! Tables of data, and tables that only arrange.

use super::{
    Node,
    blocks::{Converter, Out},
    words,
};
use crate::{
    Json,
    formats::values::{number, object, string},
    text::whole,
};

/// The cells of a table, with what they were found in.
struct Row {
    cells: Vec<usize>,
    is_head: bool,
}

pub(super) fn table(converter: &Converter, index: usize, node: &Node, out: &mut Out) {
    let html = converter.html;
    let mut rows: Vec<Row> = Vec::new();
    let mut caption = None;
    let mut arranges = node.attribute("role") == Some("presentation");
    let mut head = 0;
    let mut next = index + 1;
    while let Some(node) = html.get(next).filter(|_| next < html.end(index)) {
        match node.name() {
            "thead" => head = html.end(next),
            "caption" => caption = caption.or(Some(next)),
            "tr" => rows.push(Row { cells: Vec::new(), is_head: next < head }),
            "td" | "th" => {
                if let Some(row) = rows.last_mut() {
                    row.cells.push(next);
                }
                // What is in a cell is looked at once, for what no cell of data holds.
                arranges |= html.inside(next).any(|(_, node)| {
                    matches!(
                        node.name(),
                        "table" | "img" | "iframe" | "video" | "h1" | "h2" | "h3" | "h4" | "ul" | "ol" | "figure"
                    )
                });
                next = html.end(next);
                continue;
            }
            _ => {}
        }
        next += 1;
    }
    arranges |= rows.iter().all(|row| row.cells.len() < 2);
    if arranges {
        out.end_paragraph();
        return converter.content(index, out);
    }
    let rows = rows.iter().filter(|row| !row.cells.is_empty());
    let rows =
        rows.map(|row| Json::Array(row.cells.iter().map(|index| cell(converter, *index, row.is_head, out)).collect()));
    let rows = Json::Array(rows.collect());
    let caption = caption.map_or(Json::Null, |index| Json::String(words(&converter.inlines_within(index, out).0)));
    out.push(object([("type", string("table")), ("caption", caption), ("rows", rows)]));
}

fn cell(converter: &Converter, index: usize, is_head: bool, out: &Out) -> Json {
    let (content, _) = converter.inlines_within(index, out);
    let node = converter.html.get(index);
    let is_header = is_head || node.is_some_and(|node| node.name() == "th");
    let span = |name| whole(node?.attribute(name)?).filter(|span| (2..=1000).contains(span));
    let (colspan, rowspan) = (span("colspan"), span("rowspan"));
    if let ([Json::String(text)], false, None, None) = (content.as_slice(), is_header, colspan, rowspan) {
        return string(text);
    }
    let mut cell = object([
        ("header", Json::Bool(is_header)),
        ("colspan", colspan.map_or(Json::Null, number)),
        ("rowspan", rowspan.map_or(Json::Null, number)),
    ]);
    if let Json::Object(cell) = &mut cell {
        cell.0.push(("content".to_owned(), Json::Array(content)));
    }
    cell
}
