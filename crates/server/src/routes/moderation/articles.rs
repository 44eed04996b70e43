//! The articles that were commented lately, with the way to each one's rules.

use std::sync::Arc;

use axum::{extract::State, response::Response};
use serde::Deserialize;

use super::{
    form::{Asked, site},
    page,
    place::Head,
    refusal::Refusal,
    session::Moderator,
};
use crate::{App, html::moderation as html};

/// Articles on the page.
const MOST: u16 = 100;

/// Of which site.
#[derive(Debug, Deserialize)]
pub(super) struct Show {
    site: Option<String>,
    #[serde(flatten)]
    head: Head,
}

/// The page of them.
pub(super) async fn show(
    State(app): State<Arc<App>>,
    moderator: Moderator,
    Asked(show): Asked<Show>,
) -> Result<Response, Refusal> {
    let site = site(show.site)?;
    let articles = app.newsroom().articles(site.as_deref(), MOST).await?;
    let flash = show.head.flash(html::articles_link(site.as_deref()))?;
    Ok(page(html::articles(&moderator.name, &articles, site.as_deref(), flash.as_ref())))
}
