//! A heading inside the text.

use article::{Heading, HeadingLevel};
use leptos::prelude::*;

use crate::components::Inlines;

/// A heading of level 2, 3 or 4.
#[component]
pub(crate) fn HeadingBlock(
    /// The heading.
    heading: Heading,
) -> impl IntoView {
    let text = view! { <Inlines content=heading.content/> };
    match heading.level {
        HeadingLevel::Two => view! { <h2 class="av-heading">{text}</h2> }.into_any(),
        HeadingLevel::Three => view! { <h3 class="av-heading">{text}</h3> }.into_any(),
        HeadingLevel::Four => view! { <h4 class="av-heading">{text}</h4> }.into_any(),
    }
}
