//! The conversation: a heading, the form, the list.

mod comment;
mod form;
mod list;

use leptos::prelude::*;
use web_sys::Element;

use self::{form::CommentForm, list::CommentList};
use crate::{
    engagement::{Engagement, ThreadPhase},
    i18n::Locale,
    markup::{Markup, el, switch, words},
    signal::Signal,
};

/// The comments of the article.
#[component(transparent)]
pub(crate) fn Comments(
    /// The comments, and what can be done with them.
    engagement: Engagement,
    /// The heading, which the way to the comments leads to.
    heading: Signal<Option<Element>>,
    /// The reader's language.
    locale: Locale,
) -> Markup {
    let format = locale.format.clone();
    let title = words(move || match engagement.comment_count.get() {
        Some(count) => "Comments (".to_owned() + &format.number(count) + ")",
        None => "Comments".to_owned(),
    });
    // Without an answer from the server there is nothing to write to; once there was one, the form stays.
    let was_available = Signal::new(false);
    let is_available = move || {
        let is_open =
            |thread: &crate::engagement::Thread| thread.phase == ThreadPhase::Ready || !thread.sending.is_empty();
        let is_available = engagement.thread.with(is_open) == Some(true) || was_available.now();
        was_available.write(|was| *was = is_available);
        is_available
    };
    let form = move |is_available: bool| is_available.then(|| view! { <CommentForm engagement/> }).into();

    let title = el("h2")
        .attr("id", "comments-title")
        .class("comments-title")
        .attr("tabindex", "-1")
        .built(move |element| {
            let element = element.clone();
            heading.write(|heading| *heading = Some(element));
        })
        .child(title);
    let announcement = words(move || engagement.announcement.get());
    let section = el("section")
        .class("comments")
        .attr("part", "comments")
        .attr("lang", locale.language())
        .attr("dir", locale.direction());
    section
        .attr("aria-labelledby", "comments-title")
        .child(title)
        .child(el("p").attr("role", "status").class("visually-hidden").child(announcement))
        .child(switch(is_available, form))
        .child(view! { <CommentList engagement locale/> })
        .into()
}
