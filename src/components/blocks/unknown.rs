//! A block of a kind this version does not know.

use article::Unknown;
use leptos::prelude::*;

use crate::i18n::Locale;

/// Its text where it has one, else a quiet sentence: a hole would read as if nothing were missing.
#[component]
pub(crate) fn UnknownBlock(
    /// The block.
    unknown: Unknown,
) -> impl IntoView {
    let locale: Locale = expect_context();
    match unknown.text {
        Some(text) => view! { <p class="av-paragraph">{text}</p> }.into_any(),
        None => view! { <p class="av-unknown" role="note">{locale.messages.unknown_part}</p> }.into_any(),
    }
}
