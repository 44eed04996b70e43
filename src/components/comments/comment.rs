//! One comment.

use engagement::comments::Comment;
use leptos::prelude::*;

use super::text::CommentText;
use crate::{
    engagement::{Action, Engagement, Sending},
    i18n::Locale,
    markup::{Element, Markup, el},
};

/// A comment, as everybody sees it.
#[component(transparent)]
pub(crate) fn CommentItem(
    /// The comment.
    comment: Comment,
    /// The reader's language.
    locale: Locale,
) -> Markup {
    let format = locale.format;
    let time = el("time")
        .class("comment-time")
        .attr("datetime", format.machine_time(comment.created_ms))
        .child(format.timestamp(comment.created_ms));
    let head = head(comment.author.name).child(" ").child(time);
    let article = el("article").class("comment").child(head).child(view! { <CommentText text=comment.text/> });
    el("li").child(article).into()
}

/// A comment of the reader's own that the server has not confirmed.
#[component(transparent)]
pub(crate) fn SendingItem(
    /// The comment.
    sending: Sending,
    /// What can be done with it.
    engagement: Engagement,
) -> Markup {
    let Sending { key, draft, failure } = sending;
    let state = match failure {
        None => el("p").class("comment-state").child("Sending…"),
        Some(reason) => {
            let button = |label: &'static str, class, action: Action| {
                let act = move |_| engagement.act(action.clone());
                el("button").attr("type", "button").class(class).on("click", act).child(label)
            };
            el("div")
                .class("comment-state comment-unsent")
                .child(el("p").child(reason))
                .child(button("Send again", "button", Action::Retry(key.clone())))
                .child(" ")
                .child(button("Discard", "button button-quiet", Action::Discard(key)))
        }
    };
    let article = el("article")
        .class("comment comment-sending")
        .child(head(draft.name))
        .child(view! { <CommentText text=draft.text/> })
        .child(state);
    el("li").child(article).into()
}

fn head(name: String) -> Element {
    el("p").class("comment-head").child(el("bdi").class("comment-author").child(name))
}
