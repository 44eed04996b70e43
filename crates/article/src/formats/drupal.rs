//! Drupal: JSON:API, one node or a list, with what was asked to be included.
//!
//! Source: drupal.org, "JSON:API module"; jsonapi.org/format/1.1. Every site names its fields itself; the names here are
//! those of the profiles that come with Drupal, and of newsrooms' own.

use super::draft::{Draft, Picture};
use crate::{
    Json, ReadError,
    formats::values::{object, string},
    text::{around, has},
};

const DECK: [&str; 5] = ["field_subtitle", "field_sub_title", "field_subheadline", "field_subhead", "field_deck"];
const SUMMARY: [&str; 9] = [
    "body/summary",
    "field_summary",
    "field_standfirst",
    "field_lead",
    "field_intro",
    "field_teaser_text",
    "field_teaser",
    "field_excerpt",
    "field_description",
];
const BODY: [&str; 6] = ["body", "field_body", "field_article_body", "field_content", "field_text", "field_main_text"];
const TITLE: [&str; 3] = ["field_title", "field_heading", "field_headline"];
const AUTHORS: [&str; 4] = ["field_authors", "field_author", "field_byline", "uid"];
const SECTION: [&str; 5] = ["field_section", "field_category", "field_categories", "field_channel", "field_topic"];

/// Words in the names of fields whose pictures are not about the text.
const NO_LEAD: [&str; 5] = ["author", "byline", "logo", "icon", "paragraph"];

/// How deep parts of a text may stand in others.
const MAX_DEPTH: usize = 4;
/// The most references of a thing that are followed, and the most parts: each is looked for among all that is included.
const MOST: usize = 500;

pub(super) fn matches(_: &Json, document: &Json) -> bool {
    let of_drupal = |node: &Json| node.str_at("type").is_some_and(|kind| has(kind, "--"));
    document.has("data") && (document.has("jsonapi") || document.each_at("data").first().is_some_and(of_drupal))
}

#[expect(clippy::unnecessary_wraps, reason = "all formats are read by functions of one type")]
pub(super) fn read(node: &Json, draft: &mut Draft) -> Result<(), ReadError> {
    let nothing = Json::Null;
    let fields = node.at("attributes").unwrap_or(&nothing);
    draft.plain("id", node.at("id"));
    // Where the site is: an alias begins there, also when it is not the root of its host.
    let own = node.str_at("links/self/href").or_else(|| node.str_at("links/self"));
    let site = own.and_then(|own| around(own, "/jsonapi/")).map(|(site, _)| site);
    let canonical = fields.each_at("metatag").iter().find(|tag| tag.str_at("attributes/rel") == Some("canonical"));
    draft.url(canonical.and_then(|tag| tag.at("attributes/href")));
    if let Some(alias) = fields.str_at("path/alias") {
        draft.url(Some(&string(&(site.unwrap_or_default().to_owned() + alias))));
    }
    draft.based_on(own);
    draft.language(fields.at("langcode"));
    draft.plain("headline", fields.first(&["title", "name"]));
    draft.plain("deck", fields.first(&DECK).map(shown));
    draft.summary(fields.first(&SUMMARY).map(shown));
    let mut section = SECTION
        .iter()
        .flat_map(|name| included(node, name, draft))
        .chain(SECTION.iter().filter_map(|name| fields.at(name)));
    draft.plain("kicker", section.next().map(|section| section.at("attributes/name").unwrap_or(section)));
    for name in AUTHORS {
        if !draft.has_authors() {
            draft.author(fields.at(name).filter(|value| !value.is_blank()).map(shown), None);
            for author in included(node, name, draft) {
                let names = ["display_name", "title", "name", "field_name"];
                draft.author(author.at("attributes").and_then(|fields| fields.first(&names)), None);
            }
        }
    }
    draft.date(
        "published",
        fields.first(&["published_at", "field_published_date", "field_publication_date", "created"]),
    );
    draft.date("updated", fields.at("changed"));
    // A field with a picture may be about something else; one named for it rarely is.
    for is_named in [true, false] {
        let fields = references(node)
            .filter(|(key, _)| has(key, "image") == is_named && !NO_LEAD.iter().any(|word| has(key, word)));
        for (_, reference) in fields.take(MOST) {
            if let (Some(picture), false) = (picture(reference, draft), draft.has("image")) {
                draft.image(&picture);
            }
        }
    }
    if !draft.is_head() {
        match fields.first(&BODY) {
            Some(body) if body.has("processed") => draft.html(body.at("processed")),
            Some(body) => draft.text(Some(shown(body))),
            None => texts(fields, draft),
        }
        parts(node, draft, MAX_DEPTH, &mut Vec::new());
    }
    Ok(())
}

