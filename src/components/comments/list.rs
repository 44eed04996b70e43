//! The comments, in the order the reader chose.

use engagement::comments::Sort;
use leptos::prelude::*;
use wasm_bindgen::JsValue;

use super::comment::{CommentItem, SendingItem};
use crate::{
    browser::page,
    engagement::{Action, Engagement, Thread, ThreadPhase},
    i18n::Locale,
    markup::{Element, Markup, each, el, nothing, switch},
};

/// The reader's own comments on their way, then everybody's, then the way to more.
#[component(transparent)]
pub(crate) fn CommentList(
    /// The comments, and what can be done with them.
    engagement: Engagement,
    /// The reader's language.
    locale: Locale,
) -> Markup {
    let thread = engagement.thread;
    let is_empty =
        |thread: &Thread| thread.phase == ThreadPhase::Ready && thread.comments.is_empty() && thread.sending.is_empty();
    let empty = || el("p").class("comments-empty").child("No comments yet. Be the first.");
    let sending = each(
        move || thread.with(|thread| thread.sending.clone()).unwrap_or_default(),
        |sending| sending.key.clone() + sending.failure.as_deref().unwrap_or_default(),
        move |sending| view! { <SendingItem sending engagement/> }.into(),
    );
    let comments = each(
        move || thread.with(|thread| thread.comments.clone()).unwrap_or_default(),
        // One that has changed is another one.
        |comment| {
            let changed = if comment.author.is_some() { comment.modified_ms.unwrap_or_default() } else { 1 };
            comment.id.clone() + &changed.cast_unsigned().to_string()
        },
        move |comment| view! { <CommentItem comment locale=locale.clone()/> }.into(),
    );
    [
        switch(
            move || thread.with(|thread| thread.comments.len() > 1) == Some(true),
            move |has_several| has_several.then(|| order(engagement)).into(),
        ),
        switch(move || thread.with(is_empty) == Some(true), move |is_empty| is_empty.then(empty).into()),
        el("ol").class("comment-list").attr("role", "list").child(sending).child(comments).into(),
        switch(
            move || thread.with(|thread| (thread.phase.clone(), thread.next.is_some())).unwrap_or_default(),
            move |(phase, has_next)| more(engagement, phase, has_next),
        ),
    ]
    .into()
}

/// The choice of order.
fn order(engagement: Engagement) -> Element {
    let current = move || engagement.thread.with(|thread| thread.sort).unwrap_or_default().as_str().to_owned();
    let choose = move |event: JsValue| {
        let is_oldest = page::value_of(&event) == Sort::Oldest.as_str();
        engagement.act(Action::Sort(if is_oldest { Sort::Oldest } else { Sort::Newest }));
    };
    let option = |sort: Sort, words| el("option").attr("value", sort.as_str()).child(words);
    let select = el("select")
        .attr("id", "comment-order")
        .live_value(current)
        .on("change", choose)
        .child(option(Sort::Newest, "Newest first"))
        .child(option(Sort::Oldest, "Oldest first"));
    let label = el("label").attr("for", "comment-order").child("Order");
    el("p").class("comment-order").child(label).child(select)
}

/// What comes after the last comment: the next page, the wait for it, or why it did not come.
fn more(engagement: Engagement, phase: ThreadPhase, has_next: bool) -> Markup {
    let button = |words: &'static str| {
        let more = move |_| engagement.act(Action::More);
        el("button").attr("type", "button").class("button button-quiet").on("click", more).child(words)
    };
    match phase {
        ThreadPhase::Loading => el("p").class("comments-loading").child("Loading comments…").into(),
        ThreadPhase::Failed(reason) => {
            let reason = el("p").child("Comments are not available now. ").child(reason);
            el("div").class("comments-failed").child(reason).child(button("Try again")).into()
        }
        ThreadPhase::Ready if has_next => button("More comments").into(),
        ThreadPhase::Ready => nothing(),
    }
}
