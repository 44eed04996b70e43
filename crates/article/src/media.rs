//! Pictures, films and sound.

use serde::Serialize;

use crate::{Inline, SafeUrl, text::swap};

/// A picture.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Image {
    /// The file to show where no variant fits better.
    pub url: SafeUrl,
    /// The same picture in other widths.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub variants: Vec<Variant>,
    /// Width of `url` in pixels; with the height it reserves the picture's room.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub width: Option<u32>,
    /// Height of `url` in pixels.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub height: Option<u32>,
    /// What the picture shows, for those who cannot see it; empty for a decoration.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alt: Option<String>,
    /// What the reader should know about it.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub caption: Vec<Inline>,
    /// Who made it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub credit: Option<String>,
}

impl Image {
    /// The `srcset` of the picture: its variants and, when its width is known, itself.
    pub fn srcset(&self) -> Option<String> {
        if self.variants.is_empty() {
            return None;
        }
        let mut candidates: Vec<(u32, &SafeUrl)> = Vec::new();
        let variants = self.variants.iter().map(|variant| (variant.width, &variant.url));
        for (width, url) in variants.chain(self.width.map(|width| (width, &self.url))) {
            // One for each width, in order; there are few, and sorting them by the library takes 4 KB of wasm.
            let place = candidates.partition_point(|(known, _)| *known < width);
            if candidates.get(place).is_none_or(|(known, _)| *known != width) {
                candidates.insert(place, (width, url));
            }
        }
        // A comma or a space inside a URL would end the candidate (HTML, "srcset attributes"); the URL parser has
        // already escaped spaces.
        let mut srcset = String::new();
        for (width, url) in candidates {
            let comma = if srcset.is_empty() { "" } else { ", " };
            srcset = srcset + comma + &swap(url.as_str(), ',', "%2C") + " " + &width.to_string() + "w";
        }
        Some(srcset)
    }
}

/// A picture in another width.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Variant {
    /// The file.
    pub url: SafeUrl,
    /// Its width in pixels.
    #[cfg_attr(feature = "schema", schemars(range(min = 1)))]
    pub width: u32,
}

/// A film.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Video {
    /// The file.
    pub url: SafeUrl,
    /// The still shown before it plays.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub poster: Option<SafeUrl>,
    /// Subtitles, as a `WebVTT` file in the article's language.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub captions: Option<SafeUrl>,
    /// Width in pixels.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub width: Option<u32>,
    /// Height in pixels.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub height: Option<u32>,
    /// What it shows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// What the viewer should know about it.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub caption: Vec<Inline>,
    /// Who made it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub credit: Option<String>,
}

/// A sound recording.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Audio {
    /// The file.
    pub url: SafeUrl,
    /// What is heard.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// What the listener should know about it.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub caption: Vec<Inline>,
    /// Who made it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub credit: Option<String>,
}
