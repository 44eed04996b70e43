//! Words, numbers and dates in somebody's language: the article's for the text (`Locale`), the reader's for what stands around it
//! (`Reader`).

mod format;
mod intl;
mod messages;
mod plain;

use std::{cell::RefCell, sync::Arc};

use article::Language;

use crate::{browser::js, markup::Element};

pub use format::{Format, TemperatureStyle, uses_fahrenheit, zone};
pub use intl::IntlFormat;
pub use messages::{Messages, fill};
pub(crate) use messages::{tr, tr_count, tr_count_as};
pub use plain::PlainFormat;

thread_local! {
    static AT_HAND: RefCell<Option<Locale>> = const { RefCell::new(None) };
}

/// The language a part of the page is worded in.
#[derive(Clone)]
pub struct Locale {
    /// Numbers, dates and units.
    pub format: Arc<dyn Format>,
    /// Words of the text.
    pub messages: Messages,
}

/// The language of the chrome: the first of the reader's that we have words of, once they are there.
#[derive(Clone)]
pub(crate) struct Reader {
    /// Numbers, dates and units.
    pub(crate) format: Arc<dyn Format>,
    language: Option<Language>,
}

impl Reader {
    /// As it is now.
    pub(crate) fn now() -> Self {
        let tag = js::language();
        Self { format: Arc::new(IntlFormat::new(&tag)), language: Language::parse(&tag) }
    }

    /// Where there is no browser.
    #[cfg(test)]
    pub(crate) fn plain() -> Self {
        Self { format: Arc::new(PlainFormat), language: None }
    }

    /// Says of an element which language its words are in, and which way they run.
    pub(crate) fn mark(&self, element: Element) -> Element {
        let direction = self.language.as_ref().map(|language| language.direction().as_str());
        let tag = self.language.as_ref().map(|language| language.as_str().to_owned());
        element.attr("lang", tag).attr("dir", direction)
    }
}

impl Locale {
    /// That of the text being drawn. Drawing it is one step without a pause, so it need not be handed through every part
    /// (and Leptos's context, which would find it later too, is 3 KB of wasm).
    pub(crate) fn at_hand() -> Self {
        AT_HAND.with_borrow(Option::clone).unwrap_or_else(|| Self::of(None))
    }

    /// Draws something in this language.
    pub(crate) fn during<T>(self, draw: impl FnOnce() -> T) -> T {
        AT_HAND.set(Some(self));
        let drawn = draw();
        AT_HAND.set(None);
        drawn
    }

    /// The browser's formatting for a language, English when the document does not say which.
    pub fn of(language: Option<&Language>) -> Self {
        let tag = language.map_or("en", Language::as_str);
        let messages = Messages::of(&language.map_or_else(|| "en".to_owned(), Language::primary));
        Self { format: Arc::new(IntlFormat::new(tag)), messages }
    }

    /// Plain formatting and English words, where there is no browser.
    pub fn plain() -> Self {
        Self { format: Arc::new(PlainFormat), messages: Messages::of("en") }
    }
}
