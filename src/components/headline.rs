//! The headline: the article's heading, and the kicker above it.

use leptos::prelude::*;

use crate::markup::{Markup, el};

/// The article's title, with its kicker when it has one.
#[component]
pub(crate) fn Headline(
    /// The title; without one there is no heading.
    text: Option<String>,
    /// A word or two that places the article, such as "Analysis".
    kicker: Option<String>,
) -> Markup {
    let kicker = kicker.map(|text| el("p").class("av-kicker").child(text));
    let headline = text.map(|text| el("h1").class("av-headline").child(text));
    [kicker.into(), headline.into()].into()
}
