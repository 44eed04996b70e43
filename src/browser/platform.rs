//! The browser's own parsers.

use article::{Json, NotJson, Object, Platform};
use js_sys::Array;
use wasm_bindgen::JsValue;

use super::js;

/// The browser.
#[derive(Clone, Copy, Debug)]
pub(crate) struct BrowserPlatform;

impl Platform for BrowserPlatform {
    fn resolve_url(&self, base: Option<&str>, url: &str) -> Option<String> {
        js::resolve(url, base)
    }

    fn parse_json(&self, text: &str) -> Result<Json, NotJson> {
        // Browsers disagree about where the error is, and some do not say.
        tree(&js::parse(text).ok_or_else(NotJson::default)?.get(0), 0)
    }

    fn number(&self, number: f64) -> String {
        js::digits(number)
    }
}

/// Parses JSON.
pub(crate) fn parse_json(text: &str) -> Option<Json> {
    BrowserPlatform.parse_json(text).ok()
}

/// What the browser parsed, as ours.
pub(crate) fn tree(value: &JsValue, depth: usize) -> Result<Json, NotJson> {
    if depth > Json::MAX_DEPTH {
        return Err(NotJson::default());
    }
    if let Some(text) = value.as_string() {
        return Ok(Json::String(text));
    }
    if let Some(number) = value.as_f64() {
        return Ok(Json::Number(number));
    }
    if let Some(bool) = value.as_bool() {
        return Ok(Json::Bool(bool));
    }
    let Some(members) = js::members(value) else { return Ok(Json::Null) };
    let mut values = (0..members.length()).map(|place| members.get(place));
    if Array::is_array(value) {
        return Ok(Json::Array(values.map(|value| tree(&value, depth + 1)).collect::<Result<_, _>>()?));
    }
    let mut object = Vec::new();
    while let (Some(key), Some(value)) = (values.next(), values.next()) {
        object.push((key.as_string().unwrap_or_default(), tree(&value, depth + 1)?));
    }
    Ok(Json::Object(Object(object)))
}
