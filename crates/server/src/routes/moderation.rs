//! `/moderation/`: pages for those who decide about comments. All they do, they do without scripts.
//!
//! A page asks who is there (`session`), reads from the store, and is written by `html::moderation`. What changes something
//! is a form, and its answer leads back to the page it was sent from, with a sentence at its head (`place`). Addresses among
//! these pages are relative: they hold wherever the server is mounted.

mod articles;
mod decide;
mod form;
mod log;
mod place;
mod queue;
mod refusal;
mod rules;
mod session;
mod setup;
mod sign_in;
mod team;

use std::sync::Arc;

use axum::{
    Router,
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, Uri, header},
    middleware::{self, Next},
    response::{Html, IntoResponse as _, Redirect, Response},
    routing::{get, post},
};
use tower_http::csrf::{CsrfLayer, ProtectionError};

use crate::{App, error::Error, html, store::newsroom::Actor};
use refusal::Refusal;
use session::Moderator;

/// The pages, and what protects all of them.
pub(super) fn router(app: &Arc<App>) -> Router {
    let csrf = CsrfLayer::new().with_rejection_response(|_: ProtectionError| Refusal::Elsewhere.into_response());
    Router::new()
        .route("/moderation", get(the_queue))
        .route("/moderation/", get(queue::show))
        .route("/moderation/decide", post(decide::decide))
        .route("/moderation/undo", post(decide::undo))
        .route("/moderation/log", get(log::show))
        .route("/moderation/articles", get(articles::show).post(articles::make))
        .route("/moderation/rules", get(rules::show).post(rules::change))
        .route("/moderation/team", get(team::show).post(team::change))
        .route("/moderation/sign-in", get(sign_in::show).post(sign_in::sign_in))
        .route("/moderation/sign-out", post(sign_in::sign_out))
        .route("/moderation/welcome", get(setup::show).post(setup::accept))
        .route("/moderation/{*rest}", axum::routing::any(async || Refusal::from(Error::NotFound)))
        .method_not_allowed_fallback(async || Refusal::from(Error::MethodNotAllowed))
        .with_state(Arc::clone(app))
        .layer(csrf)
        .layer(middleware::from_fn_with_state(Arc::clone(app), guard))
}

/// The queue's own address: what is linked from there is beside it.
async fn the_queue(uri: Uri) -> Redirect {
    let query = uri.query().map(|query| format!("?{query}")).unwrap_or_default();
    Redirect::permanent(&format!("moderation/{query}"))
}

/// Bounds how much is asked, and says of every page what it may do. None is kept, framed, or told to others.
async fn guard(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let address = app.client(request.extensions(), request.headers());
    let mut response = match app.limits.reads.take(address) {
        Ok(()) => next.run(request).await,
        Err(error) => Refusal::from(error).into_response(),
    };
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_SECURITY_POLICY, html::moderation::policy());
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert("cross-origin-opener-policy", HeaderValue::from_static("same-origin"));
    headers.entry(header::REFERRER_POLICY).or_insert(HeaderValue::from_static("same-origin"));
    response
}

/// A page for whoever may see it.
fn page(html: String) -> Response {
    Html(html).into_response()
}

/// A moderator, now.
fn actor(app: &App, Moderator { name, .. }: &Moderator) -> Actor {
    Actor { name: name.clone(), at_ms: app.clock.now_ms() }
}

/// Takes one password from the budgets of a client and of everybody.
fn take_sign_in(app: &App, extensions: &axum::http::Extensions, headers: &HeaderMap) -> Result<(), Error> {
    app.limits.sign_ins.take(app.client(extensions, headers))?;
    app.limits.all_sign_ins.take_of(&())
}
