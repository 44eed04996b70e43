//! The headline: the article's heading, and the kicker above it.

use leptos::prelude::*;

/// The article's title, with its kicker when it has one.
#[component]
pub(crate) fn Headline(
    /// The title; without one there is no heading.
    text: Option<String>,
    /// A word or two that places the article, such as "Analysis".
    kicker: Option<String>,
) -> impl IntoView {
    view! {
        {kicker.map(|text| view! { <p class="av-kicker">{text}</p> })}
        {text.map(|text| view! { <h1 class="av-headline">{text}</h1> })}
    }
}
