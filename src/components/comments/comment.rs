//! One comment.

use engagement::comments::Comment;
use leptos::prelude::*;

use super::text::CommentText;
use crate::{
    engagement::{Action, Engagement, Sending},
    i18n::Locale,
};

/// A comment, as everybody sees it.
#[component]
pub(crate) fn CommentItem(
    /// The comment.
    comment: Comment,
) -> impl IntoView {
    let locale: Locale = expect_context();
    let time = locale.format.timestamp(comment.created_ms);
    let machine = locale.format.machine_time(comment.created_ms);
    view! {
        <li>
            <article class="comment">
                <p class="comment-head">
                    <bdi class="comment-author">{comment.author.name}</bdi>
                    " "
                    <time class="comment-time" datetime=machine>{time}</time>
                </p>
                <CommentText text=comment.text/>
            </article>
        </li>
    }
}

/// A comment of the reader's own that the server has not confirmed.
#[component]
pub(crate) fn SendingItem(
    /// The comment.
    sending: Sending,
) -> impl IntoView {
    let engagement: Engagement = expect_context();
    let (retry_key, discard_key) = (sending.key.clone(), sending.key);
    let state = match sending.failure {
        None => view! { <p class="comment-state">"Sending…"</p> }.into_any(),
        Some(reason) => view! {
            <div class="comment-state comment-unsent">
                <p>{reason}</p>
                <button type="button" class="button" on:click=move |_| engagement.act.run(Action::Retry(retry_key.clone()))>
                    "Send again"
                </button>
                " "
                <button
                    type="button"
                    class="button button-quiet"
                    on:click=move |_| engagement.act.run(Action::Discard(discard_key.clone()))
                >
                    "Discard"
                </button>
            </div>
        }
        .into_any(),
    };
    view! {
        <li>
            <article class="comment comment-sending">
                <p class="comment-head"><bdi class="comment-author">{sending.draft.name}</bdi></p>
                <CommentText text=sending.draft.text/>
                {state}
            </article>
        </li>
    }
}
