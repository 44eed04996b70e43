//! A picture with its caption and credit.

use article::{Image, Inline};
use leptos::prelude::*;

use crate::components::Inlines;

/// Where a picture stands, which decides how wide it gets and how soon it is loaded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FigureKind {
    /// Above the text: loaded first.
    Lead,
    /// In the text: loaded when near.
    Inside,
}

/// A picture with its caption and credit.
#[component]
pub(crate) fn Figure(
    /// The picture.
    image: Image,
    /// Where it stands.
    kind: FigureKind,
) -> impl IntoView {
    let class = match kind {
        FigureKind::Lead => "av-figure av-lead",
        FigureKind::Inside => "av-figure",
    };
    let (caption, credit) = (image.caption.clone(), image.credit.clone());
    view! {
        <figure class=class>
            <Picture image kind/>
            <Caption caption credit/>
        </figure>
    }
}

/// The picture itself. Its room is reserved by width and height, or by a ratio of the style sheet where the document
/// gives none, so that nothing moves when it arrives and nothing collapses when it never does.
#[component]
fn Picture(
    /// The picture.
    image: Image,
    /// Where it stands.
    kind: FigureKind,
) -> impl IntoView {
    let is_lead = kind == FigureKind::Lead;
    let srcset = image.srcset();
    let size = image.width.zip(image.height);
    let class = if size.is_some() { "av-image" } else { "av-image av-unsized" };
    // The measure of the text, or the whole of a narrower window; both are those of the style sheet.
    let sizes = srcset
        .as_ref()
        .map(|_| if is_lead { "(min-width: 52rem) 48rem, 100vw" } else { "(min-width: 44rem) 40rem, 100vw" });
    view! {
        <img
            class=class
            src=image.url.as_str().to_owned()
            srcset=srcset
            sizes=sizes
            width=size.map(|size| size.0.to_string())
            height=size.map(|size| size.1.to_string())
            alt=image.alt.unwrap_or_default()
            loading=(!is_lead).then_some("lazy")
            fetchpriority=is_lead.then_some("high")
            decoding="async"
            referrerpolicy="no-referrer"
        />
    }
}

/// What should be known about a picture, film or recording, and who made it; nothing when neither is given.
#[component]
pub(crate) fn Caption(
    /// What should be known.
    caption: Vec<Inline>,
    /// Who made it.
    credit: Option<String>,
) -> impl IntoView {
    let is_empty = caption.is_empty() && credit.is_none();
    (!is_empty).then(|| {
        let credit = credit.map(|credit| view! { " " <span class="av-credit">{credit}</span> });
        view! { <figcaption class="av-caption"><Inlines content=caption/>{credit}</figcaption> }
    })
}
