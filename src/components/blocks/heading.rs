//! A heading inside the text.

use article::{Heading, HeadingLevel};
use leptos::prelude::*;

use crate::{
    components::{self, Inlines},
    markup::Markup,
};

/// A heading one, two or three levels below the headline.
#[component(transparent)]
pub(crate) fn HeadingBlock(
    /// The heading.
    heading: Heading,
) -> Markup {
    let (depth, class) = match heading.level {
        HeadingLevel::Two => (1, "av-heading av-heading-1"),
        HeadingLevel::Three => (2, "av-heading av-heading-2"),
        HeadingLevel::Four => (3, "av-heading av-heading-3"),
    };
    components::heading(depth).class(class).child(view! { <Inlines content=heading.content/> }).into()
}
