//! The page around the element.

use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

use super::js;

/// The page's canonical address, when it names one.
pub(crate) fn canonical() -> Option<String> {
    js::attribute(&js::find(None, "link[rel~=canonical][href]")?, "href").filter(|href| !href.is_empty())
}

/// What is written in, or chosen from, the field an event came from.
pub(crate) fn value_of(event: &JsValue) -> String {
    let field = js::get_node(event, "target");
    field.and_then(|field| js::get_text(&field, "value")).unwrap_or_default()
}

/// A stretch of work, from the last time the page could do something else.
pub(crate) struct Slice {
    began_ms: f64,
}

impl Slice {
    /// How long a stretch may be: a frame at 60 Hz is 16 ms, and some of it is the browser's.
    const LONGEST_MS: f64 = 10.0;

    /// Begins to work.
    pub(crate) fn begin() -> Self {
        Self { began_ms: js::now() }
    }

    /// Lets the page do something else once it has waited for long. In a hidden tab nobody waits, and timers are slow.
    pub(crate) async fn pause_when_long(&mut self) {
        if js::now() - self.began_ms > Self::LONGEST_MS && js::is_visible() {
            // It is never rejected.
            let _ = JsFuture::from(js::pause()).await;
            *self = Self::begin();
        }
    }
}
