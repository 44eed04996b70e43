//! What the browser has parsed, as one string: tokens with U+0000 between them, the first character of each telling what it
//! is. Crossing into the wasm once costs less than once for each value.
//!
//! No text has that character: HTML's parser replaces it, and in JSON it is replaced by what writes the tokens.

use article::{Html, HtmlBuilder, Json, Object};

/// A value: `"` a string, `#` a number, `t`, `f` and `n`, and between brackets what an array or an object holds, keys as
/// strings.
pub(crate) fn json(tokens: &str, number: &dyn Fn(&str) -> f64) -> Json {
    let mut tokens = tokens.split('\0');
    value(&mut tokens, number).unwrap_or(Json::Null)
}

/// The writer of the tokens has bounded the depth. `None` is the end of what is around.
fn value(tokens: &mut std::str::Split<char>, number: &dyn Fn(&str) -> f64) -> Option<Json> {
    let token = tokens.next()?;
    let rest = || token.get(1..).unwrap_or_default();
    Some(match token.bytes().next()? {
        b'"' => Json::String(rest().to_owned()),
        b'#' => Json::Number(whole(rest()).unwrap_or_else(|| number(rest()))),
        b't' => Json::Bool(true),
        b'f' => Json::Bool(false),
        b'[' => {
            let mut elements = Vec::new();
            while let Some(element) = value(tokens, number) {
                elements.push(element);
            }
            Json::Array(elements)
        }
        b'{' => {
            let mut members = Vec::new();
            while let Some(Json::String(key)) = value(tokens, number) {
                members.push((key, value(tokens, number)?));
            }
            Json::Object(Object(members))
        }
        b'n' => Json::Null,
        _ => return None,
    })
}

/// A whole number of few digits, which most are. The library's own parser of numbers is 10 KB of wasm.
fn whole(text: &str) -> Option<f64> {
    let mut number = 0_u32;
    for byte in text.bytes() {
        number = number.checked_mul(10)?.checked_add(u32::from(byte.is_ascii_digit().then(|| byte - b'0')?))?;
    }
    Some(number.into())
}

/// A tree: `<` begins an element, `=` is the name of an attribute and the token after it the value, `-` is text and `>`
/// ends an element.
pub(crate) fn html(tokens: &str) -> Html {
    let mut builder = HtmlBuilder::default();
    let mut tokens = tokens.split('\0').peekable();
    while let Some(token) = tokens.next() {
        let rest = token.get(1..).unwrap_or_default();
        match token.bytes().next() {
            Some(b'<') => {
                let mut attributes = Vec::new();
                while let Some(name) = tokens.peek().and_then(|token| token.strip_prefix('=')) {
                    tokens.next();
                    attributes.push((name.to_owned(), tokens.next().unwrap_or_default().to_owned()));
                }
                builder.open(rest, attributes);
            }
            Some(b'-') => builder.text(rest),
            Some(b'>') => builder.close(),
            _ => {}
        }
    }
    builder.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_values_again() {
        let tokens = "{\0\"a\0[\0#1\0#2.5\0t\0n\0\"\0]\0\"b\0{\0}\0}";
        let number = |text: &str| text.parse().unwrap_or(f64::NAN);
        let expected = r#"{"a": [1, 2.5, true, null, ""], "b": {}}"#;
        let expected = article::Platform::parse_json(&article::NativePlatform, expected).expect("JSON");
        assert_eq!(json(tokens, &number), expected);
        assert_eq!(json("", &number), Json::Null);
        assert_eq!(json("{\0\"a", &number), Json::Null, "what ends too soon does no harm");
    }

    #[test]
    fn tokens_are_a_tree_again() {
        let parse = |html| article::HtmlPlatform::parse_html(&article::NativePlatform, html);
        assert_eq!(html("<p\0=class\0a\0-x\0<br\0>\0-y\0>"), parse(r#"<p class="a">x<br>y</p>"#));
        assert_eq!(html(""), parse(""));
    }
}
