//! The article as search engines read it.

use leptos::prelude::*;

/// A data block; browsers do not run it, and no policy for scripts applies to it.
#[component]
pub(crate) fn JsonLd(
    /// What `article::json_ld` made: it holds no `<`.
    text: String,
) -> impl IntoView {
    view! { <script type="application/ld+json">{text}</script> }
}
