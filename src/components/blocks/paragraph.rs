//! Running text, and the break between two scenes of it.

use article::Paragraph;
use leptos::prelude::*;

use crate::components::Inlines;

/// A paragraph.
#[component]
pub(crate) fn ParagraphBlock(
    /// The paragraph.
    paragraph: Paragraph,
) -> impl IntoView {
    view! { <p class="av-paragraph"><Inlines content=paragraph.content/></p> }
}

/// A change of scene.
#[component]
pub(crate) fn DividerBlock() -> impl IntoView {
    view! { <hr class="av-divider"/> }
}
