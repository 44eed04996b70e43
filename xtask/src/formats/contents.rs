//! What the blocks of an article hold, and what a document says: texts and counts.

use serde_json::Value;

/// A text with single spaces.
pub(super) fn plain(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A text without white space.
pub(super) fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// Whether a string or a number of the document holds these words.
pub(super) fn says(document: &Value, words: &str) -> bool {
    match document {
        Value::String(text) => squeezed(text).contains(words),
        Value::Number(number) => number.to_string() == words,
        Value::Array(values) => values.iter().any(|value| says(value, words)),
        Value::Object(fields) => fields.values().any(|value| says(value, words)),
        _ => false,
    }
}

/// The texts of the blocks, in order, and whether each is a paragraph.
pub(super) fn collect_texts(value: &Value, texts: &mut Vec<(bool, String)>) {
    match value {
        Value::Array(blocks) => blocks.iter().for_each(|block| collect_texts(block, texts)),
        Value::Object(block) => {
            for key in ["body", "items"] {
                collect_texts(block.get(key).unwrap_or(&Value::Null), texts);
            }
            for row in block.get("rows").and_then(Value::as_array).into_iter().flatten() {
                texts.push((false, words(row)));
            }
            let text = words(block.get("content").or_else(|| block.get("text")).unwrap_or(&Value::Null));
            if !text.is_empty() {
                texts.push((block.get("type").is_some_and(|kind| kind == "paragraph"), text));
            }
        }
        _ => {}
    }
}

/// The words of some inlines.
pub(super) fn words(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(pieces) => pieces.iter().map(words).collect(),
        Value::Object(piece) if piece.get("type").is_some_and(|kind| kind == "break") => " ".to_owned(),
        Value::Object(piece) => words(piece.get("content").or_else(|| piece.get("text")).unwrap_or(&Value::Null)),
        _ => String::new(),
    }
}

/// How many blocks of some kinds there are; each picture of a gallery is a figure.
pub(super) fn count(value: &Value, kinds: &[&str], is_deep: bool) -> usize {
    match value {
        Value::Array(values) => values.iter().map(|value| count(value, kinds, is_deep)).sum(),
        Value::Object(block) => {
            let kind = block.get("type").and_then(Value::as_str).unwrap_or_default();
            let images = block.get("images").and_then(Value::as_array).map_or(0, Vec::len);
            let inside = ["body", "items"].iter().filter(|_| is_deep).filter_map(|key| block.get(*key));
            inside.map(|inside| count(inside, kinds, is_deep)).sum::<usize>()
                + usize::from(kinds.contains(&kind))
                + if kinds.contains(&"figure") { images } else { 0 }
        }
        _ => 0,
    }
}

/// How many items the lists have, with those of the lists in them.
pub(super) fn items(value: &Value) -> usize {
    match value {
        Value::Array(values) => values.iter().map(items).sum(),
        Value::Object(block) => {
            let own = block.get("items").and_then(Value::as_array).map_or(0, Vec::len);
            own + ["body", "items"].iter().filter_map(|key| block.get(*key)).map(items).sum::<usize>()
        }
        _ => 0,
    }
}
