//! Views.

use serde::{Deserialize, Serialize};

/// The page says that an article was seen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Seen {
    /// The article.
    pub article: String,
    /// Whether a program drives the browser (`navigator.webdriver`).
    #[serde(default)]
    pub automated: bool,
}

/// What the server made of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Views {
    /// The article's views, this one included when it counts.
    pub views: u64,
    /// Whether it counts.
    pub counted: bool,
}