/// Text as the site shows it: what an editor has put in stands beside it.
fn shown(field: &Json) -> &Json {
    let field = field.each().first().unwrap_or(field);
    field.first(&["processed", "value"]).unwrap_or(field)
}

/// The members of a node that stand for something else, each with what it stands for.
fn references(node: &Json) -> impl Iterator<Item = (&str, &Json)> {
    let all = node.at("relationships").and_then(Json::as_object).map_or(&[][..], |all| &all.0);
    all.iter()
        .flat_map(|(key, relation)| relation.each_at("data").iter().map(move |reference| (key.as_str(), reference)))
}

/// What a reference stands for, when the answer has it.
fn referenced<'j>(reference: &Json, draft: &Draft<'j>) -> Option<&'j Json> {
    let mut all = draft.document().each_at("included").iter();
    all.find(|other| {
        other.has("id") && other.at("id") == reference.at("id") && other.at("type") == reference.at("type")
    })
}

fn included<'j>(node: &Json, name: &str, draft: &Draft<'j>) -> Vec<&'j Json> {
    let named = references(node).filter(|(key, _)| *key == name).take(MOST);
    named.filter_map(|(_, reference)| referenced(reference, draft)).collect()
}

/// The picture a reference stands for: a file, or a medium that has a file and says more about it.
fn picture<'j>(reference: &'j Json, draft: &Draft<'j>) -> Option<Picture<'j>> {
    let is_file = |reference: &Json| reference.str_at("type") == Some("file--file");
    let target = referenced(reference, draft)?;
    let (reference, file) = if is_file(target) {
        (reference, target)
    } else if target.str_at("type")?.starts_with("media--") {
        let (_, inner) = references(target).find(|(key, inner)| *key != "thumbnail" && is_file(inner))?;
        (inner, referenced(inner, draft)?)
    } else {
        return None;
    };
    let mime = file.str_at("attributes/filemime");
    let said = |names: &[&str]| target.at("attributes").and_then(|fields| fields.first(names)).map(shown);
    mime.is_none_or(|mime| mime.starts_with("image/")).then(|| Picture {
        url: file.first(&["attributes/uri/url", "attributes/url"]),
        width: reference.at("meta/width"),
        height: reference.at("meta/height"),
        alt: reference.at("meta/alt"),
        caption: said(&["field_caption", "field_image_caption", "field_description"]),
        credit: said(&["field_credit", "field_copyright", "field_photo_credit", "field_photographer"]),
        ..Picture::default()
    })
}

/// The fields that are texts, whatever the site calls them.
fn texts(fields: &Json, draft: &mut Draft) {
    for (key, field) in fields.as_object().map_or(&[][..], |fields| &fields.0) {
        let is_head = SUMMARY.iter().chain(&DECK).chain(&TITLE).any(|head| head == key);
        if !is_head {
            draft.html(field.at("processed"));
        }
    }
}

/// Text kept in parts ("paragraphs"), each of a kind of the site's own: a title, what is text, and pictures. Each is
/// shown once, so that parts that have one another come to an end.
fn parts(node: &Json, draft: &mut Draft, depth: usize, seen: &mut Vec<*const Json>) {
    for (_, reference) in references(node) {
        let is_part = reference.str_at("type").is_some_and(|kind| kind.starts_with("paragraph--"));
        if !is_part || depth == 0 || seen.len() >= MOST {
            continue;
        }
        let part = referenced(reference, draft).filter(|part| !seen.contains(&std::ptr::from_ref(*part)));
        let Some(part) = part else { continue };
        seen.push(std::ptr::from_ref(part));
        let fields = part.at("attributes").unwrap_or(part);
        if let Some(title) = fields.first(&TITLE) {
            draft.heading(shown(title));
        }
        texts(fields, draft);
        for (_, reference) in references(part).take(MOST) {
            let medium = referenced(reference, draft);
            if let Some(url) = medium.and_then(|medium| medium.str_at("attributes/field_media_oembed_video")) {
                draft.block(object([("type", string("embed")), ("url", string(url))]));
            } else if let Some(picture) = picture(reference, draft) {
                draft.picture(&picture);
            }
        }
        parts(part, draft, depth - 1, seen);
    }
}
