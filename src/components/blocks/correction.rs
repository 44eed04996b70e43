//! What was wrong before, and when it was put right.

use article::Correction;
use leptos::prelude::*;

use crate::{
    components::Inlines,
    i18n::Locale,
    markup::{Markup, el},
};

/// A correction.
#[component(transparent)]
pub(crate) fn CorrectionBlock(
    /// The correction.
    correction: Correction,
) -> Markup {
    let locale = Locale::at_hand();
    let date = correction.date.map(|date| {
        let time = el("time").attr("datetime", date.machine()).child(locale.format.moment(&date));
        Markup::from([time.into(), ": ".into()])
    });
    el("p")
        .class("av-correction")
        .attr("role", "note")
        .child(el("strong").child(locale.messages.correction()))
        .child(" ")
        .child(date)
        .child(view! { <Inlines content=correction.content/> })
        .into()
}
