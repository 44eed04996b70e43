//! The line under the headline: source, writers, dates, reading time.

use article::{Author, Moment, SafeUrl, Source};
use leptos::prelude::*;

use crate::{
    i18n::{Locale, fill},
    markup::{Markup, el},
};

/// Who published the article and when, and how long it takes to read.
#[component(transparent)]
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
) -> Markup {
    let locale = Locale::at_hand();
    let updated = updated.filter(|updated| Some(updated) != published.as_ref());
    let time = |class, message, moment: Option<Moment>| {
        moment.map(|moment| {
            let text = fill(message, &locale.format.moment(&moment));
            el("time").class(class).attr("datetime", moment.machine()).child(text)
        })
    };
    let source = source.map(|source| el("span").class("av-source").child(linked(source.name, source.url, None)));
    let minutes = minutes.map(|minutes| {
        let text = fill(locale.messages.reading_time(), &locale.format.minutes(minutes));
        el("span").class("av-reading-time").child(text)
    });
    // The spaces keep the pieces apart where there are no styles.
    el("div")
        .class("av-meta")
        .child(source)
        .child(" ")
        .child((!authors.is_empty()).then(|| byline(authors, &locale)))
        .child(" ")
        .child(time("av-published", "{}", published))
        .child(" ")
        .child(time("av-updated", locale.messages.updated(), updated))
        .child(" ")
        .child(minutes)
        .into()
}

/// The writers' names, each with the link to its page.
fn byline(authors: Vec<Author>, locale: &Locale) -> Markup {
    let names: Vec<String> = authors.iter().map(|author| author.name.clone()).collect();
    let whole = fill(locale.messages.by(), &locale.format.list(&names));
    // The language decides what stands between the names, so the names are found in its sentence rather than joined.
    let mut rest = whole.as_str();
    let mut byline = el("span").class("av-byline");
    for author in authors {
        if let Some((before, after)) = split_at_name(rest, &author.name) {
            byline = byline.child(before.to_owned()).child(linked(author.name, author.url, Some("author")));
            rest = after;
        }
    }
    byline.child(rest.to_owned()).into()
}

/// What stands before and after a name. The library's search for text in text is made for longer ones, and costs 4 KB.
fn split_at_name<'a>(text: &'a str, name: &str) -> Option<(&'a str, &'a str)> {
    text.char_indices().find_map(|(place, _)| Some((text.get(..place)?, text.get(place..)?.strip_prefix(name)?)))
}

/// A name, linked when it has an address.
fn linked(name: String, url: Option<SafeUrl>, rel: Option<&'static str>) -> Markup {
    match url {
        Some(url) => el("a").attr("href", url.into_string()).attr("rel", rel).child(name).into(),
        None => el("span").child(name).into(),
    }
}
