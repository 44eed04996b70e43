//! Somebody else's site, with the built viewer on it: what it answers is the test's to say, and it counts what it is
//! asked.

use std::{
    collections::HashMap,
    path::PathBuf,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use anyhow::Result;
use axum::{
    Router,
    body::Body,
    extract::State,
    http::{HeaderMap, HeaderValue, StatusCode, Uri, header},
    response::{IntoResponse, Response},
};
use futures_util::stream;
use tokio::{net::TcpListener, task::JoinHandle, time::sleep};

use crate::setting;

/// A script of its own, since a policy may forbid one in the page.
const WATCH: &str = r#"<script src="/watch.js"></script>"#;

const WATCHING: &str = "
    window.heard = []; window.trouble = []; window.instances = [];
    for (const name of ['av-load', 'av-error'])
        addEventListener(name, (event) => heard.push([name, event.detail.code ?? event.detail.headline]), true);
    addEventListener('error', (event) => trouble.push(event.message));
    addEventListener('unhandledrejection', (event) => trouble.push(String(event.reason)));
    for (const name of ['instantiate', 'instantiateStreaming']) {
        const real = WebAssembly[name];
        WebAssembly[name] = async (...all) => {
            const made = await real.apply(WebAssembly, all);
            instances.push(made.instance ?? made);
            return made;
        };
    }
    window.exhaust = ({ exports }) => {
        const memory = Object.values(exports).find((one) => one instanceof WebAssembly.Memory);
        for (let pages = 65536; pages; pages >>= 1) try { while (true) memory.grow(pages); } catch {}
    };";

/// What the site says to a request.
#[derive(Clone, Debug)]
pub enum Answer {
    /// A file; its name tells its type.
    File(Vec<u8>),
    /// A file that takes its time.
    Late(Duration, Vec<u8>),
    /// A status without a word.
    Status(u16),
    /// A status, with what `Retry-After` says; the next time something else.
    Busy(u16, Option<&'static str>, Box<Answer>),
    /// A file whose end never comes: the connection breaks.
    Cut(Vec<u8>),
    /// Nothing at all, for as long as somebody waits.
    Never,
}

impl Answer {
    /// A file of text.
    #[must_use]
    pub fn text(text: impl Into<String>) -> Self {
        Self::File(text.into().into_bytes())
    }

    /// A small article.
    #[must_use]
    pub fn article(headline: &str) -> Self {
        Self::text(small_article(headline))
    }
}

/// A small article, as JSON.
#[must_use]
pub fn small_article(headline: &str) -> String {
    format!(
        r#"{{"schema": "article-viewer/article/1", "headline": "{headline}", "body": ["A paragraph.", "Another."]}}"#
    )
}

#[derive(Debug, Default)]
struct Book {
    answers: HashMap<String, Answer>,
    policy: Option<HeaderValue>,
    type_of_wasm: Option<&'static str>,
    asked: Vec<String>,
    called_off: Vec<String>,
}

type Shared = Arc<Mutex<Book>>;

/// A running site; it ends when this is dropped.
pub struct Host {
    origin: String,
    book: Shared,
    task: JoinHandle<()>,
}

impl Host {
    /// Starts it on a free port. It has the files of the built viewer, until told otherwise.
    ///
    /// # Errors
    ///
    /// When there is no free port.
    pub async fn start() -> Result<Self> {
        let book = Shared::default();
        let routes = Router::new().fallback(answer).with_state(Arc::clone(&book));
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let origin = format!("http://{}", listener.local_addr()?);
        let task = tokio::spawn(async move {
            // Ends with the test.
            let _ = axum::serve(listener, routes).await;
        });
        Ok(Self { origin, book, task })
    }

    /// An address of this site.
    #[must_use]
    pub fn at(&self, path: &str) -> String {
        format!("{}{path}", self.origin)
    }

    /// Says what is at a path.
    pub fn answers(&self, path: &str, answer: Answer) {
        lock(&self.book).answers.insert(path.to_owned(), answer);
    }

    /// Puts a page on the site, with the script in its head, and tells its address. The page notes what happens on it:
    /// the element's events in `heard`, errors nobody caught in `trouble`, every instance of
    /// WebAssembly in `instances`; `exhaust` takes all the memory that one may have.
    pub fn page(&self, path: &str, body: &str) -> String {
        let head = r#"<!doctype html><html lang="en"><meta charset="utf-8"><title>A site</title>"#;
        let script = r#"<script type="module" src="/embed/article-viewer.js"></script>"#;
        self.answers(path, Answer::text(format!("{head}{WATCH}{script}<body>{body}")));
        self.at(path)
    }

    /// The policy that comes with every page from now on.
    ///
    /// # Errors
    ///
    /// When it cannot stand in a header.
    pub fn set_policy(&self, policy: &str) -> Result<()> {
        lock(&self.book).policy = Some(HeaderValue::from_str(policy)?);
        Ok(())
    }

    /// The media type that wasm comes with from now on.
    pub fn sends_wasm_as(&self, media_type: &'static str) {
        lock(&self.book).type_of_wasm = Some(media_type);
    }

    /// How often something whose path ends so has been asked for.
    #[must_use]
    pub fn asked(&self, path: &str) -> usize {
        lock(&self.book).asked.iter().filter(|asked| asked.ends_with(path)).count()
    }

    /// How often nobody waited any more for what never came.
    #[must_use]
    pub fn called_off(&self, path: &str) -> usize {
        lock(&self.book).called_off.iter().filter(|asked| *asked == path).count()
    }
}

impl Drop for Host {
    fn drop(&mut self) {
        self.task.abort();
    }
}

fn lock(book: &Shared) -> MutexGuard<'_, Book> {
    book.lock().unwrap_or_else(PoisonError::into_inner)
}

async fn answer(State(book): State<Shared>, uri: Uri) -> Response {
    let path = uri.path();
    let (answer, policy, type_of_wasm) = {
        let mut book = lock(&book);
        book.asked.push(path.to_owned());
        let answer = book.answers.get(path).cloned();
        if let Some(Answer::Busy(_, _, next)) = &answer {
            book.answers.insert(path.to_owned(), next.as_ref().clone());
        }
        (answer, book.policy.clone(), book.type_of_wasm)
    };
    let bytes = match answer.or_else(|| built(path)) {
        None => return StatusCode::NOT_FOUND.into_response(),
        Some(Answer::Status(status)) => return StatusCode::from_u16(status).unwrap_or_default().into_response(),
        Some(Answer::Busy(status, retry_after, _)) => {
            let mut response = StatusCode::from_u16(status).unwrap_or_default().into_response();
            let when = retry_after.map(HeaderValue::from_static);
            response.headers_mut().extend(when.map(|when| (header::RETRY_AFTER, when)));
            return response;
        }
        Some(Answer::Cut(bytes)) => return cut(bytes).into_response(),
        Some(Answer::File(bytes)) => bytes,
        Some(Answer::Late(wait, bytes)) => {
            sleep(wait).await;
            bytes
        }
        Some(Answer::Never) => {
            // This future is dropped when the browser hangs up, and what it holds with it.
            let _waiting = Waiting { book, path: path.to_owned() };
            std::future::pending().await
        }
    };
    let mut headers = HeaderMap::new();
    let media_type = type_of_wasm.filter(|_| type_of(path) == "application/wasm").unwrap_or_else(|| type_of(path));
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
    // A sandboxed frame is of another origin.
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    if let Some(policy) = policy.filter(|_| type_of(path).starts_with("text/html")) {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    (headers, bytes).into_response()
}

fn cut(bytes: Vec<u8>) -> Body {
    Body::from_stream(stream::iter([Ok(bytes), Err(std::io::Error::from(std::io::ErrorKind::ConnectionReset))]))
}

struct Waiting {
    book: Shared,
    path: String,
}

impl Drop for Waiting {
    fn drop(&mut self) {
        lock(&self.book).called_off.push(std::mem::take(&mut self.path));
    }
}

fn built(path: &str) -> Option<Answer> {
    if path == "/watch.js" {
        return Some(Answer::text(WATCHING));
    }
    let file = PathBuf::from(setting("AV_DIST")).join(path.trim_start_matches('/'));
    std::fs::read(file).ok().map(Answer::File)
}

fn type_of(path: &str) -> &'static str {
    match path.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" => "text/javascript",
        "wasm" => "application/wasm",
        "json" => "application/json",
        "css" => "text/css",
        "txt" => "text/plain",
        "webp" => "image/webp",
        "svg" => "image/svg+xml",
        _ => "application/octet-stream",
    }
}
