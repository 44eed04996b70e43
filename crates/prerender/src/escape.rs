//! Text that becomes HTML.

use std::borrow::Cow;

/// Text as it may stand between tags or in a quoted attribute.
pub(crate) fn escape(text: &str) -> Cow<'_, str> {
    if !text.contains(['&', '<', '>', '"', '\'']) {
        return text.into();
    }
    let mut escaped = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            c => escaped.push(c),
        }
    }
    escaped.into()
}

/// On one line: no breaks, no runs of spaces.
pub(crate) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Replaces what no HTML may hold: control characters and those that are none (HTML, "preprocessing the input stream").
pub(crate) fn without_controls(html: String) -> String {
    let is_wrong = |c: char| {
        (c.is_control() && !matches!(c, '\t' | '\n' | '\r'))
            || matches!(c, '\u{fdd0}'..='\u{fdef}')
            || u32::from(c) & 0xfffe == 0xfffe
    };
    if html.contains(is_wrong) { html.replace(is_wrong, "\u{fffd}") } else { html }
}

/// At most `limit` characters, ended at a word where there is one, with an ellipsis when something is missing.
pub(crate) fn shortened(text: &str, limit: usize) -> String {
    let text = one_line(text);
    let Some((end, _)) = text.char_indices().nth(limit) else { return text };
    let cut = &text[..end];
    // Languages without spaces are cut anywhere.
    let cut = match cut.rfind(' ') {
        Some(space) if space > end / 2 => &cut[..space],
        _ => cut,
    };
    format!("{}…", cut.trim_end_matches([',', ';', ':', '–', '—', ' ', '\u{200d}']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_cut_at_a_word() {
        assert_eq!(shortened(" Rain,\n and\u{2028}more ", 40), "Rain, and more");
        assert_eq!(shortened("Rain, and more of it", 12), "Rain, and…");
        assert_eq!(shortened("Rain and, more of it", 11), "Rain and…");
        assert_eq!(shortened("字字字字字字", 3), "字字字…");
    }

    #[test]
    fn what_no_html_may_hold_is_marked() {
        assert_eq!(without_controls("a\0b\u{b}\u{fffe}\u{85}\n".to_owned()), "a\u{fffd}b\u{fffd}\u{fffd}\u{fffd}\n");
        let whole = "a\tb\u{200f}\u{202e}\u{2028}".to_owned();
        assert_eq!(without_controls(whole.clone()), whole, "direction and lines are text");
    }
}
