//! All that the reader has written on this server: to look at, to take along, to erase.

use engagement::comments::{Own, Status};
use leptos::prelude::*;

use super::{comment::age, form::quiet_button};
use crate::{
    conversation::{Comments, Mine},
    i18n::{Reader, tr},
    markup::{Element, Markup, el, nothing, switch},
};

/// The reader's own comments, when they ask for them.
#[component(transparent)]
pub(super) fn MyComments(
    /// What can be done with them.
    comments: Comments,
    /// The reader's language.
    reader: Reader,
) -> Markup {
    let mine = comments.mine;
    let is_open = move || Some(if mine.get() == Mine::Closed { "false" } else { "true" });
    let toggle = quiet_button(tr("My comments"), move |_| comments.toggle_mine()).live_attr("aria-expanded", is_open);
    let panel = move |mine| draw(mine, comments, &reader);
    el("div").class("comments-mine").child(toggle).child(switch(move || mine.get(), panel)).into()
}

fn draw(mine: Mine, comments: Comments, reader: &Reader) -> Markup {
    let note = |words: String| el("p").class("comment-state").attr("role", "status").child(words).into();
    match mine {
        Mine::Closed => nothing(),
        Mine::Loading => note(tr("Loading…")),
        Mine::Failed(reason) => note(reason),
        Mine::Erased => note(tr("Everything you wrote here, and every like of yours, is erased.")),
        Mine::There(all) if all.is_empty() => note(tr("You have written no comments in this browser.")),
        Mine::There(all) => [list(all, reader), buttons(comments).into()].into(),
        Mine::Asking(all) => [list(all, reader), question(comments).into()].into(),
    }
}

fn buttons(comments: Comments) -> Element {
    el("p")
        .class("comment-form-end")
        .child(quiet_button(tr("Save as a file"), move |_| comments.export()))
        .child(quiet_button(tr("Erase all"), move |_| comments.ask_to_erase(true)))
}

fn question(comments: Comments) -> Element {
    let erase = move |_| comments.erase();
    el("div")
        .attr("role", "alert")
        .child(el("p").child(tr("Erase all of these comments, and your likes, for good?")))
        .child(el("button").attr("type", "button").class("button").on("click", erase).child(tr("Erase all")))
        .child(" ")
        .child(quiet_button(tr("Keep them"), move |_| comments.ask_to_erase(false)))
}

fn list(all: Vec<Own>, reader: &Reader) -> Markup {
    let item = |own: Own| -> Markup {
        let status = match own.status {
            Status::Approved => None,
            Status::Hold => Some(tr("Waits for a moderator")),
            Status::Spam => Some(tr("Taken for spam")),
            Status::Trash => Some(tr("Deleted")),
        };
        let time = age(own.created_ms, reader).attr("title", reader.format.timestamp(own.created_ms));
        let about = el("p").class("comment-state").child(time).child(" ").child(el("bdi").child(own.article));
        let text = el("div").class("comment-text comment-unread").attr("dir", "auto").child(own.text);
        let status = status.map(|status| el("span").class("comment-mark").child(status));
        el("li").child(el("div").class("comment").child(about.child(status)).child(text)).into()
    };
    let items: Markup = all.into_iter().map(item).collect();
    el("ol").class("comment-group").attr("role", "list").child(items).into()
}
