//! The conversation below an article, as `load.js` starts and ends it.

use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::{Element, HtmlElement};

/// A conversation on a page. Freeing it ends what it started; its nodes go with the place.
#[wasm_bindgen]
pub struct Handle(#[expect(dead_code, reason = "it is kept until it is dropped")] article_viewer::Conversation);

/// Draws the conversation about an article into a place, and keeps it up to date.
#[wasm_bindgen]
pub fn attach(host: HtmlElement, place: &Element, api: &str, article: &str) -> Handle {
    Handle(article_viewer::converse(host, place, api, article))
}
