//! Several pictures that belong together.

use article::Gallery;
use leptos::prelude::*;

use crate::components::{Figure, FigureKind, figure::Caption};

/// Pictures side by side, with the caption they share.
#[component]
pub(crate) fn GalleryBlock(
    /// The gallery.
    gallery: Gallery,
) -> impl IntoView {
    let pictures = gallery
        .images
        .into_iter()
        .map(|image| view! { <li><Figure image kind=FigureKind::Inside/></li> })
        .collect_view();
    // Without list marks, Safari takes a list for none; the role says that it is one.
    view! {
        <figure class="av-gallery">
            <ul role="list">{pictures}</ul>
            <Caption caption=gallery.caption credit=None/>
        </figure>
    }
}
