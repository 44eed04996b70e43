//! `GET /healthz` and `GET /readyz`

use std::sync::Arc;

use axum::{extract::State, http::StatusCode};

use crate::App;

/// Whether the process answers.
#[utoipa::path(
    get,
    path = engagement::paths::HEALTHZ,
    tag = "health",
    operation_id = "isAlive",
    responses((status = 200, description = "It does.", content_type = "text/plain", body = String))
)]
pub(super) async fn healthz() -> &'static str {
    "ok\n"
}

/// Whether requests should be sent here: the store answers and the server is not about to stop.
#[utoipa::path(
    get,
    path = engagement::paths::READYZ,
    tag = "health",
    operation_id = "isReady",
    responses((status = 200, description = "They should.", content_type = "text/plain", body = String), (status = 503, description = "They should not; it says why.", content_type = "text/plain", body = String))
)]
pub(super) async fn readyz(State(app): State<Arc<App>>) -> (StatusCode, &'static str) {
    if *app.stopping().borrow() {
        return (StatusCode::SERVICE_UNAVAILABLE, "stopping\n");
    }
    match app.store.ping().await {
        Ok(()) => (StatusCode::OK, "ready\n"),
        Err(_) => (StatusCode::SERVICE_UNAVAILABLE, "the store does not answer\n"),
    }
}
