//! All that the reader has written on this server: to look at, to take along, to erase.

use engagement::comments::{Own, Status};
use leptos::prelude::*;

use super::form::quiet_button;
use crate::{
    conversation::{Comments, Mine},
    i18n::Locale,
    markup::{Element, Markup, el, nothing, switch},
};

/// The reader's own comments, when they ask for them.
#[component(transparent)]
pub(super) fn MyComments(
    /// What can be done with them.
    comments: Comments,
    /// The reader's language.
    locale: Locale,
) -> Markup {
    let mine = comments.mine;
    let is_open = move || Some(if mine.get() == Mine::Closed { "false" } else { "true" });
    let toggle = quiet_button("My comments", move |_| comments.toggle_mine()).live_attr("aria-expanded", is_open);
    let panel = move |mine| draw(mine, comments, &locale);
    el("div").class("comments-mine").child(toggle).child(switch(move || mine.get(), panel)).into()
}

fn draw(mine: Mine, comments: Comments, locale: &Locale) -> Markup {
    let note = |words: String| el("p").class("comment-state").attr("role", "status").child(words).into();
    match mine {
        Mine::Closed => nothing(),
        Mine::Loading => note("Loading…".to_owned()),
        Mine::Failed(reason) => note(reason),
        Mine::Erased => note("Everything you wrote here, and every like of yours, is erased.".to_owned()),
        Mine::There(all) if all.is_empty() => note("You have written no comments in this browser.".to_owned()),
        Mine::There(all) => [list(all, locale), buttons(comments).into()].into(),
        Mine::Asking(all) => [list(all, locale), question(comments).into()].into(),
    }
}

fn buttons(comments: Comments) -> Element {
    el("p")
        .class("comment-form-end")
        .child(quiet_button("Save as a file", move |_| comments.export()))
        .child(quiet_button("Erase all", move |_| comments.ask_to_erase(true)))
}

fn question(comments: Comments) -> Element {
    let erase = move |_| comments.erase();
    el("div")
        .attr("role", "alert")
        .child(el("p").child("Erase all of these comments, and your likes, for good?"))
        .child(el("button").attr("type", "button").class("button").on("click", erase).child("Erase all"))
        .child(" ")
        .child(quiet_button("Keep them", move |_| comments.ask_to_erase(false)))
}

fn list(all: Vec<Own>, locale: &Locale) -> Markup {
    let item = |own: Own| -> Markup {
        let status = match own.status {
            Status::Approved => None,
            Status::Hold => Some("Waits for a moderator"),
            Status::Spam => Some("Taken for spam"),
            Status::Trash => Some("Deleted"),
        };
        let time = el("time")
            .attr("datetime", locale.format.machine_time(own.created_ms))
            .child(locale.format.timestamp(own.created_ms));
        let about = el("p").class("comment-state").child(time).child(" ").child(el("bdi").child(own.article));
        let text = el("div").class("comment-text comment-unread").attr("dir", "auto").child(own.text);
        let status = status.map(|status| el("span").class("comment-mark").child(status));
        el("li").child(el("div").class("comment").child(about.child(status)).child(text)).into()
    };
    let items: Markup = all.into_iter().map(item).collect();
    el("ol").class("comment-group").attr("role", "list").child(items).into()
}
