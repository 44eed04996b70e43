//! From an address to an article: fetched, bounded, timed, and read.

use std::sync::Arc;

use article::{MAX_BYTES, ReadError, Reading, until};
use engagement::paths::API_ROOT;
use gloo_net::http::Request;
use js_sys::Array;
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::{JsFuture, future_to_promise};
use web_sys::Response;

use crate::{
    browser::{BrowserPlatform, Tree, js, page},
    config::Config,
};

/// How long an article may take to arrive whole.
const TIME_OUT_MS: u32 = 15_000;
/// How long an answer of the server may take.
const ANSWER_TIME_OUT_MS: u32 = 20_000;

/// Asks for an article.
const FIRST: &str = r#"{"headers":{"accept":"application/json, */*;q=0.5"}}"#;
/// Asks for it again.
const AGAIN: &str = r#"{"headers":{"accept":"application/json, */*;q=0.5"},"cache":"no-cache"}"#;

/// Why there is no article.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub(crate) enum LoadError {
    /// There is no network.
    Offline,
    /// No answer came.
    Unreachable,
    /// It took longer than 15 seconds.
    TimedOut,
    /// The server has no such document.
    NotFound,
    /// The server answered with another error.
    Status(u16),
    /// The address is not one this page may load from.
    NotAllowed,
    /// What came is no JSON.
    NotJson,
    /// What came is no article.
    NotArticle,
    /// What came is larger than an article may be.
    TooLarge,
    /// The adapters refused it: a stable word and a sentence.
    Refused(String, String),
    /// The load was called off; nobody waits for it any more.
    Aborted,
}

impl LoadError {
    /// A stable word for it, carried by `av-error`.
    pub(crate) fn code(&self) -> &str {
        match self {
            Self::Offline => "offline",
            Self::Unreachable => "unreachable",
            Self::TimedOut => "timed-out",
            Self::NotFound => "not-found",
            Self::Status(_) => "status",
            Self::NotAllowed => "not-allowed",
            Self::NotJson => "not-json",
            Self::TooLarge => "too-large",
            Self::NotArticle => "not-an-article",
            Self::Refused(code, _) => code,
            Self::Aborted => "aborted",
        }
    }

    /// Whether trying again may help.
    pub(crate) const fn can_retry(&self) -> bool {
        !matches!(self, Self::NotAllowed)
    }

    /// Whether it helps to wait for the network.
    pub(crate) const fn is_network(&self) -> bool {
        matches!(self, Self::Offline | Self::Unreachable | Self::TimedOut)
    }
}

impl LoadError {
    /// The sentence the reader sees.
    pub(crate) fn sentence(&self) -> String {
        let sentence = match self {
            Self::Offline => "You are offline. The article loads as soon as the network returns.",
            Self::Unreachable => "The site of this article cannot be reached.",
            Self::TimedOut => "The article took too long to arrive.",
            Self::NotFound => "There is no article at this address.",
            Self::Status(status) => {
                let status = u64::from(*status).to_string();
                return "The site could not send the article (error ".to_owned() + &status + ").";
            }
            Self::NotAllowed => "This page does not show articles from that address.",
            Self::NotJson => "What arrived is not an article: the site sent something other than JSON.",
            Self::TooLarge => "The article is too large to show here.",
            Self::NotArticle => "What arrived is not an article this page can read.",
            Self::Refused(_, sentence) => sentence,
            // Nobody is there to read it.
            Self::Aborted => "",
        };
        sentence.to_owned()
    }
}

/// When to stop waiting: by itself after a while, or once it is dropped.
pub(crate) struct Deadline(JsValue);

impl Deadline {
    pub(crate) fn after(ms: u32) -> Self {
        Self(js::deadline(ms))
    }
}

impl Drop for Deadline {
    fn drop(&mut self) {
        js::abort(&self.0);
    }
}

/// A load under way; dropping it calls it off.
pub(crate) struct Load(Deadline);

impl Load {
    /// Prepares a load and starts its clock.
    pub(crate) fn new() -> Self {
        Self(Deadline::after(TIME_OUT_MS))
    }

    /// What is to be done, with what is given in place of an address: the future outlives the load, and ends early when that is dropped.
    pub(crate) fn run(
        &self,
        config: Arc<Config>,
        is_retry: bool,
        given: Option<String>,
    ) -> impl Future<Output = Result<Reading, LoadError>> + use<> {
        // Not a deadline of its own, which would call the load off at its end.
        let deadline = self.0.0.clone();
        async move {
            let fetched = async {
                let answer = if let Some(json) = &given {
                    js::given(json, &config.deciding)
                } else {
                    let url = config.src.as_deref().ok_or(LoadError::NotAllowed)?;
                    check_source(url, &config, Some(&js::origin()))?;
                    // A retry asks the server, whatever the cache remembers of the failure.
                    let options = if is_retry { AGAIN } else { FIRST };
                    let mut begin = |deadline| future_to_promise(send(url.to_owned(), options.to_owned(), deadline));
                    js::share(url, is_retry, &deadline, &mut begin, &config.deciding)
                };
                let answer = Answer(JsFuture::from(answer).await.map_err(|_| unreachable())?.into());
                // After redirects it is the last address that counts.
                let url = answer.0.get(0).as_string().unwrap_or_default();
                if given.is_none() {
                    check_source(&url, &config, Some(&js::origin()))?;
                }
                match answer.status() {
                    200..=299 => {}
                    404 | 410 => return Err(LoadError::NotFound),
                    status => return Err(LoadError::Status(status)),
                }
                if let (Some(code), Some(sentence)) = (answer.0.get(3).as_string(), answer.0.get(4).as_string()) {
                    return Err(LoadError::Refused(code, sentence));
                }
                // A long article is worked on in several steps, so that the page never stands still for long.
                let mut slice = page::Slice::begin();
                let mut tree = answer.json()?;
                let document = loop {
                    slice.pause_when_long().await;
                    if let Some(document) = tree.grow() {
                        break document;
                    }
                };
                slice.pause_when_long().await;
                let reading = article::read_document(document, &BrowserPlatform, Some(&url));
                slice.pause_when_long().await;
                reading.map_err(|error| match error {
                    ReadError::NotJson { .. } => LoadError::NotJson,
                    ReadError::TooLarge => LoadError::TooLarge,
                    _ => LoadError::NotArticle,
                })
            };
            let result = fetched.await;
            match js::aborted(&deadline).as_deref() {
                None => result,
                Some("TimeoutError") => Err(LoadError::TimedOut),
                Some(_) => Err(LoadError::Aborted),
            }
        }
    }
}

