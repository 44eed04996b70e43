//! What is counted for whoever runs the server, in the form Prometheus reads (`OpenMetrics` 1.0).
//!
//! It is served on a port of its own, which nobody reaches from outside unless told to, and asks the store nothing: it answers
//! whatever state that is in. Nothing in it is about a person or an article.

use std::{
    net::SocketAddr,
    sync::{Arc, atomic::AtomicU64},
    time::{Duration, Instant},
};

use axum::{
    Router,
    extract::{MatchedPath, Request, State},
    http::{StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
    routing::get,
};
use engagement::comments::Status;
use prometheus_client::{
    encoding::{EncodeLabelSet, text::encode},
    metrics::{
        counter::Counter,
        family::Family,
        gauge::Gauge,
        histogram::{Histogram, exponential_buckets},
    },
    registry::Registry,
};

use crate::App;

/// The media type of `OpenMetrics`.
const MEDIA_TYPE: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// A request, by what it was for and how it ended.
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Answered {
    method: &'static str,
    route: String,
    status: u16,
}

/// A request, by what it was for.
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Route {
    route: String,
}

/// A comment, by where it stands.
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Standing {
    status: &'static str,
}

/// A view, by whether it counts.
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Seen {
    counted: &'static str,
}

/// All that is counted.
pub(crate) struct Metrics {
    registry: Registry,
    requests: Family<Answered, Counter>,
    seconds: Family<Route, Histogram, fn() -> Histogram>,
    comments: Family<Standing, Counter>,
    views: Family<Seen, Counter>,
    pub(crate) passwords: Counter,
    streams: Gauge,
    stopping: Gauge,
    resident: Gauge<u64, AtomicU64>,
}

impl Default for Metrics {
    fn default() -> Self {
        let mut registry = Registry::with_prefix("article_server");
        let requests = Family::default();
        registry.register("requests", "Requests answered", requests.clone());
        // From half a millisecond to some eight seconds, each twice the one before.
        let seconds: Family<Route, Histogram, fn() -> Histogram> =
            Family::new_with_constructor(|| Histogram::new(exponential_buckets(0.0005, 2.0, 15)));
        registry.register("request_seconds", "Time until an answer began", seconds.clone());
        let comments = Family::default();
        registry.register("comments", "Comments stored, by where they stood then", comments.clone());
        let views = Family::default();
        registry.register("views", "Views reported", views.clone());
        let passwords = Counter::default();
        registry.register("passwords", "Moderators' passwords hashed, right or wrong", passwords.clone());
        let streams = Gauge::default();
        registry.register("streams", "Live streams that are open", streams.clone());
        let stopping = Gauge::default();
        registry.register("stopping", "1 once the server was told to stop", stopping.clone());
        let resident = Gauge::default();
        registry.register("resident_memory_bytes", "Memory that the process has", resident.clone());
        Self { registry, requests, seconds, comments, views, passwords, streams, stopping, resident }
    }
}

impl Metrics {
    /// A comment was stored.
    pub(crate) fn commented(&self, status: Status) {
        self.comments.get_or_create(&Standing { status: status.as_str() }).inc();
    }

    /// A view was reported.
    pub(crate) fn seen(&self, counted: bool) {
        self.views.get_or_create(&Seen { counted: if counted { "yes" } else { "no" } }).inc();
    }

    fn answered(&self, method: &'static str, route: &str, status: StatusCode, took: Duration) {
        let answered = Answered { method, route: route.to_owned(), status: status.as_u16() };
        self.requests.get_or_create(&answered).inc();
        self.seconds.get_or_create(&Route { route: route.to_owned() }).observe(took.as_secs_f64());
    }
}

/// Counts a request, and logs it for those who ask for that: by its route, never by its address.
pub(crate) async fn count(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let began = Instant::now();
    let route = request.extensions().get::<MatchedPath>().cloned();
    let method = known_method(request.method().as_str());
    let response = next.run(request).await;
    let (took, status) = (began.elapsed(), response.status());
    // Files of the viewer, and addresses that are none.
    let route = route.as_ref().map_or("other", MatchedPath::as_str);
    app.metrics.answered(method, route, status, took);
    let duration_ms = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
    tracing::debug!(target: "request", method, route, status = status.as_u16(), duration_ms, "answered");
    response
}

/// Clients make methods up; each would be a line for ever.
fn known_method(method: &str) -> &'static str {
    ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"].into_iter().find(|known| *known == method).unwrap_or("other")
}

/// What is served on the port of metrics.
pub fn metrics_router(app: Arc<App>) -> Router {
    Router::new().route("/metrics", get(show)).with_state(app)
}

async fn show(State(app): State<Arc<App>>) -> Response {
    let metrics = &app.metrics;
    metrics.streams.set(i64::try_from(app.news.hub.readers()).unwrap_or(i64::MAX));
    metrics.stopping.set(i64::from(*app.stopping().borrow()));
    metrics.resident.set(resident_bytes());
    let mut text = String::new();
    match encode(&mut text, &metrics.registry) {
        Ok(()) => ([(header::CONTENT_TYPE, MEDIA_TYPE)], text).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

/// Memory of this process, where the system tells (Linux, `proc_pid_statm(5)`: pages of 4 KiB); 0 elsewhere.
fn resident_bytes() -> u64 {
    let pages = std::fs::read_to_string("/proc/self/statm").ok();
    let pages = pages.as_deref().and_then(|line| line.split(' ').nth(1)?.parse::<u64>().ok());
    pages.unwrap_or_default() * 4096
}

/// The address of the metrics, for those who are told of it.
pub fn metrics_address(address: SocketAddr) -> String {
    format!("http://{address}/metrics")
}
