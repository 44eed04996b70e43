//! Which format a document is in.

use super::{
    arc, contentful, draft::Draft, drupal, editorjs, ghost, guardian, json_feed, json_ld, lexical, mobiledoc, native,
    ninjs, portable_text, prosemirror, strapi, substack, wordpress,
};
use crate::{HtmlPlatform, Json, ReadError, text::whole};

/// A format of a publisher's system.
pub(super) struct Format {
    /// Its name, for `format=`.
    pub(super) name: &'static str,
    /// Whether a document is in it. `first` is the document, or its first element when it is an array.
    pub(super) matches: fn(first: &Json, document: &Json) -> bool,
    /// Where the articles of a document stand; the first path there is counts. `*` is the document, or each of its
    /// elements; the empty path is the document as it stands.
    pub(super) lists: &'static [&'static str],
    /// Reads one article.
    pub(super) read: fn(article: &Json, draft: &mut Draft) -> Result<(), ReadError>,
}

/// The name of the native format.
pub(super) const NATIVE: &str = "native";

/// The formats, in the order they are tried: the ones with a mark of their own first, so that none is taken for another.
///
/// A format is added by its file and its line here.
#[rustfmt::skip]
static FORMATS: [Format; 18] = [
    Format { name: "json-ld", matches: json_ld::matches, lists: &[""], read: json_ld::read },
    Format { name: "json-feed", matches: json_feed::matches, lists: &["items"], read: json_feed::read },
    Format { name: "wordpress", matches: wordpress::matches, lists: &["*"], read: wordpress::read },
    Format { name: "ghost", matches: ghost::matches, lists: &["posts", "pages", "db/0/data/posts", "*"], read: ghost::read },
    Format { name: "guardian", matches: guardian::matches, lists: &["response/content", "response/results", "*"], read: guardian::read },
    Format { name: "arc", matches: arc::matches, lists: &["*"], read: arc::read },
    Format { name: "ninjs", matches: ninjs::matches, lists: &["data/item", "item", "_items", "*"], read: ninjs::read },
    Format { name: "contentful", matches: contentful::matches, lists: &["items", "entries", ""], read: contentful::read },
    Format { name: "drupal", matches: drupal::matches, lists: &["data"], read: drupal::read },
    Format { name: "strapi", matches: strapi::matches, lists: &["data"], read: strapi::read },
    Format { name: "lexical", matches: lexical::matches, lists: &[""], read: lexical::read },
    Format { name: "prosemirror", matches: prosemirror::matches, lists: &[""], read: prosemirror::read },
    Format { name: "editorjs", matches: editorjs::matches, lists: &[""], read: editorjs::read },
    Format { name: "mobiledoc", matches: mobiledoc::matches, lists: &[""], read: mobiledoc::read },
    Format { name: "portable-text", matches: portable_text::matches, lists: &["result", "*"], read: portable_text::read },
    Format { name: "substack", matches: substack::matches, lists: &["*"], read: substack::read },
    Format { name: "wordpress-com", matches: wordpress::matches_com, lists: &["posts", "*"], read: wordpress::read_com },
    Format { name: "json-feed-item", matches: json_feed::matches_item, lists: &["*"], read: json_feed::read_item },
];

/// The names of the formats.
pub const FORMAT_NAMES: [&str; FORMATS.len() + 1] = {
    let mut names = [NATIVE; FORMATS.len() + 1];
    let mut index = 0;
    while index < FORMATS.len() {
        names[index + 1] = FORMATS[index].name;
        index += 1;
    }
    names
};

/// A format that is known.
pub(super) enum Known {
    Native,
    Publishers(&'static Format),
}

/// The format of a name.
pub(super) fn named(name: &str) -> Option<Known> {
    if name == NATIVE {
        return Some(Known::Native);
    }
    FORMATS.iter().find(|format| format.name == name).map(Known::Publishers)
}

/// The format a document is in.
pub(super) fn format_of(document: &Json) -> Option<Known> {
    if document.as_object().is_some_and(native::matches) {
        return Some(Known::Native);
    }
    let first = document.each().first()?;
    FORMATS.iter().find(|format| (format.matches)(first, document)).map(Known::Publishers)
}

/// The articles of a document.
pub(super) fn items<'j>(format: &Format, document: &'j Json) -> Vec<&'j Json> {
    for path in format.lists {
        // A text is one thing, however many blocks it has.
        let list = if *path == "*" { Some(document) } else { document.at(path) };
        match *path {
            "" => return vec![document],
            _ if list.is_some_and(portable_text::is_text) => return list.into_iter().collect(),
            "*" => return document.each().iter().collect(),
            path if document.has(path) => return document.each_at(path).iter().collect(),
            _ => {}
        }
    }
    Vec::new()
}

/// The article asked for: by its index, or by what identifies it in its system. A number that is both is the index.
pub(super) fn chosen<'i, 'j>(
    items: &'i [&'j Json],
    wanted: &str,
    platform: &dyn HtmlPlatform,
    base: Option<&str>,
) -> Option<&'i &'j Json> {
    const IDENTIFIERS: [&str; 20] = [
        "id",
        "_id",
        "ID",
        "uuid",
        "uri",
        "guid",
        "slug",
        "slug/current",
        "url",
        "link",
        "webUrl",
        "canonical_url",
        "apiUrl",
        "documentId",
        "sys/id",
        "fields/slug",
        "attributes/slug",
        "attributes/path/alias",
        "post_name",
        "@id",
    ];
    // "2026-rain" is a slug.
    let index = whole(wanted).filter(|_| wanted.bytes().all(|byte| byte.is_ascii_digit()));
    if let Some(item) = index.and_then(|index| items.get(usize::try_from(index).ok()?)) {
        return Some(item);
    }
    items.iter().find(|item| {
        IDENTIFIERS.iter().filter_map(|path| item.at(path)).any(|identifier| match identifier {
            Json::String(text) => {
                // Addresses are the same when they lead to the same place, however they are written.
                let address = |url: &str| url.contains('/').then(|| platform.resolve_url(base, url)).flatten();
                text == wanted || address(wanted).is_some_and(|wanted| address(text) == Some(wanted))
            }
            Json::Number(number) => platform.number(*number) == wanted,
            _ => false,
        })
    })
}

/// What a system says in place of an article: WordPress, Ghost, JSON:API, Contentful, and those that follow them.
pub(super) fn error_answer(document: &Json) -> Option<String> {
    let error = document.at("errors/0").or_else(|| document.at("error")).unwrap_or(document);
    let is_error = document.has("errors/0")
        || document.has("error")
        || document.has("data/status") && document.has("code")
        || document.at("sys/type").is_some_and(|kind| kind.is("Error"));
    let message = error.first(&["detail", "message", "title"]).unwrap_or(error).words()?;
    let message = super::fields::plain_line(message);
    (is_error && !message.is_empty()).then_some(message)
}

/// The text without what keeps JSON from being run as a script by a page of another site.
pub(super) fn without_guard(text: &str) -> &str {
    const GUARDS: [&str; 4] = ["\u{FEFF}", ")]}',", ")]}'", "])}while(1);</x>"];
    GUARDS.iter().fold(text.trim_start(), |text, guard| text.strip_prefix(guard).unwrap_or(text))
}
