//! A box beside the argument.

use article::Callout;
use leptos::prelude::*;

use crate::{
    components::Blocks,
    markup::{Markup, el},
};

/// A note, a warning, background.
#[component(transparent)]
pub(crate) fn CalloutBlock(
    /// The callout.
    callout: Callout,
) -> Markup {
    el("div")
        .class("av-callout")
        .attr("role", "note")
        .child(callout.title.map(|title| el("p").class("av-callout-title").child(title)))
        .child(view! { <Blocks blocks=callout.body/> })
        .into()
}
