//! One comment.

use article::read_body;
use leptos::prelude::*;

use crate::{
    browser::BrowserPlatform,
    components::Blocks,
    engagement::{Action, Comment, Engagement, Sending},
    i18n::Locale,
    markup::{Element, Markup, el},
};

/// A comment, as everybody sees it.
#[component(transparent)]
pub(crate) fn CommentItem(
    /// The comment.
    comment: Comment,
    /// The reader's language.
    locale: Locale,
) -> Markup {
    let format = locale.format;
    let time = el("time")
        .class("comment-time")
        .attr("datetime", format.machine_time(comment.created_ms))
        .child(format.timestamp(comment.created_ms));
    let text: Markup = match comment.author {
        None => el("p").class("comment-state").child("This comment was deleted.").into(),
        Some(author) => {
            let blocks = read_body(&comment.body, &BrowserPlatform);
            let body: Markup = view! { <Blocks blocks/> }.into();
            // The site does not vouch for where its readers' links lead.
            let body = body.with_attributes("a", "rel", "nofollow ugc noopener noreferrer");
            [head(author.name).child(" ").child(time).into(), comment_text(body)].into()
        }
    };
    el("li").child(el("article").class("comment").child(text)).into()
}

/// A comment of the reader's own that the server has not confirmed.
#[component(transparent)]
pub(crate) fn SendingItem(
    /// The comment.
    sending: Sending,
    /// What can be done with it.
    engagement: Engagement,
) -> Markup {
    let Sending { key, draft, failure } = sending;
    let state = match failure {
        None => el("p").class("comment-state").child("Sending…"),
        Some(reason) => {
            let button = |label: &'static str, class, action: Action| {
                let act = move |_| engagement.act(action.clone());
                el("button").attr("type", "button").class(class).on("click", act).child(label)
            };
            el("div")
                .class("comment-state comment-unsent")
                .child(el("p").child(reason))
                .child(button("Send again", "button", Action::Retry(key.clone())))
                .child(" ")
                .child(button("Discard", "button button-quiet", Action::Discard(key)))
        }
    };
    let article = el("article")
        .class("comment comment-sending")
        .child(head(draft.name))
        .child(comment_text(el("p").class("comment-unread").child(draft.text).into()))
        .child(state);
    el("li").child(article).into()
}

fn comment_text(text: Markup) -> Markup {
    el("div").class("comment-text").attr("dir", "auto").child(text).into()
}

fn head(name: String) -> Element {
    el("p").class("comment-head").child(el("bdi").class("comment-author").child(name))
}
