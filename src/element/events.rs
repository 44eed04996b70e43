//! The events a host can hear. They bubble and leave shadow trees; their details are plain data.

use article::Notice;
use js_sys::{Array, Object, Reflect};
use wasm_bindgen::JsValue;
use web_sys::{CustomEvent, CustomEventInit, HtmlElement};

use crate::loader::LoadError;

/// `av-load`: an article is about to be shown. The host may say no; tells whether it did not.
///
/// An article that stands there already is only told of.
pub(crate) fn load(host: &HtmlElement, headline: Option<&str>, notices: &[Notice], is_there: bool) -> bool {
    let notices: Array = notices.iter().map(|notice| JsValue::from_str(&notice.to_string())).collect();
    let headline = headline.map_or(JsValue::NULL, JsValue::from_str);
    dispatch(host, "av-load", !is_there, &[("headline", headline), ("notices", notices.into())])
}

/// `av-view`: the article was seen. The host may say no, and then nobody is told; tells whether it did not.
pub(crate) fn view(host: &HtmlElement) -> bool {
    dispatch(host, "av-view", true, &[])
}

/// `av-comment`: the reader posts a comment. The host may say no; tells whether it did not.
pub(crate) fn comment(host: &HtmlElement, name: &str, text: &str) -> bool {
    dispatch(host, "av-comment", true, &[("name", JsValue::from_str(name)), ("text", JsValue::from_str(text))])
}

/// `av-error`: there is no article to show.
pub(crate) fn error(host: &HtmlElement, error: &LoadError) {
    let code = JsValue::from_str(error.code());
    let message = JsValue::from_str(&error.to_string());
    dispatch(host, "av-error", false, &[("code", code), ("message", message)]);
}

/// Dispatches an event; tells whether nobody said no.
fn dispatch(host: &HtmlElement, name: &str, cancelable: bool, detail: &[(&str, JsValue)]) -> bool {
    let object = Object::new();
    for (key, value) in detail {
        // The keys are ours, and setting a property of a fresh plain object cannot fail.
        let _ = Reflect::set(&object, &JsValue::from_str(key), value);
    }
    let init = CustomEventInit::new();
    init.set_bubbles(true);
    init.set_composed(true);
    init.set_cancelable(cancelable);
    init.set_detail(&object);
    CustomEvent::new_with_event_init_dict(name, &init).and_then(|event| host.dispatch_event(&event)).unwrap_or(true)
}
