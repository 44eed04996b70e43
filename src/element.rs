//! The element's side of the border: what `define.js` calls when an element comes, changes and goes.

pub(crate) mod events;

use std::sync::Arc;

use leptos::prelude::*;
#[cfg(feature = "element")]
use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::{Element, HtmlElement};

use crate::{
    browser::{BrowserPlatform, js, page},
    config::{Config, Surroundings},
    signal::Signal,
    text_behaviour::TextBehaviour,
    viewer::{self, Request},
};

/// An attached element. Freeing it detaches: whatever was started ends, and the text stays.
#[cfg_attr(feature = "element", wasm_bindgen)]
pub struct Handle {
    host: HtmlElement,
    owner: Owner,
    request: Signal<Request>,
    _behaviour: TextBehaviour,
}

/// Brings an element to life.
///
/// `place` is the element in the shadow tree that the chrome goes into: never the shadow root itself, because Leptos
/// takes a node's parent for an element. `is_stale` says that the element had another `src` when its text was drawn.
#[cfg_attr(feature = "element", wasm_bindgen)]
pub fn attach(host: HtmlElement, place: Element, is_stale: bool) -> Handle {
    // An error says that it was done before, which is what is wanted.
    let _ = any_spawner::Executor::init_wasm_bindgen();
    // A root of its own, with the thread's current owner put back: under another element's owner this one would die
    // with it.
    let before = Owner::current();
    let owner = Owner::new_root(None);
    let request = owner.with(|| {
        let request = Signal::new(Request { config: Arc::new(read_config(&host)), attempt: 0 });
        viewer::start(&host, &place, request, is_stale);
        request
    });
    match before {
        Some(before) => before.set(),
        None => owner.clone().unset(),
    }
    let behaviour = TextBehaviour::attach(&host);
    Handle { host, owner, request, _behaviour: behaviour }
}

#[cfg_attr(feature = "element", wasm_bindgen)]
impl Handle {
    /// The attributes may have changed.
    pub fn update(&self) {
        let config = read_config(&self.host);
        if self.request.peek(|request| *request.config != config) == Some(true) {
            self.request.update(|request| request.config = Arc::new(config));
        }
    }
}

impl Drop for Handle {
    fn drop(&mut self) {
        // The nodes are gone by now. The cleanup is forced because every listener of a view holds its owner too.
        self.owner.clone().unset_with_forced_cleanup();
    }
}

fn read_config(host: &HtmlElement) -> Config {
    let surroundings = Surroundings { base: Some(js::base()), canonical: page::canonical() };
    Config::read(|name| js::attribute(host, name), js::query, &surroundings, &BrowserPlatform)
}
