//! The article as search engines read it.

use leptos::prelude::*;

use crate::markup::{Markup, el};

/// A data block; browsers do not run it, and no policy for scripts applies to it.
#[component(transparent)]
pub(crate) fn JsonLd(
    /// What `article::json_ld` made: it holds no `<`.
    text: String,
) -> Markup {
    el("script").attr("type", "application/ld+json").child(text).into()
}
