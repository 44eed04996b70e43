//! What the publisher wants said at the end.

use leptos::prelude::*;

use crate::i18n::Locale;

/// The disclaimer; a `section`, because reader modes drop asides and footers.
#[component]
pub(crate) fn Disclaimer(
    /// Its text.
    text: Option<String>,
) -> impl IntoView {
    let locale: Locale = expect_context();
    text.map(|text| {
        let label = locale.messages.disclaimer;
        // Many publishers begin the text with the word itself.
        let start = text.get(..label.len());
        let has_label = start.is_some_and(|start| start.eq_ignore_ascii_case(label));
        let label = (!has_label).then(|| view! { <strong>{label}": "</strong> });
        view! { <section class="av-disclaimer" role="note"><p>{label}{text}</p></section> }
    })
}
