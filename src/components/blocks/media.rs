//! Films and recordings, played by the browser.

use article::{Audio, SafeUrl, Video};
use leptos::prelude::*;

use crate::{
    components::figure::Caption,
    markup::{Markup, el},
};

/// A film; nothing of it is loaded before it is played, unless it has no still to show: then its first picture is.
#[component(transparent)]
pub(crate) fn VideoBlock(
    /// The film.
    video: Video,
) -> Markup {
    let size = video.width.zip(video.height);
    let captions = video
        .captions
        .map(|url| el("track").attr("kind", "captions").attr("src", url.into_string()).attr("default", ""));
    let film = el("video")
        .class(if size.is_some() { "av-image" } else { "av-image av-unsized" })
        .attr("controls", "")
        .attr("playsinline", "")
        .attr("preload", if video.poster.is_some() { "none" } else { "metadata" })
        .attr("src", video.url.into_string())
        .attr("poster", video.poster.map(SafeUrl::into_string))
        .attr("width", size.map(|size| size.0))
        .attr("height", size.map(|size| size.1))
        .attr("aria-label", video.title)
        .child(captions);
    let caption = view! { <Caption caption=video.caption credit=video.credit/> };
    el("figure").class("av-figure").child(film).child(caption).into()
}

/// A recording; nothing of it is loaded before it is played.
#[component(transparent)]
pub(crate) fn AudioBlock(
    /// The recording.
    audio: Audio,
) -> Markup {
    let title = audio.title.clone().map(|title| el("p").class("av-audio-title").child(title));
    let recording = el("audio")
        .attr("controls", "")
        .attr("preload", "none")
        .attr("src", audio.url.into_string())
        .attr("aria-label", audio.title);
    let caption = view! { <Caption caption=audio.caption credit=audio.credit/> };
    el("figure").class("av-figure av-audio").child(title).child(recording).child(caption).into()
}
