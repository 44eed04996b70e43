//! Several pictures that belong together.

use article::Gallery;
use leptos::prelude::*;

use crate::{
    components::{Figure, FigureKind, figure::Caption},
    markup::{Markup, el},
};

/// Pictures side by side, with the caption they share.
#[component(transparent)]
pub(crate) fn GalleryBlock(
    /// The gallery.
    gallery: Gallery,
) -> Markup {
    let picture = |image| el("li").child(view! { <Figure image kind=FigureKind::Inside/> }).into();
    let pictures: Markup = gallery.images.into_iter().map(picture).collect();
    el("figure")
        .class("av-gallery")
        // Without list marks, Safari takes a list for none; the role says that it is one.
        .child(el("ul").attr("role", "list").child(pictures))
        .child(view! { <Caption caption=gallery.caption credit=None/> })
        .into()
}
