//! Films and recordings, played by the browser.

use article::{Audio, Video};
use leptos::prelude::*;

use crate::components::figure::Caption;

/// A film; nothing of it is loaded before it is played, unless it has no still to show: then its first picture is.
#[component]
pub(crate) fn VideoBlock(
    /// The film.
    video: Video,
) -> impl IntoView {
    let size = video.width.zip(video.height);
    let class = if size.is_some() { "av-image" } else { "av-image av-unsized" };
    let preload = if video.poster.is_some() { "none" } else { "metadata" };
    let captions = video.captions.map(|url| {
        view! { <track kind="captions" src=url.as_str().to_owned() default/> }
    });
    view! {
        <figure class="av-figure">
            <video
                class=class
                controls
                playsinline
                preload=preload
                src=video.url.as_str().to_owned()
                poster=video.poster.map(|url| url.as_str().to_owned())
                width=size.map(|size| size.0.to_string())
                height=size.map(|size| size.1.to_string())
                aria-label=video.title
            >
                {captions}
            </video>
            <Caption caption=video.caption credit=video.credit/>
        </figure>
    }
}

/// A recording; nothing of it is loaded before it is played.
#[component]
pub(crate) fn AudioBlock(
    /// The recording.
    audio: Audio,
) -> impl IntoView {
    let title = audio.title.clone().map(|title| view! { <p class="av-audio-title">{title}</p> });
    view! {
        <figure class="av-figure av-audio">
            {title}
            <audio controls preload="none" src=audio.url.as_str().to_owned() aria-label=audio.title></audio>
            <Caption caption=audio.caption credit=audio.credit/>
        </figure>
    }
}
