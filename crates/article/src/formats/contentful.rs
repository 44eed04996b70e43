//! Contentful: entries of the Content Delivery API, exports, and rich text alone.
//!
//! Sources: contentful.com, "Content Delivery API" and "Rich Text". The fields of an entry are of each site's own making,
//! and may be in several languages at once.

use super::{
    draft::{Draft, Picture},
    rich::{Dialect, caption, file_kind, letters},
    values::{object, string},
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
    let document = draft.document();
    let fields = entry.at("fields").unwrap_or(entry);
    let field =
        |names: &[&str]| names.iter().find_map(|name| said(fields, name, document)).filter(|value| !value.is_blank());
    let line = |names: &[&str]| field(names).filter(|value| value.as_str().is_some());
    draft.plain("id", entry.at("sys/id"));
    draft.url(line(&["canonicalUrl", "canonicalURL", "url"]));
    draft.language(entry.at("sys/locale").or_else(|| main_language(document)));
    draft.plain("headline", line(&HEADLINE));
    draft.plain("deck", line(&DECK));
    draft.summary(line(&SUMMARY));
    draft.date("published", line(&PUBLISHED).or_else(|| entry.first(&["sys/publishedAt", "sys/createdAt"])));
    draft.date("updated", entry.at("sys/updatedAt"));
    for author in field(&["authors", "author"]).map_or(&[][..], Json::each) {
        let name = target(author, document).and_then(|author| said(author.at("fields")?, "name", document));
        draft.author(name.or(Some(author).filter(|author| author.as_str().is_some())), None);
    }
    if let Some(category) = field(&["category", "categories", "section"]).and_then(|list| list.each().first()) {
        let fields = target(category, document).and_then(|category| category.at("fields"));
        let name = fields.and_then(|fields| said(fields, "title", document).or_else(|| said(fields, "name", document)));
        draft.plain("kicker", name.or(Some(category).filter(|category| category.as_str().is_some())));
    }
    if let Some(fields) = field(&IMAGE).and_then(|link| target(link, document)?.at("fields"))
        && let Some(file) = said(fields, "file", document)
        && file.str_at("contentType").is_none_or(|kind| kind.starts_with("image/"))
    {
        draft.image(&Picture {
            url: file.at("url"),
            width: file.at("details/image/width"),
            height: file.at("details/image/height"),
            alt: said(fields, "description", document).or_else(|| said(fields, "title", document)),
            ..Picture::default()
        });
    }
    match field(&BODY).filter(|body| is_text(body)).or_else(|| text_of(fields, document)) {
        Some(text) => Dialect { write: linked, ..Dialect::PLAIN }.read(text.each_at("content"), draft),
        // Some sites keep Markdown or HTML.
        None => draft.text(line(&BODY)),
    }
    Ok(())
}

/// Whether something of a list is no article but what articles are made with: a writer, a category.
pub(super) fn is_part(entry: &Json) -> bool {
    entry.at("sys/type").is_some_and(|kind| kind.is("Entry"))
        && entry
            .at("fields")
            .is_some_and(|fields| text_of(fields, &Json::Null).is_none() && !BODY.iter().any(|name| fields.has(name)))
}

/// The text among the fields.
fn text_of<'j>(fields: &'j Json, document: &Json) -> Option<&'j Json> {
    let members = fields.as_object().map_or(&[][..], |fields| &fields.0);
    members.iter().map(|(_, value)| in_one_language(value, document)).find(|value| is_text(value))
}

/// What a field says.
fn said<'j>(fields: &'j Json, name: &str, document: &Json) -> Option<&'j Json> {
    fields.at(name).map(|value| in_one_language(value, document))
}

/// The language that an export says comes first.
fn main_language(document: &Json) -> Option<&Json> {
    let locales = document.each_at("locales").iter();
    locales
        .filter(|locale| locale.has("code"))
        .find(|locale| locale.at("default") == Some(&Json::Bool(true)))?
        .at("code")
}

