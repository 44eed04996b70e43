//! What stands under the heading: the form, the list, and what is said to those who cannot see it.

use leptos::prelude::*;

use super::{form::CommentForm, list::CommentList, mine::MyComments};
use crate::{
    conversation::{Access, Comments, ThreadPhase},
    i18n::{Reader, tr},
    markup::{Markup, el, switch, words},
    signal::Signal,
};

/// The conversation.
#[component(transparent)]
pub(crate) fn Discussion(
    /// The comments, and what can be done with them.
    comments: Comments,
    /// The reader's language.
    reader: Reader,
) -> Markup {
    // Without an answer from the server there is nothing to write to; once there was one, the form stays.
    let was_available = Signal::new(false);
    let is_available = move || {
        let is_open = comments.thread.with(|thread| thread.phase == ThreadPhase::Ready || !thread.sending.is_empty());
        let is_available = is_open == Some(true) || was_available.now();
        was_available.write(|was| *was = is_available);
        is_available
    };
    // It comes last, and with the form: nothing moves it then.
    let mine = {
        let reader = reader.clone();
        move |is_available: bool| is_available.then(|| view! { <MyComments comments reader=reader.clone()/> }).into()
    };
    let announcement = words(move || comments.announcement.get());
    [
        el("p").attr("role", "status").class("visually-hidden").child(announcement).into(),
        switch(
            move || (is_available(), comments.may_write()),
            move |(is_available, may_write)| is_available.then(|| form(comments, may_write)).into(),
        ),
        view! { <CommentList comments reader/> }.into(),
        switch(is_available, mine),
    ]
    .into()
}

/// Where a comment is written, or why none is.
fn form(comments: Comments, may_write: bool) -> Markup {
    if may_write {
        return view! { <CommentForm comments purpose=super::form::Purpose::Article/> }.into();
    }
    let is_for_accounts = comments.access.now() == Access::Accounts;
    let why = if is_for_accounts { "Please sign in to take part." } else { "Comments are closed." };
    el("p").class("comments-closed").child(tr(why)).into()
}
