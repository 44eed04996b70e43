//! Strapi 4 and 5: the REST API, one entry or a list, with what was asked to be populated.
//!
//! Source: docs.strapi.io, "REST API", "Populate" and "Blocks" (the editor's JSON). Every site names its fields itself.

use super::{
    draft::{Draft, Picture},
    values::{number, object, string},
};
use crate::{Json, ReadError, text::has};

const HEADLINE: [&str; 4] = ["headline", "title", "name", "heading"];
const DECK: [&str; 6] = ["subtitle", "subTitle", "subheadline", "subheading", "deck", "tagline"];
const SUMMARY: [&str; 9] =
    ["summary", "excerpt", "standfirst", "description", "lead", "intro", "introduction", "perex", "teaser"];
const SECTION: [&str; 4] = ["kicker", "category", "section", "categories"];
const AUTHORS: [&str; 6] = ["authors", "author", "writers", "writer", "byline", "authorsBio"];
const URL: [&str; 6] =
    ["canonicalUrl", "canonicalURL", "canonical_url", "canonical", "seo/canonicalURL", "seo/canonicalUrl"];
const PUBLISHED: [&str; 7] = [
    "publishedDate",
    "publishDate",
    "publish_date",
    "published_date",
    "publicationDate",
    "date",
    // When an editor pressed the button last.
    "publishedAt",
];
const IMAGE: [&str; 12] = [
    "cover",
    "coverImage",
    "cover_image",
    "featuredImage",
    "featured_image",
    "image",
    "heroImage",
    "hero_image",
    "hero",
    "mainImage",
    "picture",
    "thumbnail",
];
const BODY: [&str; 8] = ["content", "body", "blocks", "text", "article", "sections", "dynamicZone", "dynamic_zone"];

/// How deep lists, quotations and components may stand in others.
const MAX_DEPTH: usize = 12;

pub(super) fn matches(_: &Json, document: &Json) -> bool {
    let entry = document.each_at("data").first();
    entry.is_some_and(|entry| entry.has("documentId") || entry.has("attributes") && !entry.has("type"))
}

#[expect(clippy::unnecessary_wraps, reason = "all formats are read by functions of one type")]
pub(super) fn read(entry: &Json, draft: &mut Draft) -> Result<(), ReadError> {
    let fields = entity(entry);
    draft.plain("id", entry.first(&["documentId", "id"]));
    draft.url(fields.first(&URL));
    draft.language(fields.at("locale"));
    draft.plain("headline", fields.first(&HEADLINE));
    draft.plain("deck", fields.first(&DECK));
    draft.summary(fields.first(&SUMMARY));
    draft.plain("kicker", fields.first(&SECTION).and_then(|section| named(entity(section))));
    for author in fields.first(&AUTHORS).map_or(&[][..], entities) {
        draft.author(named(entity(author)), None);
    }
    draft.date("published", fields.first(&PUBLISHED));
    draft.date("updated", fields.first(&["updatedAt"]));
    for name in IMAGE {
        if let Some(file) = fields.at(name).and_then(|media| entities(media).first()) {
            draft.image(&picture(entity(file)));
        }
    }
    // Components are a text, whatever the field is called.
    let is_parts =
        |value: &&Json| value.as_array().is_some_and(|parts| parts.iter().any(|part| part.has("__component")));
    let members = fields.as_object().map_or(&[][..], |fields| &fields.0);
    let parts = || members.iter().map(|(_, value)| value).find(is_parts);
    if let (Some(body), false) = (fields.first(&BODY).or_else(parts), draft.is_head()) {
        content(body, draft, MAX_DEPTH);
    }
    Ok(())
}

/// The things a relation stands for: version 4 has them in `data`.
fn entities(relation: &Json) -> &[Json] {
    relation.at("data").unwrap_or(relation).each()
}

/// The fields of an entry: version 4 has them in `attributes`.
fn entity(value: &Json) -> &Json {
    let value = entities(value).first().unwrap_or(value);
    value.at("attributes").unwrap_or(value)
}

fn named(entity: &Json) -> Option<&Json> {
    match entity {
        Json::String(_) => Some(entity),
        entity => entity.first(&["name", "fullName", "full_name", "displayName", "title"]),
    }
}

fn picture(file: &Json) -> Picture<'_> {
    // Until somebody describes a picture, it is described by the name of its file.
    let said = |key| file.at(key).filter(|text| file.at("name") != Some(*text));
    let formats = file.at("formats").and_then(Json::as_object).map_or(&[][..], |formats| &formats.0);
    Picture {
        url: file.at("url").filter(|_| file.str_at("mime").is_none_or(|mime| mime.starts_with("image/"))),
        width: file.at("width"),
        height: file.at("height"),
        alt: said("alternativeText"),
        caption: said("caption"),
        variants: formats
            .iter()
            .filter_map(|(_, file)| Some((file.at("url")?, file.at("width"), file.at("height"))))
            .collect(),
        ..Picture::default()
    }
}

