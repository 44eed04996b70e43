//! How often the article was seen.

use leptos::prelude::*;

use crate::i18n::{Locale, Plural};

/// The number of views; nothing while it is not known.
#[component]
pub(crate) fn ViewCount(
    /// The number, when it is known.
    views: Signal<Option<u64>>,
) -> impl IntoView {
    let locale: Locale = expect_context();
    move || {
        views.get().map(|views| {
            let (shown, spoken) = counted(&locale, views, "View", "Views");
            view! {
                <span class="view-count" part="view-count" lang=locale.language() dir=locale.direction()>
                    <span aria-hidden="true">{shown}</span>
                    <span class="visually-hidden">{spoken}</span>
                </span>
            }
        })
    }
}

/// A number with its word, as little as it is shown and in full as it is read out.
pub(super) fn counted(locale: &Locale, number: u64, one: &str, other: &str) -> (String, String) {
    let word = match locale.format.plural(number) {
        Plural::One => one,
        Plural::Other => other,
    };
    let shown = format!("{} {word}", locale.format.compact(number));
    (shown, format!("{} {}", locale.format.number(number), word.to_ascii_lowercase()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_has_the_word_that_goes_with_it() {
        let words = |number| counted(&Locale::plain(), number, "View", "Views");
        assert_eq!(words(1), ("1 View".into(), "1 view".into()));
        assert_eq!(words(13), ("13 Views".into(), "13 views".into()));
    }
}
