//! The page of the sample article, and the static page it would be without us.

use std::{fs, path::Path};

use anyhow::{Context as _, Result};

/// What is known of the page.
#[derive(Debug)]
pub(super) struct Page {
    html: String,
    pub(super) bytes: usize,
    pub(super) brotli: usize,
    /// Of the same page without what is ours: scripts, the chrome's template, hints for both.
    pub(super) static_brotli: usize,
    /// Whether the text stands in it, or is drawn by the wasm.
    pub(super) has_text: bool,
}

impl Page {
    /// Reads `index.html`.
    pub(super) fn read(dist: &Path) -> Result<Self> {
        let path = dist.join("index.html");
        Ok(Self::of(&fs::read_to_string(&path).with_context(|| path.display().to_string())?))
    }

    pub(super) fn of(html: &str) -> Self {
        Self {
            bytes: html.len(),
            brotli: brotli_length(html),
            static_brotli: brotli_length(&static_part(html)),
            // Styles say `.av-`, and only an element of the text says this.
            has_text: html.contains("class=\"av-") || html.contains("class=av-"),
            html: html.to_owned(),
        }
    }

    /// Whether it asks for a file by itself: by a script, a sheet or a hint.
    pub(super) fn names(&self, path: &str) -> bool {
        let name = path.rsplit('/').next().unwrap_or(path);
        tags(&self.html, "<script").chain(tags(&self.html, "<link")).any(|tag| tag.contains(name))
    }
}

/// The opening tags of an element.
fn tags<'html>(html: &'html str, name: &'static str) -> impl Iterator<Item = &'html str> {
    html.match_indices(name).map(|(start, _)| html[start..].split('>').next().unwrap_or_default())
}

/// Structured data and the preload of a picture stay: a static page has them too.
fn static_part(html: &str) -> String {
    let is_script = |element: &str| !element.split('>').next().unwrap_or_default().contains("application/ld+json");
    let is_ours = |element: &str| {
        element.contains("modulepreload") || (element.contains("preload") && !element.contains("as=\"image\""))
    };
    let html = without(html, "<script", "</script>", is_script);
    let html = without(&html, "<template", "</template>", |_| true);
    without(&html, "<link", ">", is_ours)
}

/// The text without the parts from `begin` to `end` that `is_ours` says.
fn without(html: &str, begin: &str, end: &str, is_ours: impl Fn(&str) -> bool) -> String {
    let mut kept = String::new();
    let mut rest = html;
    while let Some(start) = rest.find(begin) {
        let length = rest[start..].find(end).map_or(rest.len() - start, |length| length + end.len());
        let (element, after) = rest[start..].split_at(length);
        kept += &rest[..start];
        if !is_ours(element) {
            kept += element;
        }
        rest = after;
    }
    kept + rest
}

fn brotli_length(text: &str) -> usize {
    let mut compressed = Vec::new();
    let settings = brotli::enc::BrotliEncoderParams { quality: 11, size_hint: text.len(), ..Default::default() };
    // Nothing can fail between two places of the memory.
    brotli::BrotliCompress(&mut text.as_bytes(), &mut compressed, &settings).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_static_page_keeps_its_words_and_its_data() {
        let html = concat!(
            r#"<link rel="modulepreload" href="a.js"><link rel="preload" as="image" href="b.webp">"#,
            r#"<script type="module" src="a.js"></script><script type="application/ld+json">{}</script>"#,
            r#"<article-viewer><template shadowrootmode="open"><slot></slot></template><p>The text.</p></article-viewer>"#,
        );
        let expected = concat!(
            r#"<link rel="preload" as="image" href="b.webp"><script type="application/ld+json">{}</script>"#,
            "<article-viewer><p>The text.</p></article-viewer>",
        );
        assert_eq!(static_part(html), expected);
    }

    #[test]
    fn a_file_is_named_by_a_script_or_a_hint_and_not_by_words() {
        let page = Page::of(r#"<script src="/a.js"></script><link rel="preload" href="b.wasm"><p>c.js</p>"#);
        let named = ["a.js", "assets/b.wasm", "c.js"].map(|path| page.names(path));
        assert_eq!(named, [true, true, false]);
    }
}
