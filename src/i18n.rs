//! Words, numbers and dates in somebody's language: the article's for the text, the reader's for what stands around it.

mod format;
mod intl;
mod messages;
mod plain;

use std::{cell::RefCell, sync::Arc};

use article::Language;

pub use format::{Format, Plural, TemperatureStyle, uses_fahrenheit, zone};
pub use intl::IntlFormat;
pub use messages::{Messages, fill};
pub use plain::PlainFormat;

thread_local! {
    static AT_HAND: RefCell<Option<Locale>> = const { RefCell::new(None) };
}

/// The language a part of the page is worded in.
#[derive(Clone)]
pub struct Locale {
    /// Numbers, dates and units.
    pub format: Arc<dyn Format>,
    /// Words.
    pub messages: Messages,
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

    /// The language of the words, which is not always that of the page around them.
    pub fn language(&self) -> &'static str {
        self.messages.language()
    }

    /// The direction of the words.
    pub fn direction(&self) -> &'static str {
        Language::parse(self.messages.language()).map_or("ltr", |language| language.direction().as_str())
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
