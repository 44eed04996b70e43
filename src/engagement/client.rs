//! One function per endpoint: typed request, typed reply.

use super::{Comment, Page, Subject, answers, draft::Draft};
use crate::{
    browser::js,
    loader::{LoadError, ask},
};
use article::{JsonWriter, Object};
use engagement::{comments::Sort, paths};

/// The companion server, asked about one article.
#[derive(Clone, Debug)]
pub(super) struct Client {
    api: String,
    article: String,
}

/// Why a request failed, as a sentence for the reader.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ApiError(pub(super) String);

impl Client {
    pub(super) fn new(subject: &Subject) -> Self {
        Self { api: subject.api.clone(), article: subject.article.clone() }
    }

    /// Reports that the article was seen; tells how often it was.
    pub(super) async fn seen(&self) -> Result<u64, ApiError> {
        let mut seen = JsonWriter::default();
        seen.text("article", &self.article).bool("automated", js::is_automated());
        answers::views(&self.post(paths::VIEWS, None, seen).await?).ok_or_else(unreadable)
    }

    /// A page of comments.
    pub(super) async fn comments(&self, sort: Sort, cursor: Option<&str>) -> Result<Page, ApiError> {
        let mut url = self.about(paths::COMMENTS);
        url = url + "&sort=" + sort.as_str();
        if let Some(cursor) = cursor {
            url = url + "&cursor=" + &js::encode(cursor);
        }
        answers::page(reply(url, "{}".to_owned()).await?).ok_or_else(unreadable)
    }

    /// Stores a comment; sent again under the same key it is the same comment.
    pub(super) async fn comment(&self, key: &str, draft: &Draft) -> Result<Comment, ApiError> {
        let mut comment = JsonWriter::default();
        comment.text("article", &self.article).text("text", &draft.text).object("author", |author| {
            author.text("name", &draft.name);
        });
        let key = "\"".to_owned() + key + "\"";
        answers::comment(self.post(paths::COMMENTS, Some(&key), comment).await?).ok_or_else(unreadable)
    }

    /// Where the live stream is.
    pub(super) fn live_url(&self) -> String {
        self.about(paths::LIVE)
    }

    fn url(&self, path: &str) -> String {
        self.api.clone() + path
    }

    fn about(&self, path: &str) -> String {
        self.url(path) + "?article=" + &js::encode(&self.article)
    }

    async fn post(&self, path: &str, key: Option<&str>, body: JsonWriter) -> Result<Object, ApiError> {
        let mut options = JsonWriter::default();
        options.text("method", "POST").text("body", &body.finish()).object("headers", |headers| {
            headers.text("content-type", "application/json").some_text(paths::IDEMPOTENCY_KEY, key);
        });
        reply(self.url(path), options.finish()).await
    }
}

async fn reply(url: String, options: String) -> Result<Object, ApiError> {
    let lost = |error| {
        let reason = if error == LoadError::Offline { "You are offline." } else { "The server cannot be reached." };
        ApiError(reason.to_owned())
    };
    let answer = ask(url, options).await.map_err(lost)?;
    let object = answer.json().ok().and_then(|tree| tree.whole().ok()).and_then(answers::object);
    let status = answer.status();
    if !(200..300).contains(&status) {
        let problem = object.as_ref().and_then(answers::problem);
        let unexplained = || "The server answered with error ".to_owned() + &u64::from(status).to_string() + ".";
        return Err(ApiError(problem.unwrap_or_else(unexplained)));
    }
    object.ok_or_else(unreadable)
}

fn unreadable() -> ApiError {
    ApiError("The server's answer could not be read.".to_owned())
}
