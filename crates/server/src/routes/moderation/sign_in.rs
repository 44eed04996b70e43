//! Coming and going.

use std::sync::Arc;

use axum::{
    extract::State,
    http::{Extensions, HeaderMap, StatusCode, header},
    response::{Html, IntoResponse as _, Redirect, Response},
};
use engagement::comments::parse_name;
use serde::Deserialize;

use super::{
    form::{Asked, Fields, word},
    page,
    refusal::Refusal,
    session, take_sign_in,
};
use crate::{App, html::moderation as html};

/// Why somebody is here.
#[derive(Debug, Deserialize)]
pub(super) struct Show {
    why: Option<String>,
}

/// The form, for whoever is not in yet.
pub(super) async fn show(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    Asked(show): Asked<Show>,
) -> Result<Response, Refusal> {
    let why = word(show.why.as_deref())?;
    if session::known(&app, &headers).await?.is_some() {
        return Ok(Redirect::to("./").into_response());
    }
    Ok(page(html::sign_in(why, "")))
}

/// What was filled in.
#[derive(Debug, Deserialize)]
pub(super) struct SignIn {
    name: String,
    password: String,
}

/// Begins a session for whoever knows the password. It takes as long for a name that nobody has.
pub(super) async fn sign_in(
    State(app): State<Arc<App>>,
    extensions: Extensions,
    headers: HeaderMap,
    Fields(SignIn { name, password }): Fields<SignIn>,
) -> Result<Response, Refusal> {
    take_sign_in(&app, &extensions, &headers)?;
    let known = parse_name(&name).ok();
    let stored = match &known {
        Some(name) => app.newsroom().password(name).await?,
        None => None,
    };
    let is_right = app.passwords.is_right(password, stored).await?;
    let Some(moderator) = known.filter(|_| is_right) else {
        let again = html::sign_in(Some(html::Why::Wrong), &name);
        return Ok((StatusCode::UNAUTHORIZED, Html(again)).into_response());
    };
    let cookie = session::begin(&app, &moderator).await?;
    // The form's page again: it leads on when the cookie has come back, and says so when it has not.
    Ok(([(header::SET_COOKIE, cookie)], Redirect::to("sign-in?why=begun")).into_response())
}

/// Ends the session.
pub(super) async fn sign_out(State(app): State<Arc<App>>, headers: HeaderMap) -> Result<Response, Refusal> {
    if let Some(moderator) = session::known(&app, &headers).await? {
        app.newsroom().end_session(moderator.token.hash()).await?;
    }
    Ok(([(header::SET_COOKIE, session::none()?)], Redirect::to("sign-in?why=left")).into_response())
}
