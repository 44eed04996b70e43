//! A view as data: elements, text, and the parts of it that move.
//!
//! The components return [`Markup`] and build it with [`el`]. Leptos's own `view!` gives every element a type of its own,
//! and with it some ten functions of its own in the wasm; this is one type, compiled once, and a third of the bytes
//! (`docs/decisions/0004-one-type-of-view.md`). Ownership, effects, context and components are Leptos's.
//!
//! [`html`] writes it as text, [`dom`] builds it in a browser, [`live`] has the parts that follow signals.

mod dom;
mod html;
mod live;
mod view;

use std::borrow::Cow;

use leptos::prelude::View;
use wasm_bindgen::JsValue;

use self::live::{Live, LiveAttribute};
pub(crate) use self::{
    dom::follow,
    live::{each, switch, words},
};

/// A view, not yet on a page. One word wide, so that handing it on takes one instruction.
pub struct Markup(Box<Kind>);

enum Kind {
    Text(Cow<'static, str>),
    Element(Element),
    Several(Vec<Markup>),
    Live(Live),
}

/// An element under construction.
pub(crate) struct Element(Box<Parts>);

struct Parts {
    name: &'static str,
    attributes: Vec<(&'static str, Cow<'static, str>)>,
    children: Vec<Markup>,
    live: Vec<LiveAttribute>,
}

/// An element, by its tag's name.
pub(crate) fn el(name: &'static str) -> Element {
    Element(Box::new(Parts { name, attributes: Vec::new(), children: Vec::new(), live: Vec::new() }))
}

/// Nothing at all.
pub(crate) fn nothing() -> Markup {
    Vec::new().into()
}

impl Element {
    /// Its classes.
    pub(crate) fn class(self, classes: &'static str) -> Self {
        self.attr("class", classes)
    }

    /// An attribute; `None` leaves it away.
    pub(crate) fn attr(self, name: &'static str, value: impl IntoValue) -> Self {
        match value.into_value() {
            Some(value) => self.with_attribute(name, value),
            None => self,
        }
    }

    /// Another child, after those it has.
    pub(crate) fn child(self, child: impl Into<Markup>) -> Self {
        self.with_child(child.into())
    }

    /// An attribute that follows signals.
    pub(crate) fn live_attr(
        self,
        name: &'static str,
        value: impl Fn() -> Option<&'static str> + Send + 'static,
    ) -> Self {
        self.with_live(LiveAttribute::Attribute(name, Box::new(value)))
    }

    /// The value of a form's field, which follows signals and what is typed.
    pub(crate) fn live_value(self, value: impl Fn() -> String + Send + 'static) -> Self {
        self.with_live(LiveAttribute::Value(Box::new(value)))
    }

    /// What to do at an event.
    pub(crate) fn on(self, event: &'static str, act: impl FnMut(JsValue) + Send + 'static) -> Self {
        self.with_live(LiveAttribute::Listener(event, Box::new(act)))
    }

    /// What to do with the element once it is built.
    pub(crate) fn built(self, act: impl FnOnce(&web_sys::Element) + Send + 'static) -> Self {
        self.with_live(LiveAttribute::Built(Box::new(act)))
    }

    fn with_attribute(mut self, name: &'static str, value: Cow<'static, str>) -> Self {
        self.0.attributes.push((name, value));
        self
    }

    fn with_child(mut self, child: Markup) -> Self {
        self.0.children.push(child);
        self
    }

    fn with_live(mut self, live: LiveAttribute) -> Self {
        self.0.live.push(live);
        self
    }
}

impl Markup {
    /// Gives every element of a name an attribute, however deep it is.
    pub(crate) fn with_attributes(mut self, of: &str, name: &'static str, value: &'static str) -> Self {
        let children = match &mut *self.0 {
            Kind::Element(element) => {
                if element.0.name == of {
                    element.0.attributes.push((name, Cow::Borrowed(value)));
                }
                &mut element.0.children
            }
            Kind::Several(several) => several,
            Kind::Text(_) | Kind::Live(_) => return self,
        };
        for child in std::mem::take(children) {
            children.push(child.with_attributes(of, name, value));
        }
        self
    }
}

/// What an attribute can be given.
pub(crate) trait IntoValue {
    /// The value, if there is one.
    fn into_value(self) -> Option<Cow<'static, str>>;
}

impl IntoValue for &'static str {
    fn into_value(self) -> Option<Cow<'static, str>> {
        Some(Cow::Borrowed(self))
    }
}

impl IntoValue for String {
    fn into_value(self) -> Option<Cow<'static, str>> {
        Some(Cow::Owned(self))
    }
}

impl IntoValue for u32 {
    fn into_value(self) -> Option<Cow<'static, str>> {
        self.to_string().into_value()
    }
}

impl<T: IntoValue> IntoValue for Option<T> {
    fn into_value(self) -> Option<Cow<'static, str>> {
        self.and_then(T::into_value)
    }
}

impl From<Kind> for Markup {
    fn from(kind: Kind) -> Self {
        Self(Box::new(kind))
    }
}

impl From<&'static str> for Markup {
    fn from(text: &'static str) -> Self {
        Kind::Text(Cow::Borrowed(text)).into()
    }
}

impl From<String> for Markup {
    fn from(text: String) -> Self {
        Kind::Text(Cow::Owned(text)).into()
    }
}

impl From<Element> for Markup {
    fn from(element: Element) -> Self {
        Kind::Element(element).into()
    }
}

impl From<Vec<Self>> for Markup {
    fn from(several: Vec<Self>) -> Self {
        Kind::Several(several).into()
    }
}

impl<const N: usize> From<[Self; N]> for Markup {
    fn from(several: [Self; N]) -> Self {
        Vec::from(several).into()
    }
}

impl<T: Into<Self>> From<Option<T>> for Markup {
    fn from(some: Option<T>) -> Self {
        some.map_or_else(nothing, T::into)
    }
}

/// What `view! { <Component/> }` makes of a component's markup.
impl From<View<Self>> for Markup {
    fn from(view: View<Self>) -> Self {
        view.into_inner()
    }
}

impl FromIterator<Self> for Markup {
    fn from_iter<I: IntoIterator<Item = Self>>(several: I) -> Self {
        several.into_iter().collect::<Vec<_>>().into()
    }
}
