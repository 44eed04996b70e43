//! From an address to an article: fetched, bounded, timed, and read.

use std::{cell::Cell, fmt, rc::Rc, time::Duration};

use article::{MAX_BYTES, ReadError, Reading};
use engagement::paths::API_ROOT;
use gloo_net::http::{Request, Response};
use js_sys::{Reflect, Uint8Array};
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, ReadableStreamDefaultReader, RequestCache};

use crate::{
    browser::{BrowserPlatform, Timer, page},
    config::Config,
};

/// How long an article may take to arrive whole.
const TIME_OUT: Duration = Duration::from_secs(15);

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
    /// What came is no article.
    Read(ReadError),
    /// The load was called off; nobody waits for it any more.
    Aborted,
}

impl LoadError {
    /// A stable word for it, carried by `av-error`.
    pub(crate) const fn code(&self) -> &'static str {
        match self {
            Self::Offline => "offline",
            Self::Unreachable => "unreachable",
            Self::TimedOut => "timed-out",
            Self::NotFound => "not-found",
            Self::Status(_) => "status",
            Self::NotAllowed => "not-allowed",
            Self::Read(ReadError::NotJson { .. }) => "not-json",
            Self::Read(ReadError::TooLarge) => "too-large",
            Self::Read(_) => "not-an-article",
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

impl fmt::Display for LoadError {
    /// The sentence the reader sees.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Offline => f.write_str("You are offline. The article loads as soon as the network returns."),
            Self::Unreachable => f.write_str("The site of this article cannot be reached."),
            Self::TimedOut => f.write_str("The article took too long to arrive."),
            Self::NotFound => f.write_str("There is no article at this address."),
            Self::Status(status) => write!(f, "The site could not send the article (error {status})."),
            Self::NotAllowed => f.write_str("This page does not show articles from that address."),
            Self::Read(ReadError::NotJson { .. }) => {
                f.write_str("What arrived is not an article: the site sent something other than JSON.")
            }
            Self::Read(ReadError::TooLarge) => f.write_str("The article is too large to show here."),
            Self::Read(_) => f.write_str("What arrived is not an article this page can read."),
            Self::Aborted => f.write_str("The article is no longer being loaded."),
        }
    }
}

/// A load under way; dropping it calls it off.
pub(crate) struct Load {
    abort: Option<AbortController>,
    has_timed_out: Rc<Cell<bool>>,
    _time_out: Option<Timer>,
}

impl Load {
    /// Prepares a load and starts its clock.
    pub(crate) fn new() -> Self {
        let abort = AbortController::new().ok();
        let has_timed_out = Rc::new(Cell::new(false));
        let time_out = {
            let (abort, has_timed_out) = (abort.clone(), Rc::clone(&has_timed_out));
            Timer::after(TIME_OUT, move || {
                has_timed_out.set(true);
                if let Some(abort) = abort {
                    abort.abort();
                }
            })
        };
        Self { abort, has_timed_out, _time_out: time_out }
    }

    /// What is to be done: the future outlives the load, and ends early when that is dropped.
    pub(crate) fn run(
        &self,
        config: &Config,
        is_retry: bool,
    ) -> impl Future<Output = Result<Reading, LoadError>> + use<> {
        let signal = self.abort.as_ref().map(AbortController::signal);
        let has_timed_out = Rc::clone(&self.has_timed_out);
        let config = config.clone();
        async move {
            let aborted = signal.clone();
            let fetched = async {
                let url = config.src.as_deref().ok_or(LoadError::NotAllowed)?;
                check_source(url, &config, page::origin().as_deref())?;
                // A retry asks the server, whatever the cache remembers of the failure.
                let cache = if is_retry { RequestCache::NoCache } else { RequestCache::Default };
                let request = Request::get(url).cache(cache).header("accept", "application/json, */*;q=0.5");
                let response = request.abort_signal(signal.as_ref()).send().await.map_err(|_| unreachable())?;
                // After redirects it is the last address that counts.
                check_source(&response.url(), &config, page::origin().as_deref())?;
                match response.status() {
                    200..=299 => {}
                    404 | 410 => return Err(LoadError::NotFound),
                    status => return Err(LoadError::Status(status)),
                }
                let bytes = read_body(&response).await?;
                article::read(&bytes, &BrowserPlatform, Some(&response.url())).map_err(LoadError::Read)
            };
            let result = fetched.await;
            if has_timed_out.get() {
                return Err(LoadError::TimedOut);
            }
            if aborted.is_some_and(|signal| signal.aborted()) {
                return Err(LoadError::Aborted);
            }
            result
        }
    }
}

