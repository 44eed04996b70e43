//! Why bytes are no article.

use std::fmt;

/// The bytes hold no article.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ReadError {
    /// Not JSON.
    NotJson {
        /// The line where it stops being JSON, from 1; not every platform tells.
        line: Option<usize>,
    },
    /// JSON, but of no kind of article known here.
    NotArticle,
    /// A publisher's format, but with no article in it.
    NoArticle {
        /// The format's name.
        format: &'static str,
    },
    /// A list that has no such article.
    NoItem,
    /// The publisher's system answered with an error, in its own words.
    Answer(String),
    /// Not to be published before this moment.
    Embargoed(String),
    /// The publisher has withdrawn it.
    Withdrawn,
    /// No format of this name is known.
    UnknownFormat,
    /// Larger than [`MAX_BYTES`](crate::MAX_BYTES).
    TooLarge,
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotJson { line: Some(line) } => write!(f, "expected JSON, found something else on line {line}"),
            Self::NotJson { line: None } => f.write_str("expected JSON, found something else"),
            Self::NotArticle => f.write_str("expected an article, found other JSON"),
            Self::NoArticle { format } => write!(f, "expected an article, found {format} without one"),
            Self::NoItem => f.write_str("expected a list with the article asked for, found none like it"),
            Self::Answer(message) => write!(f, "the publisher's system answered: {message}"),
            Self::Embargoed(until) => write!(f, "the article is not to be published before {until}"),
            Self::Withdrawn => f.write_str("the publisher has withdrawn the article"),
            Self::UnknownFormat => f.write_str("expected the name of a known format"),
            Self::TooLarge => write!(f, "expected at most {} bytes, found more", crate::MAX_BYTES),
        }
    }
}

impl std::error::Error for ReadError {}
