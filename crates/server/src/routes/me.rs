//! What a reader wrote: listed and erased, by the secret of their browser.

use std::sync::Arc;

use axum::{
    Json,
    extract::State,
    http::{Extensions, HeaderMap},
};
use engagement::{
    comments::{Erased, OwnPage},
    limits::MAX_PAGE,
};
use serde::Deserialize;

use super::extract::{Parameters, some_owner};
use crate::{App, error::Error};

/// Which page.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct List {
    limit: Option<u16>,
    /// `next` of the page before.
    cursor: Option<String>,
}

/// The reader's comments, the latest first.
pub(super) async fn list(
    State(app): State<Arc<App>>,
    extensions: Extensions,
    headers: HeaderMap,
    Parameters(list): Parameters<List>,
) -> Result<Json<OwnPage>, Error> {
    app.limits.reads.take(app.client(&extensions, &headers))?;
    let before = list.cursor.map(|cursor| {
        cursor
            .parse()
            .map_err(|_| Error::invalid("cursor-invalid", "Pass `cursor` as the page before gave it in `next`."))
    });
    let limit = list.limit.unwrap_or(MAX_PAGE).clamp(1, MAX_PAGE);
    Ok(Json(app.store.own(some_owner(&headers)?, before.transpose()?, limit).await?))
}

/// Erases the reader's comments and likes, whatever their age.
pub(super) async fn erase(
    State(app): State<Arc<App>>,
    extensions: Extensions,
    headers: HeaderMap,
) -> Result<Json<Erased>, Error> {
    app.limits.posts.take(app.client(&extensions, &headers))?;
    Ok(Json(app.store.erase(some_owner(&headers)?).await?))
}
