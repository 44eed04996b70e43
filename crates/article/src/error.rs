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
    /// Larger than [`MAX_BYTES`](crate::MAX_BYTES).
    TooLarge,
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotJson { line: Some(line) } => write!(f, "expected JSON, found something else on line {line}"),
            Self::NotJson { line: None } => f.write_str("expected JSON, found something else"),
            Self::NotArticle => f.write_str("expected an article, found other JSON"),
            Self::TooLarge => write!(f, "expected at most {} bytes, found more", crate::MAX_BYTES),
        }
    }
}

impl std::error::Error for ReadError {}
