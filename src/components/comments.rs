//! The conversation: a heading, and the place for what comes with a wasm of its own.

mod comment;
mod discussion;
mod form;
mod list;
mod mine;

use leptos::prelude::*;
use web_sys::{Element, HtmlElement};

pub(crate) use self::discussion::Discussion;
use crate::{
    browser::Subscription,
    engagement::Subject,
    i18n::{Reader, tr},
    markup::{Markup, el, switch, words},
    signal::{Signal, keep},
};

/// The comments of the article. The heading is there at once; the rest comes when the reader is near.
#[component(transparent)]
pub(crate) fn Comments(
    /// What is talked about.
    subject: Subject,
    /// The article's element.
    host: Signal<HtmlElement>,
    /// How many comments there are, when that is known.
    count: Signal<Option<u64>>,
    /// The heading, which the way to the comments leads to.
    heading: Signal<Option<Element>>,
    /// The reader's language.
    reader: Reader,
) -> Markup {
    let format = reader.format.clone();
    let title = words(move || match count.get() {
        Some(count) => tr("Comments") + " (" + &format.number(count) + ")",
        None => tr("Comments"),
    });
    let title = el("h2")
        .attr("id", "comments-title")
        .class("comments-title")
        .attr("tabindex", "-1")
        .built(move |element| {
            let element = element.clone();
            heading.write(|heading| *heading = Some(element));
        })
        .child(title);
    let has_failed = Signal::new(false);
    let section =
        reader.mark(el("section")).class("comments").attr("part", "comments").attr("aria-labelledby", "comments-title");
    section
        .child(title)
        .child(switch(
            move || has_failed.get(),
            move |failed| {
                if failed { failure(has_failed) } else { place(subject.clone(), host, has_failed) }
            },
        ))
        .into()
}

/// Where the conversation goes.
fn place(subject: Subject, host: Signal<HtmlElement>, has_failed: Signal<bool>) -> Markup {
    let begin = move |place: &Element| {
        let fail = move || has_failed.set(true);
        host.peek(|host| keep(Subscription::conversation(host, place, &subject.api, &subject.article, fail)));
    };
    el("div").class("conversation").built(begin).into()
}

fn failure(has_failed: Signal<bool>) -> Markup {
    let again = move |_| has_failed.set(false);
    let button =
        el("button").attr("type", "button").class("button button-quiet").on("click", again).child(tr("Try again"));
    el("div").class("comments-failed").child(el("p").child(tr("Comments could not be loaded."))).child(button).into()
}
