//! The blocks of the native format: a string for a paragraph, or an object whose `type` names the kind.

use super::{inlines, picture};
use crate::{
    Audio, Block, Callout, Cell, Code, Correction, Divider, Embed, Footnote, Gallery, Heading, HeadingLevel, Inline,
    Json, List, Paragraph, PullQuote, Quote, Table, Unknown, UrlUse, Video,
    formats::{
        MAX_BLOCKS,
        fields::{Reader, Wanted, plain_line},
    },
    json::Object,
    plain_text,
};

/// The blocks of a field; none when it is absent.
fn list(reader: &mut Reader, object: &Object, key: &str) -> Vec<Block> {
    reader.list(object, key, block)
}

/// One block.
pub(super) fn block(reader: &mut Reader, value: &Json) -> Result<Block, Wanted> {
    reader.blocks += 1;
    if reader.blocks > MAX_BLOCKS {
        return Err("fewer blocks");
    }
    if reader.is_too_deep() {
        return Err("blocks nested less deeply");
    }
    if let Some(text) = value.as_str() {
        let content = vec![Inline::Text(crate::formats::fields::without_controls(text))];
        return with_text(content, "a paragraph with text").map(|content| Block::Paragraph(Paragraph { content }));
    }
    let object = value.as_object().ok_or("a string or a block")?;
    let kind = object.text("type").unwrap_or_default();
    Ok(match kind {
        "paragraph" => {
            Block::Paragraph(Paragraph { content: with_text(content(reader, object), "a paragraph with text")? })
        }
        "heading" => Block::Heading(heading(reader, object)?),
        "list" => Block::List(list_block(reader, object)?),
        "quote" => Block::Quote(Quote {
            body: body(reader, object, "a quote with a body")?,
            attribution: reader.text(object, "attribution"),
            url: reader.url(object, "url", UrlUse::Link),
        }),
        "pull-quote" => Block::PullQuote(PullQuote {
            content: with_text(content(reader, object), "a pull quote with text")?,
            attribution: reader.text(object, "attribution"),
        }),
        "figure" => Block::Figure(picture(reader, value)?),
        "gallery" => Block::Gallery(gallery(reader, object)?),
        "table" => Block::Table(table(reader, object)?),
        "code" => Block::Code(Code {
            text: reader.lines(object, "text").ok_or("code with text")?,
            language: reader.text(object, "language"),
        }),
        "embed" => Block::Embed(Embed {
            url: reader.url(object, "url", UrlUse::Link).ok_or("an embed with an address")?,
            provider: reader.text(object, "provider"),
            title: reader.text(object, "title"),
        }),
        "video" => Block::Video(video(reader, object)?),
        "audio" => Block::Audio(audio(reader, object)?),
        "divider" => Block::Divider(Divider {}),
        "callout" => Block::Callout(Callout {
            title: reader.text(object, "title"),
            body: body(reader, object, "a callout with a body")?,
            folded: reader.flag(object, "folded"),
        }),
        "footnote" => Block::Footnote(Footnote {
            id: reader.text(object, "id").ok_or("a footnote with an id")?,
            content: with_text(content(reader, object), "a footnote with text")?,
        }),
        "correction" => Block::Correction(Correction {
            date: reader.moment(object, "date"),
            content: with_text(content(reader, object), "a correction with text")?,
        }),
        // How an unknown block is printed, so that printing and reading again changes nothing.
        "unknown" => Block::Unknown(Unknown {
            name: reader.text(object, "name").unwrap_or_default(),
            text: reader.text(object, "text"),
        }),
        _ => unknown(reader, kind, object),
    })
}

/// The text of a block: `content`, or `text` for short.
fn content(reader: &mut Reader, object: &Object) -> Vec<Inline> {
    let content = inlines::read(reader, object, "content");
    if content.is_empty() { inlines::read(reader, object, "text") } else { content }
}

fn with_text(content: Vec<Inline>, wanted: Wanted) -> Result<Vec<Inline>, Wanted> {
    if plain_text(&content).trim().is_empty() { Err(wanted) } else { Ok(content) }
}

fn body(reader: &mut Reader, object: &Object, wanted: Wanted) -> Result<Vec<Block>, Wanted> {
    let body = list(reader, object, "body");
    if body.is_empty() { Err(wanted) } else { Ok(body) }
}

