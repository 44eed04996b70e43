//! The headline: the article's heading, and the kicker above it.

use std::cell::Cell;

use leptos::prelude::*;

use crate::markup::{Element, Markup, el};

thread_local! {
    static LEVEL: Cell<u8> = const { Cell::new(1) };
    /// How deep below the headline the last heading was.
    static DEPTH: Cell<u8> = const { Cell::new(0) };
}

/// The article's title, with its kicker when it has one.
#[component(transparent)]
pub(crate) fn Headline(
    /// The title; without one there is no heading.
    text: Option<String>,
    /// A word or two that places the article, such as "Analysis".
    kicker: Option<String>,
) -> Markup {
    let kicker = kicker.map(|text| el("p").class("av-kicker").child(text));
    let headline = text.map(|text| heading(0).class("av-headline").child(text));
    [kicker.into(), headline.into()].into()
}

/// Draws a text whose headline has this level.
pub(crate) fn headings_from<T>(level: u8, draw: impl FnOnce() -> T) -> T {
    let before = LEVEL.replace(level);
    DEPTH.set(0);
    let drawn = draw();
    LEVEL.set(before);
    drawn
}

/// A heading so many levels below the headline, or as many as there may be: whoever goes from heading to heading takes a level
/// that is skipped for a heading they have missed.
pub(crate) fn heading(depth: u8) -> Element {
    let depth = depth.min(DEPTH.get() + 1);
    DEPTH.set(depth);
    el(match LEVEL.get() + depth {
        ..=1 => "h1",
        2 => "h2",
        3 => "h3",
        4 => "h4",
        5 => "h5",
        _ => "h6",
    })
}
