//! Who the moderators are.

use std::sync::Arc;

use axum::{
    extract::State,
    http::{HeaderMap, header},
    response::{IntoResponse as _, Response},
};
use serde::Deserialize;
use url::Url;

use super::{
    actor,
    form::{Asked, Fields},
    page,
    place::{Head, Place},
    refusal::Refusal,
    session::Moderator,
};
use crate::{
    App,
    html::moderation::{self as html, Link, Said},
    moderators,
};

/// The names.
pub(super) async fn show(
    State(app): State<Arc<App>>,
    moderator: Moderator,
    Asked(head): Asked<Head>,
) -> Result<Response, Refusal> {
    let names = app.newsroom().moderators().await?;
    let flash = head.flash(&app, "team".to_owned()).await?;
    Ok(page(html::team(&moderator.name, &names, None, flash.as_ref())))
}

/// What is to be otherwise.
#[derive(Debug, Deserialize)]
pub(super) struct Change {
    what: What,
    name: Option<String>,
}

/// What a form of the page is for.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
enum What {
    Invite,
    Password,
    Remove,
}

/// Invites somebody, lets somebody choose another password, or takes somebody's right away.
pub(super) async fn change(
    State(app): State<Arc<App>>,
    moderator: Moderator,
    headers: HeaderMap,
    Fields(form): Fields<Change>,
) -> Result<Response, Refusal> {
    let newsroom = app.newsroom();
    let names = newsroom.moderators().await?;
    let name = match (form.what, form.name) {
        (What::Invite, _) => None,
        (_, Some(name)) if names.contains(&name) => Some(name),
        _ => return Err(Refusal::Missing("There is no moderator of this name.")),
    };
    let by = actor(&app, &moderator);
    if let (What::Remove, Some(name)) = (form.what, &name) {
        let said = if newsroom.dismiss(name, Some(by)).await? { Said::Dismissed } else { Said::Last };
        return Ok(Place::at("team").after(said, None, None, None).into_response());
    }
    // Shown once, in the answer itself: an address that leads to it would stay in the browser's history.
    let token = moderators::invite(newsroom, by.at_ms, name.as_deref(), Some(by)).await?;
    let link = Link { address: address(&headers, &moderators::link(&token)), of: name };
    Ok(page(html::team(&moderator.name, &names, Some(&link), None)))
}

/// A link as it can be sent to somebody: the browser says what this page's own address is, which only it knows.
fn address(headers: &HeaderMap, link: &str) -> String {
    let here = headers.get(header::REFERER).and_then(|here| here.to_str().ok()).and_then(|here| Url::parse(here).ok());
    here.and_then(|here| here.join(link).ok()).map_or_else(|| link.to_owned(), Into::into)
}
