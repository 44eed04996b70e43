//! The native format, `article-viewer/article/1`, described in `docs/formats.md`.
//!
//! Where the format has a long form, a short one is read too: a string for a paragraph, for an author or for a source.

mod blocks;
mod inlines;

use super::fields::{Reader, Wanted, plain_line};
use crate::{
    Ai, AiPart, AiReview, AiTool, Article, Author, Block, Change, Direction, Image, Involvement, Json, Place, Related,
    Schema, Source, UrlUse, Variant, Weather, json::Object, text::at_last_slash,
};

/// Whether a document is of this format: by its marker, or, without one, by having a headline and a body of blocks.
pub(super) fn matches(object: &Object) -> bool {
    match object.get("schema") {
        Some(Json::String(marker)) => {
            at_last_slash(marker).is_some_and(|(name, _)| name == "article" || name.ends_with("/article"))
        }
        Some(_) => false,
        None => object.text("headline").is_some() && object.get("body").and_then(Json::as_array).is_some(),
    }
}

/// Reads the body alone.
pub(super) fn body(reader: &mut Reader, body: &Json) -> Vec<Block> {
    reader.elements(body, blocks::block)
}

/// Reads a document of this format.
pub(super) fn read(reader: &mut Reader, object: &Object) -> Article {
    reader.field(object, "schema", |reader, marker| {
        if marker.as_str().is_some_and(|marker| !marker.ends_with("article/1")) {
            reader.notice("the document is of a later version: what version 1 has is read");
        }
        Ok(())
    });
    // What whoever made the document had to skip or repair.
    for notice in object.get("notices").and_then(Json::as_array).unwrap_or_default() {
        reader.hand_on(notice);
    }
    // The number of each block of the document among those that can be shown.
    let (mut numbers, mut shown) = (Vec::new(), 0);
    Article {
        schema: Schema,
        id: reader.text(object, "id"),
        url: reader.url(object, "url", UrlUse::Link),
        language: reader.language(object, "language"),
        direction: reader.field(object, "direction", |_, value| match value.as_str() {
            Some("ltr") => Ok(Direction::Ltr),
            Some("rtl") => Ok(Direction::Rtl),
            _ => Err("\"ltr\" or \"rtl\""),
        }),
        place: reader.field(object, "place", place),
        weather: reader.field(object, "weather", weather),
        kicker: reader.text(object, "kicker"),
        headline: reader.text(object, "headline"),
        source: reader.field(object, "source", |reader, value| {
            let (name, url) = party(reader, value)?;
            Ok(Source { name, url })
        }),
        authors: reader.list(object, "authors", |reader, value| {
            let (name, url) = party(reader, value)?;
            Ok(Author { name, url })
        }),
        published: reader.moment(object, "published"),
        updated: reader.moment(object, "updated"),
        reading_minutes: reader.small_count(object, "reading_minutes"),
        image: reader.field(object, "image", image),
        deck: reader.text(object, "deck"),
        summary: reader.text(object, "summary"),
        body: reader.list(object, "body", |reader, value| {
            let block = blocks::block(reader, value);
            numbers.push(block.is_ok().then_some(shown));
            shown += usize::from(block.is_ok());
            block
        }),
        partial: reader.flag(object, "partial"),
        changes: reader.list(object, "changes", |reader, value| change(reader, value, &numbers)),
        related: reader.list(object, "related", |reader, value| {
            const WANTED: Wanted = "an object with title and url";
            let object = value.as_object().ok_or(WANTED)?;
            let title = reader.text(object, "title").ok_or(WANTED)?;
            Ok(Related { title, url: reader.url(object, "url", UrlUse::Link).ok_or(WANTED)? })
        }),
        disclaimer: reader.text(object, "disclaimer"),
        ai: reader.field(object, "ai", ai),
    }
}

fn change(reader: &mut Reader, value: &Json, numbers: &[Option<usize>]) -> Result<Change, Wanted> {
    const WANTED: Wanted = "a change with text";
    let object = value.as_object().ok_or(WANTED)?;
    Ok(Change {
        time: reader.moment(object, "time"),
        text: reader.text(object, "text").ok_or(WANTED)?,
        block: reader.field(object, "block", |_, value| {
            let number = value.as_u64().and_then(|number| usize::try_from(number).ok());
            number.and_then(|number| *numbers.get(number)?).ok_or("the number of a block that is shown")
        }),
    })
}

/// A name, alone or with an address.
fn party(reader: &mut Reader, value: &Json) -> Result<(String, Option<crate::SafeUrl>), Wanted> {
    const WANTED: Wanted = "a name";
    if let Some(name) = value.as_str() {
        let name = plain_line(name);
        return if name.is_empty() { Err(WANTED) } else { Ok((name, None)) };
    }
    let object = value.as_object().ok_or(WANTED)?;
    let name = reader.text(object, "name").ok_or("an object with a name")?;
    Ok((name, reader.url(object, "url", UrlUse::Link)))
}

