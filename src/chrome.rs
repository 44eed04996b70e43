//! The chrome: everything of the page that moves. It stands in the shadow tree, around the two slots of the text.

use leptos::{html, prelude::*};

use crate::{
    components::{CommentCount, Comments, LiveStatus, LoadFailure, ViewCount},
    config::Config,
    engagement::Engagement,
    viewer::{Phase, Request},
};

const LOADING: &str = "Loading the article…";

/// The slots, with the counts between them and the comments after.
#[component]
pub(crate) fn Chrome(
    /// What has become of the article.
    phase: Signal<Phase>,
    /// What is being shown.
    request: Signal<Request>,
    /// The reader wants to try again.
    retry: Callback<()>,
) -> impl IntoView {
    let failure = move || match phase.get() {
        Phase::Failed(error) => {
            let Config { src, is_standalone, .. } = request.get().config;
            Some(view! { <LoadFailure error src is_standalone retry/> })
        }
        _ => None,
    };
    let is_slow = move || matches!(phase.get(), Phase::Loading { is_slow: true });
    let announcement = move || is_slow().then_some(LOADING);
    // Until the article brings its own, its page has no heading.
    let is_standalone = request.get_untracked().config.is_standalone;
    let heading_meanwhile =
        move || (is_standalone && is_slow()).then(|| view! { <h1 class="visually-hidden">{LOADING}</h1> });
    let Config { has_comments, has_views, .. } = request.get_untracked().config;
    let engagement = use_context::<Engagement>();
    let heading = NodeRef::<html::H2>::new();
    let go = Callback::new(move |()| {
        if let Some(heading) = heading.get_untracked() {
            heading.scroll_into_view();
            let _ = heading.focus();
        }
    });
    let counts = engagement.map(|engagement| {
        let count = has_comments.then(|| view! { <CommentCount count=engagement.comment_count go/> });
        let views = has_views.then(|| view! { <ViewCount views=engagement.views/> });
        view! {
            <div class="counts" part="counts">
                {count}
                {views}
                <LiveStatus state=engagement.live/>
            </div>
        }
    });
    let comments = engagement.filter(|_| has_comments).map(|_| view! { <Comments heading/> });

    view! {
        <p role="status" class="visually-hidden">{announcement}</p>
        {heading_meanwhile}
        <slot name="header"></slot>
        {counts}
        {failure}
        <slot name="body"></slot>
        <slot></slot>
        {comments}
    }
}
