//! How often the article was seen.

use leptos::prelude::*;

use crate::{
    i18n::{Locale, Plural},
    markup::{Element, Markup, el, switch},
    signal::Signal,
};

/// The number of views; nothing while it is not known.
#[component(transparent)]
pub(crate) fn ViewCount(
    /// The number, when it is known.
    views: Signal<Option<u64>>,
    /// The reader's language.
    locale: Locale,
) -> Markup {
    let draw = move |views| {
        counted(el("span"), &locale, views, "View", "Views").class("view-count").attr("part", "view-count")
    };
    switch(move || views.get(), move |views| views.map(&draw).into())
}

/// An element around a number with its word: shown in as little room as possible, read out in full.
pub(super) fn counted(around: Element, locale: &Locale, number: u64, one: &str, other: &str) -> Element {
    let (shown, spoken) = worded(locale, number, one, other);
    around
        .attr("lang", locale.language())
        .attr("dir", locale.direction())
        .child(el("span").attr("aria-hidden", "true").child(shown))
        .child(el("span").class("visually-hidden").child(spoken))
}

/// A number with its word, as little as it is shown and in full as it is read out.
fn worded(locale: &Locale, number: u64, one: &str, other: &str) -> (String, String) {
    let word = match locale.format.plural(number) {
        Plural::One => one,
        Plural::Other => other,
    };
    let shown = locale.format.compact(number) + " " + word;
    (shown, locale.format.number(number) + " " + &word.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_has_the_word_that_goes_with_it() {
        let words = |number| worded(&Locale::plain(), number, "View", "Views");
        assert_eq!(words(1), ("1 View".into(), "1 view".into()));
        assert_eq!(words(13), ("13 Views".into(), "13 views".into()));
    }
}
