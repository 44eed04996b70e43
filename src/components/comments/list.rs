//! The comments, in the order the reader chose.

use engagement::comments::Sort;
use leptos::prelude::*;

use super::comment::{CommentItem, SendingItem};
use crate::engagement::{Action, Engagement, ThreadPhase};

/// The reader's own comments on their way, then everybody's, then the way to more.
#[component]
pub(crate) fn CommentList() -> impl IntoView {
    let engagement: Engagement = expect_context();
    let thread = engagement.thread;
    let comments = move || thread.with(|thread| thread.comments.clone());
    let sending = move || thread.with(|thread| thread.sending.clone());
    let is_empty = Memo::new(move |_| {
        thread.with(|thread| {
            thread.phase == ThreadPhase::Ready && thread.comments.is_empty() && thread.sending.is_empty()
        })
    });
    let has_several = Memo::new(move |_| thread.with(|thread| thread.comments.len() > 1));

    view! {
        {move || has_several.get().then(|| view! { <Order/> })}
        {move || is_empty.get().then(|| view! { <p class="comments-empty">"No comments yet. Be the first."</p> })}
        <ol class="comment-list" role="list">
            <For each=sending key=|sending| (sending.key.clone(), sending.failure.clone()) let(sending)>
                <SendingItem sending/>
            </For>
            <For each=comments key=|comment| comment.id.clone() let(comment)>
                <CommentItem comment/>
            </For>
        </ol>
        <More/>
    }
}

/// The choice of order.
#[component]
fn Order() -> impl IntoView {
    let engagement: Engagement = expect_context();
    let current = move || engagement.thread.with(|thread| thread.sort);
    let choose = move |value: String| {
        let sort = if value == Sort::Oldest.as_str() { Sort::Oldest } else { Sort::Newest };
        engagement.act.run(Action::Sort(sort));
    };
    view! {
        <p class="comment-order">
            <label for="comment-order">"Order"</label>
            <select
                id="comment-order"
                prop:value=move || current().as_str()
                on:change:target=move |event| choose(event.target().value())
            >
                <option value=Sort::Newest.as_str()>"Newest first"</option>
                <option value=Sort::Oldest.as_str()>"Oldest first"</option>
            </select>
        </p>
    }
}

/// What comes after the last comment: the next page, the wait for it, or why it did not come.
#[component]
fn More() -> impl IntoView {
    let engagement: Engagement = expect_context();
    let phase = Memo::new(move |_| engagement.thread.with(|thread| thread.phase.clone()));
    let has_next = Memo::new(move |_| engagement.thread.with(|thread| thread.next.is_some()));
    let more = move |_| engagement.act.run(Action::More);
    move || match phase.get() {
        ThreadPhase::Loading => view! { <p class="comments-loading">"Loading comments…"</p> }.into_any(),
        ThreadPhase::Failed(reason) => view! {
            <div class="comments-failed">
                <p>"Comments are not available now. "{reason}</p>
                <button type="button" class="button button-quiet" on:click=more>"Try again"</button>
            </div>
        }
        .into_any(),
        ThreadPhase::Ready if has_next.get() => {
            view! { <button type="button" class="button button-quiet" on:click=more>"More comments"</button> }
                .into_any()
        }
        ThreadPhase::Ready => ().into_any(),
    }
}
