//! What was wrong before, and when it was put right.

use article::Correction;
use leptos::prelude::*;

use crate::{
    components::{Inlines, dated},
    i18n::Locale,
    markup::{Markup, el},
};

/// A correction.
#[component(transparent)]
pub(crate) fn CorrectionBlock(
    /// The correction.
    correction: Correction,
) -> Markup {
    el("p")
        .class("av-correction")
        .attr("role", "note")
        .child(el("strong").child(Locale::at_hand().messages.correction()))
        .child(" ")
        .child(dated(correction.date))
        .child(view! { <Inlines content=correction.content/> })
        .into()
}
