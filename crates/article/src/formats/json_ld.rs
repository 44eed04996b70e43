//! schema.org in JSON-LD, as pages carry it for search engines.
//!
//! Source: schema.org 30, `NewsArticle` and its kin; JSON-LD 1.1 §3 and §4. Not a document's format: a bag of things that
//! refer to each other, one of which is the article.

use std::cell::Cell;

use super::{
    dates::date,
    draft::{Draft, Picture},
    tidy::file_name,
    values::{number, object, string},
};
use crate::{
    Json, ReadError,
    text::{around, has, whole},
};

/// How deep an article may stand in things that are about it.
const MAX_DEPTH: usize = 4;
/// The most references followed: each is looked for in the whole document.
const MOST: u32 = 300;

const URL: [&str; 5] = ["url", "mainEntityOfPage/url", "mainEntityOfPage/@id", "mainEntityOfPage", "@id"];
const LANGUAGE: [&str; 5] = [
    "inLanguage/alternateName",
    "inLanguage",
    "mainEntityOfPage/inLanguage",
    "isPartOf/inLanguage",
    "isPartOf/isPartOf/inLanguage",
];
const SOURCE: [&str; 3] = ["publisher", "sourceOrganization", "provider"];
const CREDIT: [&str; 5] = ["creditText", "creator", "copyrightNotice", "author", "copyrightHolder"];
const DATES: [(&str, &str); 3] =
    [("published", "datePublished"), ("published", "dateCreated"), ("updated", "dateModified")];
const PLACES: [&str; 3] = ["dateline", "locationCreated", "contentLocation"];

pub(super) fn matches(first: &Json, _: &Json) -> bool {
    // Some pages put their lists of things into one list more.
    let first = first.each().first().unwrap_or(first);
    let context = first.at("@context").unwrap_or(&Json::Null);
    first.has("@graph") || first.has("@type") || context.each().iter().any(is_schema_org)
}

/// Whether a context is schema.org's, by its address or as the vocabulary of an object.
fn is_schema_org(context: &Json) -> bool {
    let members = context.as_object().map_or(&[][..], |members| &members.0);
    let is_its = |value: &Json| value.as_str().is_some_and(|text| has(text, "schema.org"));
    is_its(context) || members.iter().any(|(_, value)| is_its(value))
}

#[expect(clippy::unnecessary_wraps, reason = "all formats are read by functions of one type")]
pub(super) fn read(document: &Json, draft: &mut Draft) -> Result<(), ReadError> {
    let graph = Graph { document, followed: Cell::new(0) };
    let mut best = (0, document);
    seek(document, MAX_DEPTH, &mut best);
    let (1.., article) = best else { return Ok(()) };
    draft.plain("id", graph.at(article, "identifier"));
    for path in URL {
        // An address of a part of the page is one of the page; "True" is none.
        let url = graph.at(article, path).and_then(Json::words).unwrap_or_default();
        let url = url.split('#').next().unwrap_or_default();
        if has(url, "/") {
            draft.url(Some(&string(url)));
        }
    }
    for path in LANGUAGE {
        draft.language(graph.at(article, path).filter(|language| language.words().is_some()));
    }
    let publisher = graph.first(article, &SOURCE);
    draft.source(publisher, publisher.and_then(|publisher| graph.at(publisher, "url")));
    let source = publisher.and_then(|publisher| draft.plain_value(publisher));
    head(&graph, article, source.as_deref(), draft);
    for author in graph.each(article, if article_has(article, "author") { "author" } else { "creator" }) {
        let author = graph.whole(author);
        // Who publishes it is named as that already.
        let is_publisher = source.is_some() && draft.plain_value(author) == source && !is_a(author, "Person");
        for name in graph.at(author, "name").unwrap_or(author).each() {
            draft.author(Some(name).filter(|_| !is_publisher), graph.at(author, "url"));
        }
    }
    for (member, key) in DATES {
        draft.date(member, graph.at(article, key));
    }
    let mut image = None;
    for key in ["image", "thumbnailUrl"] {
        image = image.or_else(|| lead(&graph, article, key, draft));
    }
    draft.ai(graph.at(article, "digitalSourceType"), image.and_then(|image| graph.at(image, "digitalSourceType")));
    body(&graph, article, draft);
    Ok(())
}

/// The things of a document.
struct Graph<'j> {
    document: &'j Json,
    /// How many references were followed.
    followed: Cell<u32>,
}

