//! Running text, and the break between two scenes of it.

use article::Paragraph;
use leptos::prelude::*;

use crate::{
    components::Inlines,
    markup::{Markup, el},
};

/// A paragraph.
#[component(transparent)]
pub(crate) fn ParagraphBlock(
    /// The paragraph.
    paragraph: Paragraph,
) -> Markup {
    el("p").class("av-paragraph").child(view! { <Inlines content=paragraph.content/> }).into()
}

/// A change of scene.
#[component(transparent)]
pub(crate) fn DividerBlock() -> Markup {
    el("hr").class("av-divider").into()
}
