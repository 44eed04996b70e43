//! The companion server, asked about one article.

use article::{JsonWriter, Object};
use engagement::paths;

use super::answers;
use crate::{
    browser::js,
    i18n::tr,
    loader::{LoadError, ask},
};

/// The companion server, asked about one article.
#[derive(Clone, Debug)]
pub(crate) struct Client {
    api: String,
    article: String,
}

/// Why a request failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ApiError {
    /// As a sentence for the reader.
    pub(crate) sentence: String,
    /// Whether the same may succeed later: no answer came, or one that asks for patience.
    pub(crate) may_pass: bool,
}

impl Client {
    pub(crate) fn new(api: &str, article: &str) -> Self {
        Self { api: api.to_owned(), article: article.to_owned() }
    }

    /// What the server calls the article.
    pub(crate) fn article(&self) -> &str {
        &self.article
    }

    /// The server's address.
    pub(crate) fn api(&self) -> &str {
        &self.api
    }

    /// Reports that the article was seen; tells how often it was.
    pub(super) async fn seen(&self) -> Result<u64, ApiError> {
        let mut seen = JsonWriter::default();
        seen.text("article", &self.article).bool("automated", js::is_automated());
        let mut options = JsonWriter::default();
        options.text("method", "POST").text("body", &seen.finish()).object("headers", |headers| {
            headers.text("content-type", "application/json");
        });
        answers::views(&reply(self.url(paths::VIEWS), options.finish()).await?).ok_or_else(unreadable)
    }

    /// Where the live stream is.
    pub(crate) fn live_url(&self) -> String {
        self.about(paths::LIVE)
    }

    /// The address of something on the server.
    pub(crate) fn url(&self, path: &str) -> String {
        self.api.clone() + path
    }

    /// The address of something of the article.
    pub(crate) fn about(&self, path: &str) -> String {
        self.url(path) + "?article=" + &js::encode(&self.article)
    }
}

/// Asks; the options are those of the Fetch standard's `RequestInit`, as JSON.
///
/// # Errors
///
/// When no answer comes, or another than was hoped for.
pub(crate) async fn reply(url: String, options: String) -> Result<Object, ApiError> {
    let lost = |error| {
        let reason = if error == LoadError::Offline { "You are offline." } else { "The server cannot be reached." };
        ApiError { sentence: tr(reason), may_pass: true }
    };
    let answer = ask(url, options).await.map_err(lost)?;
    let object = answer.json().ok().and_then(|tree| tree.whole().ok()).and_then(answers::object);
    match answer.status() {
        204 => Ok(Object::default()),
        200..=299 => object.ok_or_else(unreadable),
        status => {
            let problem = object.as_ref().and_then(answers::problem);
            let unexplained = || "The server answered with error ".to_owned() + &u64::from(status).to_string() + ".";
            Err(ApiError {
                sentence: tr(&problem.unwrap_or_else(unexplained)),
                may_pass: status == 429 || status > 499,
            })
        }
    }
}

/// An answer of another shape.
pub(crate) fn unreadable() -> ApiError {
    ApiError { sentence: tr("The server's answer could not be read."), may_pass: false }
}
