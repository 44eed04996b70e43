//! A server without a socket, a clock that stands still, and what a test wants to know of an answer.

use std::{
    net::{IpAddr, SocketAddr},
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
};

use axum::{
    Router,
    body::Body,
    http::{HeaderMap, Request, StatusCode},
};
use clap::Parser as _;
use http_body_util::BodyExt as _;
use serde_json::{Value, json};
use server::{App, Clock, Peer, Settings};
use tower::ServiceExt as _;

use crate::database::Database;

/// 2026-01-07T12:00:00Z.
pub(super) const NOON: i64 = 1_767_787_200_000;
pub(super) const DAY_MS: i64 = 24 * 60 * 60 * 1000;

pub(super) struct FixedClock(AtomicI64);

impl Clock for FixedClock {
    fn now_ms(&self) -> i64 {
        self.0.load(Ordering::Relaxed)
    }
}

pub(super) struct TestServer {
    pub(super) app: Arc<App>,
    router: Router,
    clock: Arc<FixedClock>,
    data: Arc<Data>,
}

/// Where a server keeps what it stores.
pub(super) struct Data {
    folder: tempfile::TempDir,
    database: Option<Database>,
}

impl Data {
    /// Nothing yet, for the store that is tested.
    pub(super) fn new() -> Arc<Self> {
        let is_postgres = std::env::var("AV_TEST_STORE").is_ok_and(|store| store == "postgres");
        let database = is_postgres.then(|| Database::fresh().expect("AV_TEST_STORE=postgres wants TEST_POSTGRES_URL"));
        Arc::new(Self { folder: tempfile::tempdir().expect("a temporary folder"), database })
    }

    /// What is there in a folder.
    pub(super) fn of_folder(folder: tempfile::TempDir) -> Arc<Self> {
        Arc::new(Self { folder, database: None })
    }

    /// The folder.
    pub(super) fn path(&self) -> &Path {
        self.folder.path()
    }

    fn flags(&self) -> Vec<String> {
        let folder = format!("--data={}", self.folder.path().display());
        let database = self.database.as_ref().map(|database| format!("--database-url={}", database.url));
        // A pool for each of some tests at once.
        [folder].into_iter().chain(database).chain(["--database-connections=4".to_owned()]).collect()
    }
}

pub(super) struct Answer {
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    pub(super) text: String,
}

impl Answer {
    pub(super) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error}: {}", self.text))
    }

    /// Asserts that this is a problem document of that code.
    #[track_caller]
    pub(super) fn assert_problem(&self, status: u16, code: &str) {
        assert_eq!(self.status, status, "{}", self.text);
        assert_eq!(self.headers["content-type"], "application/problem+json");
        assert_eq!(self.json()["code"], code);
        assert_eq!(self.json()["status"], status);
        assert!(self.json()["detail"].as_str().is_some_and(|detail| detail.ends_with('.')), "{}", self.text);
    }
}

impl TestServer {
    pub(super) async fn start() -> Self {
        Self::with(&[]).await
    }

    /// A server with these flags, and limits too wide to be in the way.
    pub(super) async fn with(flags: &[&str]) -> Self {
        Self::on(Data::new(), flags).await
    }

    /// A server on data that is there already.
    pub(super) async fn on(data: Arc<Data>, flags: &[&str]) -> Self {
        let stored = data.flags();
        let wide = [
            "--dist=/nonexistent",
            "--views-per-minute=1000000",
            "--posts-per-minute=1000000",
            "--reads-per-minute=1000000",
            "--article-posts-per-minute=1000000",
            "--likes-per-minute=1000000",
        ];
        let named = |wide: &&&str| !flags.iter().any(|flag| flag.split('=').next() == wide.split('=').next());
        let arguments = ["article-server"].into_iter().chain(stored.iter().map(String::as_str));
        let arguments = arguments.chain(wide.iter().filter(named).copied()).chain(flags.iter().copied());
        let settings = Settings::try_parse_from(arguments).expect("the test's own flags");
        let clock = Arc::new(FixedClock(AtomicI64::new(NOON)));
        let app = App::open(settings, Arc::clone(&clock) as Arc<dyn Clock>).await.expect("a new store");
        let router = server::router(Arc::clone(&app)).expect("a router");
        Self { app, router, clock, data }
    }

    /// A counter, as Prometheus reads it.
    pub(super) async fn metric(&self, name: &str) -> u64 {
        let request = Request::get("/metrics").body(Body::empty()).expect("a request");
        let answer = server::metrics_router(Arc::clone(&self.app)).oneshot(request).await.expect("an answer");
        let bytes = answer.into_body().collect().await.expect("a body").to_bytes();
        let text = String::from_utf8_lossy(&bytes);
        let value = text.lines().find_map(|line| line.strip_prefix("article_server_")?.strip_prefix(name));
        value.and_then(|value| value.trim().parse().ok()).unwrap_or_else(|| panic!("no {name}: {text}"))
    }

    /// Why no server starts on this data.
    pub(super) async fn refused(data: &Data) -> String {
        let data = data.path().display().to_string();
        let settings = Settings::try_parse_from(["article-server", "--data", &data]).expect("the test's own flags");
        match App::open(settings, Arc::new(FixedClock(AtomicI64::new(NOON)))).await {
            Ok(_) => panic!("it starts"),
            Err(error) => format!("{error:#}"),
        }
    }

