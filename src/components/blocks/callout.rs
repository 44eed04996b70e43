//! A box beside the argument.

use article::Callout;
use leptos::prelude::*;

use crate::{
    components::Blocks,
    markup::{Markup, el},
};

/// A note, a warning, background; what is folded opens without a script.
#[component(transparent)]
pub(crate) fn CalloutBlock(
    /// The callout.
    callout: Callout,
) -> Markup {
    let (name, role, title) = if callout.folded { ("details", None, "summary") } else { ("div", Some("note"), "p") };
    el(name)
        .class("av-callout")
        .attr("role", role)
        .child(callout.title.map(|words| el(title).class("av-callout-title").child(words)))
        .child(view! { <Blocks blocks=callout.body/> })
        .into()
}
