//! Writing a comment.

use engagement::{
    comments::{CommentError, characters, parse_name, parse_text},
    limits::MAX_TEXT_CHARS,
};
use leptos::prelude::*;
use wasm_bindgen::JsValue;
use web_sys::Element as Node;

use crate::{
    browser::{js, page},
    engagement::{Action, Draft, Engagement},
    markup::{Element, Markup, el, words},
    signal::Signal,
};

/// From how many characters left they are counted down.
const COUNT_DOWN_FROM: usize = 500;

/// Name and text. What is written survives a reload; what is wrong with it is said beside the field.
#[component(transparent)]
pub(crate) fn CommentForm(
    /// What can be done with what is written.
    engagement: Engagement,
) -> Markup {
    let draft = engagement.draft;
    let error = Signal::new(None::<CommentError>);
    // The second half of a double click is no wish for an empty comment.
    let has_just_posted = Signal::new(false);
    let name = Field { id: "comment-name", element: Signal::new(None), error, is_wrong: concerns_name };
    let text = Field { id: "comment-text", element: Signal::new(None), error, is_wrong: |error| !concerns_name(error) };

    let write = move |change: &dyn Fn(&mut Draft)| {
        has_just_posted.set(false);
        draft.update(|draft| change(draft));
        engagement.act(Action::Write);
    };
    let submit = move |event: JsValue| {
        js::prevent_default(&event);
        let Draft { name: written_name, text: written } = draft.now();
        let parsed = parse_name(&written_name).and_then(|name| Ok(Draft { name, text: parse_text(&written)? }));
        match parsed {
            Ok(parsed) => {
                error.set(None);
                // The field is empty before anything is sent: a second click finds nothing to send.
                draft.update(|draft| draft.text.clear());
                has_just_posted.set(true);
                engagement.act(Action::Post(parsed));
            }
            Err(_) if has_just_posted.now() => {}
            Err(wrong) => {
                error.set(Some(wrong));
                if concerns_name(wrong) { name.focus() } else { text.focus() }
            }
        }
    };
    let name_field = name
        .draw("input", move || draft.get().name, move |value| write(&|draft| draft.name.clone_from(&value)))
        .attr("autocomplete", "name")
        .attr("aria-describedby", "comment-name-error");
    let text_field = text
        .draw("textarea", move || draft.get().text, move |value| write(&|draft| draft.text.clone_from(&value)))
        .attr("rows", "4")
        .attr("aria-describedby", "comment-text-error comment-text-left");
    let left = words(move || draft.with(|draft| characters_left(&draft.text)).unwrap_or_default());
    let end = el("div")
        .class("comment-form-end")
        .child(el("button").attr("type", "submit").class("button").child("Post comment"))
        .child(el("span").attr("id", "comment-text-left").class("characters-left").child(left));

    el("form")
        .class("comment-form")
        .attr("novalidate", "")
        .on("submit", submit)
        .child(el("label").attr("for", "comment-name").child("Name"))
        .child(name_field)
        .child(name.error().attr("id", "comment-name-error"))
        .child(el("label").attr("for", "comment-text").child("Comment"))
        .child(text_field)
        .child(text.error().attr("id", "comment-text-error"))
        .child(end)
        .into()
}

/// A field of the form, and what is wrong with it.
#[derive(Clone, Copy)]
struct Field {
    id: &'static str,
    element: Signal<Option<Node>>,
    error: Signal<Option<CommentError>>,
    /// Whether an error is this field's.
    is_wrong: fn(CommentError) -> bool,
}

impl Field {
    fn draw(
        self,
        name: &'static str,
        value: impl Fn() -> String + Send + 'static,
        write: impl Fn(String) + Send + 'static,
    ) -> Element {
        el(name)
            .attr("id", self.id)
            .attr("dir", "auto")
            .live_value(value)
            .live_attr("aria-invalid", move || self.wrong().map(|_| "true"))
            .on("input", move |event| write(page::value_of(&event)))
            .built(move |element| {
                let element = element.clone();
                self.element.write(|field| *field = Some(element));
            })
    }

    fn error(self) -> Element {
        let message = words(move || self.wrong().map(CommentError::sentence).unwrap_or_default());
        el("p").class("field-error").child(message)
    }

    fn wrong(self) -> Option<CommentError> {
        self.error.get().filter(|error| (self.is_wrong)(*error))
    }

    fn focus(self) {
        if let Some(element) = self.element.now() {
            js::focus(&element);
        }
    }
}

/// How many characters are left, once it matters.
fn characters_left(text: &str) -> String {
    let written = characters(text);
    let left = MAX_TEXT_CHARS.saturating_sub(written);
    match written.saturating_sub(MAX_TEXT_CHARS) {
        0 if left > COUNT_DOWN_FROM => String::new(),
        0 => left.to_string() + " characters left",
        over => over.to_string() + " characters too many",
    }
}

const fn concerns_name(error: CommentError) -> bool {
    matches!(error, CommentError::NameMissing | CommentError::NameTooLong)
}