/// A text: of a string, of the editor's blocks, or of components.
fn content(body: &Json, draft: &mut Draft, depth: usize) {
    for part in body.each() {
        if part.has("__component") {
            component(part, draft, depth);
        } else if part.as_object().is_some() {
            block(part, draft, depth);
        } else {
            draft.text(Some(part));
        }
    }
}

/// A component is of the site's own making: its name and its fields tell what it is.
fn component(part: &Json, draft: &mut Draft, depth: usize) {
    const FILES: [&str; 8] = ["file", "files", "image", "images", "media", "picture", "photo", "gallery"];
    let text = part.first(&["body", "content", "text", "richText", "rich_text", "quote"]);
    if part.str_at("__component").is_some_and(|name| has(name, "quote")) {
        let text = text.and_then(|text| draft.plain_value(text)).map_or(Json::Null, Json::String);
        let by = part.first(&["author", "attribution", "cite", "title"]);
        let by = by.and_then(|by| draft.plain_value(by)).map_or(Json::Null, Json::String);
        if !text.is_blank() {
            draft.block(object([("type", string("quote")), ("body", Json::Array(vec![text])), ("attribution", by)]));
        }
        return;
    }
    if let Some(title) = part.first(&["title", "heading"]) {
        draft.heading(title);
    }
    if let (Some(text), true) = (text, depth > 0) {
        content(text, draft, depth - 1);
    }
    let files = FILES.iter().filter_map(|name| part.at(name)).flat_map(entities);
    let mut images: Vec<Json> = files.map(|file| draft.figure(&picture(entity(file)))).collect();
    images.retain(|image| !image.is_blank());
    match images.len() {
        0 => {}
        1 => images.into_iter().for_each(|image| draft.figure_block(image)),
        _ => draft.block(object([("type", string("gallery")), ("images", Json::Array(images))])),
    }
}

/// A block of the editor.
fn block(part: &Json, draft: &mut Draft, depth: usize) {
    let kind = part.str_at("type").unwrap_or_default();
    let content = spans(part, depth);
    // An empty paragraph is how the editor writes a space.
    let is_empty = crate::html::words(content.each()).trim().is_empty();
    let block = match kind {
        "image" => return draft.picture(&picture(part.at("image").unwrap_or(part))),
        "list" => list(part, depth).unwrap_or(Json::Null),
        "code" => {
            let text = part.each_at("children").iter().filter_map(|child| child.str_at("text")).collect();
            object([("type", string(kind)), ("text", Json::String(text))])
        }
        _ if is_empty => return,
        "heading" => {
            let level = part.at("level").and_then(Json::count).unwrap_or(2).clamp(2, 4);
            object([("type", string(kind)), ("level", number(level)), ("content", content)])
        }
        "quote" => {
            let paragraph = object([("type", string("paragraph")), ("content", content)]);
            object([("type", string(kind)), ("body", Json::Array(vec![paragraph]))])
        }
        // What the site has added keeps its words.
        _ => object([("type", string("paragraph")), ("content", content)]),
    };
    draft.block(block);
}

/// A list; one that stands beside the items belongs to the item before it.
fn list(part: &Json, depth: usize) -> Option<Json> {
    let mut items: Vec<Json> = Vec::new();
    for child in part.each_at("children") {
        if child.str_at("type") == Some("list") {
            let inner = if depth > 0 { list(child, depth - 1) } else { None };
            match items.last_mut() {
                Some(Json::Array(item)) => item.extend(inner),
                _ => items.extend(inner.map(|inner| Json::Array(vec![inner]))),
            }
        } else {
            let paragraph = object([("type", string("paragraph")), ("content", spans(child, depth))]);
            items.push(Json::Array(vec![paragraph]));
        }
    }
    let ordered = Json::Bool(part.str_at("format") == Some("ordered"));
    (!items.is_empty()).then(|| object([("type", string("list")), ("ordered", ordered), ("items", Json::Array(items))]))
}

/// Running text: words with the marks they bear, and links.
fn spans(part: &Json, depth: usize) -> Json {
    const MARKS: [(&str, &str); 2] = [("bold", "strong"), ("italic", "emphasis")];
    let mut content = Vec::new();
    for child in part.each_at("children") {
        if let (Some("link"), true) = (child.str_at("type"), depth > 0) {
            let url = child.at("url").cloned().unwrap_or(Json::Null);
            content.push(object([("type", string("link")), ("url", url), ("content", spans(child, depth - 1))]));
            continue;
        }
        let is = |mark: &str| child.at(mark).and_then(Json::as_bool) == Some(true);
        for (line, text) in child.str_at("text").unwrap_or_default().split('\n').enumerate() {
            if line > 0 {
                content.push(object([("type", string("break"))]));
            }
            if text.is_empty() {
                continue;
            }
            let mut piece = string(text);
            if is("code") {
                piece = object([("type", string("code")), ("text", piece)]);
            }
            for (mark, span) in MARKS {
                if is(mark) {
                    piece = object([("type", string(span)), ("content", piece)]);
                }
            }
            content.push(piece);
        }
    }
    Json::Array(content)
}