fn heading(reader: &mut Reader, object: &Object) -> Result<Heading, Wanted> {
    let level = reader.field(object, "level", |reader, value| {
        let number = value.as_u64().ok_or("2, 3 or 4")?;
        let level = HeadingLevel::nearest(number);
        if u64::from(level.number()) != number {
            reader.notice(
                "a heading of level ".to_owned()
                    + &number.to_string()
                    + " is shown at level "
                    + &u64::from(level.number()).to_string(),
            );
        }
        Ok(level)
    });
    Ok(Heading {
        level: level.unwrap_or(HeadingLevel::Two),
        content: with_text(content(reader, object), "a heading with text")?,
    })
}

fn list_block(reader: &mut Reader, object: &Object) -> Result<List, Wanted> {
    let items = reader.list(object, "items", |reader, value| {
        let blocks = reader.elements(value, block);
        if blocks.is_empty() { Err("an item with text") } else { Ok(blocks) }
    });
    if items.is_empty() {
        return Err("a list with items");
    }
    Ok(List { ordered: reader.flag(object, "ordered"), start: reader.count(object, "start"), items })
}

fn gallery(reader: &mut Reader, object: &Object) -> Result<Gallery, Wanted> {
    let images = reader.list(object, "images", picture);
    if images.is_empty() {
        return Err("a gallery with images");
    }
    Ok(Gallery { images, caption: inlines::read(reader, object, "caption") })
}

fn table(reader: &mut Reader, object: &Object) -> Result<Table, Wanted> {
    let rows = reader.list(object, "rows", |reader, value| {
        if value.as_array().is_some() { Ok(reader.elements(value, cell)) } else { Err("an array of cells") }
    });
    if rows.is_empty() {
        return Err("a table with rows");
    }
    Ok(Table { caption: reader.text(object, "caption"), rows })
}

fn cell(reader: &mut Reader, value: &Json) -> Result<Cell, Wanted> {
    // The most columns or rows a browser lets a cell span (HTML, "attributes common to td and th elements").
    const MAX_SPAN: u16 = 1000;
    if let Some(text) = value.as_str() {
        return Ok(Cell { content: vec![Inline::Text(plain_line(text))], header: false, colspan: 1, rowspan: 1 });
    }
    if let Json::Number(number) = value {
        return Ok(Cell {
            content: vec![Inline::Text(reader.platform.number(*number))],
            header: false,
            colspan: 1,
            rowspan: 1,
        });
    }
    let object = value.as_object().ok_or("a string or a cell")?;
    Ok(Cell {
        content: content(reader, object),
        header: reader.flag(object, "header"),
        colspan: reader.small_count(object, "colspan").unwrap_or(1).min(MAX_SPAN),
        rowspan: reader.small_count(object, "rowspan").unwrap_or(1).min(MAX_SPAN),
    })
}

fn video(reader: &mut Reader, object: &Object) -> Result<Video, Wanted> {
    Ok(Video {
        url: reader.url(object, "url", UrlUse::Media).ok_or("a video with an address")?,
        poster: reader.url(object, "poster", UrlUse::Media),
        captions: reader.url(object, "captions", UrlUse::Media),
        width: reader.count(object, "width"),
        height: reader.count(object, "height"),
        title: reader.text(object, "title"),
        caption: inlines::read(reader, object, "caption"),
        credit: reader.text(object, "credit"),
    })
}

fn audio(reader: &mut Reader, object: &Object) -> Result<Audio, Wanted> {
    Ok(Audio {
        url: reader.url(object, "url", UrlUse::Media).ok_or("a recording with an address")?,
        title: reader.text(object, "title"),
        caption: inlines::read(reader, object, "caption"),
        credit: reader.text(object, "credit"),
    })
}

/// A kind of a later version, or of somebody's own: what text it has is kept.
fn unknown(reader: &mut Reader, kind: &str, object: &Object) -> Block {
    let kind = plain_line(kind);
    reader.notice("a block of the unknown type \"".to_owned() + &kind + "\" is shown by its text alone");
    let text = ["text", "content", "caption", "title"].iter().find_map(|key| {
        let text = plain_line(&plain_text(&inlines::read(reader, object, key)));
        (!text.is_empty()).then_some(text)
    });
    Block::Unknown(Unknown { name: kind, text })
}
