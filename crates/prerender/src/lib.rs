//! An article as a whole page: readable before a script runs, and when none ever does.
//!
//! In go the JSON and the addresses a reader's browser will see; out comes HTML. The text is that of the viewer's own
//! components, so that the element finds its children as it would have made them and leaves them alone. Nothing here
//! reads a file or a clock: that is left to `article-prerender`.

mod document;
mod escape;
mod format;
mod local;
mod run;
mod style;

use std::{fmt::Write as _, sync::Arc};

use article::{Article, FORMAT_NAMES, Language, NativePlatform, Notice, Options, Platform as _, ReadError};
use article_viewer::{ArticleText, Locale, Messages};
use leptos::prelude::*;
use sha2::{Digest as _, Sha256};

use crate::style::styles;
pub use crate::{
    format::IcuFormat,
    run::{Job, Outcome, jobs, run},
    style::{late_style, page_script, page_style, policy, room_style, script_hash, style_hashes},
};

/// Where things are, as the page names them: absolute, from the site's root, or from the page's own folder.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    /// The article's JSON.
    pub src: String,
    /// The companion server; without one there are no counts and no comments.
    pub api: Option<String>,
    /// The viewer's entry module.
    pub script: String,
    /// The page's icon.
    pub icon: Option<String>,
    /// What browsers install the page by; the worker for what readers keep stands beside it.
    pub manifest: Option<String>,
    /// The page itself, for an article that names no address of its own.
    pub canonical: Option<String>,
    /// The name of the article's format, when it is not to be found out.
    pub format: Option<String>,
    /// What the article's document lacks: a JSON object of the native format.
    pub overlay: Option<String>,
}

/// A page, and what was skipped or repaired to get it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// The whole document.
    pub html: String,
    /// One notice for each part that could not be taken as it stands.
    pub notices: Vec<Notice>,
}

/// Renders an article as a page; `now_ms` are milliseconds since 1970, for articles that wait for their time.
///
/// # Errors
///
/// When the bytes hold no article, as [`article::read`] says.
pub fn render(json: &[u8], settings: &Settings, now_ms: Option<i64>) -> Result<Page, ReadError> {
    let base = local::document_address(&settings.src);
    let overlay = settings.overlay.as_deref().map(|overlay| NativePlatform.parse_json(overlay)).transpose();
    let overlay = overlay.map_err(|error| ReadError::NotJson { line: error.line })?;
    let format = settings.format.as_deref();
    let options = Options { base: Some(&base), format, overlay: overlay.as_ref(), now_ms, ..Options::default() };
    let reading = article::read_with(json, &NativePlatform, &options)?;
    let text = text(reading.article.clone());
    // The element looks whether its article has changed. Where the document has first to be made into one it is left
    // alone: that would bring the adapters to a page that has its text.
    let is_read_as_it_stands = reading.format == FORMAT_NAMES[0] && overlay.is_none();
    let fingerprint = fingerprint(json, settings);
    let html = document::document(&reading.article, &text, settings, is_read_as_it_stands, &fingerprint);
    Ok(Page { html: escape::without_controls(html), notices: reading.notices })
}

/// Names everything a page is made of: the JSON, the settings, the styles and this program. Two pages of one name are
/// the same page.
pub fn fingerprint(json: &[u8], settings: &Settings) -> String {
    let mut hasher = Sha256::new();
    let settings = format!("{settings:?}");
    for part in styles().into_iter().chain([env!("CARGO_PKG_VERSION"), page_script(), &settings]) {
        // With its length before it, no part can pass for the end of the one before.
        hasher.update(part.len().to_le_bytes());
        hasher.update(part);
    }
    hasher.update(json);
    // 64 bits tell a changed file from an unchanged one.
    hasher.finalize().iter().take(8).fold(String::new(), |mut name, byte| {
        // Writing to a string cannot fail.
        let _ = write!(name, "{byte:02x}");
        name
    })
}

/// The element's children: the header and the body.
fn text(article: Article) -> String {
    let language = article.language.clone();
    let messages = Messages::of(&language.as_ref().map_or_else(|| "en".to_owned(), Language::primary));
    let locale = Locale { format: Arc::new(IcuFormat::new(language.as_ref())), messages };
    let owner = Owner::new_root(None);
    let html = owner.with(|| view! { <ArticleText article locale/> }.to_html());
    owner.unset_with_forced_cleanup();
    // Marks for hydration, which nobody does here. In text and attributes `<` is escaped, so nothing else looks so.
    local::localised(&html.replace("<!>", ""))
}
