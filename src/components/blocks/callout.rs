//! A box beside the argument.

use article::Callout;
use leptos::prelude::*;

use crate::components::Blocks;

/// A note, a warning, background.
#[component]
pub(crate) fn CalloutBlock(
    /// The callout.
    callout: Callout,
) -> impl IntoView {
    let title = callout.title.map(|title| view! { <p class="av-callout-title">{title}</p> });
    view! { <div class="av-callout" role="note">{title}<Blocks blocks=callout.body/></div> }
}
