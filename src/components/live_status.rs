//! Says when the numbers are no longer of now.

use leptos::prelude::*;

use crate::{
    engagement::LiveState,
    i18n::{Reader, tr},
    markup::{Markup, el, switch},
    signal::Signal,
};

/// A word beside the counts while the stream is broken: a stale number that says so is honest.
#[component(transparent)]
pub(crate) fn LiveStatus(
    /// Whether the numbers are of now.
    state: Signal<LiveState>,
    /// The reader's language.
    reader: Reader,
) -> Markup {
    let words = move || {
        let title = tr("The connection is broken; trying again");
        reader.mark(el("span")).class("stale").attr("title", title).child(tr("Not updating"))
    };
    switch(move || state.get() == LiveState::Stale, move |is_stale| is_stale.then(&words).into())
}
