//! Why there is no article, and what can be done.

use leptos::prelude::*;

use crate::{
    i18n::{Reader, tr},
    loader::LoadError,
    markup::{Markup, el},
    viewer::Retry,
};

/// A plain sentence, the article's own address, and a button when trying again may help.
///
/// On the article's own page there is no other heading, so this is the first; under a host's headings it is a second.
#[component(transparent)]
pub(crate) fn LoadFailure(
    /// What went wrong.
    error: LoadError,
    /// Where the article should have come from.
    src: Option<String>,
    /// Whether the page is the article's own.
    is_standalone: bool,
    /// What the reader can do.
    retry: Retry,
    /// The reader's language.
    reader: Reader,
) -> Markup {
    let title =
        el(if is_standalone { "h1" } else { "h2" }).class("failure-title").child(tr("The article cannot be shown"));
    let can_retry = error.can_retry();
    let source = src.filter(|_| can_retry).map(|src| el("p").class("failure-source").child(src));
    let again = move |_| retry.now();
    let button = || el("button").attr("type", "button").class("button").on("click", again).child(tr("Try again"));
    reader
        .mark(el("div"))
        .class("failure")
        .attr("part", "failure")
        .attr("role", "alert")
        .child(title)
        .child(el("p").child(tr(&error.sentence())))
        .child(source)
        .child(can_retry.then(button))
        .into()
}
