//! The conversation: a heading, the form, the list.

mod comment;
mod form;
mod list;
mod text;

use leptos::{html, prelude::*};

use self::{form::CommentForm, list::CommentList};
use crate::{
    engagement::{Engagement, ThreadPhase},
    i18n::Locale,
};

/// The comments of the article.
#[component]
pub(crate) fn Comments(
    /// The heading, which the way to the comments leads to.
    heading: NodeRef<html::H2>,
) -> impl IntoView {
    let engagement: Engagement = expect_context();
    let locale: Locale = expect_context();
    let format = locale.format.clone();
    let title = move || match engagement.comment_count.get() {
        Some(count) => format!("Comments ({})", format.number(count)),
        None => "Comments".to_owned(),
    };
    // Without an answer from the server there is nothing to write to.
    let is_available = Memo::new(move |was: Option<&bool>| {
        was.copied().unwrap_or_default()
            || engagement.thread.with(|thread| thread.phase == ThreadPhase::Ready || !thread.sending.is_empty())
    });

    view! {
        <section
            class="comments"
            part="comments"
            lang=locale.language()
            dir=locale.direction()
            aria-labelledby="comments-title"
        >
            <h2 id="comments-title" class="comments-title" tabindex="-1" node_ref=heading>{title}</h2>
            <p role="status" class="visually-hidden">{move || engagement.announcement.get()}</p>
            {move || is_available.get().then(|| view! { <CommentForm/> })}
            <CommentList/>
        </section>
    }
}
