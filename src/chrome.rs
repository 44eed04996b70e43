//! The chrome: everything of the page that moves. It stands in the shadow tree, around the two slots of the text.

use leptos::prelude::*;
use web_sys::Element;

use crate::{
    components::{CommentCount, Comments, LiveStatus, LoadFailure, ViewCount},
    config::Config,
    engagement::Engagement,
    i18n::Locale,
    markup::{Markup, el, nothing, switch, words},
    signal::Signal,
    viewer::{Phase, Request, Retry},
};

const LOADING: &str = "Loading the article…";

/// The slots, with the counts between them and the comments after.
#[component]
pub(crate) fn Chrome(
    /// What has become of the article.
    phase: Signal<Phase>,
    /// What is being shown.
    request: Signal<Request>,
    /// Views and comments, when there is a server for them.
    engagement: Option<Engagement>,
    /// Says that there is a newer article, when there is.
    update: Markup,
    /// The reader's language.
    locale: Locale,
) -> Markup {
    let is_slow = move || phase.with(|phase| *phase == Phase::Loading { is_slow: true }).unwrap_or_default();
    let announcement = words(move || if is_slow() { LOADING.to_owned() } else { String::new() });
    let Config { is_standalone, has_comments, has_views, .. } = *request.now().config;
    // Until the article brings its own, its page has no heading.
    let heading_meanwhile = switch(
        move || is_standalone && is_slow(),
        |is_missing| is_missing.then(|| el("h1").class("visually-hidden").child(LOADING)).into(),
    );
    let failure = {
        let locale = locale.clone();
        move |phase| match phase {
            Phase::Failed(error) => {
                let Config { src, is_standalone, .. } = request.now().config.as_ref().clone();
                view! { <LoadFailure error src is_standalone retry=Retry(request) locale=locale.clone()/> }.into()
            }
            _ => nothing(),
        }
    };
    let failure = switch(move || phase.get(), failure);
    let heading = Signal::new(None::<Element>);
    let counts = engagement.map(|engagement| {
        let count = has_comments
            .then(|| view! { <CommentCount count=engagement.comment_count heading locale=locale.clone()/> });
        let views = has_views.then(|| view! { <ViewCount views=engagement.views locale=locale.clone()/> });
        let status = view! { <LiveStatus state=engagement.live/> };
        el("div").class("counts").attr("part", "counts").child(count).child(views).child(status)
    });
    let comments =
        engagement.filter(|_| has_comments).map(|engagement| view! { <Comments engagement heading locale/> });

    [
        el("p").attr("role", "status").class("visually-hidden").child(announcement).into(),
        heading_meanwhile,
        update,
        el("slot").attr("name", "header").into(),
        counts.into(),
        failure,
        el("slot").attr("name", "body").into(),
        el("slot").into(),
        comments.into(),
    ]
    .into()
}
