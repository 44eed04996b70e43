//! The comments, in the order the reader chose.

use engagement::comments::Sort;
use leptos::prelude::*;
use wasm_bindgen::JsValue;

use super::{
    comment::{CommentItem, SendingItem, line},
    form::quiet_button,
};
use crate::{
    browser::page,
    conversation::{Comments, Group, Item, Thread, ThreadPhase},
    i18n::{Reader, tr, tr_count},
    markup::{Element, Markup, each, el, follow, nothing, switch},
    signal::Signal,
};

/// The reader's own comments on their way, then everybody's, then the way to more.
#[component(transparent)]
pub(super) fn CommentList(
    /// The comments, and what can be done with them.
    comments: Comments,
    /// The reader's language.
    reader: Reader,
) -> Markup {
    let thread = comments.thread;
    let is_empty =
        |thread: &Thread| thread.phase == ThreadPhase::Ready && thread.comments.is_empty() && thread.sending.is_empty();
    let empty = || el("p").class("comments-empty").child(tr("No comments yet. Be the first."));
    let groups = Signal::new(Vec::new());
    follow(Box::new(move || {
        let now = thread.with(Thread::groups).unwrap_or_default();
        groups.update(|groups| *groups = now);
    }));
    let keys = move || groups.with(|groups| groups.iter().map(|group| group.key.clone()).collect());
    let list = each(
        move || keys().unwrap_or_default(),
        String::clone,
        move |key: String| {
            let find = move |groups: &Vec<Group>| {
                groups.iter().find(|group| group.key == key).map(|group| group.items.clone())
            };
            let items = each(move || groups.with(&find).flatten().unwrap_or_default(), Item::key, {
                let reader = reader.clone();
                move |item| draw(item, comments, &reader)
            });
            el("ol").class("comment-group").attr("role", "list").child(items).into()
        },
    );
    [
        switch(
            move || thread.with(|thread| thread.comments.len() > 1) == Some(true),
            move |has_several| has_several.then(|| order(comments)).into(),
        ),
        switch(move || thread.with(is_empty) == Some(true), move |is_empty| is_empty.then(empty).into()),
        switch(
            move || thread.with(|thread| thread.previous.is_some()) == Some(true),
            move |has_previous| {
                has_previous.then(|| quiet_button(tr("Previous comments"), move |_| comments.before())).into()
            },
        ),
        el("div").class("comment-list").child(list).into(),
        switch(
            move || thread.with(|thread| (thread.phase.clone(), thread.next.is_some())).unwrap_or_default(),
            move |(phase, has_next)| more(comments, phase, has_next),
        ),
        switch(
            move || thread.with(|thread| thread.fresh.len()).unwrap_or_default(),
            move |fresh| (fresh > 0).then(|| show_fresh(comments, fresh)).into(),
        ),
    ]
    .into()
}

fn draw(item: Item, comments: Comments, reader: &Reader) -> Markup {
    match item {
        Item::Comment(comment, depth) => view! { <CommentItem comment depth comments reader=reader.clone()/> }.into(),
        Item::Sending(sending, depth) => view! { <SendingItem sending depth comments/> }.into(),
        Item::More(id, left, depth) => continued(comments, id, left, depth),
    }
}

/// Leads to what is new, wherever it is in the list. It moves nothing: it stands over the end of what is seen.
fn show_fresh(comments: Comments, fresh: usize) -> Element {
    let show = move |_| comments.show_fresh();
    let button = el("button").attr("type", "button").class("button").on("click", show).child(tr_count(
        fresh as u64,
        "Show {} new comment",
        "Show {} new comments",
    ));
    el("p").class("comments-fresh").child(button)
}

/// The choice of order.
fn order(comments: Comments) -> Element {
    let current = move || comments.thread.with(|thread| thread.sort).unwrap_or_default().as_str().to_owned();
    let choose = move |event: JsValue| {
        let value = page::value_of(&event);
        let chosen = [Sort::Newest, Sort::Oldest, Sort::Top].into_iter().find(|sort| sort.as_str() == value);
        comments.sort(chosen.unwrap_or_default());
    };
    let option = |sort: Sort, words| el("option").attr("value", sort.as_str()).child(words);
    let select = el("select")
        .attr("id", "comment-order")
        .live_value(current)
        .on("change", choose)
        .child(option(Sort::Newest, tr("Newest first")))
        .child(option(Sort::Oldest, tr("Oldest first")))
        .child(option(Sort::Top, tr("Most liked first")));
    let label = el("label").attr("for", "comment-order").child(tr("Order"));
    el("p").class("comment-order").child(label).child(select)
}

/// Leads to replies that are not there yet.
fn continued(comments: Comments, id: String, left: u64, depth: usize) -> Markup {
    let words = tr_count(left, "Continue this thread: {} more reply", "Continue this thread: {} more replies");
    let more = move |_| comments.continue_thread(id.clone());
    let button = el("button").attr("type", "button").class("button button-quiet").on("click", more);
    line(depth, el("div").class("comment-continued").child(button.child(words)))
}

/// What comes after the last comment: the next page, the wait for it, or why it did not come.
fn more(comments: Comments, phase: ThreadPhase, has_next: bool) -> Markup {
    let button = |words: String| quiet_button(words, move |_| comments.more());
    match phase {
        ThreadPhase::Loading => el("p").class("comments-loading").child(tr("Loading comments…")).into(),
        ThreadPhase::Failed(reason) => {
            let reason = el("p").child(tr("Comments are not available now.")).child(" ").child(reason);
            el("div").class("comments-failed").child(reason).child(button(tr("Try again"))).into()
        }
        ThreadPhase::Ready if has_next => button(tr("More comments")).into(),
        ThreadPhase::Ready => nothing(),
    }
}
