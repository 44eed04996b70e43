//! Text put together.

/// Pieces with something between them. The library's own `join` is compiled anew for each kind of list, 1 KB of wasm each.
pub fn join(pieces: &mut dyn Iterator<Item = &str>, between: &str) -> String {
    let first = pieces.next().unwrap_or_default().to_owned();
    pieces.fold(first, |joined, piece| joined + between + piece)
}

/// What stands before the first such character, which is ASCII.
pub fn until<'t>(text: &'t str, ends: &[u8]) -> &'t str {
    let end = text.bytes().position(|byte| ends.contains(&byte)).unwrap_or(text.len());
    text.get(..end).unwrap_or_default()
}

/// Another text in place of each such character. The standard library's `replace` is five times the wasm.
pub(crate) fn swap(text: &str, from: char, to: &str) -> String {
    let mut swapped = String::with_capacity(text.len());
    for c in text.chars() {
        if c == from {
            swapped += to;
        } else {
            swapped.push(c);
        }
    }
    swapped
}

/// What stands before and after the last slash.
pub(crate) fn at_last_slash(text: &str) -> Option<(&str, &str)> {
    let at = text.bytes().rposition(|byte| byte == b'/')?;
    Some((text.get(..at)?, text.get(at + 1..)?))
}

/// Where a text first stands in another. The standard library's search never takes longer than the length of both together,
/// and takes 3 KB of wasm; what is looked for here is a few bytes long.
pub(crate) fn find(text: &str, part: &str) -> Option<usize> {
    text.as_bytes().windows(part.len().max(1)).position(|window| window == part.as_bytes())
}

/// Whether a text stands in another.
pub(crate) fn has(text: &str, part: &str) -> bool {
    find(text, part).is_some()
}

/// What stands before and after the first such text.
pub(crate) fn around<'t>(text: &'t str, part: &str) -> Option<(&'t str, &'t str)> {
    let at = find(text, part)?;
    Some((text.get(..at)?, text.get(at + part.len()..)?))
}

/// The whole number that a text begins with.
pub(crate) fn whole(text: &str) -> Option<u64> {
    let mut number = None;
    for byte in text.trim_start().bytes().take_while(u8::is_ascii_digit) {
        number = Some(number.unwrap_or(0_u64).checked_mul(10)?.checked_add(u64::from(byte - b'0'))?);
    }
    number
}

/// Whether a character is part of a word: a letter, a mark or a digit. Of what is not ASCII, the punctuation and the
/// pictures that news uses are left out; the library's tables are 5 KB of wasm.
pub(crate) fn is_of_word(c: char) -> bool {
    match c {
        '\0'..='\u{7F}' => c.is_ascii_alphanumeric(),
        '\u{80}'..='\u{BF}'
        | '\u{2000}'..='\u{206F}'
        | '\u{2190}'..='\u{2BFF}'
        | '\u{3000}'..='\u{303F}'
        | '\u{FE0F}'
        | '\u{FF00}'..='\u{FF0F}'
        | '\u{1F000}'..='\u{1FAFF}'
        | '।'
        | '॥'
        | '۔'
        | '،'
        | '؟'
        | '؛' => false,
        _ => true,
    }
}
