//! What the browser goes on telling until nobody wants to hear it any more.

use wasm_bindgen::JsValue;
use web_sys::{Element, Node};

use super::js::{self, Call};

/// Something that calls back; dropping it ends that.
///
/// One type of callback for all of them: each other type would be some hundred bytes more of glue and wasm.
pub(crate) struct Subscription {
    stop: JsValue,
    _call: Call,
}

impl Subscription {
    /// Listens to one kind of event on a node, or on the window.
    pub(crate) fn listen(target: Option<&Node>, event: &str, call: impl FnMut(JsValue) + 'static) -> Self {
        Self::begin(Box::new(call), &|call| js::listen(target, event, call))
    }

    /// Calls once, after a while.
    pub(crate) fn timer(ms: u32, mut call: impl FnMut() + 'static) -> Self {
        Self::begin(Box::new(move |_| call()), &|call| js::after(ms, false, call))
    }

    /// Calls after the next paint, once or twice, and soon where nothing is painted.
    pub(crate) fn painted(mut call: impl FnMut() + 'static) -> Self {
        Self::begin(Box::new(move |_| call()), &|call| js::after(200, true, call))
    }

    /// Tells, each time it changes, whether an element can be seen: it is on screen, in a tab that is shown.
    pub(crate) fn visibility(element: &Element, tell: impl Fn(bool) + 'static) -> Self {
        Self::begin(Box::new(move |is_seen| tell(is_seen.is_truthy())), &|call| js::watch(element, call))
    }

    /// Opens a stream of server-sent events. Each event of these names, with spaces between them, arrives with its name and data. When the stream
    /// fails or ends it is closed, and neither arrives.
    pub(crate) fn stream(url: &str, names: &str, tell: impl Fn(Option<(String, String)>) + 'static) -> Self {
        let call = move |event| tell(js::get_text(&event, "type").zip(js::get_text(&event, "data")));
        Self::begin(Box::new(call), &|call| js::stream(url, names, call))
    }

    /// Brings the conversation into a place once the reader is near, and ends it. Calls when it cannot come, or has died.
    pub(crate) fn conversation(
        host: &Element,
        place: &Element,
        api: &str,
        article: &str,
        mut fail: impl FnMut() + 'static,
    ) -> Self {
        Self::begin(Box::new(move |_| fail()), &|call| js::converse(host, place, api, article, call))
    }

    /// What goes on while somebody reads an article: `src/reading/along.js`.
    pub(crate) fn reading(host: &Element, article: &str) -> Self {
        Self::silent(&|| js::accompany(host, article))
    }

    /// What calls nobody back, and is ended all the same.
    pub(crate) fn silent(begin: &dyn Fn() -> JsValue) -> Self {
        Self::begin(Box::new(|_| ()), &|_| begin())
    }

    /// Whatever else calls back.
    pub(crate) fn begin(call: Box<dyn FnMut(JsValue)>, begin: &dyn Fn(&Call) -> JsValue) -> Self {
        let call = Call::wrap(call);
        Self { stop: begin(&call), _call: call }
    }
}

impl Drop for Subscription {
    fn drop(&mut self) {
        js::stop(&self.stop);
    }
}
