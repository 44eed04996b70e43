//! The page around the element.

use article::Language;
use wasm_bindgen::JsValue;
use web_sys::{Document, VisibilityState, Window};

pub(crate) fn window() -> Option<Window> {
    web_sys::window()
}

fn document() -> Option<Document> {
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
