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
        Tree::of(js::parse(text).ok_or_else(NotJson::default)?).whole()
    }

    fn number(&self, number: f64) -> String {
        js::digits(number)
    }
}

/// Parses JSON.
pub(crate) fn parse_json(text: &str) -> Option<Json> {
    BrowserPlatform.parse_json(text).ok()
}

/// What the browser parsed, on its way to be ours. A long article is a hundred thousand questions to the browser, so it
/// can be interrupted.
pub(crate) struct Tree(Vec<Branch>);

/// An array, or an object with its keys among its values, of which not all is ours yet.
struct Branch {
    members: Array,
    length: u32,
    next: u32,
    is_array: bool,
    values: Vec<Json>,
}

impl Branch {
    fn of(members: Array, is_array: bool) -> Self {
        Self { length: members.length(), members, next: 0, is_array, values: Vec::new() }
    }

    fn grown(self) -> Json {
        if self.is_array {
            return Json::Array(self.values);
        }
        let mut values = self.values.into_iter();
        let mut members = Vec::new();
        while let (Some(Json::String(key)), Some(value)) = (values.next(), values.next()) {
            members.push((key, value));
        }
        Json::Object(Object(members))
    }
}

impl Tree {
    /// The one value of a list.
    pub(crate) fn of(values: Array) -> Self {
        Self(vec![Branch::of(values, true)])
    }

    /// All of it at once.
    pub(crate) fn whole(mut self) -> Result<Json, NotJson> {
        loop {
            if let Some(grown) = self.grow() {
                return grown;
            }
        }
    }

    /// Goes on for a while, some milliseconds on a slow phone; gives all of it in the end.
    pub(crate) fn grow(&mut self) -> Option<Result<Json, NotJson>> {
        for _ in 0..500 {
            let depth = self.0.len();
            let branch = self.0.last_mut()?;
            if branch.next < branch.length {
                let value = branch.members.get(branch.next);
                branch.next += 1;
                match (leaf(&value), js::members(&value)) {
                    (None, Some(_)) if depth > Json::MAX_DEPTH => return Some(Err(NotJson::default())),
                    (None, Some(members)) => self.0.push(Branch::of(members, Array::is_array(&value))),
                    (leaf, _) => branch.values.push(leaf.unwrap_or(Json::Null)),
                }
            } else {
                let grown = self.0.pop()?.grown();
                match (self.0.last_mut(), grown) {
                    (Some(parent), grown) => parent.values.push(grown),
                    (None, Json::Array(mut values)) => return Some(values.pop().ok_or_else(NotJson::default)),
                    (None, _) => {}
                }
            }
        }
        None
    }
}

fn leaf(value: &JsValue) -> Option<Json> {
    let text = value.as_string().map(Json::String);
    text.or_else(|| value.as_f64().map(Json::Number)).or_else(|| value.as_bool().map(Json::Bool))
}
