//! What was wrong before, and when it was put right.

use article::Correction;
use leptos::prelude::*;

use crate::{components::Inlines, i18n::Locale};

/// A correction.
#[component]
pub(crate) fn CorrectionBlock(
    /// The correction.
    correction: Correction,
) -> impl IntoView {
    let locale: Locale = expect_context();
    let date = correction.date.map(|date| {
        let text = locale.format.moment(&date);
        view! { <time datetime=date.as_str().replace(' ', "T")>{text}</time> ": " }
    });
    view! {
        <p class="av-correction" role="note">
            <strong>{locale.messages.correction}</strong>
            " "
            {date}
            <Inlines content=correction.content/>
        </p>
    }
}
