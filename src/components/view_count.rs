//! How often the article was seen.

use leptos::prelude::*;

use crate::{
    i18n::{Reader, tr_count_as},
    markup::{Element, Markup, el, switch},
    signal::Signal,
};

/// The number of views; nothing while it is not known.
#[component(transparent)]
pub(crate) fn ViewCount(
    /// The number, when it is known.
    views: Signal<Option<u64>>,
    /// The reader's language.
    reader: Reader,
) -> Markup {
    let words = [["{} View", "{} Views"], ["{} view", "{} views"]];
    let draw = move |views| counted(el("span"), &reader, views, words).class("view-count").attr("part", "view-count");
    switch(move || views.get(), move |views| views.map(&draw).into())
}

/// An element around a number with its word: shown in as little room as possible, read out in full.
pub(super) fn counted(around: Element, reader: &Reader, number: u64, words: [[&'static str; 2]; 2]) -> Element {
    let (shown, spoken) = worded(reader, number, words);
    reader
        .mark(around)
        .child(el("span").attr("aria-hidden", "true").child(shown))
        .child(el("span").class("visually-hidden").child(spoken))
}

/// A number with its word, as little as it is shown and in full as it is read out.
fn worded(reader: &Reader, number: u64, words: [[&'static str; 2]; 2]) -> (String, String) {
    let [[shown_one, shown_other], [one, other]] = words;
    let shown = tr_count_as(number, &reader.format.compact(number), shown_one, shown_other);
    (shown, tr_count_as(number, &reader.format.number(number), one, other))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_has_the_word_that_goes_with_it() {
        let words = |number| worded(&Reader::plain(), number, [["{} View", "{} Views"], ["{} view", "{} views"]]);
        assert_eq!(words(1), ("1 View".into(), "1 view".into()));
        assert_eq!(words(13), ("13 Views".into(), "13 views".into()));
    }
}
