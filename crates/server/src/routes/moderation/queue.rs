//! The queue: what waits, what was reported, and what was decided.

use std::sync::Arc;

use axum::{extract::State, response::Response};
use serde::Deserialize;

use super::{
    form::{Asked, number, site, word},
    page,
    place::Head,
    refusal::Refusal,
    session::Moderator,
};
use crate::{
    App,
    html::moderation::{self as html, Filter},
    store::newsroom::QueueQuery,
};

/// Comments on one page.
const PAGE: u16 = 25;

/// Which part of it.
#[derive(Debug, Deserialize)]
pub(super) struct Show {
    view: Option<String>,
    site: Option<String>,
    article: Option<String>,
    after: Option<String>,
    #[serde(flatten)]
    head: Head,
}

/// One page of it.
pub(super) async fn show(
    State(app): State<Arc<App>>,
    moderator: Moderator,
    Asked(show): Asked<Show>,
) -> Result<Response, Refusal> {
    let after = number(show.after.as_deref())?;
    let (view, site) = (word(show.view.as_deref())?.unwrap_or_default(), site(&app, show.site).await?);
    let newsroom = app.newsroom();
    let article = match number(show.article.as_deref())? {
        Some(id) => Some(newsroom.article(id).await?.ok_or(Refusal::Missing("There is no such article."))?),
        None => None,
    };
    let filter = Filter { view, site, article: article.as_ref().map(|article| article.id) };
    let flash = show.head.flash(&app, filter.link(after)).await?;
    let query = QueueQuery { view, site: filter.site.clone(), article: filter.article, after, limit: PAGE };
    let queue = newsroom.queue(query, app.clock.now_ms()).await?;
    let shown = html::QueuePage {
        filter: &filter,
        article: article.as_ref(),
        after,
        has_sites: app.sites.all().len() > 1,
        queue: &queue,
    };
    Ok(page(html::queue(&moderator.name, &shown, flash.as_ref())))
}
