//! Plain text divided into paragraphs.

use super::{
    fields::plain_line,
    values::{object, string},
};
use crate::{
    Json,
    text::{find, is_of_word, join},
};

/// A paragraph made of sentences holds about so many bytes: three or four sentences of a news report.
const PARAGRAPH: usize = 360;

/// The paragraphs of a text: between blank lines, else lines, else a few sentences each.
///
/// Most publishers that give the text as one string give it without a single line break (54 of 65 were seen to), and a wall
/// of text is not read.
pub(super) fn paragraphs(text: &str) -> Vec<String> {
    let lines = || text.split('\n').map(plain_line);
    let mut by_blank = vec![Vec::new()];
    for line in lines() {
        match by_blank.last_mut() {
            Some(paragraph) if !line.is_empty() => paragraph.push(line),
            Some(paragraph) if paragraph.is_empty() => {}
            _ => by_blank.push(Vec::new()),
        }
    }
    by_blank.retain(|paragraph| !paragraph.is_empty());
    match by_blank.as_slice() {
        [single] if single.len() == 1 => single.iter().flat_map(|text| by_sentences(text)).collect(),
        [lines] => lines.clone(),
        paragraphs => paragraphs.iter().map(|lines| join(&mut lines.iter().map(String::as_str), " ")).collect(),
    }
}

/// A paragraph whose addresses are links.
pub(super) fn linked(text: &str) -> Json {
    let mut content = Vec::new();
    let mut rest = text;
    // Where in the rest to look on.
    let mut from = 0;
    while let Some(at) = rest.get(from..).and_then(|text| find(text, "http")).map(|at| at + from) {
        let (before, address) = rest.split_at_checked(at).unwrap_or_default();
        let length = if before.ends_with(|c: char| c.is_ascii_alphanumeric()) { 0 } else { address_length(address) };
        if length == 0 {
            from = at + 4;
            continue;
        }
        let (url, after) = address.split_at_checked(length).unwrap_or_default();
        content.extend([
            string(before),
            object([("type", string("link")), ("url", string(url)), ("content", string(url))]),
        ]);
        rest = after;
        from = 0;
    }
    if content.is_empty() {
        return string(text);
    }
    content.push(string(rest));
    content.retain(|piece| piece.as_str() != Some(""));
    object([("type", string("paragraph")), ("content", Json::Array(content))])
}

/// The length of the address that a text begins with; 0 when there is none.
///
/// What ends a sentence or closes a bracket opened before is not part of it. Chinese and Japanese go on without a space.
fn address_length(text: &str) -> usize {
    let Some(rest) = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")) else { return 0 };
    let is_part = |c: char| is_of_word(c) && c < '\u{2E80}' || c.is_ascii_graphic() && !matches!(c, '<' | '>' | '"');
    // Longer ones than this lead nowhere, and are not looked through.
    let end = rest.char_indices().take(2_000).find(|(_, c)| !is_part(*c)).map(|(end, _)| end);
    let end = end.unwrap_or(if rest.len() > 2_000 { 0 } else { rest.len() });
    let mut address = rest.get(..end).unwrap_or_default();
    let count = |text: &str, byte: u8| text.bytes().filter(|known| *known == byte).count();
    loop {
        let shorter = match address.strip_suffix(')') {
            Some(shorter) if count(address, b')') > count(address, b'(') => shorter,
            _ => address.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '*', '_', ']', '}', '|']),
        };
        if shorter.len() == address.len() {
            break;
        }
        address = shorter;
    }
    if address.starts_with(is_of_word) { text.len() - rest.len() + address.len() } else { 0 }
}

fn by_sentences(text: &str) -> Vec<String> {
    let mut paragraphs = Vec::new();
    let mut begin = 0;
    let mut before = ['a'; 2];
    for (at, c) in text.char_indices() {
        // A stop ends a sentence when a space follows, but not after an initial or a short title ("J. Doe", "Dr. Doe");
        // the full stops of Chinese and Japanese have no space after them, and no other use.
        let is_end = match c {
            ' ' => before[1] != '.' || !before[0].is_ascii_uppercase(),
            _ => matches!(before[1], '。' | '！' | '？') && !matches!(c, '」' | '』' | '”' | '）'),
        };
        let is_stop = matches!(before[1], '.' | '!' | '?' | '”' | '"' | '।' | '۔' | '؟' | '。' | '！' | '？');
        if is_end && is_stop && at - begin >= PARAGRAPH && ends_with_a_word(text.get(begin..at).unwrap_or_default()) {
            paragraphs.push(plain_line(text.get(begin..at).unwrap_or_default()));
            begin = at;
        }
        before = [before[1], c];
    }
    paragraphs.push(plain_line(text.get(begin..).unwrap_or_default()));
    paragraphs.retain(|paragraph| !paragraph.is_empty());
    paragraphs
}

/// Whether the last word is more than an abbreviation.
fn ends_with_a_word(sentence: &str) -> bool {
    sentence.split(' ').next_back().is_some_and(|word| word.len() > 3)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_divides_a_text_is_what_it_has() {
        assert_eq!(paragraphs("One\nline.\n\n\nTwo."), ["One line.", "Two."]);
        assert_eq!(paragraphs("One.\nTwo.\n"), ["One.", "Two."]);
        assert_eq!(paragraphs("One. Two."), ["One. Two."]);
        assert!(paragraphs(" \n").is_empty());
    }

    #[test]
    fn addresses_are_links_and_what_stands_around_them_is_not() {
        fn check(text: &str, expected: &[&str]) {
            let paragraph = linked(text);
            let links = paragraph.each_at("content").iter().filter_map(|piece| piece.str_at("url"));
            assert_eq!(links.collect::<Vec<_>>(), expected, "{text}");
        }
        check(
            "See https://news.example/a_(b), or http://news.example.",
            &["https://news.example/a_(b)", "http://news.example"],
        );
        check("(https://news.example/?a=1&b=2)", &["https://news.example/?a=1&b=2"]);
        check("詳細はhttps://news.example/aを参照。", &["https://news.example/a"]);
        check("https:// and xhttp://news.example and http", &[]);
    }

    #[test]
    fn a_wall_of_text_is_divided_at_sentences_and_loses_nothing() {
        let wall = "Dr. Rao said that the river rose in the night, and that nobody slept. ".repeat(20);
        let divided = paragraphs(&wall);
        assert!(divided.len() > 2, "{divided:?}");
        assert!(divided.iter().all(|paragraph| paragraph.ends_with("slept.")));
        assert_eq!(join(&mut divided.iter().map(String::as_str), " "), wall.trim());
        assert!(paragraphs(&"川が夜に増水した。".repeat(40)).len() > 1);
    }
}
