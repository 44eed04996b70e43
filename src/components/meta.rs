//! The line under the headline: source, writers, dates, reading time.

use article::{Author, Moment, SafeUrl, Source};
use leptos::prelude::*;

use crate::i18n::{Locale, fill};

/// Who published the article and when, and how long it takes to read.
#[component]
pub(crate) fn Meta(
    /// The publisher.
    source: Option<Source>,
    /// The writers.
    authors: Vec<Author>,
    /// When it was first published.
    published: Option<Moment>,
    /// When it last changed; shown when it differs.
    updated: Option<Moment>,
    /// Minutes to read it.
    minutes: Option<u16>,
) -> impl IntoView {
    let locale: Locale = expect_context();
    let updated = updated.filter(|updated| Some(updated) != published.as_ref());
    let source = source.map(|source| view! { <span class="av-source">{linked(source.name, source.url, None)}</span> });
    let byline = (!authors.is_empty()).then(|| view! { <Byline authors/> });
    let published = published.map(|moment| view! { <Time class="av-published" moment message="{}"/> });
    let updated = updated.map(|moment| view! { <Time class="av-updated" moment message=locale.messages.updated/> });
    let minutes = minutes.map(|minutes| {
        let text = fill(locale.messages.reading_time, &locale.format.minutes(minutes));
        view! { <span class="av-reading-time">{text}</span> }
    });

    // The spaces keep the pieces apart where there are no styles.
    view! { <div class="av-meta">{source}" "{byline}" "{published}" "{updated}" "{minutes}</div> }
}

/// The writers' names, each with the link to its page.
#[component]
fn Byline(
    /// The writers, at least one.
    authors: Vec<Author>,
) -> impl IntoView {
    let locale: Locale = expect_context();
    let names: Vec<String> = authors.iter().map(|author| author.name.clone()).collect();
    let whole = fill(locale.messages.by, &locale.format.list(&names));
    // The language decides what stands between the names, so the names are found in its sentence rather than joined.
    let mut rest = whole.as_str();
    let mut pieces = Vec::with_capacity(authors.len() * 2 + 1);
    for author in authors {
        if let Some((before, after)) = rest.split_once(author.name.as_str()) {
            pieces.push(before.to_owned().into_any());
            pieces.push(linked(author.name, author.url, Some("author")).into_any());
            rest = after;
        }
    }
    pieces.push(rest.to_owned().into_any());
    view! { <span class="av-byline">{pieces}</span> }
}

/// A name, linked when it has an address.
fn linked(name: String, url: Option<SafeUrl>, rel: Option<&'static str>) -> impl IntoView {
    match url {
        Some(url) => view! { <a href=url.as_str().to_owned() rel=rel>{name}</a> }.into_any(),
        None => view! { <span>{name}</span> }.into_any(),
    }
}

/// A moment, as a machine and as a person reads it.
#[component]
fn Time(
    /// What it is the time of.
    class: &'static str,
    /// The moment.
    moment: Moment,
    /// The words around it.
    message: &'static str,
) -> impl IntoView {
    let locale: Locale = expect_context();
    let text = fill(message, &locale.format.moment(&moment));
    // HTML wants `T` between date and time; RFC 3339 also allows a space.
    let machine = moment.as_str().replace(' ', "T");
    view! { <time class=class datetime=machine>{text}</time> }
}
