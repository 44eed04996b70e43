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

use article::{Article, Language, NativePlatform, Notice, ReadError};
use article_viewer::{ArticleText, Locale, Messages};
use leptos::prelude::*;
use sha2::{Digest as _, Sha256};

pub use crate::{
    format::IcuFormat,
    run::{Job, Outcome, jobs, run},
    style::{page_style, policy, room_style, style_hashes},
};

/// Where things are, as the page names them: absolute, from the site's root, or from the page's own folder.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Addresses {
    /// The article's JSON.
    pub src: String,
    /// The companion server; without one there are no counts and no comments.
    pub api: Option<String>,
    /// The viewer's entry module.
    pub script: String,
    /// The page's icon.
    pub icon: Option<String>,
    /// The page itself, for an article that names no address of its own.
    pub canonical: Option<String>,
}

/// A page, and what was skipped or repaired to get it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// The whole document.
    pub html: String,
    /// One notice for each part that could not be taken as it stands.
    pub notices: Vec<Notice>,
}

/// Renders an article as a page.
///
/// # Errors
///
/// When the bytes hold no article, as [`article::read`] says.
pub fn render(json: &[u8], addresses: &Addresses) -> Result<Page, ReadError> {
    let base = local::document_address(&addresses.src);
    let reading = article::read(json, &NativePlatform, Some(&base))?;
    let text = text(reading.article.clone());
    let html = document::document(&reading.article, &text, addresses, &fingerprint(json, addresses));
    Ok(Page { html: escape::without_controls(html), notices: reading.notices })
}

/// Names everything a page is made of: the JSON, the addresses, the styles and this program. Two pages of one name are
/// the same page.
pub fn fingerprint(json: &[u8], addresses: &Addresses) -> String {
    let mut hasher = Sha256::new();
    let addresses = format!("{addresses:?}");
    for part in [env!("CARGO_PKG_VERSION"), page_style(), room_style(), &addresses] {
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
