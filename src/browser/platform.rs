//! The browser's own parsers.

use article::{Json, NotJson, Object, Platform};
use js_sys::{Array, JSON, Object as JsObject};
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::Url;

/// The browser.
#[derive(Clone, Copy, Debug)]
pub(crate) struct BrowserPlatform;

impl Platform for BrowserPlatform {
    fn resolve_url(&self, base: Option<&str>, url: &str) -> Option<String> {
        let parsed = match base {
            Some(base) => Url::new_with_base(url, base),
            None => Url::new(url),
        };
        parsed.ok().map(|url| url.href())
    }

    fn parse_json(&self, text: &str) -> Result<Json, NotJson> {
        parse_json(text)
    }

    fn number(&self, number: f64) -> String {
        js_sys::Number::from(number).to_string_with_radix(10).map(String::from).unwrap_or_default()
    }
}

/// Parses JSON.
pub(crate) fn parse_json(text: &str) -> Result<Json, NotJson> {
    // Browsers disagree about where the error is, and some do not say.
    let value = JSON::parse(text).map_err(|_| NotJson::default())?;
    tree(&value, 0)
}

fn tree(value: &JsValue, depth: usize) -> Result<Json, NotJson> {
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
    if let Some(array) = value.dyn_ref::<Array>() {
        return Ok(Json::Array(array.iter().map(|value| tree(&value, depth + 1)).collect::<Result<_, _>>()?));
    }
    let Some(object) = value.dyn_ref::<JsObject>() else { return Ok(Json::Null) };
    let members = JsObject::entries(object).into_iter().map(|entry| {
        let entry: Array = entry.unchecked_into();
        Ok((entry.get(0).as_string().unwrap_or_default(), tree(&entry.get(1), depth + 1)?))
    });
    Ok(Json::Object(Object(members.collect::<Result<_, _>>()?)))
}
