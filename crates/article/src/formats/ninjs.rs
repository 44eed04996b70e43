//! ninjs 1, 2 and 3, the news agencies' format, and Superdesk's dialect of it.
//!
//! Source: IPTC, ninjs 1.6, 2.2 and 3.1; Superdesk's `ninjs_formatter`. Version 1 has members of the pattern
//! `headline_role`, 2 has lists of objects with a role, and 3 has 2's names in camel case: names are compared without
//! regard to case, and a role is looked for in all of them.

use super::{
    draft::{Draft, Picture},
    values::{number, object, string},
};
use crate::{
    Json, ReadError,
    text::{around, has},
};

/// Members that other formats do not have.
const MARKS: [&str; 9] = [
    "versioncreated",
    "firstcreated",
    "contentcreated",
    "pubstatus",
    "representationtype",
    "digitalsourcetype",
    "bodies",
    "headlines",
    "renditions",
];
const EMBARGO: [&str; 3] = ["embargoed", "embargoeduntil", "embargo"];
const DATES: [(&str, &str); 4] = [
    ("published", "firstpublished"),
    ("published", "firstcreated"),
    ("published", "versioncreated"),
    ("updated", "versioncreated"),
];
const HEADLINE: [&str; 5] = ["main", "", "headline", "html", "text"];
const DECK: [&str; 6] = ["subhead", "subheadline", "sub", "subtitle", "deck", "secondary"];
const SUMMARY: [&str; 12] =
    ["lead", "summary", "abstract", "standfirst", "preamble", "main", "text", "", "html", "xhtml", "richtext", "short"];
const CAPTION: [&str; 9] = ["caption", "text", "", "html", "xhtml", "richtext", "main", "long", "short"];
/// Names of what stands above the text.
const LEAD: [&str; 7] = ["featuremedia", "mainpic", "main", "lead", "featureimage", "mainimage", "hero"];

pub(super) fn matches(first: &Json, document: &Json) -> bool {
    let item = document.first(&["data/item", "item/0", "_items/0"]).unwrap_or(first);
    let is_part = |key: &str| ["body_", "headline_", "description_"].iter().any(|part| key.starts_with(part));
    let has_part = || {
        members(item).iter().any(|(key, _)| is_part(key))
            || item.at("standard/name").is_some_and(|name| name.is("ninjs"))
    };
    let has_mark = |marks: &[&str]| marks.iter().any(|mark| get(item, mark).is_some());
    item.str_at("uri").is_some() && (has_mark(&MARKS) || has_part())
        || item.str_at("guid").is_some() && has_mark(MARKS.get(..4).unwrap_or_default())
}

pub(super) fn read(item: &Json, draft: &mut Draft) -> Result<(), ReadError> {
    if is_withdrawn(item) {
        return Err(ReadError::Withdrawn);
    }
    for key in EMBARGO {
        draft.embargo(get(item, key))?;
    }
    let kind = item.str_at("type").unwrap_or_default();
    // What is going to happen, or be reported, is no report.
    if matches!(kind, "event" | "planning" | "component") {
        return Ok(());
    }
    let id = item.first(&["uri", "guid"]);
    draft.plain("id", id);
    // Others are names, of the agency's own system.
    draft.url(item.at("uri").filter(|uri| uri.as_str().is_some_and(|uri| uri.starts_with("http"))));
    draft.language(item.at("language"));
    draft.source(item.at("source"), None);
    draft.source(get(item, "copyrightholder"), None);
    draft.plain("kicker", item.at("service/0/name"));
    draft.plain("headline", role(item, "headline", &HEADLINE));
    draft.plain(
        "headline",
        parts(item, "headline").iter().find(|(role, ..)| !DECK.contains(role)).map(|(.., text)| *text),
    );
    draft.plain("headline", item.at("title"));
    draft.plain("deck", role(item, "headline", &DECK));
    draft.author(item.first(&["byline", "by", "bylines/0/by"]), None);
    if !draft.has_authors() {
        item.each_at("authors").iter().for_each(|author| draft.author(author.at("name"), author.at("url")));
    }
    for (member, key) in DATES {
        draft.date(member, get(item, key));
    }
    draft.plain("place", item.at("located"));
    let pictures = pictures(item);
    let is_picture = matches!(kind, "picture" | "graphic");
    let lead = if is_picture { Some(item) } else { pictures.first().map(|(_, picture)| *picture) };
    if let Some(picture) = lead {
        draft.image(&files(picture));
    }
    if !is_picture {
        draft.summary(role(item, "description", &SUMMARY));
        recording(item, kind, draft);
        body(item, draft);
        for (name, picture) in pictures.iter().skip(1) {
            // The others stand in the text already.
            let files = files(picture);
            let is_there = files.variants.iter().any(|(url, ..)| url.as_str().is_some_and(|url| draft.mentions(url)));
            if !(is_there || name.starts_with("embed") || name.starts_with("editor")) {
                draft.picture(&files);
            }
        }
    }
    let source_type = |item| get(item, "digitalsourcetype");
    draft.ai(source_type(item), lead.and_then(source_type));
    if let (true, Some(minutes)) = (draft.has_body(), item.at("readtime").and_then(Json::count)) {
        draft.set("reading_minutes", if minutes > 0 { number(minutes) } else { Json::Null });
    }
    Ok(())
}

