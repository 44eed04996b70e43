//! What the platform does better than code of ours: a browser has parsers already, and the reader has paid for them.

use crate::{Html, Json};

/// The platform's own parsers, passed in by whoever reads an article.
pub trait Platform {
    /// Resolves an address by the WHATWG URL standard and serialises it; `None` when it is no address.
    ///
    /// The result begins with the scheme in lower case and a colon, as the standard's serialiser writes it.
    fn resolve_url(&self, base: Option<&str>, url: &str) -> Option<String>;

    /// Parses JSON (RFC 8259).
    ///
    /// # Errors
    ///
    /// When the text is not JSON, or nested deeper than [`Json::MAX_DEPTH`].
    fn parse_json(&self, text: &str) -> Result<Json, NotJson>;

    /// Writes a number as JavaScript does: shortest, without a fraction where there is none.
    fn number(&self, number: f64) -> String;
}

/// A platform that also parses HTML, which publishers' formats need and the native one does not.
pub trait HtmlPlatform: Platform {
    /// Parses a document by the WHATWG HTML standard with scripting disabled, inertly: nothing runs, nothing is fetched.
    ///
    /// The tree holds the elements inside `body` and their text, without comments.
    fn parse_html(&self, html: &str) -> Html;
}

/// The text is not JSON.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct NotJson {
    /// The line where it stops being JSON, from 1; not every platform tells.
    pub line: Option<usize>,
}
