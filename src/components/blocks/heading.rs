//! A heading inside the text.

use article::{Heading, HeadingLevel};
use leptos::prelude::*;

use crate::{
    components::Inlines,
    markup::{Markup, el},
};

/// A heading of level 2, 3 or 4.
#[component]
pub(crate) fn HeadingBlock(
    /// The heading.
    heading: Heading,
) -> Markup {
    let name = match heading.level {
        HeadingLevel::Two => "h2",
        HeadingLevel::Three => "h3",
        HeadingLevel::Four => "h4",
    };
    el(name).class("av-heading").child(view! { <Inlines content=heading.content/> }).into()
}
