//! The functions of `browser.js`.

use js_sys::{Array, Promise};
use wasm_bindgen::prelude::*;
use web_sys::{DocumentFragment, Element, Node, Request, Response};

/// What the browser calls, with an event or whatever else there is to tell.
pub(crate) type Call = Closure<dyn FnMut(JsValue)>;

#[wasm_bindgen(module = "/src/browser/browser.js")]
extern "C" {
    #[wasm_bindgen(js_name = isVisible)]
    pub(crate) fn is_visible() -> bool;
    #[wasm_bindgen(js_name = isOnline)]
    pub(crate) fn is_online() -> bool;
    #[wasm_bindgen(js_name = isAutomated)]
    pub(crate) fn is_automated() -> bool;
    pub(crate) fn language() -> String;
    pub(crate) fn base() -> String;
    pub(crate) fn origin() -> String;
    pub(crate) fn query(name: &str) -> Option<String>;
    pub(crate) fn now() -> f64;
    pub(crate) fn pause() -> Promise;
    pub(crate) fn random(below: u32) -> u32;
    pub(crate) fn uuid() -> String;
    pub(crate) fn read(key: &str) -> Option<String>;
    pub(crate) fn write(key: &str, value: Option<&str>);
    pub(crate) fn adopt(title: Option<&str>, language: Option<&str>, direction: Option<&str>);

    pub(crate) fn element(name: &str) -> Element;
    pub(crate) fn text(data: &str) -> Node;
    pub(crate) fn fragment() -> DocumentFragment;
    pub(crate) fn insert(parent: &Node, node: &Node, before: Option<&Node>);
    pub(crate) fn fill(element: &Element, node: Option<&Node>);
    pub(crate) fn find(root: Option<&Node>, selector: &str) -> Option<Element>;
    #[wasm_bindgen(js_name = get)]
    pub(crate) fn get_node(object: &JsValue, name: &str) -> Option<Node>;
    #[wasm_bindgen(js_name = get)]
    pub(crate) fn get_text(object: &JsValue, name: &str) -> Option<String>;
    pub(crate) fn set(object: &JsValue, name: &str, value: &str);
    pub(crate) fn attribute(element: &Element, name: &str) -> Option<String>;
    #[wasm_bindgen(js_name = setAttribute)]
    pub(crate) fn set_attribute(element: &Element, name: &str, value: Option<&str>);
    pub(crate) fn focus(element: &Element);
    #[wasm_bindgen(js_name = scrollTo)]
    pub(crate) fn scroll_to(element: &Element);
    pub(crate) fn remove(first: &Node, last: &Node);
    #[wasm_bindgen(js_name = move)]
    pub(crate) fn relocate(first: &Node, last: &Node, parent: &Node, before: Option<&Node>);

    #[wasm_bindgen(js_name = preventDefault)]
    pub(crate) fn prevent_default(event: &JsValue);
    pub(crate) fn dispatch(host: &Element, name: &str, is_cancelable: bool, detail: &str) -> bool;
    pub(crate) fn clicked(event: &JsValue) -> Option<Element>;
    #[wasm_bindgen(js_name = goToNote)]
    pub(crate) fn go_to_note(event: &JsValue, link: &Element);
    pub(crate) fn closest(element: &Element, selector: &str) -> Option<Element>;

    pub(crate) fn stop(stop: &JsValue);
    pub(crate) fn listen(target: Option<&Node>, name: &str, call: &Call) -> JsValue;
    pub(crate) fn after(ms: u32, or_paint: bool, call: &Call) -> JsValue;
    pub(crate) fn watch(element: &Element, call: &Call) -> JsValue;
    pub(crate) fn converse(host: &Element, place: &Element, api: &str, article: &str, call: &Call) -> JsValue;
    pub(crate) fn tools(host: &Element) -> Promise;
    pub(crate) fn accompany(host: &Element, article: &str) -> JsValue;
    pub(crate) fn stream(url: &str, names: &str, call: &Call) -> JsValue;

    pub(crate) fn resolve(url: &str, base: Option<&str>) -> Option<String>;
    pub(crate) fn encode(text: &str) -> String;
    pub(crate) fn parse(text: &str) -> Option<Array>;
    pub(crate) fn members(value: &JsValue) -> Option<Array>;
    pub(crate) fn deadline(ms: u32) -> JsValue;
    pub(crate) fn abort(deadline: &JsValue);
    pub(crate) fn aborted(deadline: &JsValue) -> Option<String>;
    pub(crate) fn request(url: &str, options: &str, deadline: &JsValue) -> Option<Request>;
    pub(crate) fn answer(response: &Response, most: u32) -> Promise;
    pub(crate) fn words(language: &str) -> Promise;
    pub(crate) fn learn() -> Promise;
    pub(crate) fn translate(english: &str, number: Option<f64>) -> Option<String>;
    pub(crate) fn given(json: &str, deciding: &str) -> Promise;
    pub(crate) fn share(
        url: &str,
        is_anew: bool,
        deadline: &JsValue,
        begin: &mut dyn FnMut(JsValue) -> Promise,
        deciding: &str,
    ) -> Promise;

    pub(crate) fn iso(ms: f64) -> Option<String>;
    pub(crate) fn number(number: f64, language: &str, options: &str) -> Option<String>;
    pub(crate) fn date(ms: f64, language: &str, options: &str) -> Option<String>;
    pub(crate) fn list(language: &str, names: &str) -> Option<String>;
    pub(crate) fn digits(number: f64) -> String;
}