impl Drop for Load {
    fn drop(&mut self) {
        if let Some(abort) = &self.abort {
            abort.abort();
        }
    }
}

fn unreachable() -> LoadError {
    if page::is_online() { LoadError::Unreachable } else { LoadError::Offline }
}

/// Holds an address to what the page allows.
///
/// Whoever makes a link to `?src=…` must not be able to have the reader's browser call the API, nor show text of an
/// origin that the site's operator has not named.
fn check_source(url: &str, config: &Config, page_origin: Option<&str>) -> Result<(), LoadError> {
    let (origin, path) = split_origin(url).ok_or(LoadError::NotAllowed)?;
    let is_own = page_origin == Some(origin);
    let is_named = config.origins.as_ref().is_none_or(|origins| origins.iter().any(|known| known == origin));
    let api_origin = config.api.as_ref().and_then(|api| split_origin(&api.base)).map(|(origin, _)| origin);
    let is_api = (is_own || api_origin == Some(origin)) && path.starts_with(API_ROOT);
    if (is_own || is_named) && !is_api { Ok(()) } else { Err(LoadError::NotAllowed) }
}

/// The origin and the path of an `http` or `https` address.
fn split_origin(url: &str) -> Option<(&str, &str)> {
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"))?;
    let host = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    url.split_at_checked(url.len() - rest.len() + host)
}

/// The whole body, or an error as soon as it is larger than an article may be.
async fn read_body(response: &Response) -> Result<Vec<u8>, LoadError> {
    let too_large = || LoadError::Read(ReadError::TooLarge);
    let announced = response.headers().get("content-length").and_then(|length| length.parse::<usize>().ok());
    if announced.is_some_and(|length| length > MAX_BYTES) {
        return Err(too_large());
    }
    let Some(body) = response.body() else { return Ok(Vec::new()) };
    let reader: ReadableStreamDefaultReader = body.get_reader().unchecked_into();
    let mut bytes = Vec::with_capacity(announced.unwrap_or_default());
    loop {
        let step = JsFuture::from(reader.read()).await.map_err(|_| unreachable())?;
        let chunk = Reflect::get(&step, &JsValue::from_str("value")).unwrap_or(JsValue::UNDEFINED);
        let Some(chunk) = chunk.dyn_ref::<Uint8Array>() else { return Ok(bytes) };
        if bytes.len() + chunk.length() as usize > MAX_BYTES {
            let _ = reader.cancel();
            return Err(too_large());
        }
        let start = bytes.len();
        bytes.resize(start + chunk.length() as usize, 0);
        chunk.copy_to(&mut bytes[start..]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Api;

    fn check(url: &str, origins: Option<&[&str]>, allowed: bool) {
        let config = Config {
            api: Some(Api { base: "https://talk.example".into() }),
            origins: origins.map(|origins| origins.iter().map(|origin| (*origin).to_owned()).collect()),
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
            LoadError::Read(ReadError::NotJson { line: None }),
            LoadError::Read(ReadError::NotArticle),
            LoadError::Read(ReadError::TooLarge),
        ];
        let sentences: std::collections::HashSet<String> = errors.iter().map(ToString::to_string).collect();
        let codes: std::collections::HashSet<&str> = errors.iter().map(LoadError::code).collect();
        assert_eq!((sentences.len(), codes.len()), (errors.len(), errors.len()));
    }
}