impl<'j> Graph<'j> {
    /// What a path of properties leads to. Of several values on the way the first counts, and a thing that is only named is
    /// the one that bears the name.
    fn at(&self, thing: &'j Json, path: &str) -> Option<&'j Json> {
        let mut value = thing;
        for step in path.split('/') {
            value = self.whole(property(value.each().first()?, step)?);
        }
        Some(value).filter(|value| !value.is_null())
    }

    fn first(&self, thing: &'j Json, paths: &[&str]) -> Option<&'j Json> {
        paths.iter().find_map(|path| self.at(thing, path).filter(|value| !value.is_blank()))
    }

    /// The values of a property, which may be names of things.
    fn each(&self, thing: &'j Json, path: &str) -> &'j [Json] {
        self.at(thing, path).map_or(&[][..], Json::each)
    }

    /// The thing itself, where there is only its name (JSON-LD 1.1 §3.3), and the list in a list object (§4.3).
    fn whole(&self, value: &'j Json) -> &'j Json {
        let mut found = value.at("@list");
        if let (Some(id), true) = (value.at("@id").filter(|_| is_reference(value)), self.followed.get() < MOST) {
            self.followed.set(self.followed.get() + 1);
            found = find_named(self.document, id);
        }
        found.unwrap_or(value)
    }
}

/// A property, also under schema.org's prefix or whole address.
fn property<'j>(thing: &'j Json, name: &str) -> Option<&'j Json> {
    let is_it = |known: &str| {
        let prefix = known.strip_suffix(name);
        prefix.is_some_and(|prefix| matches!(prefix, "" | "schema:" | "http://schema.org/" | "https://schema.org/"))
    };
    thing.as_object()?.0.iter().find(|(known, _)| is_it(known)).map(|(_, value)| value)
}

fn article_has(article: &Json, name: &str) -> bool {
    property(article, name).is_some_and(|value| !value.is_blank())
}

fn is_reference(value: &Json) -> bool {
    value.as_object().is_some_and(|members| members.0.iter().all(|(key, _)| key.starts_with('@') && key != "@list"))
}

/// The thing of this name. The parser has bounded the depth.
fn find_named<'j>(value: &'j Json, id: &Json) -> Option<&'j Json> {
    match value {
        Json::Array(elements) => elements.iter().find_map(|element| find_named(element, id)),
        Json::Object(_) if value.at("@id") == Some(id) && !is_reference(value) => Some(value),
        Json::Object(members) => members.0.iter().find_map(|(_, member)| find_named(member, id)),
        _ => None,
    }
}

/// Whether a thing is of a type whose name ends so.
fn is_a(thing: &Json, kind: &str) -> bool {
    let types = property(thing, "@type").map_or(&[][..], Json::each);
    types.iter().any(|known| known.as_str().is_some_and(|known| known.ends_with(kind)))
}

/// Looks for the article: the first of those that have most to show. What a list names is not what the page is about.
fn seek<'j>(value: &'j Json, depth: usize, best: &mut (usize, &'j Json)) {
    match value {
        Json::Array(elements) => elements.iter().for_each(|element| seek(element, depth, best)),
        Json::Object(members) if !["Article", "BlogPosting", "Report"].iter().any(|kind| is_a(value, kind)) => {
            for (key, member) in &members.0 {
                if depth > 0 && (member.as_object().is_some() || key == "@graph" || key.starts_with("mainEntity")) {
                    seek(member, depth - 1, best);
                }
            }
        }
        Json::Object(_) => {
            let parts = ["headline", "articleBody", "liveBlogUpdate"];
            let rank = 1 + parts.iter().filter(|part| article_has(value, part)).count();
            if rank > best.0 {
                *best = (rank, value);
            }
        }
        _ => {}
    }
}

/// What stands above the text, in words.
fn head<'j>(graph: &Graph<'j>, article: &'j Json, source: Option<&str>, draft: &mut Draft) {
    for (kind, label) in [("AdvertiserContentArticle", "Advertisement"), ("SatiricalArticle", "Satire")] {
        draft.plain("kicker", Some(&string(label)).filter(|_| is_a(article, kind)));
    }
    let sponsor = graph.at(article, "sponsor").and_then(|sponsor| draft.plain_value(sponsor));
    if let Some(sponsor) = sponsor.filter(|sponsor| Some(sponsor.as_str()) != source) {
        draft.plain("kicker", Some(&Json::String("Sponsored by ".to_owned() + &sponsor)));
    }
    // Several may be in one string, without the space that a comma inside a name has after it.
    let section = graph.at(article, "articleSection").and_then(Json::words).unwrap_or_default();
    let first = around(section, ",").filter(|(_, next)| !next.starts_with(' '));
    draft.plain("kicker", Some(&string(first.map_or(section, |(first, _)| first))));
    let headline = graph.first(article, &["headline", "name"]);
    draft.plain("headline", headline);
    // Mostly it is the headline for search engines: the same with a little more, or a little less.
    let plain = |value: Option<&Json>| value.and_then(|value| draft.plain_value(value)).unwrap_or_default();
    let (headline, other) = (plain(headline), plain(graph.at(article, "alternativeHeadline")));
    if !has(&headline, &other) && !has(&other, &headline) {
        draft.set("deck", Json::String(other));
    }
    draft.summary(graph.first(article, &["description", "abstract"]));
    for path in PLACES {
        // Of several, none says where the report is from.
        if let Some(place) = graph.at(article, path).filter(|place| place.each().len() == 1) {
            let name = graph.first(place, &["name", "address/addressLocality", "address/addressRegion"]);
            let country = graph.at(place, "address/addressCountry").and_then(|country| draft.plain_value(country));
            if let Some(name) = draft.plain_value(name.unwrap_or(place)) {
                let country = country.filter(|country| !has(&name, country)).map_or(Json::Null, Json::String);
                draft.set("place", object([("name", Json::String(name)), ("country", country)]));
            }
        }
    }
}

