//! A site on another origin that serves articles, and much else that is none.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};

use anyhow::Result;
use axum::{
    Router,
    body::Body,
    http::{StatusCode, header},
    response::{IntoResponse, Redirect},
    routing::get,
};
use tokio::{net::TcpListener, task::JoinHandle};

/// A running publisher; it ends when this is dropped.
pub struct Publisher {
    /// Its origin.
    pub origin: String,
    task: JoinHandle<()>,
}

const ANYWHERE: [(header::HeaderName, &str); 1] = [(header::ACCESS_CONTROL_ALLOW_ORIGIN, "*")];

impl Publisher {
    /// Starts it on a free port.
    ///
    /// # Errors
    ///
    /// When there is none.
    pub async fn start() -> Result<Self> {
        let asked = Arc::new(AtomicU32::new(0));
        let mends_itself = move || {
            let asked = asked.fetch_add(1, Ordering::Relaxed);
            async move {
                // The viewer tries three times by itself.
                if asked < 3 {
                    (ANYWHERE, StatusCode::BAD_GATEWAY).into_response()
                } else {
                    article("Mended").into_response()
                }
            }
        };
        let routes = Router::new()
            .route("/article.json", get(async || article("From another origin")))
            .route(
                "/partial.json",
                get(async || json(r#"{"schema": "article-viewer/article/1", "deck": "Only this."}"#)),
            )
            .route("/broken-image.json", get(async || json(BROKEN_IMAGE)))
            .route("/failing.json", get(async || (ANYWHERE, StatusCode::INTERNAL_SERVER_ERROR)))
            .route("/mends-itself.json", get(mends_itself))
            .route("/page.html", get(async || (ANYWHERE, "<!doctype html><title>No JSON</title>")))
            .route("/products.json", get(async || json(r#"{"products": []}"#)))
            .route("/huge.json", get(async || (ANYWHERE, " ".repeat(10_000_001))))
            .route("/endless.json", get(endless))
            .route("/slow.json", get(slow))
            .route("/never.json", get(never))
            .route("/moved.json", get(async || (ANYWHERE, Redirect::temporary("/article.json"))))
            .fallback(async || (ANYWHERE, StatusCode::NOT_FOUND));
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let origin = format!("http://{}", listener.local_addr()?);
        let task = tokio::spawn(async move {
            // Ends with the test.
            let _ = axum::serve(listener, routes).await;
        });
        Ok(Self { origin, task })
    }

    /// An address of this publisher.
    #[must_use]
    pub fn at(&self, path: &str) -> String {
        format!("{}/{path}", self.origin)
    }
}

impl Drop for Publisher {
    fn drop(&mut self) {
        self.task.abort();
    }
}

const BROKEN_IMAGE: &str = r#"{
  "schema": "article-viewer/article/1", "headline": "No picture", "image": {"url": "gone.jpg", "alt": "What it showed"},
  "body": ["The text."]
}"#;

fn json(text: &'static str) -> impl IntoResponse {
    (ANYWHERE, [(header::CONTENT_TYPE, "application/json")], text)
}

fn article(headline: &str) -> impl IntoResponse + use<> {
    let text = format!(r#"{{"schema": "article-viewer/article/1", "headline": "{headline}", "body": ["Text."]}}"#);
    (ANYWHERE, [(header::CONTENT_TYPE, "application/json")], text)
}

/// A body that goes on for ever, without saying how long it is.
async fn endless() -> impl IntoResponse {
    let chunks = futures_util::stream::repeat_with(|| Ok::<_, std::io::Error>(vec![b' '; 65_536]));
    (ANYWHERE, Body::from_stream(chunks))
}

/// An article that takes two seconds.
async fn slow() -> impl IntoResponse {
    tokio::time::sleep(Duration::from_secs(2)).await;
    article("Too late")
}

/// No answer at all.
async fn never() -> StatusCode {
    std::future::pending().await
}
