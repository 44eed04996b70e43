//! A comment's text: paragraphs, lines and links. There is no markup in it to be mistaken for ours.

use article::until;
use leptos::prelude::*;

use crate::markup::{Markup, el};

/// A comment's text.
#[component(transparent)]
pub(crate) fn CommentText(
    /// Plain text; an empty line separates paragraphs.
    text: String,
) -> Markup {
    let mut whole = el("div").class("comment-text").attr("dir", "auto");
    let mut paragraph = el("p");
    let mut is_begun = false;
    for line in text.lines() {
        if line.is_empty() {
            whole = whole.child(std::mem::replace(&mut paragraph, el("p")));
            is_begun = false;
            continue;
        }
        if is_begun {
            paragraph = paragraph.child(el("br"));
        }
        is_begun = true;
        for piece in pieces(line) {
            paragraph = paragraph.child(self::piece(piece));
        }
    }
    whole.child(paragraph).into()
}

fn piece(piece: Piece) -> Markup {
    match piece {
        Piece::Text(text) => text.to_owned().into(),
        Piece::Link(url) => {
            let link = el("a").attr("href", url.to_owned()).attr("rel", "nofollow ugc noopener noreferrer");
            link.child(url.to_owned()).into()
        }
    }
}

#[derive(Debug, PartialEq, Eq)]
enum Piece<'a> {
    Text(&'a str),
    Link(&'a str),
}

/// A line's pieces. Only what begins with `http://` or `https://` is a link, so that no other scheme ever is.
fn pieces(line: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut text_from = 0;
    let mut at = 0;
    for word in line.split_inclusive(char::is_whitespace) {
        let start = at + word.len() - word.trim_start_matches(|c| "(\"'“‘<[".chars().any(|known| known == c)).len();
        at += word.len();
        if let Some(url) = line.get(start..at).and_then(|word| link_at(word.trim_end())) {
            pieces.extend(line.get(text_from..start).filter(|text| !text.is_empty()).map(Piece::Text));
            pieces.push(Piece::Link(url));
            text_from = start + url.len();
        }
    }
    pieces.extend(line.get(text_from..).filter(|text| !text.is_empty()).map(Piece::Text));
    pieces
}

/// The link a word begins with, without the punctuation of the sentence around it.
fn link_at(word: &str) -> Option<&str> {
    let rest = word.strip_prefix("https://").or_else(|| word.strip_prefix("http://"))?;
    let host = until(rest, b"/?#");
    // A user name before the host makes an address read as another's.
    if host.len() < 3 || host.contains('@') || !host.contains(['.', ':']) {
        return None;
    }
    let end = word.trim_end_matches(|c| ".,;:!?\"'”’>]।".chars().any(|known| known == c));
    Some(if end.contains('(') { end } else { end.trim_end_matches(')') })
}

#[cfg(test)]
mod tests {
    use super::{Piece::*, *};

    #[test]
    fn links_are_found_without_the_punctuation_around_them() {
        assert_eq!(
            pieces("See (https://a.example/x), or https://b.example/y_(z)."),
            [Text("See ("), Link("https://a.example/x"), Text("), or "), Link("https://b.example/y_(z)"), Text(".")]
        );
        assert_eq!(pieces("नमस्ते https://c.example।"), [Text("नमस्ते "), Link("https://c.example"), Text("।")]);
    }

    #[test]
    fn nothing_else_is_a_link() {
        for text in
            ["javascript:alert(1)", "https://", "https://user@evil.example/", "www.a.example", "xhttps://a.example"]
        {
            assert_eq!(pieces(text), [Text(text)], "{text}");
        }
    }
}
