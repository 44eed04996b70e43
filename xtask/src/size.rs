//! `cargo xtask size`: what a reader pays before the text is there and after, and the limits of it.
//!
//! Bytes are those of brotli at its best, which is how files are sent; the server compresses the page itself, which is
//! not kept compressed, a little less well. 1 KB is 1,000 bytes. Pictures are the article's and are not counted.

mod files;
mod page;

use std::path::Path;

use anyhow::{Result, bail};

use self::{
    files::{File, Group},
    page::Page,
};
use crate::{build, command::say, setup};

const KB: usize = 1_000;
/// Of the entry module, which every page loads before anything else of ours.
const ENTRY: usize = 4 * KB;
/// Of all that comes before the text can be read.
const BEFORE_TEXT: usize = 15 * KB;
/// Of what we add to a static page of the same text with the same styles.
const ON_TOP_OF_STATIC: usize = 6 * KB;
/// Of the requests before the text can be read.
const REQUESTS: usize = 3;
/// Of the entry module, the glue and the wasm, which together do reading and views on the native format.
const FIRST_USE: usize = 90 * KB;
/// What that should weigh.
const FIRST_USE_AIM: usize = 70 * KB;
/// Of reading comments and writing them.
const CONVERSATION: usize = 85 * KB;
/// What that should weigh: docs/decisions/0009-the-conversation-in-a-wasm-of-its-own.md says why it does not.
const CONVERSATION_AIM: usize = 40 * KB;
/// Of publishers' adapters and of what converts their HTML.
const ADAPTERS: usize = 80 * KB;
/// What they should weigh: docs/decisions/0007-adapters-in-a-wasm-of-their-own.md says why they do not.
const ADAPTERS_AIM: usize = 25 * KB;
/// Of the reading tools.
const READING_TOOLS: usize = 15 * KB;
/// Of the worker that has what readers keep.
const KEEPING: usize = KB;

/// Prints the table, after building what is missing.
pub(crate) fn size() -> Result<()> {
    let dist = Path::new("dist");
    if !dist.join("index.html").exists() {
        build::viewer(&setup::tools()?)?;
    }
    check(dist)
}

/// Prints the table of a build, and fails when something weighs too much.
pub(crate) fn check(dist: &Path) -> Result<()> {
    let files = files::all(dist)?;
    let page = Page::read(dist)?;
    say(files::table(&page, &files));
    let limits = limits(&page, &files);
    for limit in &limits {
        say(limit.line());
    }
    let exceeded: Vec<_> = limits.iter().filter_map(Limit::complaint).collect();
    if !exceeded.is_empty() {
        bail!("{}", exceeded.join("\n"));
    }
    Ok(())
}

/// A sum, and what it may be.
#[derive(Debug)]
struct Limit {
    what: &'static str,
    value: usize,
    most: usize,
    unit: &'static str,
    /// Where it should get to, when that is less than it may be.
    aim: Option<usize>,
}

impl Limit {
    fn bytes(what: &'static str, value: usize, most: usize) -> Self {
        Self { what, value, most, unit: "bytes", aim: None }
    }

    fn line(&self) -> String {
        let aim = self.aim.map(|aim| format!(", aim for {}", grouped(aim))).unwrap_or_default();
        format!("{:<64}{:>9} of {:>7} {}{aim}", self.what, grouped(self.value), grouped(self.most), self.unit)
    }

    fn complaint(&self) -> Option<String> {
        let over = self.value.checked_sub(self.most).filter(|over| *over > 0)?;
        let (what, unit) = (self.what, self.unit);
        Some(format!("{what}: {} {unit}, {} more than the limit", grouped(self.value), grouped(over)))
    }
}

