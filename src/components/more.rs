//! Where there is more: the rest of the text, and other articles.

use article::{Related, SafeUrl};
use leptos::prelude::*;

use crate::{
    i18n::{Locale, fill},
    markup::{Markup, el},
};

/// Leads to the text where it stands whole.
#[component(transparent)]
pub(crate) fn FullText(
    /// Where that is.
    url: Option<SafeUrl>,
) -> Markup {
    url.map(|url| {
        let words = fill(Locale::at_hand().messages.full_text(), url.host().unwrap_or_default());
        el("p").class("av-full-text").child(el("a").attr("href", url.into_string()).child(words))
    })
    .into()
}

/// Other articles.
#[component(transparent)]
pub(crate) fn RelatedArticles(
    /// The articles.
    related: Vec<Related>,
) -> Markup {
    let item = |Related { title, url }| -> Markup {
        el("li").child(el("a").attr("href", url.into_string()).child(title)).into()
    };
    let list = (!related.is_empty())
        .then(|| el("ul").class("av-list").child(related.into_iter().map(item).collect::<Markup>()));
    let label = Locale::at_hand().messages.related();
    list.map(|list| el("section").class("av-related").child(el("p").child(el("strong").child(label))).child(list))
        .into()
}
