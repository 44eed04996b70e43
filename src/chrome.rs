//! The chrome: everything of the page that moves. It stands in the shadow tree, around the two slots of the text.
//!
//! The slots themselves are never moved: all of the text would be laid out again.

use leptos::prelude::*;
use web_sys::{Element, HtmlElement};

use crate::{
    browser::js,
    components::{CommentCount, Comments, LiveStatus, LoadFailure, ViewCount},
    config::Config,
    engagement::{Engagement, Subject},
    i18n::{Reader, tr},
    markup::{Markup, el, nothing, switch, words},
    signal::Signal,
    viewer::{Phase, Request, Retry},
};

/// What there is to say about the article, above it.
#[component(transparent)]
pub(crate) fn Notices(
    /// What has become of the article.
    phase: Signal<Phase>,
    /// What is being shown.
    request: Signal<Request>,
    /// Says that there is a newer article, when there is.
    update: Markup,
    /// The reader's language.
    reader: Reader,
) -> Markup {
    let loading = || tr("Loading the article…");
    let is_slow = move || phase.with(|phase| *phase == Phase::Loading { is_slow: true }).unwrap_or_default();
    let announcement = words(move || if is_slow() { loading() } else { String::new() });
    let is_standalone = request.now().config.is_standalone;
    // Until the article brings its own, its page has no heading.
    let heading_meanwhile = switch(move || is_standalone && is_slow(), {
        let reader = reader.clone();
        move |is_missing: bool| {
            is_missing.then(|| reader.mark(el("h1")).class("visually-hidden").child(loading())).into()
        }
    });
    let announcement = reader.mark(el("p")).attr("role", "status").class("visually-hidden").child(announcement);
    let failure = move |phase| match phase {
        Phase::Failed(error) => {
            let Config { src, is_standalone, .. } = request.now().config.as_ref().clone();
            view! { <LoadFailure error src is_standalone retry=Retry(request) reader=reader.clone()/> }.into()
        }
        _ => nothing(),
    };
    [announcement.into(), heading_meanwhile, update, switch(move || phase.get(), failure)].into()
}

/// The comments, below the article; their number and that of the views go where there is room for them.
#[component(transparent)]
pub(crate) fn Conversation(
    /// Where the slots are.
    place: Signal<Element>,
    /// The article's element.
    host: Signal<HtmlElement>,
    /// What is counted and talked about.
    subject: Subject,
    /// Views and comments.
    engagement: Engagement,
    /// The reader's language.
    reader: Reader,
) -> Markup {
    let heading = Signal::new(None::<Element>);
    let Subject { has_comments, has_views, .. } = subject;
    let count =
        has_comments.then(|| view! { <CommentCount count=engagement.comment_count heading reader=reader.clone()/> });
    let views = has_views.then(|| view! { <ViewCount views=engagement.views reader=reader.clone()/> });
    let counts: Markup =
        [count.into(), views.into(), view! { <LiveStatus state=engagement.live reader=reader.clone()/> }.into()].into();
    place.peek(|place| fill_counts(place, Some(counts)));

    let count = engagement.comment_count;
    has_comments.then(|| view! { <Comments subject host count heading reader/> }).into()
}

/// The line of the counts. It is there before they are, so that nothing moves when they come.
pub(crate) fn fill_counts(place: &Element, counts: Option<Markup>) {
    let Some(line) = js::find(Some(place), ".counts") else { return };
    if let Some(numbers) = js::find(Some(&line), ".numbers") {
        js::remove(&numbers, &numbers);
    }
    if let Some(counts) = counts {
        let first = js::get_node(&line, "firstChild");
        let numbers: Markup = el("div").class("numbers").child(counts).into();
        js::insert(&line, &numbers.build(), first.as_ref());
    }
}

/// The way to the reading tools, at the end of the line of the counts.
pub(crate) fn add_tools(place: &Element, tools: Markup) {
    if let Some(line) = js::find(Some(place), ".counts") {
        js::insert(&line, &tools.build(), None);
    }
}
