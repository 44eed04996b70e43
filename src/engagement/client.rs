//! One function per endpoint: typed request, typed reply.

use engagement::{
    comments::{Author, Comment, NewComment, Page, Sort},
    paths,
    problem::Problem,
    views::{Seen, Views},
};
use gloo_net::http::{Request, RequestBuilder, Response};
use js_sys::encode_uri_component;
use serde::{Serialize, de::DeserializeOwned};
use web_sys::AbortSignal;

use super::{Subject, draft::Draft};
use crate::browser::page;

/// How long an answer may take, in milliseconds.
const TIME_OUT_MS: u32 = 20_000;

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

    /// Reports that the article was seen.
    pub(super) async fn seen(&self) -> Result<Views, ApiError> {
        let seen = Seen { article: self.article.clone(), automated: page::is_automated() };
        self.post(Request::post(&self.url(paths::VIEWS)), &seen).await
    }

    /// A page of comments.
    pub(super) async fn comments(&self, sort: Sort, cursor: Option<&str>) -> Result<Page, ApiError> {
        let mut url = self.about(paths::COMMENTS);
        url = url + "&sort=" + sort.as_str();
        if let Some(cursor) = cursor {
            url = url + "&cursor=" + &String::from(encode_uri_component(cursor));
        }
        reply(Request::get(&url).abort_signal(Some(&AbortSignal::timeout_with_u32(TIME_OUT_MS))).send().await).await
    }

    /// Stores a comment; sent again under the same key it is the same comment.
    pub(super) async fn comment(&self, key: &str, draft: &Draft) -> Result<Comment, ApiError> {
        let comment = NewComment {
            article: self.article.clone(),
            author: Author { name: draft.name.clone() },
            text: draft.text.clone(),
        };
        let request = Request::post(&self.url(paths::COMMENTS)).header(paths::IDEMPOTENCY_KEY, &format!("\"{key}\""));
        self.post(request, &comment).await
    }

    /// Where the live stream is.
    pub(super) fn live_url(&self) -> String {
        self.about(paths::LIVE)
    }

    fn url(&self, path: &str) -> String {
        self.api.clone() + path
    }

    fn about(&self, path: &str) -> String {
        self.url(path) + "?article=" + &String::from(encode_uri_component(&self.article))
    }

    async fn post<T: DeserializeOwned>(&self, request: RequestBuilder, body: &impl Serialize) -> Result<T, ApiError> {
        let unsendable = || ApiError("The browser could not send this.".to_owned());
        let body = serde_json::to_string(body).map_err(|_| unsendable())?;
        let request = request
            .header("content-type", "application/json")
            .abort_signal(Some(&AbortSignal::timeout_with_u32(TIME_OUT_MS)))
            .body(body)
            .map_err(|_| unsendable())?;
        reply(request.send().await).await
    }
}

async fn reply<T: DeserializeOwned>(answer: Result<Response, gloo_net::Error>) -> Result<T, ApiError> {
    let lost = || {
        let reason = if page::is_online() { "The server cannot be reached." } else { "You are offline." };
        ApiError(reason.to_owned())
    };
    let response = answer.map_err(|_| lost())?;
    let text = response.text().await.map_err(|_| lost())?;
    if !response.ok() {
        let problem = serde_json::from_str::<Problem>(&text);
        let unexplained = || format!("The server answered with error {}.", response.status());
        return Err(ApiError(problem.map_or_else(|_| unexplained(), |problem| problem.detail)));
    }
    serde_json::from_str(&text).map_err(|_| ApiError("The server's answer could not be read.".to_owned()))
}
