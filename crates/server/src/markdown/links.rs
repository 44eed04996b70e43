//! Addresses in running text.

use serde_json::{Value, json};

/// Adds text to running text, its addresses as links. Only what begins with `http://` or `https://` is one.
pub(crate) fn push(text: &str, pieces: &mut Vec<Value>) {
    let mut text_from = 0;
    let mut at = 0;
    for word in text.split_inclusive(char::is_whitespace) {
        let start = at + word.len() - word.trim_start_matches(['(', '"', '\'', '“', '‘', '<', '[']).len();
        at += word.len();
        if let Some(url) = link_at(text[start..at].trim_end()) {
            if text_from < start {
                pieces.push(json!(&text[text_from..start]));
            }
            pieces.push(json!({ "type": "link", "url": url, "content": [url] }));
            text_from = start + url.len();
        }
    }
    if text_from < text.len() {
        pieces.push(json!(&text[text_from..]));
    }
}

/// The link a word begins with, without the punctuation of the sentence around it.
fn link_at(word: &str) -> Option<&str> {
    let rest = word.strip_prefix("https://").or_else(|| word.strip_prefix("http://"))?;
    let host = rest.split(['/', '?', '#']).next()?;
    // A user name before the host makes an address read as another's.
    if host.len() < 3 || host.contains('@') || !host.contains(['.', ':']) {
        return None;
    }
    let end = word.trim_end_matches(['.', ',', ';', ':', '!', '?', '"', '\'', '”', '’', '>', ']', '।']);
    Some(if end.contains('(') { end } else { end.trim_end_matches(')') })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces(text: &str) -> Vec<Value> {
        let mut pieces = Vec::new();
        push(text, &mut pieces);
        pieces
    }

    #[test]
    fn links_are_found_without_the_punctuation_around_them() {
        let link = |url: &str| json!({ "type": "link", "url": url, "content": [url] });
        assert_eq!(
            pieces("See (https://a.example/x), or https://b.example/y_(z)."),
            [json!("See ("), link("https://a.example/x"), json!("), or "), link("https://b.example/y_(z)"), json!(".")]
        );
        assert_eq!(pieces("नमस्ते https://c.example।"), [json!("नमस्ते "), link("https://c.example"), json!("।")]);
    }

    #[test]
    fn nothing_else_is_a_link() {
        for text in
            ["javascript:alert(1)", "https://", "https://user@evil.example/", "www.a.example", "xhttps://a.example"]
        {
            assert_eq!(pieces(text), [json!(text)], "{text}");
        }
    }
}