/// Whether the agency has taken an item back. One that is withheld is not to be published until the agency says so.
fn is_withdrawn(item: &Json) -> bool {
    matches!(get(item, "pubstatus").and_then(Json::as_str), Some("canceled" | "cancelled" | "withheld"))
}

fn members(item: &Json) -> &[(String, Json)] {
    item.as_object().map_or(&[], |members| &members.0)
}

/// A member, without regard to case.
fn get<'j>(item: &'j Json, name: &str) -> Option<&'j Json> {
    let member = members(item).iter().find(|(key, _)| key.eq_ignore_ascii_case(name));
    member.map(|(_, value)| value).filter(|value| !value.is_blank())
}

/// A text of an item: its role, its media type where it has one, and its words.
type Part<'j> = (&'j str, &'j str, &'j Json);

/// The parts of a kind: `headline`, `headline_role` and the elements of `headlines`.
fn parts<'j>(item: &'j Json, kind: &str) -> Vec<Part<'j>> {
    let mut parts = Vec::new();
    for (key, value) in members(item) {
        let key = if key == "bodies" { "bodys" } else { key.as_str() };
        let Some(role) = key.strip_prefix(kind) else { continue };
        if role == "s" {
            for part in value.each() {
                let role = part.str_at("role").unwrap_or_default();
                parts.push((role, media_type(part), part.at("value").unwrap_or(part)));
            }
        } else if role.is_empty() || role.starts_with('_') {
            parts.push((role.trim_start_matches('_'), "", value));
        }
    }
    parts.retain(|(.., value)| !value.is_blank());
    parts
}

/// The part of the first role that there is.
fn role<'j>(item: &'j Json, kind: &str, roles: &[&str]) -> Option<&'j Json> {
    let parts = parts(item, kind);
    roles.iter().find_map(|role| parts.iter().find(|(known, ..)| known == role)).map(|(.., value)| *value)
}

/// The pictures that belong to an item, the one above the text first, with their names.
fn pictures(item: &Json) -> Vec<(&str, &Json)> {
    let associations = item.at("associations").unwrap_or(&Json::Null);
    let mut pictures: Vec<(&str, &Json)> = match associations {
        Json::Object(associations) => associations.0.iter().map(|(name, item)| (name.as_str(), item)).collect(),
        list => list.each().iter().map(|item| (item.str_at("name").unwrap_or_default(), item)).collect(),
    };
    let is_lead = |name: &str| LEAD.iter().any(|lead| name.eq_ignore_ascii_case(lead));
    // A graphic may be the sign of whom it is about.
    pictures.retain(|(name, item)| match item.str_at("type") {
        _ if is_withdrawn(item) => false,
        Some("picture") => true,
        Some("graphic") | None => is_lead(name),
        _ => false,
    });
    if let Some(at) = pictures.iter().position(|(name, _)| is_lead(name)) {
        let lead = pictures.remove(at);
        pictures.insert(0, lead);
    }
    pictures.truncate(50);
    pictures
}

