//! What has changed since the article was published, and where.

use article::{Change, Moment};
use leptos::prelude::*;

use crate::{
    i18n::Locale,
    markup::{Element, Markup, el, nothing},
};

/// The changes, newest first. It opens without a script, and each leads to the block that it names.
#[component(transparent)]
pub(crate) fn History(
    /// The changes, in the order of time, either way.
    changes: Vec<Change>,
) -> Markup {
    if changes.is_empty() {
        return nothing();
    }
    let locale = Locale::at_hand();
    let words = locale.messages.history().to_owned() + " (" + &locale.format.number(changes.len() as u64) + ")";
    let item = |change: Change| -> Markup {
        let text: Markup = match change.block {
            Some(block) => el("a").attr("href", "#".to_owned() + &id(block)).child(change.text).into(),
            None => change.text.into(),
        };
        el("li").child(dated(change.time)).child(text).into()
    };
    el("details")
        .class("av-history")
        .child(el("summary").child(words))
        .child(el("ul").class("av-list").child(newest_first(changes).into_iter().map(item).collect::<Markup>()))
        .into()
}

/// Publishers write them down in one order or the other; the oldest and the newest tell which.
fn newest_first(mut changes: Vec<Change>) -> Vec<Change> {
    let mut instants = changes.iter().filter_map(|change| {
        let parts = change.time.as_ref()?.parts();
        Some(parts.local_ms - i64::from(parts.offset_minutes.unwrap_or_default()) * 60_000)
    });
    if instants.next() < instants.next_back() {
        changes.reverse();
    }
    changes
}

/// When something was put right, before what it was.
pub(crate) fn dated(time: Option<Moment>) -> Option<Markup> {
    time.map(|time| {
        let words = Locale::at_hand().format.moment(&time);
        [el("time").attr("datetime", time.machine()).child(words).into(), ": ".into()].into()
    })
}

/// Which of so many blocks have changed.
pub(crate) fn changed(changes: &[Change], blocks: usize) -> Vec<bool> {
    let mut marked = vec![false; blocks];
    for block in changes.iter().filter_map(|change| change.block) {
        if let Some(is_marked) = marked.get_mut(block) {
            *is_marked = true;
        }
    }
    marked
}

/// Marks a block that has changed, in words.
pub(crate) fn mark(number: usize, block: Markup) -> Element {
    let mark = el("p").class("av-changed-mark").child(Locale::at_hand().messages.changed());
    el("div").class("av-changed").attr("id", id(number)).child(mark).child(block)
}

fn id(number: usize) -> String {
    "av-changed-".to_owned() + &number.to_string()
}
