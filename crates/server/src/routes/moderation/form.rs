//! What a form or an address says, as typed values.

use std::str::FromStr;

use axum::{
    Form,
    extract::{FromRequest, FromRequestParts, Query, Request},
    http::{StatusCode, request::Parts},
};
use serde::de::DeserializeOwned;

use super::refusal::Refusal;
use crate::{App, error::Error, store::Cursor};

/// The fields of a form.
pub(super) struct Fields<T>(pub(super) T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Fields<T> {
    type Rejection = Refusal;

    async fn from_request(request: Request, state: &S) -> Result<Self, Refusal> {
        let form = Form::<T>::from_request(request, state).await;
        form.map(|Form(fields)| Self(fields)).map_err(|rejection| match rejection.status() {
            StatusCode::PAYLOAD_TOO_LARGE => Error::TooLarge.into(),
            _ => Refusal::Wrong("The form cannot be read. Please go back and send it again.".to_owned()),
        })
    }
}

/// The parameters of an address.
pub(super) struct Asked<T>(pub(super) T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Asked<T> {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Refusal> {
        let query = Query::<T>::from_request_parts(parts, state).await;
        query.map(|Query(value)| Self(value)).map_err(|_| not_understood())
    }
}

/// An address with something in it that is not ours.
pub(super) fn not_understood() -> Refusal {
    Refusal::Wrong("This address cannot be read. Please begin at the queue.".to_owned())
}

/// A number as these pages write it in addresses; an empty field is none.
pub(super) fn number(text: Option<&str>) -> Result<Option<i64>, Refusal> {
    let text = text.filter(|text| !text.is_empty());
    text.map(|text| Cursor::number(text).ok_or_else(not_understood)).transpose()
}

/// One of some words; an empty field is none.
pub(super) fn word<T: FromStr>(text: Option<&str>) -> Result<Option<T>, Refusal> {
    let text = text.filter(|text| !text.is_empty());
    text.map(|text| text.parse().map_err(|_| not_understood())).transpose()
}

/// The name of a site that the settings or the store know; an empty field is none.
pub(super) async fn site(app: &App, text: Option<String>) -> Result<Option<String>, Refusal> {
    let is_name = |text: &str| text.len() <= 255 && !text.chars().any(char::is_control);
    match text.filter(|text| !text.is_empty()) {
        Some(text) if !is_name(&text) => Err(not_understood()),
        Some(text) if !is_known(app, &text).await? => Err(Refusal::Missing("There is no such site.")),
        text => Ok(text),
    }
}

async fn is_known(app: &App, site: &str) -> Result<bool, Refusal> {
    Ok(app.sites.named(site).is_some() || app.newsroom().sites().await?.iter().any(|stored| stored.name == site))
}
