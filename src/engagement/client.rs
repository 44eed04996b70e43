//! One function per endpoint: typed request, typed reply.

use article::{JsonWriter, Object};
use engagement::{
    comments::{Comment, Page, Sort},
    paths,
};
use gloo_net::http::{Request, RequestBuilder, Response};
use js_sys::encode_uri_component;
use web_sys::AbortSignal;

use super::{Subject, answers, draft::Draft};
use crate::browser::{page, parse_json};

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

    /// Reports that the article was seen; tells how often it was.
    pub(super) async fn seen(&self) -> Result<u64, ApiError> {
        let mut seen = JsonWriter::default();
        seen.text("article", &self.article).bool("automated", page::is_automated());
        read(answers::views, &self.post(Request::post(&self.url(paths::VIEWS)), seen).await?)
    }

    /// A page of comments.
    pub(super) async fn comments(&self, sort: Sort, cursor: Option<&str>) -> Result<Page, ApiError> {
        let mut url = self.about(paths::COMMENTS);
        url = url + "&sort=" + sort.as_str();
        if let Some(cursor) = cursor {
            url = url + "&cursor=" + &String::from(encode_uri_component(cursor));
        }
        let request = Request::get(&url).abort_signal(Some(&AbortSignal::timeout_with_u32(TIME_OUT_MS)));
        read(answers::page, &reply(request.send().await).await?)
    }

    /// Stores a comment; sent again under the same key it is the same comment.
    pub(super) async fn comment(&self, key: &str, draft: &Draft) -> Result<Comment, ApiError> {
        let mut comment = JsonWriter::default();
        comment.text("article", &self.article).text("text", &draft.text).object("author", |author| {
            author.text("name", &draft.name);
        });
        let key = "\"".to_owned() + key + "\"";
        let request = Request::post(&self.url(paths::COMMENTS)).header(paths::IDEMPOTENCY_KEY, &key);
        read(answers::comment, &self.post(request, comment).await?)
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

    async fn post(&self, request: RequestBuilder, body: JsonWriter) -> Result<Object, ApiError> {
        let request = request
            .header("content-type", "application/json")
            .abort_signal(Some(&AbortSignal::timeout_with_u32(TIME_OUT_MS)))
            .body(body.finish())
            .map_err(|_| ApiError("The browser could not send this.".to_owned()))?;
        reply(request.send().await).await
    }
}

async fn reply(answer: Result<Response, gloo_net::Error>) -> Result<Object, ApiError> {
    let lost = || {
        let reason = if page::is_online() { "The server cannot be reached." } else { "You are offline." };
        ApiError(reason.to_owned())
    };
    let response = answer.map_err(|_| lost())?;
    let text = response.text().await.map_err(|_| lost())?;
    let object = parse_json(&text).ok().and_then(answers::object);
    if !response.ok() {
        let problem = object.as_ref().and_then(answers::problem);
        let unexplained = || format!("The server answered with error {}.", response.status());
        return Err(ApiError(problem.unwrap_or_else(unexplained)));
    }
    object.ok_or_else(unreadable)
}

fn read<T>(reader: fn(&Object) -> Option<T>, answer: &Object) -> Result<T, ApiError> {
    reader(answer).ok_or_else(unreadable)
}

fn unreadable() -> ApiError {
    ApiError("The server's answer could not be read.".to_owned())
}
