//! Says when the numbers are no longer of now.

use leptos::prelude::*;

use crate::engagement::LiveState;

/// A word beside the counts while the stream is broken: a stale number that says so is honest.
#[component]
pub(crate) fn LiveStatus(
    /// Whether the numbers are of now.
    state: Signal<LiveState>,
) -> impl IntoView {
    move || {
        (state.get() == LiveState::Stale)
            .then(|| view! { <span class="stale" title="The connection is broken; trying again">"Not updating"</span> })
    }
}
