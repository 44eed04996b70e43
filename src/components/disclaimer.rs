//! What the publisher wants said at the end.

use leptos::prelude::*;

use crate::{
    i18n::Locale,
    markup::{Markup, el},
};

/// The disclaimer; a `section`, because reader modes drop asides and footers.
#[component(transparent)]
pub(crate) fn Disclaimer(
    /// Its text.
    text: Option<String>,
) -> Markup {
    let label = Locale::at_hand().messages.disclaimer();
    text.map(|text| {
        // Many publishers begin the text with the word itself.
        let start = text.get(..label.len());
        let has_label = start.is_some_and(|start| start.eq_ignore_ascii_case(label));
        let label = (!has_label).then(|| el("strong").child(label).child(": "));
        el("section").class("av-disclaimer").attr("role", "note").child(el("p").child(label).child(text))
    })
    .into()
}
