//! Contentful: entries of the Content Delivery API, exports, and rich text alone.
//!
//! Sources: contentful.com, "Content Delivery API" and "Rich Text". The fields of an entry are of each site's own making,
//! and may be in several languages at once.

use super::{
    draft::{Draft, Picture},
    rich::{Dialect, attribute, escape},
};
use crate::{Json, Language, ReadError};

const HEADLINE: [&str; 4] = ["headline", "title", "name", "heading"];
const DECK: [&str; 4] = ["deck", "subtitle", "subheading", "tagline"];
const SUMMARY: [&str; 7] = ["summary", "excerpt", "standfirst", "description", "lead", "intro", "shortDescription"];
const PUBLISHED: [&str; 5] = ["publishedDate", "publishDate", "publicationDate", "publishedAt", "date"];
const IMAGE: [&str; 8] =
    ["heroImage", "image", "featuredImage", "mainImage", "coverImage", "leadImage", "cover", "thumbnail"];
const BODY: [&str; 6] = ["body", "content", "text", "article", "richText", "bodyText"];

pub(super) fn matches(first: &Json, document: &Json) -> bool {
    first.at("sys/type").is_some_and(|kind| kind.is("Array") || kind.is("Entry"))
        || is_text(first)
        || document.has("entries") && document.has("contentTypes")
}

fn is_text(value: &Json) -> bool {
    value.at("nodeType").is_some_and(|kind| kind.is("document"))
}

#[expect(clippy::unnecessary_wraps, reason = "all formats are read by functions of one type")]
pub(super) fn read(entry: &Json, draft: &mut Draft) -> Result<(), ReadError> {
    if is_text(entry) {
        Dialect { write: linked, ..Dialect::PLAIN }.read(entry.each_at("content"), draft);
        return Ok(());
    }
    let fields = entry.at("fields").unwrap_or(entry);
    let field = |names: &[&str]| {
        names.iter().find_map(|name| fields.at(name).map(in_one_language)).filter(|value| !value.is_blank())
    };
    let line = |names: &[&str]| field(names).filter(|value| value.as_str().is_some());
    draft.plain("id", entry.at("sys/id"));
    draft.url(line(&["canonicalUrl", "canonicalURL", "url"]));
    draft.language(entry.at("sys/locale"));
    draft.plain("headline", line(&HEADLINE));
    draft.plain("deck", line(&DECK));
    draft.summary(line(&SUMMARY));
    draft.date("published", line(&PUBLISHED).or_else(|| entry.first(&["sys/publishedAt", "sys/createdAt"])));
    draft.date("updated", entry.at("sys/updatedAt"));
    let document = draft.document();
    for author in field(&["authors", "author"]).map_or(&[][..], Json::each) {
        let fields = target(author, document).and_then(|author| author.at("fields"));
        let name = fields.and_then(|fields| fields.at("name")).map(in_one_language);
        draft.author(name.or(Some(author).filter(|author| author.as_str().is_some())), None);
    }
    if let Some(category) = field(&["category", "categories", "section"]).and_then(|list| list.each().first()) {
        let fields = target(category, document).and_then(|category| category.at("fields"));
        let name = fields.and_then(|fields| fields.first(&["title", "name"])).map(in_one_language);
        draft.plain("kicker", name.or(Some(category).filter(|category| category.as_str().is_some())));
    }
    if let Some(asset) = field(&IMAGE).and_then(|link| target(link, document)) {
        let (file, of) =
            (file(asset), |name| asset.at("fields").and_then(|fields| fields.at(name)).map(in_one_language));
        let is_image = |file: &&Json| file.str_at("contentType").is_none_or(|kind| kind.starts_with("image/"));
        if let Some(file) = file.filter(is_image) {
            draft.image(&Picture {
                url: file.at("url"),
                width: file.at("details/image/width"),
                height: file.at("details/image/height"),
                alt: of("description").or_else(|| of("title")),
                ..Picture::default()
            });
        }
    }
    let members = fields.as_object().map_or(&[][..], |fields| &fields.0);
    let rich = members.iter().map(|(_, value)| in_one_language(value)).find(|value| is_text(value));
    match field(&BODY).filter(|body| is_text(body)).or(rich) {
        Some(text) => Dialect { write: linked, ..Dialect::PLAIN }.read(text.each_at("content"), draft),
        // Some sites keep Markdown or HTML.
        None => draft.text(line(&BODY)),
    }
    Ok(())
}

/// A value in the document's first language: exports, and answers in all languages, have one for each.
fn in_one_language(value: &Json) -> &Json {
    let members = value.as_object().map_or(&[][..], |members| &members.0);
    let is_language = |(key, _): &(String, Json)| {
        key != "sys"
            && key.len() < 12
            && key.as_bytes().get(2).is_none_or(|byte| *byte == b'-')
            && Language::parse(key).is_some()
    };
    if members.is_empty() || !members.iter().all(is_language) {
        return value;
    }
    // The order of members is not the same everywhere.
    let english = members.iter().find(|(key, _)| key.starts_with("en"));
    let first = members.iter().min_by(|(one, _), (other, _)| one.cmp(other));
    english.or(first).map_or(value, |(_, value)| value)
}

/// What a link leads to.
fn target<'j>(link: &'j Json, document: &'j Json) -> Option<&'j Json> {
    if link.has("fields") {
        return Some(link);
    }
    let id = link.at("sys/id")?;
    ["includes/Asset", "includes/Entry", "assets", "entries", "items"]
        .iter()
        .flat_map(|list| document.each_at(list))
        .find(|known| known.at("sys/id") == Some(id))
}

fn file(asset: &Json) -> Option<&Json> {
    asset.at("fields/file").map(in_one_language)
}

/// Assets and entries that the text names.
fn linked(node: &Json, draft: &mut Draft, out: &mut String) -> bool {
    let Some(link) = node.at("data/target") else { return false };
    let asset = target(link, draft.document());
    let Some(file) = asset.and_then(file) else {
        // Entries are of the site's own making. Words that lead to one are words.
        let is_embedded = node.str_at("nodeType").is_some_and(|kind| kind.starts_with("embedded"));
        if is_embedded {
            draft.notice(node, "an embedded entry is left out");
        }
        return is_embedded;
    };
    let words = |name: &str| asset.and_then(|asset| asset.at("fields")?.at(name).map(in_one_language)?.as_str());
    let url = file.str_at("url").unwrap_or_default();
    if node.str_at("nodeType") == Some("asset-hyperlink") {
        *out += "<a";
        attribute("href", url, out);
        *out += ">";
        let text: String = node.each_at("content").iter().filter_map(|text| text.str_at("value")).collect();
        escape(&text, out);
        *out += "</a>";
    } else if file.str_at("contentType").is_some_and(|kind| kind.starts_with("image/")) {
        let side = |side: &str| draft.plain_value(file.at("details/image")?.at(side)?);
        *out += "<figure><img";
        attribute("src", url, out);
        attribute("alt", words("description").or_else(|| words("title")).unwrap_or_default(), out);
        for name in ["width", "height"] {
            attribute(name, &side(name).unwrap_or_default(), out);
        }
        *out += "></figure>";
    } else {
        *out += "<p><a";
        attribute("href", url, out);
        *out += ">";
        escape(words("title").unwrap_or(url), out);
        *out += "</a></p>";
    }
    true
}
