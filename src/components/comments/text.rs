//! A comment's text: paragraphs, lines and links. There is no markup in it to be mistaken for ours.

use leptos::prelude::*;

/// A comment's text.
#[component]
pub(crate) fn CommentText(
    /// Plain text; an empty line separates paragraphs.
    text: String,
) -> impl IntoView {
    let paragraphs = text.split("\n\n").map(|paragraph| {
        let pieces = pieces(paragraph).into_iter().map(piece).collect_view();
        view! { <p>{pieces}</p> }
    });
    view! { <div class="comment-text" dir="auto">{paragraphs.collect_view()}</div> }
}

fn piece(piece: Piece) -> AnyView {
    match piece {
        Piece::Text(text) => text.to_owned().into_any(),
        Piece::Break => view! { <br/> }.into_any(),
        Piece::Link(url) => {
            view! { <a href=url.to_owned() rel="nofollow ugc noopener noreferrer">{url.to_owned()}</a> }.into_any()
        }
    }
}

#[derive(Debug, PartialEq, Eq)]
enum Piece<'a> {
    Text(&'a str),
    Break,
    Link(&'a str),
}

/// A paragraph's pieces. Only what begins with `http://` or `https://` is a link, so that no other scheme ever is.
fn pieces(paragraph: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    for (number, line) in paragraph.lines().enumerate() {
        if number > 0 {
            pieces.push(Piece::Break);
        }
        let mut text_from = 0;
        let mut at = 0;
        for word in line.split_inclusive(char::is_whitespace) {
            let start = at + word.len() - word.trim_start_matches(['(', '"', '\'', '“', '‘', '<', '[']).len();
            at += word.len();
            if let Some(url) = link_at(line[start..at].trim_end()) {
                if text_from < start {
                    pieces.push(Piece::Text(&line[text_from..start]));
                }
                pieces.push(Piece::Link(url));
                text_from = start + url.len();
            }
        }
        if text_from < line.len() {
            pieces.push(Piece::Text(&line[text_from..]));
        }
    }
    pieces
}

/// The link a word begins with, without the punctuation of the sentence around it.
fn link_at(word: &str) -> Option<&str> {
    let rest = word.strip_prefix("https://").or_else(|| word.strip_prefix("http://"))?;
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    // A user name before the host makes an address read as another's.
    if host.len() < 3 || host.contains('@') || !host.contains(['.', ':']) {
        return None;
    }
    let end = word.trim_end_matches(['.', ',', ';', ':', '!', '?', '"', '\'', '”', '’', '>', ']', '।']);
    Some(if end.contains('(') { end } else { end.trim_end_matches(')') })
}

#[cfg(test)]
mod tests {
    use super::{Piece::*, *};

    #[test]
    fn links_are_found_without_the_punctuation_around_them() {
        assert_eq!(
            pieces("See (https://a.example/x), or\nhttps://b.example/y_(z)."),
            [
                Text("See ("),
                Link("https://a.example/x"),
                Text("), or"),
                Break,
                Link("https://b.example/y_(z)"),
                Text(".")
            ]
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
