//! How many comments there are, and the way to them.

use leptos::prelude::*;
use wasm_bindgen::JsValue;
use web_sys::Element;

use super::view_count::counted;
use crate::{
    browser::js,
    i18n::Reader,
    markup::{Markup, el, switch},
    signal::Signal,
};

/// The number of comments, leading to them; nothing while it is not known.
#[component(transparent)]
pub(crate) fn CommentCount(
    /// The number, when it is known.
    count: Signal<Option<u64>>,
    /// Where the comments begin.
    heading: Signal<Option<Element>>,
    /// The reader's language.
    reader: Reader,
) -> Markup {
    // A fragment does not reach into a shadow tree, so the way is gone by script; the address stays for what it says.
    let follow = move |event: JsValue| {
        js::prevent_default(&event);
        if let Some(heading) = heading.now() {
            js::scroll_to(&heading);
            js::focus(&heading);
        }
    };
    let draw = move |count| {
        counted(el("a"), &reader, count, [["{} Comment", "{} Comments"], ["{} comment", "{} comments"]])
            .class("comment-count")
            .attr("part", "comment-count")
            .attr("href", "#av-comments")
            .on("click", follow)
    };
    switch(move || count.get(), move |count| count.map(&draw).into())
}
