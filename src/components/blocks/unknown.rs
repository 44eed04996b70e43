//! A block of a kind this version does not know.

use article::Unknown;
use leptos::prelude::*;

use crate::{
    i18n::Locale,
    markup::{Markup, el},
};

/// Its text where it has one, else a quiet sentence: a hole would read as if nothing were missing.
#[component(transparent)]
pub(crate) fn UnknownBlock(
    /// The block.
    unknown: Unknown,
) -> Markup {
    match unknown.text {
        Some(text) => el("p").class("av-paragraph").child(text).into(),
        None => {
            el("p").class("av-unknown").attr("role", "note").child(Locale::at_hand().messages.unknown_part()).into()
        }
    }
}