    /// The same data under a new process, so to speak.
    pub(super) async fn restart(self) -> Self {
        let now = self.clock.now_ms();
        let data = Arc::clone(&self.data);
        drop(self);
        let server = Self::on(data, &[]).await;
        server.clock.0.store(now, Ordering::Relaxed);
        server
    }

    pub(super) fn wait_ms(&self, ms: i64) {
        self.clock.0.fetch_add(ms, Ordering::Relaxed);
    }

    pub(super) fn data(&self) -> &Path {
        self.data.path()
    }

    /// Whether what is stored is in a file, which a test may look into.
    pub(super) fn is_in_a_file(&self) -> bool {
        self.data.database.is_none()
    }

    pub(super) async fn send(&self, request: Request<Body>) -> Answer {
        self.send_from(IpAddr::from([192, 0, 2, 1]), request).await
    }

    pub(super) async fn send_from(&self, address: IpAddr, mut request: Request<Body>) -> Answer {
        request.extensions_mut().insert(Peer(SocketAddr::new(address, 50_000)));
        let response = self.router.clone().oneshot(request).await.expect("the router always answers");
        let (parts, body) = response.into_parts();
        let bytes = body.collect().await.expect("a body").to_bytes();
        let text = String::from_utf8_lossy(&bytes).into_owned();
        Answer { status: parts.status, headers: parts.headers, text }
    }

    /// The answer's body as it comes, for streams.
    pub(super) async fn stream(&self, path: &str) -> axum::body::BodyDataStream {
        let request = Request::get(path).body(Body::empty()).expect("a request");
        let response = self.router.clone().oneshot(request).await.expect("the router always answers");
        assert_eq!(response.status(), 200);
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        response.into_body().into_data_stream()
    }

    pub(super) async fn get(&self, path: &str) -> Answer {
        self.send(Request::get(path).body(Body::empty()).expect("a request")).await
    }

    pub(super) async fn see(&self, article: &str, agent: &str) -> Answer {
        let request = Request::post("/api/v1/views")
            .header("content-type", "application/json")
            .header("user-agent", agent)
            .body(Body::from(json!({ "article": article }).to_string()));
        self.send(request.expect("a request")).await
    }

    pub(super) async fn comment(&self, key: &str, article: &str, name: &str, text: &str) -> Answer {
        self.post(key, None, &json!({ "article": article, "author": { "name": name }, "text": text })).await
    }

    /// A comment that answers another.
    pub(super) async fn reply(&self, key: &str, parent: &str, text: &str) -> Answer {
        self.post(key, None, &json!({ "article": "a", "parent": parent, "author": { "name": "Ben" }, "text": text }))
            .await
    }

    /// Posts a comment, as somebody or as nobody.
    pub(super) async fn post(&self, key: &str, secret: Option<&str>, body: &Value) -> Answer {
        self.ask("POST", "/api/v1/comments", secret, &[("idempotency-key", key)], body).await
    }

    /// Asks for a change, as somebody or as nobody.
    pub(super) async fn change(&self, method: &str, path: &str, secret: Option<&str>, body: &Value) -> Answer {
        self.ask(method, path, secret, &[], body).await
    }

    async fn ask(&self, method: &str, path: &str, secret: Option<&str>, more: &[(&str, &str)], body: &Value) -> Answer {
        let mut request = Request::builder().method(method).uri(path).header("content-type", "application/json");
        if let Some(secret) = secret {
            request = request.header("authorization", format!("Bearer {secret}"));
        }
        for (name, value) in more {
            request = request.header(*name, *value);
        }
        self.send(request.body(Body::from(body.to_string())).expect("a request")).await
    }

    /// Sends bytes that call themselves something, or nothing.
    pub(super) async fn send_bytes(
        &self,
        method: &str,
        path: &str,
        content_type: Option<&str>,
        bytes: impl Into<Body>,
    ) -> Answer {
        let mut request = Request::builder().method(method).uri(path).header("idempotency-key", key(1));
        if let Some(content_type) = content_type {
            request = request.header("content-type", content_type);
        }
        self.send(request.body(bytes.into()).expect("a request")).await
    }

    /// What is listed under `a`, by the words of each comment.
    pub(super) async fn listed(&self, query: &str) -> Vec<String> {
        let page = self.get(&format!("/api/v1/comments?article=a{query}")).await.json();
        page["comments"].as_array().unwrap_or_else(|| panic!("{page}")).iter().map(words).collect()
    }
}

/// A UUID made of a number.
pub(super) fn key(number: u32) -> String {
    format!("018f0000-0000-7000-8000-{number:012}")
}

/// The words of a comment's first paragraph.
pub(super) fn words(comment: &Value) -> String {
    let content = comment["body"][0]["content"].as_array().into_iter().flatten();
    content.filter_map(Value::as_str).collect()
}

/// Other people's test data, which is not in the repository: `AV_SHARED`, or `../shared`, has it in `corpora/`.
pub(super) fn corpus(file: &str) -> Vec<Value> {
    let shared =
        std::env::var_os("AV_SHARED").unwrap_or_else(|| concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared").into());
    let Ok(text) = std::fs::read_to_string(Path::new(&shared).join("corpora").join(file)) else {
        eprintln!("SKIPPED: AV_SHARED names no folder with corpora/{file}");
        return Vec::new();
    };
    serde_json::from_str(&text).expect("a list")
}