/// A value in one language: exports, and answers in all languages, have one for each.
fn in_one_language<'j>(value: &'j Json, document: &Json) -> &'j Json {
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
    let main = main_language(document).and_then(Json::as_str).and_then(|main| value.at(main));
    // The order of members is not the same everywhere.
    let english = members.iter().find(|(key, _)| key.starts_with("en"));
    let first = members.iter().min_by(|(one, _), (other, _)| one.cmp(other));
    main.or(english.or(first).map(|(_, value)| value)).unwrap_or(value)
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

/// Assets and entries that the text names.
fn linked(node: &Json, draft: &mut Draft, out: &mut String) -> bool {
    const ADDRESSES: [&str; 6] = ["embedUrl", "videoUrl", "youtubeUrl", "url", "link", "src"];
    let Some(link) = node.at("data/target") else { return false };
    let kind = node.str_at("nodeType").unwrap_or_default();
    let is_embedded = kind.starts_with("embedded");
    let document = draft.document();
    let thing = target(link, document).unwrap_or(&Json::Null);
    let Some(fields) = thing.at("fields") else {
        if is_embedded {
            draft.notice(node, "expected what is embedded, found a link to something that is not here");
        }
        return is_embedded;
    };
    let dialect = Dialect { is_inline: true, ..Dialect::PLAIN };
    if let Some(file) = said(fields, "file", document) {
        let url = file.at("url").cloned().unwrap_or(Json::Null);
        if is_embedded {
            asset(fields, file, Json::Null, draft, out);
        } else {
            let link = object([("url", url), ("content", node.at("content").cloned().unwrap_or(Json::Null))]);
            dialect.named("link", &link, draft, out);
        }
        return true;
    }
    // Words that lead to an entry are words.
    if !is_embedded {
        return false;
    }
    let members = fields.as_object().map_or(&[][..], |fields| &fields.0);
    // What has an address or a text of its own is another page.
    let is_page = fields.has("slug") || text_of(fields, document).is_some();
    for (_, value) in members.iter().filter(|_| !is_page) {
        let picture = target(in_one_language(value, document), document).and_then(|asset| asset.at("fields"));
        if let Some(fields_of_asset) = picture
            && let Some(file) = said(fields_of_asset, "file", document)
        {
            let caption = said(fields, "caption", document).map_or(Json::Null, caption);
            asset(fields_of_asset, file, caption, draft, out);
            return true;
        }
    }
    let mut urls = ADDRESSES.iter().filter_map(|name| said(fields, name, document)?.as_str());
    if let Some(url) = urls.find(|url| url.starts_with("http")) {
        let title = said(fields, "title", document).cloned().unwrap_or(Json::Null);
        dialect.named("embed", &object([("url", string(url)), ("title", title)]), draft, out);
        return true;
    }
    // Entries are of the site's own making; a few of their kinds have a name that tells what they are.
    let name = letters(thing.str_at("sys/contentType/sys/id").unwrap_or_default());
    if matches!(name.as_str(), "code" | "codeblock" | "quote" | "blockquote" | "pullquote" | "callout" | "infobox") {
        dialect.named(&name, thing, draft, out);
    } else {
        draft.notice(node, "an embedded entry is left out");
    }
    true
}

/// Writes a picture, or a link to another file.
fn asset(fields: &Json, file: &Json, caption: Json, draft: &mut Draft, out: &mut String) {
    let document = draft.document();
    let words = |name: &str| said(fields, name, document).filter(|words| words.as_str().is_some());
    let or_null = |value: Option<&Json>| value.cloned().unwrap_or(Json::Null);
    let kind = file_kind(file.str_at("url").unwrap_or_default(), file.str_at("contentType").unwrap_or_default());
    let node = object([
        ("url", or_null(file.at("url"))),
        ("alt", or_null(words("description").or_else(|| words("title")))),
        ("title", or_null(words("title"))),
        ("fileName", or_null(file.at("fileName"))),
        ("width", or_null(file.at("details/image/width"))),
        ("height", or_null(file.at("details/image/height"))),
        ("caption", caption),
    ]);
    Dialect::PLAIN.named(kind, &node, draft, out);
}
