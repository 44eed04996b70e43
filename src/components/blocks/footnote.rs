//! The text of a footnote.

use article::Footnote;
use leptos::prelude::*;

use crate::{
    components::{Inlines, inline::slug},
    i18n::Locale,
};

/// A footnote, with the way back to where it is referred to.
#[component]
pub(crate) fn FootnoteBlock(
    /// The footnote.
    footnote: Footnote,
) -> impl IntoView {
    let locale: Locale = expect_context();
    let slug = slug(&footnote.id);
    view! {
        <p class="av-footnote" id=format!("av-note-{slug}")>
            <span class="av-footnote-mark">{footnote.id}". "</span>
            <Inlines content=footnote.content/>
            " "
            <a class="av-footnote-back" href=format!("#av-noteref-{slug}") aria-label=locale.messages.back_to_text>"↩"</a>
        </p>
    }
}