/// Asks for JSON.
///
/// # Errors
///
/// When no answer comes, or not all of it.
pub(crate) async fn ask(url: String, options: String) -> Result<Answer, LoadError> {
    let deadline = Deadline::after(ANSWER_TIME_OUT_MS);
    let answer = send(url, options, deadline.0.clone()).await.map_err(|_| unreachable())?;
    Ok(Answer(answer.into()))
}

/// What came: the address, the status, and the value in a list that may be empty or missing.
pub(crate) struct Answer(Array);

impl Answer {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a status has three digits")]
    pub(crate) fn status(&self) -> u16 {
        self.0.get(1).as_f64().unwrap_or_default() as u16
    }

    /// What it holds, on its way.
    ///
    /// # Errors
    ///
    /// When that is larger than an article may be.
    pub(crate) fn json(&self) -> Result<Tree, LoadError> {
        self.0.get(2).dyn_into().map(Tree::of).map_err(|_| LoadError::TooLarge)
    }
}

fn unreachable() -> LoadError {
    if js::is_online() { LoadError::Unreachable } else { LoadError::Offline }
}

/// Holds an address to what the page allows.
///
/// Whoever makes a link to `?src=…` must not be able to have the reader's browser call the API, nor show text of an
/// origin that the site's operator has not named.
fn check_source(url: &str, config: &Config, page_origin: Option<&str>) -> Result<(), LoadError> {
    let (origin, path) = split_origin(url).ok_or(LoadError::NotAllowed)?;
    let is_own = page_origin == Some(origin);
    let is_named =
        config.origins.as_ref().is_none_or(|origins| origins.split_whitespace().any(|known| known == origin));
    let api_origin = config.api.as_ref().and_then(|api| split_origin(&api.base)).map(|(origin, _)| origin);
    let is_api = (is_own || api_origin == Some(origin)) && path.starts_with(API_ROOT);
    if (is_own || is_named) && !is_api { Ok(()) } else { Err(LoadError::NotAllowed) }
}

/// The origin and the path of an `http` or `https` address.
fn split_origin(url: &str) -> Option<(&str, &str)> {
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"))?;
    url.split_at_checked(url.len() - rest.len() + until(rest, b"/?#").len())
}

/// Sends a request, and waits for all of the answer.
///
/// The options (method, headers, body) are those of the Fetch standard's `RequestInit`, as JSON.
async fn send(url: String, options: String, deadline: JsValue) -> Result<JsValue, JsValue> {
    let request = js::request(&url, &options, &deadline).ok_or(JsValue::UNDEFINED)?;
    let response: Response = Request::from(request).send().await.map_err(|_| JsValue::UNDEFINED)?.into();
    JsFuture::from(js::answer(&response, u32::try_from(MAX_BYTES).unwrap_or(u32::MAX))).await
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Api;

    fn check(url: &str, origins: Option<&[&str]>, allowed: bool) {
        let config = Config {
            api: Some(Api { base: "https://talk.example".into() }),
            origins: origins.map(|origins| origins.join(" ")),
            ..Config::default()
        };
        assert_eq!(check_source(url, &config, Some("https://paper.example")).is_ok(), allowed, "{url} {origins:?}");
    }

    #[test]
    fn a_page_with_a_list_loads_from_itself_and_the_list_alone() {
        let list = Some(&["https://wire.example"][..]);
        check("https://paper.example/a.json", list, true);
        check("https://wire.example/a.json", list, true);
        check("https://wire.example.evil.example/a.json", list, false);
        check("http://wire.example/a.json", list, false);
        check("https://wire.example:8443/a.json", list, false);
        check("https://evil.example/a.json", Some(&[]), false);
        check("https://anything.example/a.json", None, true);
    }

    #[test]
    fn the_api_is_no_article() {
        check("https://paper.example/api/v1/comments?article=x", None, false);
        check("https://talk.example/api/v1/live", None, false);
        check("https://wire.example/api/articles/1", None, true);
        check("data:application/json,{}", None, false);
        check("blob:https://paper.example/1", None, false);
    }

    #[test]
    fn every_failure_has_its_own_sentence() {
        let errors = [
            LoadError::Offline,
            LoadError::Unreachable,
            LoadError::TimedOut,
            LoadError::NotFound,
            LoadError::Status(500),
            LoadError::NotAllowed,
            LoadError::NotJson,
            LoadError::NotArticle,
            LoadError::TooLarge,
        ];
        let sentences: std::collections::HashSet<String> = errors.iter().map(LoadError::sentence).collect();
        let codes: std::collections::HashSet<&str> = errors.iter().map(LoadError::code).collect();
        assert_eq!((sentences.len(), codes.len()), (errors.len(), errors.len()));
    }
}
