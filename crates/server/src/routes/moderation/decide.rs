//! Decisions about comments, and taking them back.

use std::sync::Arc;

use axum::{extract::State, response::Redirect};
use serde::Deserialize;

use super::{
    actor,
    form::{Fields, not_understood, number, word},
    place::Place,
    refusal::Refusal,
    session::Moderator,
};
use crate::{
    App,
    html::moderation::Said,
    routes::extract::comment_id,
    store::newsroom::{Action, Decision, Outcome, Undone},
};

/// What was decided, and where.
#[derive(Debug, Deserialize)]
pub(super) struct Decide {
    comment: String,
    action: Action,
    /// When it was last edited, as the page showed it.
    seen: Option<String>,
    back: String,
    /// The comment to look at then.
    next: Option<String>,
}

/// Decides about a comment.
pub(super) async fn decide(
    State(app): State<Arc<App>>,
    moderator: Moderator,
    Fields(form): Fields<Decide>,
) -> Result<Redirect, Refusal> {
    let place: Place = form.back.parse().map_err(|()| not_understood())?;
    let next = id(form.next.as_deref())?;
    let comment = comment_id(&form.comment)?;
    let seen_ms = number(form.seen.as_deref())?;
    let decision = Decision { comment: comment.clone(), action: form.action, seen_ms, by: actor(&app, &moderator) };
    let (said, entry) = match app.newsroom().decide(decision).await? {
        Outcome::Done(decided) => (Said::of(form.action), Some(decided.entry)),
        Outcome::Lifted => (Said::Lifted, None),
        Outcome::Gone => (Said::Gone, None),
        // It is looked at once more.
        Outcome::Edited => return Ok(place.after(Said::Edited, None, Some(&comment), Some(&comment))),
    };
    Ok(place.after(said, entry, Some(&comment), next.as_deref()))
}

/// Which decision is taken back, and where.
#[derive(Debug, Deserialize)]
pub(super) struct Undo {
    entry: String,
    back: String,
    /// The comment it was about.
    about: Option<String>,
}

/// Takes a decision back.
pub(super) async fn undo(
    State(app): State<Arc<App>>,
    moderator: Moderator,
    Fields(form): Fields<Undo>,
) -> Result<Redirect, Refusal> {
    let place: Place = form.back.parse().map_err(|()| not_understood())?;
    let about = id(form.about.as_deref())?;
    let entry = number(Some(&form.entry))?.ok_or_else(not_understood)?;
    let said = match app.newsroom().undo(entry, actor(&app, &moderator)).await? {
        Undone::Yes => Said::Undo,
        Undone::Lifted => Said::Lifted,
        Undone::Gone => Said::Gone,
        Undone::Missing => Said::Missing,
        Undone::Already => Said::Already,
        Undone::Overtaken => Said::Overtaken,
    };
    Ok(place.after(said, None, None, about.as_deref()))
}

/// A comment's id; an empty field is none.
fn id(text: Option<&str>) -> Result<Option<String>, Refusal> {
    Ok(word::<uuid::Uuid>(text)?.map(|id| id.to_string()))
}