/// The files of an item, each with its name.
fn renditions(item: &Json) -> Vec<(&str, &Json)> {
    match item.at("renditions") {
        Some(Json::Object(files)) => files.0.iter().map(|(name, file)| (name.as_str(), file)).collect(),
        files => files
            .map_or(&[][..], Json::each)
            .iter()
            .map(|file| (file.str_at("name").unwrap_or_default(), file))
            .collect(),
    }
}

fn media_type(file: &Json) -> &str {
    get(file, "mimetype").or_else(|| get(file, "contenttype")).and_then(Json::as_str).unwrap_or_default()
}

/// A picture, of its widest file.
fn files(item: &Json) -> Picture<'_> {
    let mut variants = Vec::new();
    let mut widest = (0, 0);
    for (name, file) in renditions(item) {
        // Some name them by number, and say in another place what they are.
        let mut label = name.to_owned();
        for key in ["title", "usage", "variant"] {
            label = label + " " + file.str_at(key).unwrap_or_default();
        }
        let label = label.to_ascii_lowercase();
        let is_picture =
            media_type(file).is_empty() || media_type(file).starts_with("image/") && media_type(file) != "image/tiff";
        let Some(url) =
            file.first(&["href"]).filter(|_| is_picture && !has(&label, "thumb") && !has(&label, "watermark"))
        else {
            continue;
        };
        let width = file.at("width").and_then(Json::count).unwrap_or_default();
        if width > widest.0 {
            widest = (width, variants.len());
        }
        variants.push((url, file.at("width"), file.at("height")));
    }
    // The first decides on the shape.
    let length = variants.len();
    if widest.1 < length {
        variants.swap(0, widest.1);
    }
    let credit =
        role(item, "description", &["creditline", "credit"]).or_else(|| item.first(&["byline", "by", "authors"]));
    Picture {
        alt: item.at("body_text"),
        caption: role(item, "description", &CAPTION),
        credit: credit.or_else(|| get(item, "copyrightholder")),
        variants,
        ..Picture::default()
    }
}

/// A film or a recording, in a form that all browsers play.
fn recording(item: &Json, kind: &str, draft: &mut Draft) {
    if !matches!(kind, "audio" | "video") {
        return;
    }
    for (_, file) in renditions(item) {
        if let ("audio/mpeg" | "video/mp4", Some(url)) = (media_type(file), file.str_at("href")) {
            return draft.block(object([("type", string(kind)), ("url", string(url))]));
        }
    }
}

/// The text, in the richest of its forms.
fn body(item: &Json, draft: &mut Draft) {
    let mut best = (0, &Json::Null);
    for (role, media_type, text) in parts(item, "body") {
        let kind = media_type.to_ascii_lowercase() + " " + role;
        let ranks = [("nitf", 1), ("html", 4), ("richtext", 3)];
        let rank = ranks.iter().find(|(part, _)| has(&kind, part)).map_or(2, |(_, rank)| *rank);
        if rank > best.0 {
            best = (rank, text);
        }
    }
    match best {
        (1, text) => draft.html(Some(&Json::String(of_nitf(text.words().unwrap_or_default())))),
        (4, text) => draft.html(Some(text)),
        (_, text) => draft.text(Some(text)),
    }
}

/// The text of a document in NITF 3 as HTML: paragraphs, lists and tables have the same names there, and what belongs to
/// media is not part of the text.
fn of_nitf(document: &str) -> String {
    let inside =
        around(document, "<body.content").and_then(|(_, rest)| around(rest, ">")).map_or(document, |(_, rest)| rest);
    let mut rest = around(inside, "</body.content").map_or(inside, |(inside, _)| inside);
    let mut html = String::new();
    while let Some((before, media)) = around(rest, "<media") {
        html += before;
        rest = around(media, "</media>").map_or("", |(_, after)| after);
    }
    html += rest;
    for (name, element) in [("<hl2", "<h2"), ("</hl2", "</h2")] {
        let mut rest = html.as_str();
        let mut named = String::new();
        while let Some((before, after)) = around(rest, name) {
            named = named + before + element;
            rest = after;
        }
        html = named + rest;
    }
    html
}
