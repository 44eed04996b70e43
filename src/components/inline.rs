//! Running text.

use article::{Inline, Span, plain_text};
use leptos::prelude::*;

use crate::{
    i18n::{Locale, fill},
    markup::{Element, Markup, el},
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
        Span::Link { url, content } => (link(url.into_string(), &content), content),
        Span::Code { text } => return el("code").child(text).into(),
        Span::Break => return el("br").into(),
        Span::Note { id } => return note_reference(id),
    };
    element.child(view! { <Inlines content/> }).into()
}

/// A link whose words are its address says so: on paper it is not followed by the same once more.
fn link(address: String, content: &[Inline]) -> Element {
    let is_address = bare(&plain_text(content)) == bare(&address);
    el("a").attr("class", is_address.then_some("av-address")).attr("href", address)
}

/// An address as people write it.
fn bare(address: &str) -> &str {
    let address = address.trim();
    let address = address.strip_prefix("https://").or_else(|| address.strip_prefix("http://")).unwrap_or(address);
    address.strip_suffix('/').unwrap_or(address)
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
