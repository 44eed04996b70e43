//! Running text.

use article::{Inline, Span};
use leptos::prelude::*;

use crate::{
    i18n::{Locale, fill},
    markup::{Markup, el},
};

/// Running text.
#[component(transparent)]
pub(crate) fn Inlines(
    /// The text.
    content: Vec<Inline>,
) -> Markup {
    content.into_iter().map(inline).collect()
}

fn inline(inline: Inline) -> Markup {
    let span = match inline {
        Inline::Text(text) => return text.into(),
        Inline::Span(span) => span,
    };
    let (element, content) = match span {
        Span::Strong { content } => (el("strong"), content),
        Span::Emphasis { content } => (el("em"), content),
        Span::Sub { content } => (el("sub"), content),
        Span::Sup { content } => (el("sup"), content),
        Span::Mark { content } => (el("mark"), content),
        Span::Strike { content } => (el("s"), content),
        Span::Link { url, content } => (el("a").attr("href", url.into_string()), content),
        Span::Code { text } => return el("code").child(text).into(),
        Span::Break => return el("br").into(),
        Span::Note { id } => return note_reference(id),
    };
    element.child(view! { <Inlines content/> }).into()
}

/// The mark that leads to a footnote. The footnote's id is also what is shown.
fn note_reference(id: String) -> Markup {
    let name = fill(Locale::at_hand().messages.footnote(), &id);
    let slug = slug(&id);
    let link = el("a")
        .attr("id", "av-noteref-".to_owned() + &slug)
        .attr("href", "#av-note-".to_owned() + &slug)
        .attr("aria-label", name)
        .child(id);
    el("sup").class("av-note-reference").child(link).into()
}

/// An id that may stand in a fragment as it is. The prefix before it keeps it from clobbering names of the page.
pub(crate) fn slug(id: &str) -> String {
    id.chars().map(|c| if c.is_ascii() && !c.is_ascii_alphanumeric() { '-' } else { c }).collect()
}
