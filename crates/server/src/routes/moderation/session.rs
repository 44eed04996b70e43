//! Who is there: a cookie that says so, and nothing else.

use std::sync::Arc;

use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, HeaderValue, Method, header, request::Parts},
};

use super::refusal::Refusal;
use crate::{App, error::Error, moderators::Token};

/// The cookie's name. By its prefix a browser takes it from this host alone, for all its paths, and over TLS (or from the
/// machine itself).
const COOKIE: &str = "__Host-moderation";

/// How long a session holds: a working day.
const SESSION_SECONDS: i64 = 12 * 60 * 60;

/// Somebody who is signed in.
#[derive(Clone)]
pub(super) struct Moderator {
    pub(super) name: String,
    pub(super) token: Token,
}

impl FromRequestParts<Arc<App>> for Moderator {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Refusal> {
        if let Some(moderator) = known(app, &parts.headers).await? {
            return Ok(moderator);
        }
        let is_from_elsewhere = parts.headers.get("sec-fetch-site").is_some_and(|site| site == "cross-site");
        Err(match parts.method {
            Method::GET | Method::HEAD if is_from_elsewhere => Refusal::Again,
            Method::GET | Method::HEAD => Refusal::SignIn,
            _ => Refusal::Over,
        })
    }
}

/// Whose session it is that a request has, if it has any.
pub(super) async fn known(app: &App, headers: &HeaderMap) -> Result<Option<Moderator>, Error> {
    let Some(token) = cookie(headers) else { return Ok(None) };
    let name = app.newsroom().session(token.hash(), app.clock.now_ms()).await?;
    Ok(name.map(|name| Moderator { name, token }))
}

/// Begins a session and gives the cookie for it.
pub(super) async fn begin(app: &App, name: &str) -> Result<HeaderValue, Error> {
    let token = Token::new()?;
    app.newsroom().begin_session(token.hash(), name, app.clock.now_ms() + SESSION_SECONDS * 1_000).await?;
    set(&token.print(), SESSION_SECONDS)
}

/// The cookie that takes the other one away.
pub(super) fn none() -> Result<HeaderValue, Error> {
    set("", 0)
}

fn set(value: &str, seconds: i64) -> Result<HeaderValue, Error> {
    let cookie = format!("{COOKIE}={value}; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age={seconds}");
    HeaderValue::try_from(cookie).map_err(|_| Error::Internal)
}

fn cookie(headers: &HeaderMap) -> Option<Token> {
    let lines = headers.get_all(header::COOKIE).iter().filter_map(|line| line.to_str().ok());
    let mut pairs = lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(name, _)| *name == COOKIE).and_then(|(_, value)| Token::parse(value))
}
