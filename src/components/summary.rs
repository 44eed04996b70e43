//! The sub-headline and the summary.

use article::Involvement;
use leptos::prelude::*;

use crate::{
    i18n::Locale,
    markup::{Markup, el},
};

/// The sub-headline and the article in a sentence or two.
#[component(transparent)]
pub(crate) fn Summary(
    /// The sub-headline.
    deck: Option<String>,
    /// The summary.
    summary: Option<String>,
    /// What artificial intelligence had to do with the summary, when that is known.
    by: Option<Involvement>,
) -> Markup {
    let involvement = by.filter(|involvement| *involvement != Involvement::None);
    let label = involvement.map(|_| el("span").class("av-ai-part").child(Locale::at_hand().messages.ai_part()));
    let disclosure = involvement.map(Involvement::disclosure);
    let deck = deck.map(|text| el("p").class("av-deck").child(text));
    let summary =
        summary.map(|text| el("p").class("av-summary").attr("data-ai-disclosure", disclosure).child(text).child(label));
    [deck.into(), summary.into()].into()
}
