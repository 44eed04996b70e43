//! The text of a footnote.

use article::Footnote;
use leptos::prelude::*;

use crate::{
    components::{Inlines, inline::slug},
    i18n::Locale,
    markup::{Markup, el},
};

/// A footnote, with the way back to where it is referred to.
#[component(transparent)]
pub(crate) fn FootnoteBlock(
    /// The footnote.
    footnote: Footnote,
) -> Markup {
    let slug = slug(&footnote.id);
    let mark = el("span").class("av-footnote-mark").child(footnote.id).child(". ");
    let back = el("a")
        .class("av-footnote-back")
        .attr("href", "#av-noteref-".to_owned() + &slug)
        .attr("aria-label", Locale::at_hand().messages.back_to_text())
        .child("↩");
    el("p")
        .class("av-footnote")
        .attr("id", "av-note-".to_owned() + &slug)
        .child(mark)
        .child(view! { <Inlines content=footnote.content/> })
        .child(" ")
        .child(back)
        .into()
}
