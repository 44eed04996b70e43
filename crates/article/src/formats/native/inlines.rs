//! Running text of the native format: a string, or an array of strings and spans.

use crate::{
    Inline, Json, Span, UrlUse,
    formats::fields::{Reader, Wanted, without_controls},
    json::Object,
};

/// The text of a field; nothing when it is absent.
pub(in crate::formats) fn read(reader: &mut Reader, object: &Object, key: &str) -> Vec<Inline> {
    reader.list(object, key, pieces).into_iter().flatten().collect()
}

/// What one element of the array comes to: mostly itself, but a span that cannot be kept leaves its words.
fn pieces(reader: &mut Reader, value: &Json) -> Result<Vec<Inline>, Wanted> {
    if let Some(text) = value.as_str() {
        return Ok(vec![Inline::Text(without_controls(text))]);
    }
    let object = value.as_object().ok_or("a string or a span")?;
    if reader.is_too_deep() {
        return Err("text nested less deeply");
    }
    let kind = object.text("type").unwrap_or_default();
    let span = match kind {
        "strong" => Span::Strong { content: content(reader, object) },
        "emphasis" => Span::Emphasis { content: content(reader, object) },
        "sub" => Span::Sub { content: content(reader, object) },
        "sup" => Span::Sup { content: content(reader, object) },
        "mark" => Span::Mark { content: content(reader, object) },
        "strike" => Span::Strike { content: content(reader, object) },
        "code" => Span::Code { text: reader.lines(object, "text").ok_or("code with text")? },
        "break" => Span::Break,
        "note" => Span::Note { id: reader.text(object, "id").ok_or("a note with the footnote's id")? },
        "link" => match reader.url(object, "url", UrlUse::Link) {
            Some(url) => Span::Link { url, content: content(reader, object) },
            None => return Ok(content(reader, object)),
        },
        _ => {
            reader.notice("a span of the unknown type \"".to_owned() + kind + "\" is shown as plain text");
            return Ok(content(reader, object));
        }
    };
    Ok(vec![Inline::Span(span)])
}

/// The text of a span: `content`, or `text` for short.
fn content(reader: &mut Reader, object: &Object) -> Vec<Inline> {
    let content = read(reader, object, "content");
    if content.is_empty() { read(reader, object, "text") } else { content }
}
