//! From a request to typed values; what does not fit becomes a problem document.

mod json;

use axum::{
    extract::{FromRequestParts, Query},
    http::{HeaderMap, header, request::Parts},
};
use engagement::{
    limits::{MAX_ARTICLE_ID_CHARS, MAX_PAGE},
    paths::IDEMPOTENCY_KEY,
};
use serde::de::DeserializeOwned;
use sha2::{Digest as _, Sha256};

pub(super) use json::Json;

use crate::{
    App,
    accounts::{Account, Refusal},
    articles::is_id,
    error::Error,
    settings::{Settings, is_secret},
    store::Owner,
};

/// What the parser said, without the framework's words around it.
fn innermost(error: &dyn std::error::Error) -> String {
    let mut error = error;
    while let Some(source) = error.source() {
        error = source;
    }
    error.to_string()
}

/// The parameters of the query.
pub(super) struct Parameters<T>(pub(super) T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Parameters<T> {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Error> {
        let query = Query::<T>::from_request_parts(parts, state).await;
        query.map(|Query(value)| Self(value)).map_err(|rejection| {
            Error::invalid("query-invalid", format!("The query cannot be read: {}.", innermost(&rejection)))
        })
    }
}

/// An article's id as it is stored.
pub(super) fn article_id(id: &str) -> Result<&str, Error> {
    let wanted = || format!("`article` has to be 1 to {MAX_ARTICLE_ID_CHARS} characters, none of them a control.");
    if is_id(id) { Ok(id.trim()) } else { Err(Error::invalid("article-invalid", wanted())) }
}

/// How many a page lists.
pub(super) fn page_size(limit: Option<u16>, default: u16) -> Result<u16, Error> {
    let limit = limit.unwrap_or(default);
    let wanted = || format!("`limit` has to be 1 to {MAX_PAGE}.");
    if (1..=MAX_PAGE).contains(&limit) { Ok(limit) } else { Err(Error::invalid("query-invalid", wanted())) }
}

/// The idempotency key, as a UUID in its usual form. The draft writes it as a quoted string (RFC 8941 §3.3.3); without
/// quotes it is read too.
pub(super) fn idempotency_key(headers: &HeaderMap) -> Result<String, Error> {
    let value = headers.get(IDEMPOTENCY_KEY).ok_or_else(|| {
        Error::invalid("idempotency-key-missing", "Send an Idempotency-Key header with a new UUID for each comment.")
    })?;
    let text = value.to_str().unwrap_or_default().trim_matches('"');
    uuid::Uuid::try_parse(text)
        .map(|key| key.to_string())
        .map_err(|_| Error::invalid("idempotency-key-invalid", "The Idempotency-Key has to be a UUID."))
}

/// Who asks: somebody with an account, somebody whose browser has a secret, or nobody in particular.
pub(super) struct Reader {
    /// What is theirs.
    pub(super) owner: Option<Owner>,
    /// Their account.
    pub(super) account: Option<Account>,
}

/// Who asks, by the token of the site or by the secret of their browser. Neither is kept.
pub(super) async fn reader(app: &App, headers: &HeaderMap) -> Result<Reader, Error> {
    match bearer(headers)? {
        // A secret has no full stops in it, and a token has two.
        Some(token) if token.contains('.') => {
            let mut refusal = Refusal::NoAccounts;
            for accounts in app.sites.accounts(headers) {
                match accounts.verify(token, app.clock.now_ms()).await {
                    Ok(account) => return Ok(Reader { owner: Some(account.owner()), account: Some(account) }),
                    Err(error) => refusal = error,
                }
            }
            Err(refusal.into())
        }
        secret => Ok(Reader { owner: secret.map(owner_of).transpose()?, account: None }),
    }
}

/// Who asks for something that others see of them, which a site may leave to accounts.
pub(super) async fn participant(app: &App, headers: &HeaderMap) -> Result<Reader, Error> {
    let reader = reader(app, headers).await?;
    let is_welcome = reader.account.is_some() || app.sites.allow_anonymous(headers);
    if is_welcome { Ok(reader) } else { Err(Refusal::Needed.into()) }
}

impl Reader {
    /// Whose it is, where it has to be somebody's.
    pub(super) fn some_owner(&self) -> Result<Owner, Error> {
        self.owner.ok_or(Error::NoSecret)
    }
}

fn bearer(headers: &HeaderMap) -> Result<Option<&str>, Error> {
    let Some(value) = headers.get(header::AUTHORIZATION) else { return Ok(None) };
    let text = value.to_str().unwrap_or_default();
    // The name of the scheme is in any case (RFC 9110 §11.1).
    let scheme = text.split_once(' ').filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"));
    scheme.map(|(_, it)| Some(it.trim())).ok_or(Error::NoSecret)
}

fn owner_of(secret: &str) -> Result<Owner, Error> {
    if is_secret(secret) { Ok(Sha256::digest(secret).into()) } else { Err(Error::NoSecret) }
}

/// Refuses whoever is not the administrator. The hashes are compared: how long that takes says nothing of the secret.
pub(super) fn administrator(headers: &HeaderMap, settings: &Settings) -> Result<(), Error> {
    let secret = settings.admin_secret.as_deref().ok_or(Error::NotYours)?;
    let asking = bearer(headers)?.map_or(Err(Error::NoSecret), owner_of)?;
    if asking == Owner::from(Sha256::digest(secret)) { Ok(()) } else { Err(Error::NotYours) }
}

/// A comment's id, as it is stored.
pub(super) fn comment_id(id: &str) -> Result<String, Error> {
    uuid::Uuid::try_parse(id).map(|id| id.to_string()).map_err(|_| Error::NoComment)
}
