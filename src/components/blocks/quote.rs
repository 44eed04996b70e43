//! Somebody's words, and the article's own repeated large.

use article::{PullQuote, Quote};
use leptos::prelude::*;

use crate::components::{Blocks, Inlines};

/// Somebody's words, with whose they are.
#[component]
pub(crate) fn QuoteBlock(
    /// The quotation.
    quote: Quote,
) -> impl IntoView {
    let cite = quote.url.map(|url| url.as_str().to_owned());
    let attribution = quote.attribution.map(|whose| {
        let whose = match cite.clone() {
            Some(href) => view! { <a href=href>{whose}</a> }.into_any(),
            None => whose.into_any(),
        };
        view! { <figcaption class="av-attribution">{whose}</figcaption> }
    });
    view! {
        <figure class="av-quote">
            <blockquote cite=cite><Blocks blocks=quote.body/></blockquote>
            {attribution}
        </figure>
    }
}

/// A sentence of the article, repeated large. Those who listen have heard it in its place.
#[component]
pub(crate) fn PullQuoteBlock(
    /// The sentence.
    quote: PullQuote,
) -> impl IntoView {
    let attribution = quote.attribution.map(|whose| view! { <figcaption class="av-attribution">{whose}</figcaption> });
    view! {
        <figure class="av-pull-quote">
            <blockquote><p><Inlines content=quote.content/></p></blockquote>
            {attribution}
        </figure>
    }
}
