//! The page around the element.

use article::Language;
use js_sys::Promise;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Document, Event, VisibilityState, Window};

pub(crate) fn window() -> Option<Window> {
    web_sys::window()
}

/// The document of the page.
pub(crate) fn document() -> Option<Document> {
    window()?.document()
}

/// Whether the page can be seen; not so in a hidden tab, nor while it is prerendered.
pub(crate) fn is_visible() -> bool {
    document().is_some_and(|document| document.visibility_state() == VisibilityState::Visible)
}

/// Whether the browser thinks that there is a network.
pub(crate) fn is_online() -> bool {
    window().is_none_or(|window| window.navigator().on_line())
}

/// Whether a program drives the browser.
pub(crate) fn is_automated() -> bool {
    let webdriver = |window: Window| js_sys::Reflect::get(&window.navigator(), &JsValue::from_str("webdriver")).ok();
    window().and_then(webdriver).is_some_and(|value| value.is_truthy())
}

/// Bytes nobody can guess.
pub(crate) fn random_bytes() -> [u8; 16] {
    let mut bytes = [0; 16];
    if let Some(crypto) = window().and_then(|window| window.crypto().ok()) {
        // Fails for more than 65,536 bytes only.
        let _ = crypto.get_random_values_with_u8_array(&mut bytes);
    }
    bytes
}

/// The language of the browser.
pub(crate) fn language() -> Option<Language> {
    Language::parse(&window()?.navigator().language()?)
}

/// What relative addresses are resolved against.
pub(crate) fn base() -> Option<String> {
    document()?.base_uri().ok().flatten()
}

/// The origin of the page.
pub(crate) fn origin() -> Option<String> {
    window()?.location().origin().ok()
}

/// The page's canonical address, when it names one.
pub(crate) fn canonical() -> Option<String> {
    let link = document()?.query_selector("link[rel~=canonical][href]").ok().flatten()?;
    link.get_attribute("href").filter(|href| !href.is_empty())
}

/// What is written in, or chosen from, the field an event came from.
pub(crate) fn value_of(event: &Event) -> String {
    let field = event.target().map_or(JsValue::NULL, JsValue::from);
    js_sys::Reflect::get(&field, &JsValue::from_str("value"))
        .ok()
        .and_then(|value| value.as_string())
        .unwrap_or_default()
}

/// A parameter of the page's own query.
pub(crate) fn query(name: &str) -> Option<String> {
    let search = window()?.location().search().ok()?;
    web_sys::UrlSearchParams::new_with_str(&search).ok()?.get(name)
}

/// Names the page after the article it shows.
pub(crate) fn adopt(title: Option<&str>, language: Option<&str>, direction: Option<&str>) {
    let Some(document) = document() else { return };
    if let Some(title) = title {
        document.set_title(title);
    }
    if let Some(root) = document.document_element() {
        for (name, value) in [("lang", language), ("dir", direction)] {
            if let Some(value) = value {
                // A valid name and any value are always accepted.
                let _ = root.set_attribute(name, value);
            }
        }
    }
}

/// A clock that only goes forward, and says nothing of the time of day.
fn clock_ms() -> f64 {
    window().and_then(|window| window.performance()).map_or(0.0, |performance| performance.now())
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
        Self { began_ms: clock_ms() }
    }

    /// Lets the page do something else once it has waited for long. In a hidden tab nobody waits, and timers are slow.
    pub(crate) async fn pause_when_long(&mut self) {
        if clock_ms() - self.began_ms > Self::LONGEST_MS && is_visible() {
            let pause = Promise::new(&mut |resolve, _| {
                let _ = window().map(|window| window.set_timeout_with_callback(&resolve));
            });
            // It is never rejected.
            let _ = JsFuture::from(pause).await;
            *self = Self::begin();
        }
    }
}
