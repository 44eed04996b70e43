//! The constant `<style>` elements of a page and its constant `<script>`, and the policy that allows them by hash.
//!
//! The bytes are made here and nowhere else: the build writes the same into the viewer's own pages, and the server's
//! policy names the same hashes.

use std::sync::LazyLock;

use article::Language;
use base64::{Engine as _, prelude::BASE64_STANDARD};
use sha2::{Digest as _, Sha256};

static PAGE: LazyLock<String> = LazyLock::new(|| minify(include_str!(concat!(env!("OUT_DIR"), "/page.css"))));
static ROOM: LazyLock<String> = LazyLock::new(|| minify(include_str!(concat!(env!("OUT_DIR"), "/room.css"))));
static LATE: LazyLock<String> = LazyLock::new(|| minify(include_str!(concat!(env!("OUT_DIR"), "/text-late.css"))));

static SCRIPT: LazyLock<String> = LazyLock::new(|| {
    let lines = include_str!("../../../src/element/chosen.js").lines().map(str::trim);
    lines.filter(|line| !line.starts_with("//")).collect()
});

/// The style of the page and the text in it.
pub fn page_style() -> &'static str {
    &PAGE
}

/// The style of the shadow tree that stands in until the viewer's own does.
pub fn room_style() -> &'static str {
    &ROOM
}

/// What the text needs on top of that in this language, which the viewer brings to all others: without it here the text
/// would move when the viewer comes.
pub fn late_style(language: &Language) -> Option<&'static str> {
    // The sheet itself tells which languages it is for.
    LATE.contains(&format!(":lang({})", language.primary())).then_some(&LATE)
}

/// The script that applies what the reader has chosen of type and theme before anything is painted.
pub fn page_script() -> &'static str {
    &SCRIPT
}

/// All of them.
pub(crate) fn styles() -> [&'static str; 3] {
    [page_style(), &LATE, room_style()]
}

/// The hashes of all styles, as they stand in a policy.
pub fn style_hashes() -> [String; 3] {
    styles().map(hash)
}

/// The hash of the script.
pub fn script_hash() -> String {
    hash(page_script())
}

fn hash(text: &str) -> String {
    format!("sha256-{}", BASE64_STANDARD.encode(Sha256::digest(text)))
}

/// A content security policy for pages made here, in one line; `origins` are those of the API and the articles, where
/// they are not the page's own.
///
/// `wasm-unsafe-eval` lets WebAssembly compile and nothing else. The frames are those of `article::Player`.
pub fn policy(origins: &[String]) -> String {
    let styles = style_hashes().map(|hash| format!(" '{hash}'")).concat();
    let script = script_hash();
    let origins = origins.iter().fold(String::new(), |list, origin| list + " " + origin);
    format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval' '{script}'; style-src 'self'{styles}; \
         img-src 'self' https:{origins}; media-src 'self' blob: https:{origins}; connect-src 'self'{origins}; \
         frame-src https://www.youtube-nocookie.com https://player.vimeo.com; manifest-src 'self'; worker-src 'self'; base-uri 'none'; \
         form-action 'none'; frame-ancestors 'none'"
    )
}

/// Takes out comments, and white space where it means nothing. Strings stay as they are.
///
/// Careful rather than clever: a space before a colon may be a combinator (`a :is(b)`), one around `+` a part of a sum.
fn minify(css: &str) -> String {
    let mut out = String::with_capacity(css.len());
    let mut rest = css;
    while let Some(c) = rest.chars().next() {
        if let Some(comment) = rest.strip_prefix("/*") {
            rest = comment.split_once("*/").map_or("", |(_, after)| after);
        } else if matches!(c, '"' | '\'') {
            let (string, after) = rest.split_at(end_of_string(rest, c));
            out.push_str(string);
            rest = after;
        } else if c.is_ascii_whitespace() {
            rest = rest.trim_ascii_start();
            if !out.ends_with(['{', '}', ';', ',', ':', '>', ' ']) && !rest.starts_with(['{', '}', ';', ',', '>']) {
                out.push(' ');
            }
        } else {
            if c == '}' && out.ends_with(';') {
                out.pop();
            }
            if matches!(c, '{' | '}' | ';' | ',' | '>') && out.ends_with(' ') {
                out.pop();
            }
            out.push(c);
            rest = &rest[c.len_utf8()..];
        }
    }
    out.trim().to_owned()
}

/// Where the string that the text begins with ends; a quote after a backslash does not end it.
fn end_of_string(text: &str, quote: char) -> usize {
    let mut is_escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        if c == quote && !is_escaped {
            return at + 1;
        }
        is_escaped = c == '\\' && !is_escaped;
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(css: &str, expected: &str) {
        assert_eq!(minify(css), expected);
    }

    #[test]
    fn what_is_taken_out_means_nothing() {
        check(
            "/* a */\na :is(b, c) > d {\n  margin : 0 auto;\n  color: red;\n}\n",
            "a :is(b,c)>d{margin :0 auto;color:red}",
        );
        check("a {\n  inline-size: calc(1em + 2px);\n}\n\nb{}", "a{inline-size:calc(1em + 2px)}b{}");
        check("@media (min-width: 48rem) { a { b: c } }", "@media (min-width:48rem){a{b:c}}");
    }

    #[test]
    fn what_stands_in_quotes_stays() {
        check("a::after { content: \" · /* x */ ; \"; }", "a::after{content:\" · /* x */ ; \"}");
        check("a { content: '\\' }  {'; b: \"\\\\\" }", "a{content:'\\' }  {';b:\"\\\\\"}");
    }

    #[test]
    fn the_styles_cannot_end_their_element() {
        for style in styles() {
            assert!(!style.contains('<') && !style.contains("@import") && !style.contains("/*"), "{style}");
        }
        assert!(page_style().contains("--av-text-rest:1"), "the script finds the text's sheet in the page");
        assert!(LATE.contains("--av-text-late:1"), "and the one for its language");
    }

    #[test]
    fn a_page_brings_what_its_language_needs_and_no_other_does() {
        let has_more = |tag| Language::parse(tag).and_then(|language| late_style(&language)).is_some();
        for tag in ["hi", "bn-BD", "ta", "te", "mr", "gu", "ur-PK", "AR", "zh-Hans", "ja"] {
            assert!(has_more(tag), "{tag}");
        }
        for tag in ["en-GB", "es", "fr", "de", "pt-BR", "ru", "uk"] {
            assert!(!has_more(tag), "{tag}");
        }
    }
}