fn limits(page: &Page, files: &[File]) -> Vec<Limit> {
    let sum = |groups: &[Group]| -> usize {
        files.iter().filter(|file| groups.contains(&file.group)).map(|file| file.brotli).sum()
    };
    // What the page names is loaded with it. Without its text it also waits for everything that draws that.
    let is_before = |file: &&File| page.names(&file.path) || (!page.has_text && file.group <= Group::FirstUse);
    let before: Vec<_> = files.iter().filter(is_before).collect();
    let before_bytes = page.brotli + before.iter().map(|file| file.brotli).sum::<usize>();
    let mut limits = vec![
        Limit::bytes("entry module", sum(&[Group::Entry]), ENTRY),
        Limit::bytes("before the text: page, and what it names", before_bytes, BEFORE_TEXT),
        Limit::bytes(
            "  of it on top of a static page of the same text and styles",
            before_bytes.saturating_sub(page.static_brotli),
            ON_TOP_OF_STATIC,
        ),
        Limit { what: "  requests for it", value: 1 + before.len(), most: REQUESTS, unit: "requests", aim: None },
        Limit {
            what: "first use: entry module, glue, wasm",
            value: sum(&[Group::Entry, Group::FirstUse]),
            most: FIRST_USE,
            unit: "bytes",
            aim: Some(FIRST_USE_AIM),
        },
    ];
    for (what, group, most, aim) in [
        ("conversation, on top, when the reader is near", Group::Conversation, CONVERSATION, Some(CONVERSATION_AIM)),
        ("adapters and HTML, on top", Group::Adapters, ADAPTERS, Some(ADAPTERS_AIM)),
        ("reading tools, on top", Group::ReadingTools, READING_TOOLS, None),
        ("what readers keep, on top, once they do", Group::Keeping, KEEPING, None),
    ] {
        if files.iter().any(|file| file.group == group) {
            limits.push(Limit { aim, ..Limit::bytes(what, sum(&[group]), most) });
        }
    }
    limits
}

/// A number with its thousands apart.
fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.char_indices() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    const STATIC: &str = r#"<style>p{}</style><article-viewer><p class="av-deck">The text.</p></article-viewer>"#;

    fn file(path: &str, group: Group, brotli: usize) -> File {
        File { path: path.to_owned(), group, bytes: brotli, brotli }
    }

    fn complaints(html: &str, files: &[File]) -> Vec<String> {
        limits(&Page::of(html), files).iter().filter_map(Limit::complaint).collect()
    }

    #[test]
    fn thousands_stand_apart() {
        assert_eq!([0, 999, 1_000, 1_234_567].map(grouped), ["0", "999", "1,000", "1,234,567"]);
    }

    #[test]
    fn a_light_build_is_no_cause_for_complaint() {
        let page = format!(r#"<script type="module" src="entry.js"></script>{STATIC}"#);
        let files = [file("entry.js", Group::Entry, 4_000), file("viewer.wasm", Group::FirstUse, 86_000)];
        assert!(complaints(&page, &files).is_empty());
    }

    #[test]
    fn one_byte_too_many_is_named() {
        let files = [file("entry.js", Group::Entry, 4_001), file("viewer.wasm", Group::FirstUse, 86_000)];
        let expected = [
            "entry module: 4,001 bytes, 1 more than the limit",
            "first use: entry module, glue, wasm: 90,001 bytes, 1 more than the limit",
        ];
        assert_eq!(complaints(STATIC, &files), expected);
    }

    #[test]
    fn a_page_without_its_text_waits_for_the_wasm() {
        let page = r#"<script type="module" src="entry.js"></script><article-viewer></article-viewer>"#;
        let files = [file("entry.js", Group::Entry, 4_000), file("viewer.wasm", Group::FirstUse, 20_000)];
        assert!(complaints(page, &files).iter().any(|complaint| complaint.starts_with("before the text")));
    }

    #[test]
    fn what_comes_later_is_no_part_of_the_first_use() {
        let files = [file("viewer.wasm", Group::FirstUse, 90_000), file("adapters.wasm", Group::Adapters, 80_001)];
        assert_eq!(complaints(STATIC, &files), ["adapters and HTML, on top: 80,001 bytes, 1 more than the limit"]);
    }
}
