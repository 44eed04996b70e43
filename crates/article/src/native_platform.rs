//! The platform outside a browser.

use serde_json::Value;
use url::Url;

use crate::{Html, HtmlPlatform, Json, NotJson, Platform, json::Object};

mod parser;

/// The `url`, `serde_json` and `html5ever` crates, which follow the same standards as browsers do.
#[derive(Clone, Copy, Debug, Default)]
pub struct NativePlatform;

impl Platform for NativePlatform {
    fn resolve_url(&self, base: Option<&str>, url: &str) -> Option<String> {
        let parsed = match base {
            Some(base) => {
                let base = Url::parse(base).ok()?;
                // Any number of slashes begins a host (URL Standard, "special authority ignore slashes state"), which the
                // parser knows of an address with a scheme alone.
                let begins = |c: char| matches!(c, '/' | '\\');
                let rest = url.trim_start_matches(|c: char| c <= ' ').trim_start_matches(begins);
                let slashes = url.chars().filter(|c| !matches!(c, '\t' | '\n' | '\r')).skip_while(|c| *c <= ' ');
                if matches!(base.scheme(), "http" | "https") && slashes.take_while(|c| begins(*c)).count() > 2 {
                    base.join(&("//".to_owned() + rest))
                } else {
                    base.join(url)
                }
            }
            None => Url::parse(url),
        };
        parsed.ok().map(String::from)
    }

    fn parse_json(&self, text: &str) -> Result<Json, NotJson> {
        // serde_json stops at the depth of `Json::MAX_DEPTH` by itself.
        let value: Value = serde_json::from_str(text).map_err(|error| NotJson { line: Some(error.line()) })?;
        Ok(tree(value))
    }

    fn number(&self, number: f64) -> String {
        // ECMAScript, "Number::toString": digits up to 21 places, and an exponent beyond.
        if number != 0.0 && !(1e-6..1e21).contains(&number.abs()) {
            let text = format!("{number:e}");
            return if text.contains("e-") { text } else { text.replace('e', "e+") };
        }
        // No minus before zero.
        (number + 0.0).to_string()
    }
}

impl HtmlPlatform for NativePlatform {
    fn parse_html(&self, html: &str) -> Html {
        // As the browser is handed it.
        parser::parse(&html.replace('\0', ""))
    }
}

fn tree(value: Value) -> Json {
    match value {
        Value::Null => Json::Null,
        Value::Bool(value) => Json::Bool(value),
        // Without its feature for more, serde_json's numbers are 64 bits, which always go into one.
        Value::Number(number) => Json::Number(number.as_f64().unwrap_or(f64::NAN)),
        Value::String(text) => Json::String(text),
        Value::Array(elements) => Json::Array(elements.into_iter().map(tree).collect()),
        Value::Object(members) => {
            Json::Object(Object(members.into_iter().map(|(key, value)| (key, tree(value))).collect()))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_written_as_a_browser_writes_it() {
        let numbers = [
            (25.0, "25"),
            (-0.0, "0"),
            (0.1, "0.1"),
            (1e21, "1e+21"),
            (1.5e-7, "1.5e-7"),
            (1e20, "100000000000000000000"),
        ];
        for (number, text) in numbers {
            assert_eq!(NativePlatform.number(number), text);
        }
    }

    #[test]
    fn what_is_nested_without_end_is_no_json() {
        let nested = |depth: usize| "[".repeat(depth) + &"]".repeat(depth);
        assert!(NativePlatform.parse_json(&nested(Json::MAX_DEPTH)).is_ok());
        assert!(NativePlatform.parse_json(&nested(Json::MAX_DEPTH + 1)).is_err());
    }
}