/// Sets the picture above the text, and gives what the document says of it. What there are several of are crops of one
/// picture, or other pictures.
fn lead<'j>(graph: &Graph<'j>, article: &'j Json, key: &str, draft: &mut Draft) -> Option<&'j Json> {
    let logo = graph.first(article, &["publisher/logo/url", "publisher/logo/contentUrl", "publisher/logo"]);
    let logo = logo.and_then(Json::words).unwrap_or_default();
    let mut crops = Vec::new();
    let mut best = (0, 0);
    for image in graph.each(article, key) {
        let image = graph.whole(image);
        let urls = if image.as_str().is_some() { Some(image) } else { graph.first(image, &["url", "contentUrl"]) };
        let (width, height) = (graph.at(image, "width"), graph.at(image, "height"));
        for url in urls.map_or(&[][..], Json::each) {
            let name = url.words().unwrap_or_default();
            let rank = match (width.and_then(Json::count), height.and_then(Json::count)) {
                // A picture of a few pixels counts who looks.
                (Some(..50), _) => 0,
                (Some(width), Some(height)) => 1 + 2 * usize::from(width > height),
                _ => 2 + usize::from(has(name, "16x9")),
            };
            if rank > best.0 && !is_logo(name, logo) {
                best = (rank, crops.len());
            }
            crops.push((url, width, height, image));
        }
    }
    let (url, width, height, image) = *crops.get(best.1).filter(|_| best.0 > 0)?;
    let name = file_name(url.words()?);
    let description = graph.at(image, "description").filter(|text| Some(*text) != graph.at(article, "description"));
    crops.retain(|(url, ..)| url.words().is_some_and(|url| file_name(url) == name));
    draft.image(&Picture {
        url: Some(url),
        width,
        height,
        alt: description,
        caption: graph.first(image, &["caption"]),
        credit: graph.first(image, &CREDIT),
        variants: crops.into_iter().map(|(url, width, height, _)| (url, width, height)).collect(),
    });
    Some(image)
}

/// Whether a picture is the publisher's sign, perhaps in another size.
fn is_logo(url: &str, logo: &str) -> bool {
    let letters = |url: &str| -> String { file_name(url).chars().filter(|c| !c.is_ascii_digit()).collect() };
    url == logo || has(logo, "logo") && letters(url) == letters(logo) && has(&letters(url), "logo")
}

fn body<'j>(graph: &Graph<'j>, article: &'j Json, draft: &mut Draft) {
    let text = |thing| graph.first(thing, &["articleBody", "text"]).map_or(&[][..], Json::each);
    for part in text(article) {
        draft.text(Some(part));
    }
    for update in graph.each(article, "liveBlogUpdate") {
        let update = graph.whole(update);
        match graph.first(update, &["headline", "name"]) {
            Some(headline) => draft.heading(headline),
            None if draft.has_body() => draft.block(object([("type", string("divider"))])),
            None => {}
        }
        for part in text(update) {
            draft.text(Some(part));
        }
    }
    let free = graph.at(article, "isAccessibleForFree");
    let words = free.and_then(Json::as_str).unwrap_or_default().to_ascii_lowercase();
    let has_text = draft.has_body();
    if free == Some(&Json::Bool(false)) || words.ends_with("false") {
        draft.partial();
    }
    let words = graph.at(article, "wordCount").and_then(Json::count).filter(|words| *words > 200 && !has_text);
    let stated = graph.at(article, "timeRequired").and_then(Json::words).and_then(minutes);
    // A fair mean of the languages that were measured is 184 words a minute.
    if let Some(minutes) = stated.or_else(|| Some((words? + 92) / 184)) {
        draft.set("reading_minutes", number(minutes));
    }
    for correction in graph.each(article, "correction") {
        let correction = graph.whole(correction);
        let text = draft.plain_value(graph.at(correction, "text").unwrap_or(correction));
        let date = graph.at(correction, "datePublished").and_then(Json::words).and_then(date);
        // A correction may be an address only.
        if let Some(text) = text.filter(|text| !text.starts_with("http")) {
            let date = date.map_or(Json::Null, Json::String);
            draft.block(object([("type", string("correction")), ("date", date), ("content", Json::String(text))]));
            if !has_text {
                draft.partial();
            }
        }
    }
}

/// The minutes of a duration such as "PT1H5M" (ISO 8601); none when it is not of minutes.
fn minutes(duration: &str) -> Option<u64> {
    let (_, mut rest) = around(duration, "T")?;
    let mut seconds = 0;
    while let Some(end) = rest.bytes().position(|byte| byte.is_ascii_uppercase()) {
        let (count, unit) = rest.split_at_checked(end)?;
        let unit_seconds = match unit.get(..1)? {
            "H" => 3600,
            "M" => 60,
            _ => 1,
        };
        seconds += whole(count)?.min(100_000) * unit_seconds;
        rest = unit.get(1..)?;
    }
    Some((seconds + 30) / 60).filter(|minutes| (1..=1440).contains(minutes))
}
