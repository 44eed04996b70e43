//! The functions of `conversation.js`.

use js_sys::Promise;
use wasm_bindgen::prelude::*;
use web_sys::{Element, HtmlElement, Node};

use crate::browser::js::Call;

#[wasm_bindgen(module = "/src/conversation/conversation.js")]
extern "C" {
    pub(super) fn secret() -> String;
    pub(super) fn account(host: &HtmlElement, api: &str, call: &Call) -> JsValue;
    pub(super) fn token(api: &str) -> Option<String>;
    pub(super) fn writer(api: &str) -> Option<String>;
    pub(crate) fn age(time: &Element);
    pub(super) fn tick(place: &Element) -> JsValue;
    #[wasm_bindgen(js_name = time)]
    fn time() -> f64;
    pub(super) fn keep(key: &str, value: Option<&str>) -> Promise;
    pub(super) fn kept() -> Promise;
    pub(super) fn turn() -> Promise;
    pub(super) fn save(name: &str, text: &str);
    pub(super) fn asked() -> Option<String>;
    #[wasm_bindgen(js_name = askFor)]
    pub(super) fn ask_for(id: &str);
    pub(super) fn show(place: &Element, id: &str, is_asked: bool);
    #[wasm_bindgen(js_name = focusSoon)]
    pub(crate) fn focus_soon(place: &Element, selector: &str);
    #[wasm_bindgen(js_name = focusBack)]
    pub(crate) fn focus_back(opener: &Node);
}

/// Now, in milliseconds since 1970-01-01T00:00:00Z.
#[expect(clippy::cast_possible_truncation, reason = "a whole number, as `Date.now` gives it")]
pub(super) fn now() -> i64 {
    time() as i64
}
