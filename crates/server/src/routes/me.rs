//! What a reader wrote: listed and erased, by their account or the secret of their browser.

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
use utoipa::IntoParams;

use super::extract::{Parameters, page_size, reader};
use super::openapi::refusals;
use crate::{App, error::Error, store::Cursor};

/// Which page.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(super) struct List {
    /// How many.
    #[param(minimum = 1, maximum = 100, default = 100)]
    limit: Option<u16>,
    /// `next` of the page before.
    #[param(pattern = "^-?[0-9]{1,18}$")]
    cursor: Option<String>,
}

/// The reader's comments, the latest first.
#[utoipa::path(
    get,
    path = engagement::paths::ME,
    tag = "own",
    operation_id = "listOwnComments",
    params(List),
    security(("secret" = []), ("token" = [])),
    responses((status = 200, description = "The page.", body = OwnPage), refusals::OfOwn)
)]
pub(super) async fn list(
    State(app): State<Arc<App>>,
    extensions: Extensions,
    headers: HeaderMap,
    Parameters(list): Parameters<List>,
) -> Result<Json<OwnPage>, Error> {
    app.limits.reads.take(app.client(&extensions, &headers))?;
    let before = list.cursor.map(|cursor| {
        Cursor::number(&cursor)
            .ok_or_else(|| Error::invalid("cursor-invalid", "Pass `cursor` as the page before gave it in `next`."))
    });
    let limit = page_size(list.limit, MAX_PAGE)?;
    let owner = reader(&app, &headers).await?.some_owner()?;
    Ok(Json(app.store.own(owner, before.transpose()?, limit).await?))
}

/// Erases the reader's comments and likes, whatever their age.
#[utoipa::path(
    delete,
    path = engagement::paths::ME,
    tag = "own",
    operation_id = "eraseOwn",
    security(("secret" = []), ("token" = [])),
    responses((status = 200, description = "What was erased.", body = Erased), refusals::OfErase)
)]
pub(super) async fn erase(
    State(app): State<Arc<App>>,
    extensions: Extensions,
    headers: HeaderMap,
) -> Result<Json<Erased>, Error> {
    app.limits.posts.take(app.client(&extensions, &headers))?;
    let owner = reader(&app, &headers).await?.some_owner()?;
    Ok(Json(app.store.erase(owner).await?))
}
