//! Says when the numbers are no longer of now.

use leptos::prelude::*;

use crate::{
    engagement::LiveState,
    markup::{Markup, el, switch},
    signal::Signal,
};

/// A word beside the counts while the stream is broken: a stale number that says so is honest.
#[component(transparent)]
pub(crate) fn LiveStatus(
    /// Whether the numbers are of now.
    state: Signal<LiveState>,
) -> Markup {
    let words = || el("span").class("stale").attr("title", "The connection is broken; trying again");
    switch(
        move || state.get() == LiveState::Stale,
        move |is_stale| is_stale.then(|| words().child("Not updating")).into(),
    )
}
