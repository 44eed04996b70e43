//! The parts of a view that move. Each is an effect around a function that says what is there now.

use std::borrow::Cow;

use wasm_bindgen::JsValue;
use web_sys::Element;

use super::{Kind, Markup};

/// A part whose nodes change.
pub(super) enum Live {
    /// Text.
    Words(Box<dyn Fn() -> String + Send>),
    /// One thing or another.
    Switch(Box<dyn Switching + Send>),
    /// Things that come and go.
    List(Box<dyn Listing + Send>),
}

/// One thing or another.
pub(super) trait Switching {
    /// Whether it is another than at the last call. Called in an effect: the signals it reads are followed.
    fn has_changed(&mut self) -> bool;
    /// What is there now.
    fn draw(&self) -> Markup;
}

/// Things that come and go.
pub(super) trait Listing {
    /// What each thing is known by. Called in an effect: the signals it reads are followed.
    fn keys(&mut self) -> Vec<String>;
    /// The thing at a place of the last answer.
    fn draw(&self, place: usize) -> Markup;
}

impl Live {
    /// All of it, as it is now.
    pub(super) fn now(self) -> Markup {
        match self {
            Self::Words(text) => text().into(),
            Self::Switch(mut switch) => {
                switch.has_changed();
                switch.draw()
            }
            Self::List(mut list) => (0..list.keys().len()).map(|place| list.draw(place)).collect(),
        }
    }
}

/// Text that follows signals.
pub(crate) fn words(text: impl Fn() -> String + Send + 'static) -> Markup {
    Kind::Live(Live::Words(Box::new(text))).into()
}

/// What is drawn for a value, anew when it is another than before.
pub(crate) fn switch<T: Clone + PartialEq + Send + 'static>(
    value: impl Fn() -> T + Send + 'static,
    draw: impl Fn(T) -> Markup + Send + 'static,
) -> Markup {
    struct Switch<T, V, D> {
        value: V,
        draw: D,
        now: Option<T>,
    }
    impl<T: Clone + PartialEq, V: Fn() -> T, D: Fn(T) -> Markup> Switching for Switch<T, V, D> {
        fn has_changed(&mut self) -> bool {
            let value = Some((self.value)());
            let has_changed = self.now != value;
            self.now = value;
            has_changed
        }

        fn draw(&self) -> Markup {
            self.now.clone().map(&self.draw).into()
        }
    }
    Kind::Live(Live::Switch(Box::new(Switch { value, draw, now: None }))).into()
}

/// A list: what stays keeps its nodes, whatever comes and goes around it.
pub(crate) fn each<T: Clone + Send + 'static>(
    items: impl Fn() -> Vec<T> + Send + 'static,
    key: impl Fn(&T) -> String + Send + 'static,
    draw: impl Fn(T) -> Markup + Send + 'static,
) -> Markup {
    struct Each<T, I, K, D> {
        items: I,
        key: K,
        draw: D,
        now: Vec<T>,
    }
    impl<T: Clone, I: Fn() -> Vec<T>, K: Fn(&T) -> String, D: Fn(T) -> Markup> Listing for Each<T, I, K, D> {
        fn keys(&mut self) -> Vec<String> {
            self.now = (self.items)();
            self.now.iter().map(&self.key).collect()
        }

        fn draw(&self, place: usize) -> Markup {
            self.now.get(place).cloned().map(&self.draw).into()
        }
    }
    Kind::Live(Live::List(Box::new(Each { items, key, draw, now: Vec::new() }))).into()
}

/// What moves about an element itself.
pub(super) enum LiveAttribute {
    Attribute(&'static str, Box<dyn Fn() -> Option<&'static str> + Send>),
    Value(Box<dyn Fn() -> String + Send>),
    Listener(&'static str, Box<dyn FnMut(JsValue) + Send>),
    Built(Box<dyn FnOnce(&Element) + Send>),
}

impl LiveAttribute {
    /// What it comes to in HTML.
    pub(super) fn now(&self) -> Option<(&'static str, Cow<'static, str>)> {
        match self {
            Self::Attribute(name, value) => value().map(|value| (*name, value.into())),
            Self::Value(value) => Some(("value", value().into())),
            Self::Listener(..) | Self::Built(_) => None,
        }
    }
}
