//! Somebody's words, and the article's own repeated large.

use article::{PullQuote, Quote, SafeUrl};
use leptos::prelude::*;

use crate::{
    components::{Blocks, Inlines},
    markup::{Markup, el},
};

/// Somebody's words, with whose they are.
#[component(transparent)]
pub(crate) fn QuoteBlock(
    /// The quotation.
    quote: Quote,
) -> Markup {
    let cite = quote.url.map(SafeUrl::into_string);
    let whose = quote.attribution.map(|whose| match cite.clone() {
        Some(href) => el("a").attr("href", href).child(whose).into(),
        None => whose.into(),
    });
    let words = el("blockquote").attr("cite", cite).child(view! { <Blocks blocks=quote.body/> });
    el("figure").class("av-quote").child(words).child(attribution(whose)).into()
}

/// A sentence of the article, repeated large. Those who listen have heard it in its place.
#[component(transparent)]
pub(crate) fn PullQuoteBlock(
    /// The sentence.
    quote: PullQuote,
) -> Markup {
    let words = el("blockquote").child(el("p").child(view! { <Inlines content=quote.content/> }));
    let whose = quote.attribution.map(Markup::from);
    el("figure").class("av-pull-quote").child(words).child(attribution(whose)).into()
}

fn attribution(whose: Option<Markup>) -> Markup {
    whose.map(|whose| el("figcaption").class("av-attribution").child(whose)).into()
}
