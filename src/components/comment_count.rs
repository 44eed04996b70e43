//! How many comments there are, and the way to them.

use leptos::{ev::MouseEvent, prelude::*};

use super::view_count::counted;
use crate::i18n::Locale;

/// The number of comments, leading to them; nothing while it is not known.
#[component]
pub(crate) fn CommentCount(
    /// The number, when it is known.
    count: Signal<Option<u64>>,
    /// The reader wants to see them.
    go: Callback<()>,
) -> impl IntoView {
    let locale: Locale = expect_context();
    // A fragment does not reach into a shadow tree, so the way is gone by script; the address stays for what it says.
    let follow = move |event: MouseEvent| {
        event.prevent_default();
        go.run(());
    };
    move || {
        count.get().map(|count| {
            let (shown, spoken) = counted(&locale, count, "Comment", "Comments");
            view! {
                <a
                    class="comment-count"
                    part="comment-count"
                    lang=locale.language()
                    dir=locale.direction()
                    href="#av-comments"
                    on:click=follow
                >
                    <span aria-hidden="true">{shown}</span>
                    <span class="visually-hidden">{spoken}</span>
                </a>
            }
        })
    }
}
