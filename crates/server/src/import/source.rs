//! Blocks to the Markdown that becomes them, for whoever edits or searches a comment that was never written in it.
//!
//! The words always stay; a mark that [`crate::markdown`] has no sign for, such as a struck line, leaves its words alone.

use article::{Block, Inline, List, Span, plain_text};

/// The Markdown of blocks.
pub(super) fn markdown(blocks: &[Block]) -> String {
    lines(blocks).join("\n")
}

fn lines(blocks: &[Block]) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    // Lists side by side are one, unless their signs differ.
    let mut is_second_list = false;
    for block in blocks {
        let added = match block {
            Block::Paragraph(paragraph) => inlines(&paragraph.content).split('\n').map(line_start).collect(),
            Block::Quote(quote) => self::lines(&quote.body).iter().map(|line| format!("> {line}")).collect(),
            Block::List(list) => items(list, is_second_list),
            Block::Code(code) => fenced(&code.text, code.language.as_deref()),
            // Comments have no others.
            _ => Vec::new(),
        };
        is_second_list = matches!(block, Block::List(_)) && !is_second_list;
        if !lines.is_empty() {
            lines.push(String::new());
        }
        lines.extend(added);
    }
    lines
}

fn items(list: &List, is_second: bool) -> Vec<String> {
    let mut lines = Vec::new();
    // Longer numbers are none to Markdown.
    let start = list.start.filter(|start| *start < 900_000_000).unwrap_or(1);
    for (number, item) in (start..).zip(&list.items) {
        let sign = match (list.ordered, is_second) {
            (true, false) => format!("{number}. "),
            (true, true) => format!("{number}) "),
            (false, false) => "- ".to_owned(),
            (false, true) => "* ".to_owned(),
        };
        let indent = " ".repeat(sign.len());
        for (index, line) in self::lines(item).iter().enumerate() {
            lines.push(if index == 0 { sign.clone() + line } else { indent.clone() + line });
        }
    }
    lines
}

fn fenced(text: &str, language: Option<&str>) -> Vec<String> {
    let fence = "`".repeat(longest_run(text).max(2) + 1);
    let language = language.unwrap_or_default().replace('`', "");
    let mut lines = vec![fence.clone() + language.trim()];
    lines.extend(text.lines().map(str::to_owned));
    lines.push(fence);
    lines
}

fn longest_run(text: &str) -> usize {
    text.split(|c| c != '`').map(str::len).max().unwrap_or_default()
}

/// Signs that begin a block where they begin a line.
fn line_start(line: &str) -> String {
    let line = line.trim_start_matches([' ', '\t']);
    let digits = line.len() - line.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let after = &line[digits..];
    let is_number = digits > 0 && after.starts_with(['.', ')']);
    if is_number {
        format!("{}\\{after}", &line[..digits])
    } else if line.starts_with(['#', '+', '-', '=', '~']) {
        format!("\\{line}")
    } else {
        line.to_owned()
    }
}

fn inlines(content: &[Inline]) -> String {
    let mut text = String::new();
    for inline in content {
        match inline {
            Inline::Text(piece) => text += &escaped(piece),
            Inline::Span(span) => text += &self::span(span),
        }
    }
    text
}

fn span(span: &Span) -> String {
    match span {
        Span::Strong { content } => marked("**", content),
        Span::Emphasis { content } => marked("*", content),
        Span::Sub { content } | Span::Sup { content } | Span::Mark { content } | Span::Strike { content } => {
            inlines(content)
        }
        Span::Link { url, content } => match url.as_str() {
            url if url.contains(['(', ')']) => format!("[{}](<{url}>)", inlines(content)),
            url => format!("[{}]({url})", in_brackets(url, content)),
        },
        Span::Code { text } => code(text),
        Span::Break => "\n".to_owned(),
        Span::Note { id } => escaped(&format!("[{id}]")),
    }
}

/// The words of a link. An address needs no signs taken from it that stand between letters.
fn in_brackets(url: &str, content: &[Inline]) -> String {
    let words = plain_text(content);
    let is_plain = words == url && !words.contains(['*', '[', ']', '<', '`', '\\', '&', '!']) && !words.contains("__");
    if is_plain { escaped(&words) } else { inlines(content) }
}

