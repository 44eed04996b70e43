//! Paths, methods and limits at a glance.

mod comments;
mod comments_page;
mod extract;
mod health;
mod live;
mod me;
mod moderation;
mod openapi;
mod views;

use std::{sync::Arc, time::Duration};

use axum::{
    Router,
    extract::DefaultBodyLimit,
    http::{HeaderName, HeaderValue, Method, StatusCode, header},
    middleware,
    response::{IntoResponse as _, Response},
    routing::{get, post, put},
};
use engagement::{limits::MAX_BODY_BYTES, paths};
use tower_http::{
    catch_panic::CatchPanicLayer,
    compression::CompressionLayer,
    cors::{AllowOrigin, CorsLayer},
    set_header::SetResponseHeaderLayer,
    timeout::RequestBodyTimeoutLayer,
};

use crate::{App, error::Error, metrics, pages, sites::Sites};

/// How long a browser may remember that it may ask.
const PREFLIGHT_AGE: Duration = Duration::from_hours(1);

/// The whole server without its socket.
///
/// # Errors
///
/// When the built viewer is there but cannot be read.
pub fn router(app: Arc<App>) -> anyhow::Result<Router> {
    let pages = pages::router(&app.settings)?;
    let timeouts = app.settings.timeouts;
    let api = Router::new()
        .route(paths::VIEWS, post(views::seen))
        .route(paths::COMMENTS, get(comments::list).post(comments::add))
        .route(paths::COMMENT, put(comments::edit).delete(comments::delete))
        .route(paths::LIKE, put(comments::like).delete(comments::unlike))
        .route(paths::REPORT, put(comments::report))
        .route(paths::PIN, put(comments::pin).delete(comments::unpin))
        .route(paths::PREVIEW, post(comments::preview))
        .route(paths::ME, get(me::list).delete(me::erase))
        .route(paths::OPENAPI, get(openapi::document))
        .route(paths::HEALTHZ, get(health::healthz))
        .route(paths::READYZ, get(health::readyz))
        .route("/api/{*rest}", axum::routing::any(async || Error::NotFound));
    // What would compress a stream, if it could be, is 4 KB for every reader.
    let live = of_api(Router::new().route(paths::LIVE, get(live::stream)), &app).with_state(Arc::clone(&app));
    let api = of_api(api, &app);
    // Pages with a policy of their own.
    let comments = Router::new()
        .route(paths::COMMENTS_PAGE, get(comments_page::show))
        .route(paths::COMMENTS_PAGE_OF, get(comments_page::find))
        .with_state(Arc::clone(&app));
    let moderation = moderation::router(&app);
    let counted = Arc::clone(&app);
    Ok(api
        .with_state(app)
        .merge(comments)
        .merge(moderation)
        .merge(pages)
        .layer(CompressionLayer::new())
        .merge(live)
        .layer(header(header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .layer(SetResponseHeaderLayer::if_not_present(
            header::REFERRER_POLICY,
            HeaderValue::from_static("strict-origin-when-cross-origin"),
        ))
        .layer(DefaultBodyLimit::max(MAX_BODY_BYTES))
        .layer(RequestBodyTimeoutLayer::new(timeouts.body))
        .layer(middleware::from_fn(move |request, next| time_out(request, next, timeouts.answer)))
        .layer(middleware::from_fn_with_state(counted, metrics::count))
        .layer(CatchPanicLayer::custom(|_: Box<dyn std::any::Any + Send>| Error::Internal.into_response())))
}

/// What all of the API has in common.
fn of_api(routes: Router<Arc<App>>, app: &App) -> Router<Arc<App>> {
    routes
        .method_not_allowed_fallback(async || Error::MethodNotAllowed)
        .layer(cors(&app.sites))
        // Answers of the API are data, whatever a browser might take them for.
        .layer(header(header::CONTENT_SECURITY_POLICY, "default-src 'none'; frame-ancestors 'none'"))
        .layer(SetResponseHeaderLayer::if_not_present(header::CACHE_CONTROL, HeaderValue::from_static("no-store")))
}

fn header(name: HeaderName, value: &'static str) -> SetResponseHeaderLayer<HeaderValue> {
    SetResponseHeaderLayer::overriding(name, HeaderValue::from_static(value))
}

/// The sites that may ask from their own pages. Nothing is asked with credentials: there are none.
fn cors(sites: &Sites) -> CorsLayer {
    let origins = sites.all().iter().flat_map(|site| &site.origins);
    let origins = origins.filter_map(|origin| HeaderValue::from_str(origin).ok());
    CorsLayer::new()
        .allow_origin(AllowOrigin::list(origins))
        .allow_methods([Method::GET, Method::POST, Method::PUT, Method::DELETE])
        .allow_headers([header::AUTHORIZATION, header::CONTENT_TYPE, HeaderName::from_static(paths::IDEMPOTENCY_KEY)])
        // By `Date` a page tells how long ago something was said: its reader's clock may be wrong.
        .expose_headers([header::RETRY_AFTER, header::DATE])
        .max_age(PREFLIGHT_AGE)
}

/// Ends a request whose answer has not begun in time. A stream of events begins at once and is not touched.
async fn time_out(request: axum::extract::Request, next: middleware::Next, after: Duration) -> Response {
    let answer = tokio::time::timeout(after, next.run(request)).await;
    let mut response = answer.unwrap_or_else(|_| Error::TimedOut.into_response());
    if response.status() == StatusCode::REQUEST_TIMEOUT {
        response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
    }
    response
}
