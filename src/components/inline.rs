//! Running text.

use article::{Inline, Span};
use leptos::prelude::*;

use crate::i18n::{Locale, fill};

/// Running text.
#[component]
pub(crate) fn Inlines(
    /// The text.
    content: Vec<Inline>,
) -> impl IntoView {
    content.into_iter().map(inline).collect_view()
}

fn inline(inline: Inline) -> AnyView {
    let span = match inline {
        Inline::Text(text) => return text.into_any(),
        Inline::Span(span) => span,
    };
    match span {
        Span::Strong { content } => view! { <strong><Inlines content/></strong> }.into_any(),
        Span::Emphasis { content } => view! { <em><Inlines content/></em> }.into_any(),
        Span::Sub { content } => view! { <sub><Inlines content/></sub> }.into_any(),
        Span::Sup { content } => view! { <sup><Inlines content/></sup> }.into_any(),
        Span::Mark { content } => view! { <mark><Inlines content/></mark> }.into_any(),
        Span::Code { text } => view! { <code>{text}</code> }.into_any(),
        Span::Break => view! { <br/> }.into_any(),
        Span::Link { url, content } => view! { <a href=url.as_str().to_owned()><Inlines content/></a> }.into_any(),
        Span::Note { id } => view! { <NoteReference id/> }.into_any(),
    }
}

/// The mark that leads to a footnote.
#[component]
fn NoteReference(
    /// The footnote's id, which is also what is shown.
    id: String,
) -> impl IntoView {
    let locale: Locale = expect_context();
    let name = fill(locale.messages.footnote, &id);
    let slug = slug(&id);
    view! {
        <sup class="av-note-reference">
            <a id=format!("av-noteref-{slug}") href=format!("#av-note-{slug}") aria-label=name>{id}</a>
        </sup>
    }
}

/// An id that may stand in a fragment as it is. The prefix before it keeps it from clobbering names of the page.
pub(crate) fn slug(id: &str) -> String {
    id.chars().map(|c| if c.is_alphanumeric() { c } else { '-' }).collect()
}
