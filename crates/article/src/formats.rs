//! From bytes to an article, by way of the format they are in.

mod fields;
mod native;

use crate::{Article, Json, NotJson, Notice, Platform, ReadError};
use fields::Reader;

/// The largest document read: 10 MB. The longest articles of news sites stay below 1 MB of JSON.
pub const MAX_BYTES: usize = 10_000_000;
/// The most blocks read, nested ones counted.
pub const MAX_BLOCKS: usize = 50_000;
/// The deepest nesting of blocks and spans read; the JSON parser itself stops at 128 levels.
pub const MAX_DEPTH: usize = 40;

/// An article, and what was skipped or repaired to get it.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// The article.
    pub article: Article,
    /// One notice for each part that could not be taken as it stands.
    pub notices: Vec<Notice>,
}

/// Reads an article.
///
/// `base` is the document's own address, against which addresses inside it are resolved.
///
/// # Errors
///
/// When the bytes are too many, are not JSON, or hold no article. A part that cannot be read is not an error: it becomes
/// a [`Notice`].
pub fn read(bytes: &[u8], platform: &dyn Platform, base: Option<&str>) -> Result<Reading, ReadError> {
    if bytes.len() > MAX_BYTES {
        return Err(ReadError::TooLarge);
    }
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let text = std::str::from_utf8(bytes).map_err(|_| ReadError::NotJson { line: None })?;
    read_document(platform.parse_json(text), platform, base)
}

/// Reads an article from what the platform has parsed already.
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
    Ok(Reading { article, notices: reader.into_notices() })
}
