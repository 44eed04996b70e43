//! The log: who decided what, and when. Nobody can change it.

use std::sync::Arc;

use axum::{extract::State, response::Response};
use serde::Deserialize;

use super::{
    form::{Asked, number},
    page,
    place::Head,
    refusal::Refusal,
    session::Moderator,
};
use crate::{App, html::moderation as html};

/// Entries on one page.
const PAGE: u16 = 50;

/// Which page.
#[derive(Debug, Deserialize)]
pub(super) struct Show {
    before: Option<String>,
    #[serde(flatten)]
    head: Head,
}

/// One page of it.
pub(super) async fn show(
    State(app): State<Arc<App>>,
    moderator: Moderator,
    Asked(show): Asked<Show>,
) -> Result<Response, Refusal> {
    let before = number(show.before.as_deref())?;
    let entries = app.newsroom().log(before, PAGE).await?;
    let next = entries.last().filter(|_| entries.len() == usize::from(PAGE)).map(|entry| entry.id);
    let here = html::log_link(before);
    let flash = show.head.flash(&app, here.clone()).await?;
    Ok(page(html::log(&moderator.name, &entries, next, &here, flash.as_ref())))
}
