//! The way to the reading tools, which are loaded when they are asked for.

use leptos::{prelude::*, task::spawn_local};
use wasm_bindgen_futures::JsFuture;
use web_sys::HtmlElement;

use crate::{
    browser::js,
    i18n::{Reader, tr},
    markup::{Markup, el, words},
    signal::Signal,
};

/// Opens the panel of the reading tools, or says that it could not be loaded.
#[component(transparent)]
pub(crate) fn ReadingTools(
    /// The article's element.
    host: Signal<HtmlElement>,
    /// The reader's language.
    reader: Reader,
) -> Markup {
    let has_failed = Signal::new(false);
    let open = move |_| {
        host.peek(|host| {
            let opened = JsFuture::from(js::tools(host));
            spawn_local(async move { has_failed.set(opened.await.is_err()) });
        });
    };
    let name = if_failed(has_failed);
    reader
        .mark(el("button"))
        .attr("type", "button")
        .class("tools")
        .attr("part", "tools")
        .on("click", open)
        .child(name)
        .into()
}

fn if_failed(has_failed: Signal<bool>) -> Markup {
    words(
        move || {
            if has_failed.get() { tr("The reading tools could not be loaded. Try again") } else { tr("Reading tools") }
        },
    )
}
