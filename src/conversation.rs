//! The conversation about one article: what is read, written, liked and kept. It is a wasm of its own, loaded when the
//! reader comes near (`docs/decisions/0009-the-conversation-in-a-wasm-of-its-own.md`).

mod answers;
mod client;
mod comments;
mod draft;
pub(crate) mod js;
mod memory;
mod mine;
mod outbox;
mod thread;

use std::sync::Arc;

use article::Json;
use leptos::prelude::*;
use web_sys::{Element, HtmlElement};

pub(crate) use self::{
    comments::{Access, Comments, Written},
    draft::Draft,
    mine::Mine,
    thread::{Group, Item, Sending, Thread, ThreadPhase},
};
use crate::{
    browser::js::{self as browser},
    components::Discussion,
    i18n::Reader,
    markup::Markup,
};

/// A comment whose body is the JSON it came as: it is read when it is drawn, and blocks need not be copied before.
pub(crate) type Comment = engagement::comments::Comment<Arc<Json>>;
/// A page of such comments.
type Page = engagement::comments::Page<Arc<Json>>;

/// A conversation on a page. Dropping it ends what it started.
pub struct Conversation(Owner);

/// Draws the conversation about an article into a place, and keeps it up to date.
///
/// `api` is the server's address, `article` what it calls the article.
pub fn converse(host: HtmlElement, place: &Element, api: &str, article: &str) -> Conversation {
    // An error says that it was done before, which is what is wanted.
    let _ = any_spawner::Executor::init_wasm_bindgen();
    let owner = Owner::new_root(None);
    owner.with(|| {
        let comments = Comments::start(host, place, api, article);
        let markup: Markup = view! { <Discussion comments reader=Reader::now()/> }.into();
        browser::fill(place, Some(&markup.build()));
    });
    owner.clone().unset();
    Conversation(owner)
}

impl Drop for Conversation {
    fn drop(&mut self) {
        // Every listener of a view holds its owner too.
        self.0.clone().unset_with_forced_cleanup();
    }
}