fn place(reader: &mut Reader, value: &Json) -> Result<Place, Wanted> {
    if let Some(name) = value.as_str().map(plain_line).filter(|name| !name.is_empty()) {
        return Ok(Place { name, country: None });
    }
    let object = value.as_object().ok_or("a place")?;
    let name = reader.text(object, "name").ok_or("an object with a name")?;
    Ok(Place { name, country: reader.text(object, "country") })
}

fn weather(reader: &mut Reader, value: &Json) -> Result<Weather, Wanted> {
    // No thermometer on earth has shown less than -90 or more than 57 °C; beyond these it is an error of the feed.
    let plausible = -100.0..=70.0;
    let object = value.as_object().ok_or("an object with temperature_c")?;
    let temperature_c = reader
        .field(object, "temperature_c", |_, value| {
            value.as_f64().filter(|celsius| plausible.contains(celsius)).ok_or("degrees Celsius")
        })
        .ok_or("an object with temperature_c")?;
    Ok(Weather {
        temperature_c,
        condition: reader.text(object, "condition"),
        observed_at: reader.moment(object, "observed_at"),
    })
}

/// An image in the text. One that nobody described is shown, and whoever made the document is told: the headline, which describes
/// the one above the text, says nothing of it.
fn picture(reader: &mut Reader, value: &Json) -> Result<Image, Wanted> {
    let image = image(reader, value)?;
    if image.alt.is_none() {
        reader.notice("expected what the picture shows in alt, found nothing: ".to_owned() + image.url.as_str());
    }
    Ok(image)
}

/// An image: an object, or its address alone.
fn image(reader: &mut Reader, value: &Json) -> Result<Image, Wanted> {
    if value.as_str().is_some() {
        let url = reader.url_value(value, UrlUse::Media)?;
        return Ok(Image {
            url,
            variants: Vec::new(),
            width: None,
            height: None,
            alt: None,
            caption: Vec::new(),
            credit: None,
        });
    }
    let object = value.as_object().ok_or("an image")?;
    Ok(Image {
        url: reader.url(object, "url", UrlUse::Media).ok_or("an image with an address")?,
        variants: reader.list(object, "variants", |reader, value| {
            let object = value.as_object().ok_or("an object with url and width")?;
            let url = reader.url(object, "url", UrlUse::Media).ok_or("a variant with an address")?;
            Ok(Variant { url, width: reader.count(object, "width").ok_or("a variant with a width")? })
        }),
        width: reader.count(object, "width"),
        height: reader.count(object, "height"),
        // Empty means something here: a decoration.
        alt: reader.field(object, "alt", |_, value| value.as_str().map(plain_line).ok_or("a string")),
        caption: inlines::read(reader, object, "caption"),
        credit: reader.text(object, "credit"),
    })
}

fn involvement(_: &mut Reader, value: &Json) -> Result<Involvement, Wanted> {
    let word = value.as_str().ok_or("a word")?;
    let known = Involvement::ALL.iter().find(|(name, _)| *name == word);
    known.map(|(_, involvement)| *involvement).ok_or("none, assisted, generated, autonomous or mixed")
}

fn ai(reader: &mut Reader, value: &Json) -> Result<Ai, Wanted> {
    match value {
        // Said to be used, and no more.
        Json::Bool(true) => return Ok(Ai::default()),
        Json::Bool(false) => return Ok(Ai { involvement: Some(Involvement::None), ..Ai::default() }),
        _ => {}
    }
    let object = value.as_object().ok_or("an object")?;
    Ok(Ai {
        involvement: reader.field(object, "involvement", involvement),
        digital_source_type: reader.text(object, "digital_source_type"),
        parts: reader.list(object, "parts", |reader, value| {
            let object = value.as_object().ok_or("an object with part")?;
            Ok(AiPart {
                part: reader.text(object, "part").ok_or("an object with part")?,
                involvement: reader.field(object, "involvement", involvement),
                reference: reader.text(object, "ref"),
            })
        }),
        tools: reader.list(object, "tools", |reader, value| {
            let object = value.as_object().ok_or("an object with name")?;
            let name = reader.text(object, "name").ok_or("an object with name")?;
            Ok(AiTool { name, provider: reader.text(object, "provider") })
        }),
        review: reader.field(object, "review", |reader, value| {
            let object = value.as_object().ok_or("an object")?;
            Ok(AiReview {
                human: reader.field(object, "human", |_, value| value.as_bool().ok_or("true or false")),
                by: reader.text(object, "by"),
                responsible: reader.text(object, "responsible"),
            })
        }),
        statement: reader.text(object, "statement"),
        policy_url: reader.url(object, "policy_url", UrlUse::Link),
    })
}
