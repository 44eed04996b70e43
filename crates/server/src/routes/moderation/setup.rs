//! The page behind an invitation: whoever has the link chooses a password, once.

use std::sync::Arc;

use axum::{
    extract::State,
    http::{Extensions, HeaderMap, StatusCode, header},
    response::{Html, IntoResponse as _, Redirect, Response},
};
use engagement::comments::parse_name;
use serde::Deserialize;

use super::{
    form::{Asked, Fields},
    refusal::Refusal,
    session, take_sign_in,
};
use crate::{
    App,
    html::moderation as html,
    moderators::{self, Token},
    store::newsroom::Invitation,
};

/// Which invitation.
#[derive(Debug, Deserialize)]
pub(super) struct Show {
    #[serde(default)]
    token: String,
}

/// The form.
pub(super) async fn show(State(app): State<Arc<App>>, Asked(show): Asked<Show>) -> Result<Response, Refusal> {
    let (_, invitation) = invitation(&app, &show.token).await?;
    Ok(said(StatusCode::OK, &show.token, &invitation, "", None))
}

/// What was filled in.
#[derive(Debug, Deserialize)]
pub(super) struct Accept {
    token: String,
    #[serde(default)]
    name: String,
    password: String,
    again: String,
}

/// Uses the invitation up, and begins a session.
pub(super) async fn accept(
    State(app): State<Arc<App>>,
    extensions: Extensions,
    headers: HeaderMap,
    Fields(form): Fields<Accept>,
) -> Result<Response, Refusal> {
    take_sign_in(&app, &extensions, &headers)?;
    let (token, invitation) = invitation(&app, &form.token).await?;
    let name = invitation.name.clone().map_or_else(|| parse_name(&form.name), Ok);
    let wrong = match &name {
        Err(error) => Some(error.to_string()),
        Ok(_) if form.password != form.again => Some("The two passwords are not the same.".to_owned()),
        Ok(_) => moderators::objection(&form.password),
    };
    let refused =
        |wrong: &str| said(StatusCode::UNPROCESSABLE_ENTITY, &form.token, &invitation, &form.name, Some(wrong));
    let name = match (name, wrong) {
        (Ok(name), None) => name,
        (_, wrong) => return Ok(refused(&wrong.unwrap_or_default())),
    };
    let password = app.passwords.hash(form.password.clone()).await?;
    if app.newsroom().accept(token.hash(), &name, &password, app.clock.now_ms()).await? {
        let cookie = session::begin(&app, &name).await?;
        return Ok(([(header::SET_COOKIE, cookie)], Redirect::to("sign-in?why=begun")).into_response());
    }
    // Somebody was faster, or has the name.
    self::invitation(&app, &form.token).await?;
    Ok(refused("There is a moderator of this name already. Please take another."))
}

async fn invitation(app: &App, token: &str) -> Result<(Token, Invitation), Refusal> {
    let gone = || {
        Refusal::Missing("This link was used already, or is older than a day. Whoever gave it to you can make another.")
    };
    let token = Token::parse(token).ok_or_else(gone)?;
    let invitation = app.newsroom().invitation(token.hash(), app.clock.now_ms()).await?;
    Ok((token, invitation.ok_or_else(gone)?))
}

/// The form. Its address has the token in it, which no other site or page is told.
fn said(status: StatusCode, token: &str, invitation: &Invitation, name: &str, wrong: Option<&str>) -> Response {
    let page = html::welcome(token, invitation.name.as_deref(), name, wrong);
    (status, [(header::REFERRER_POLICY, "no-referrer")], Html(page)).into_response()
}
