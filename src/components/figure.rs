//! A picture with its caption and credit.

use article::{Image, Inline};
use leptos::prelude::*;

use crate::{
    components::Inlines,
    markup::{Markup, el},
};

/// Where a picture stands, which decides how wide it gets and how soon it is loaded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FigureKind {
    /// Above the text: loaded first.
    Lead,
    /// In the text: loaded when near.
    Inside,
}

/// A picture with its caption and credit.
#[component(transparent)]
pub(crate) fn Figure(
    /// The picture.
    image: Image,
    /// Where it stands.
    kind: FigureKind,
) -> Markup {
    let class = match kind {
        FigureKind::Lead => "av-figure av-lead",
        FigureKind::Inside => "av-figure",
    };
    let mut image = image;
    let (caption, credit) = (std::mem::take(&mut image.caption), image.credit.take());
    el("figure").class(class).child(picture(image, kind)).child(view! { <Caption caption credit/> }).into()
}

/// The picture itself. Its room is reserved by width and height, or by a ratio of the style sheet where the document
/// gives none, so that nothing moves when it arrives and nothing collapses when it never does.
fn picture(image: Image, kind: FigureKind) -> Markup {
    let is_lead = kind == FigureKind::Lead;
    let srcset = image.srcset();
    let size = image.width.zip(image.height);
    let class = if size.is_some() { "av-image" } else { "av-image av-unsized" };
    // The measure of the text, or the whole of a narrower window; both are those of the style sheet.
    let sizes = srcset
        .as_ref()
        .map(|_| if is_lead { "(min-width: 52rem) 48rem, 100vw" } else { "(min-width: 44rem) 40rem, 100vw" });
    el("img")
        .class(class)
        .attr("src", image.url.into_string())
        .attr("srcset", srcset)
        .attr("sizes", sizes)
        .attr("width", size.map(|size| size.0))
        .attr("height", size.map(|size| size.1))
        .attr("alt", image.alt.unwrap_or_default())
        .attr("loading", (!is_lead).then_some("lazy"))
        .attr("fetchpriority", is_lead.then_some("high"))
        .attr("decoding", "async")
        .attr("referrerpolicy", "no-referrer")
        .into()
}

/// What should be known about a picture, film or recording, and who made it; nothing when neither is given.
#[component(transparent)]
pub(crate) fn Caption(
    /// What should be known.
    caption: Vec<Inline>,
    /// Who made it.
    credit: Option<String>,
) -> Markup {
    let is_empty = caption.is_empty() && credit.is_none();
    (!is_empty)
        .then(|| {
            let credit =
                credit.map(|credit| Markup::from([" ".into(), el("span").class("av-credit").child(credit).into()]));
            el("figcaption").class("av-caption").child(view! { <Inlines content=caption/> }).child(credit)
        })
        .into()
}
