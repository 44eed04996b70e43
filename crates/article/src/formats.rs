//! From bytes to an article, by way of the format they are in.
//!
//! Every format but the native one is *adapted*: its reader puts together a document of the native format, and that is
//! read like any other. So what is checked is checked once, and a reader of a format is a list of where things are.

mod arc;
mod contentful;
mod dates;
mod detect;
mod draft;
mod drupal;
mod editorjs;
mod fields;
mod ghost;
mod guardian;
mod json_feed;
mod json_ld;
mod lexical;
mod mobiledoc;
mod native;
mod ninjs;
mod pointers;
mod portable_text;
mod prosemirror;
mod rich;
mod script;
mod strapi;
mod substack;
mod text_body;
mod tidy;
pub(crate) mod values;
mod wordpress;

use crate::{Article, Block, HtmlPlatform, Json, NotJson, Notice, Object, Platform, ReadError, SafeUrl, UrlUse, html};
pub use detect::FORMAT_NAMES;
use draft::Draft;
use fields::Reader;

/// The largest document read: 10 MB. The longest articles of news sites stay below 1 MB of JSON.
pub const MAX_BYTES: usize = 10_000_000;
/// The most blocks read, nested ones counted.
pub const MAX_BLOCKS: usize = 50_000;
/// The deepest nesting of blocks and spans read; the JSON parser itself stops at 128 levels.
pub const MAX_DEPTH: usize = 40;
/// The most articles of a list that are named beside the one shown.
const MAX_RELATED: usize = 10;

/// An article, and what was skipped or repaired to get it.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// The name of the format it was in.
    pub format: &'static str,
    /// The article.
    pub article: Article,
    /// One notice for each part that could not be taken as it stands.
    pub notices: Vec<Notice>,
}

/// How a document is to be read.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options<'a> {
    /// The document's own address, against which addresses inside it are resolved.
    pub base: Option<&'a str>,
    /// The name of the format, one of [`FORMAT_NAMES`], where it is not to be found out.
    pub format: Option<&'a str>,
    /// Which article of a list: its index from 0, its identifier, its slug or its address. The first where this is absent.
    pub item: Option<&'a str>,
    /// Members of the native format that take the place of the document's own, such as a disclaimer it has no field for.
    pub overlay: Option<&'a Json>,
    /// Milliseconds since 1970-01-01T00:00:00Z, against which an embargo is held; without it none has ended.
    pub now_ms: Option<i64>,
}

/// A document of the native format made from one of another.
#[derive(Clone, Debug, PartialEq)]
pub struct Adapted {
    /// The name of the format it was in.
    pub format: &'static str,
    /// The document, of the native format.
    pub article: Json,
    /// What was skipped or repaired, with places in the *original* document.
    pub notices: Vec<Notice>,
}

/// Reads an article of any known format.
///
/// `base` is the document's own address, against which addresses inside it are resolved.
///
/// # Errors
///
/// When the bytes are too many, are not JSON, or hold no article. A part that cannot be read is not an error: it becomes
/// a [`Notice`].
pub fn read(bytes: &[u8], platform: &dyn HtmlPlatform, base: Option<&str>) -> Result<Reading, ReadError> {
    read_with(bytes, platform, &Options { base, ..Options::default() })
}

/// Reads an article as the options say.
///
/// # Errors
///
/// As [`read`]; also when the options name a format or an article that is not there, or the article is not to be shown.
pub fn read_with(bytes: &[u8], platform: &dyn HtmlPlatform, options: &Options) -> Result<Reading, ReadError> {
    if bytes.len() > MAX_BYTES {
        return Err(ReadError::TooLarge);
    }
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let text = std::str::from_utf8(bytes).map_err(|_| ReadError::NotJson { line: None })?;
    let document = platform.parse_json(detect::without_guard(text));
    let document = document.map_err(|error| ReadError::NotJson { line: error.line })?;
    let adapted = adapt(document, platform, options)?;
    let mut reading = read_document(Ok(adapted.article), platform, options.base)?;
    reading.notices.splice(0..0, adapted.notices);
    reading.format = adapted.format;
    Ok(reading)
}

/// Reads an article of the native format from what the platform has parsed already.
///
/// # Errors
///
/// As [`read`].
pub fn read_document(
    document: Result<Json, NotJson>,
    platform: &dyn Platform,
    base: Option<&str>,
) -> Result<Reading, ReadError> {
    let document = document.map_err(|error| ReadError::NotJson { line: error.line })?;
    let mut reader = Reader::new(platform, base);
    let object = document.as_object().filter(|object| native::matches(object)).ok_or(ReadError::NotArticle)?;
    let article = native::read(&mut reader, object);
    Ok(Reading { format: detect::NATIVE, article, notices: reader.into_notices() })
}

/// The blocks of a body alone, such as that of a comment.
pub fn read_body(body: &Json, platform: &dyn Platform) -> Vec<Block> {
    native::body(&mut Reader::new(platform, None), body)
}

/// The blocks of HTML alone, such as that of a comment; `base` is what its addresses are resolved against.
pub fn read_html(html: &str, platform: &dyn HtmlPlatform, base: Option<&str>) -> Vec<Block> {
    let resolve = |url: &str| SafeUrl::parse(platform, base, url, UrlUse::Media).map(SafeUrl::into_string);
    read_body(&Json::Array(html::blocks(&platform.parse_html(html), &resolve)), platform)
}

/// Makes a document of the native format from one of any known format.
///
/// # Errors
///
/// As [`read_with`].
pub fn adapt(document: Json, platform: &dyn HtmlPlatform, options: &Options) -> Result<Adapted, ReadError> {
    let mut adapted = adapt_document(document, platform, options)?;
    if let (Json::Object(article), Some(Json::Object(overlay))) = (&mut adapted.article, options.overlay) {
        for (key, value) in &overlay.0 {
            article.0.retain(|(known, _)| known != key);
            article.0.push((key.clone(), value.clone()));
        }
    }
    Ok(adapted)
}

fn adapt_document(document: Json, platform: &dyn HtmlPlatform, options: &Options) -> Result<Adapted, ReadError> {
    let format = match options.format {
        Some(name) => detect::named(name).ok_or(ReadError::UnknownFormat)?,
        None => match detect::format_of(&document) {
            Some(format) => format,
            None => return Err(detect::error_answer(&document).map_or(ReadError::NotArticle, ReadError::Answer)),
        },
    };
    let detect::Known::Publishers(format) = format else {
        return Ok(Adapted { format: detect::NATIVE, article: document, notices: Vec::new() });
    };
    let items = detect::items(format, &document);
    let draft = |is_head| Draft::new(platform, options, &document, is_head);
    let chosen = match options.item {
        None => items.iter().find(|item| !contentful::is_part(item)).or(items.first()),
        Some(wanted) => detect::chosen(&items, wanted, platform, options.base),
    };
    let chosen = *chosen.ok_or(if items.is_empty() {
        ReadError::NoArticle { format: format.name }
    } else {
        ReadError::NoItem
    })?;
    let mut article = draft(false);
    (format.read)(chosen, &mut article)?;
    if article.is_empty() {
        let error = detect::error_answer(&document).map(ReadError::Answer);
        return Err(error.unwrap_or(ReadError::NoArticle { format: format.name }));
    }
    for other in items.iter().filter(|item| !std::ptr::eq(**item, chosen)).take(MAX_RELATED) {
        let mut head = draft(true);
        if (format.read)(other, &mut head).is_ok() {
            article.related(head);
        }
    }
    let (article, notices) = article.finish();
    Ok(Adapted { format: format.name, article: Json::Object(Object(article)), notices })
}
