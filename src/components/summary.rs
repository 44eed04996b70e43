//! The sub-headline and the summary.

use article::{Ai, Involvement};
use leptos::prelude::*;

use crate::i18n::Locale;

/// The sub-headline and the article in a sentence or two.
#[component]
pub(crate) fn Summary(
    /// The sub-headline.
    deck: Option<String>,
    /// The summary.
    summary: Option<String>,
    /// Says whether the summary was made by artificial intelligence.
    ai: Option<Ai>,
) -> impl IntoView {
    let locale: Locale = expect_context();
    let part = ai.and_then(|ai| ai.parts.into_iter().find(|part| part.part == "summary"));
    let involvement = part.and_then(|part| part.involvement).filter(|involvement| *involvement != Involvement::None);
    let label = involvement.map(|_| view! { <span class="av-ai-part">{locale.messages.ai_part}</span> });
    let disclosure = involvement.map(Involvement::disclosure);
    view! {
        {deck.map(|text| view! { <p class="av-deck">{text}</p> })}
        {summary.map(|text| view! { <p class="av-summary" data-ai-disclosure=disclosure>{text}{label}</p> })}
    }
}
