//! The built viewer: the page, the shell for other articles, and their files.

use std::{fs, path::Path, sync::Arc};

use anyhow::Context as _;
use axum::{
    Router,
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    middleware::{self, Next},
    response::{Html, IntoResponse, Response},
    routing::{get, get_service},
};
use serde::Deserialize;
use tower_http::{services::ServeDir, set_header::SetResponseHeaderLayer};

use crate::settings::Settings;

/// The two pages, as they are sent.
struct Pages {
    index: String,
    /// The empty shell that takes `?src=`.
    viewer: String,
    policy: HeaderValue,
    /// That of the worker, which fetches pictures for those who keep an article.
    worker_policy: HeaderValue,
}

/// What the build says of the pages it made.
#[derive(Deserialize)]
struct Policy {
    /// Hashes of their constant `<style>` elements, as they stand in a policy.
    styles: Vec<String>,
    /// Those of their constant `<script>` elements.
    scripts: Vec<String>,
}

/// The routes of the built viewer; none when it has not been built.
pub(crate) fn router(settings: &Settings) -> anyhow::Result<Router> {
    let dist = &settings.dist;
    if !dist.join("index.html").exists() {
        tracing::warn!("there is no built viewer in {}: serving the API alone", dist.display());
        return Ok(Router::new().fallback(async || (StatusCode::NOT_FOUND, "There is nothing here.\n")));
    }
    let pages = Pages::load(settings).with_context(|| format!("cannot read the built viewer in {}", dist.display()))?;
    let files = ServeDir::new(dist)
        .precompressed_br()
        .precompressed_gzip()
        .append_index_html_on_directories(false)
        .fallback(get(async || (StatusCode::NOT_FOUND, "There is nothing here.\n")));
    // Files are found by other spellings of their names than routes are: whatever is sent carries a policy, and what is no
    // page a short one, which is enough should somebody open it.
    let of_pages = pages.policy.clone();
    let policy = SetResponseHeaderLayer::if_not_present(header::CONTENT_SECURITY_POLICY, move |response: &Response| {
        let media_type = response.headers().get(header::CONTENT_TYPE);
        let is_page = media_type.is_none_or(|media_type| media_type.as_bytes().starts_with(b"text/html"));
        Some(if is_page {
            of_pages.clone()
        } else {
            HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'")
        })
    });
    let worker = SetResponseHeaderLayer::if_not_present(header::CONTENT_SECURITY_POLICY, pages.worker_policy.clone());
    let files = get_service(files).layer(middleware::from_fn(cache));
    Ok(Router::new()
        .route("/", get(index))
        .route("/index.html", get(sample))
        .route("/viewer.html", get(viewer))
        .with_state(Arc::new(pages))
        .route("/worker.js", files.clone().layer(worker))
        .fallback_service(files)
        .layer(policy))
}

impl Pages {
    fn load(settings: &Settings) -> anyhow::Result<Self> {
        let read = |name: &str| -> anyhow::Result<String> {
            let path = settings.dist.join(name);
            fs::read_to_string(&path).with_context(|| path.display().to_string())
        };
        let origins = settings.article_origins.join(" ");
        let policy: Policy = serde_json::from_str(&read("policy.json")?).context("policy.json")?;
        Ok(Self {
            index: read("index.html")?,
            // An origin holds no character that HTML gives a meaning to.
            viewer: read("viewer.html")?.replace("origins=\"\"", &format!("origins=\"{origins}\"")),
            policy: content_security_policy(&policy, &origins)?,
            worker_policy: HeaderValue::from_str(&format!("default-src 'none'; connect-src 'self' https: {origins}"))?,
        })
    }
}

/// What our pages may do. `wasm-unsafe-eval` lets WebAssembly compile and nothing else; the player frames are those of
/// `article::Player`; the `blob:` of sound is the silence that brings the keys for media to whoever listens to an article.
fn content_security_policy(policy: &Policy, origins: &str) -> anyhow::Result<HeaderValue> {
    let sources = |hashes: &[String]| hashes.iter().fold(String::new(), |sources, hash| sources + " '" + hash + "'");
    let (styles, scripts) = (sources(&policy.styles), sources(&policy.scripts));
    let text = format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'{scripts}; style-src 'self'{styles}; \
         img-src 'self' https: {origins}; media-src 'self' blob: https: {origins}; connect-src 'self' {origins}; \
         frame-src https://www.youtube-nocookie.com https://player.vimeo.com; manifest-src 'self'; worker-src 'self'; base-uri 'none'; \
         form-action 'none'; frame-ancestors 'none'"
    );
    HeaderValue::from_str(&text).context("the policy is no header value")
}

/// `/`: the sample article; with `?src=`, the shell that shows another.
async fn index(State(pages): State<Arc<Pages>>, request: Request) -> Response {
    let query = request.uri().query().unwrap_or_default();
    let asks_for_another = query.split('&').any(|pair| pair.starts_with("src="));
    page(&pages, if asks_for_another { &pages.viewer } else { &pages.index })
}

/// The page under its own name takes no instructions from its address.
async fn sample(State(pages): State<Arc<Pages>>) -> Response {
    page(&pages, &pages.index)
}

async fn viewer(State(pages): State<Arc<Pages>>) -> Response {
    page(&pages, &pages.viewer)
}

fn page(pages: &Pages, html: &str) -> Response {
    let mut headers = HeaderMap::new();
    headers.insert(header::CONTENT_SECURITY_POLICY, pages.policy.clone());
    for (name, value) in [
        ("cache-control", "no-cache"),
        ("cross-origin-opener-policy", "same-origin"),
        ("permissions-policy", "camera=(), microphone=(), geolocation=(), browsing-topics=()"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    (headers, Html(html.to_owned())).into_response()
}

/// A file whose name holds the hash of its content never changes; every other is asked for again. Pages of every origin
/// may use the element.
async fn cache(request: Request, next: Next) -> Response {
    let path = Path::new(request.uri().path());
    let (is_embed, is_hashed) = (path.starts_with("/embed"), path.starts_with("/embed/assets"));
    let mut response = next.run(request).await;
    let is_found = response.status().is_success() || response.status() == StatusCode::NOT_MODIFIED;
    let value = if is_hashed && is_found { "public, max-age=31536000, immutable" } else { "no-cache" };
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static(value));
    if is_embed {
        response.headers_mut().insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    }
    response
}