/// A mark does not hold across an empty line, and not beside white space.
fn marked(sign: &str, content: &[Inline]) -> String {
    let text = inlines(content);
    let inside = text.trim();
    if inside.is_empty() {
        return text;
    }
    let start = text.len() - text.trim_start().len();
    format!("{}{sign}{inside}{sign}{}", &text[..start], &text[start + inside.len()..])
}

fn code(text: &str) -> String {
    let fence = "`".repeat(longest_run(text) + 1);
    let text = text.replace('\n', " ");
    let is_padded = text.starts_with(['`', ' ']) || text.ends_with(['`', ' ']);
    let pad = if is_padded { " " } else { "" };
    format!("{fence}{pad}{text}{pad}{fence}")
}

/// Text in which no character is a sign.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    let mut before = None;
    let mut characters = text.chars().peekable();
    while let Some(c) = characters.next() {
        let next = characters.peek().copied();
        let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let is_sign = match c {
            '\\' | '`' | '*' | '[' | ']' | '<' => true,
            '>' => before.is_none() || before == Some('\n'),
            '_' => !(is_word(before) && is_word(next)),
            '&' => next.is_some_and(|next| next == '#' || next.is_ascii_alphabetic()),
            // Before the bracket of a link it would make a picture of it.
            '!' => next.is_none(),
            _ => false,
        };
        if is_sign {
            escaped.push('\\');
        }
        // A line end is white space here; a break is a piece of its own.
        escaped.push(if c == '\n' { ' ' } else { c });
        before = Some(c);
    }
    escaped
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::markdown;

    /// Blocks that come back when their Markdown is read; text that was in pieces may come in one.
    #[track_caller]
    fn comes_back(blocks: Value) {
        let blocks = markdown::read(blocks.as_array().expect("blocks"));
        let text = super::markdown(&blocks);
        let again = markdown::blocks(&text);
        assert_eq!(again.json(), markdown::print(&blocks).json(), "{text}");
    }

    fn paragraph(content: Value) -> Value {
        json!({ "type": "paragraph", "content": content })
    }

    #[test]
    fn words_are_no_signs() {
        for words in [
            "# no heading",
            "- no item",
            "+ no item",
            "1. no number",
            "23) no number",
            "> no quote",
            "=== no",
            "~~~ no",
            "*no* _stress_ __none__ snake_case `no` ``code``",
            "[no](/x) ![none](x)",
            "<b>no</b> <!--x-->",
            "&amp; &#38; & AT&T",
            "back\\slash \\* \\",
            "a | b",
            "---",
            "***",
            "!",
            "[x]: y",
            "उ_प_",
            "\u{202e}rtl",
            "a  b",
        ] {
            comes_back(json!([paragraph(json!([words]))]));
            comes_back(json!([{ "type": "quote", "body": [paragraph(json!([words]))] }]));
            comes_back(
                json!([{ "type": "list", "ordered": true, "start": 12, "items": [[paragraph(json!([words]))]] }]),
            );
            comes_back(json!([paragraph(json!(["a", { "type": "break" }, words]))]));
        }
    }

    #[test]
    fn blocks_come_back() {
        let item = |text: &str| json!([paragraph(json!([text]))]);
        comes_back(json!([
            { "type": "list", "ordered": false, "items": [item("a"), item("b")] },
            { "type": "list", "ordered": false, "items": [item("c")] },
            { "type": "list", "ordered": true, "start": 7, "items": [item("d"), item("e")] },
            { "type": "quote", "body": [
                paragraph(json!(["f"])),
                { "type": "quote", "body": [paragraph(json!(["g"]))] },
                { "type": "code", "text": "``` {\n\n  x\n```", "language": "rust" },
            ] },
            { "type": "quote", "body": [paragraph(json!(["h"]))] },
            { "type": "list", "ordered": false, "items": [[
                paragraph(json!(["i"])),
                { "type": "list", "ordered": true, "start": 3, "items": [item("j")] },
                { "type": "code", "text": "k" },
            ]] },
        ]));
    }

    #[test]
    fn marks_come_back() {
        comes_back(json!([paragraph(json!([
            "a ", { "type": "strong", "content": ["b ", { "type": "emphasis", "content": ["c"] }, " d"] }, "!",
            { "type": "link", "url": "https://a.example/x_(y)", "content": ["e] f"] }, " ",
            { "type": "code", "text": "` ``" }, " ", { "type": "code", "text": "x" }, ".",
            { "type": "break" }, "z",
        ]))]));
    }
}
