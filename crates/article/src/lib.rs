//! Bytes to article.
//!
//! In go the bytes a publisher serves; out comes an [`Article`] made of typed blocks, with a [`Notice`] for each part
//! that was skipped or repaired. Nothing here performs I/O, reads a clock or knows of a screen, and reading never
//! panics: only bytes that hold no article at all are an error.
//!
//! ```
//! let json = br#"{"schema": "article-viewer/article/1", "headline": "Rain", "body": ["It rained."]}"#;
//! let reading = article::read(json, &article::NativePlatform, None)?;
//! assert_eq!(reading.article.headline.as_deref(), Some("Rain"));
//! assert!(reading.notices.is_empty());
//! # Ok::<(), article::ReadError>(())
//! ```

mod article;
mod block;
mod embed;
mod error;
mod formats;
mod html;
mod inline;
mod json;
mod json_ld;
mod language;
mod media;
mod moment;
#[cfg(not(target_arch = "wasm32"))]
mod native_platform;
mod notice;
mod platform;
mod reading_time;
mod revision;
mod safe_url;
mod text;

#[cfg(not(target_arch = "wasm32"))]
pub use crate::native_platform::NativePlatform;
pub use crate::{
    article::{
        Ai, AiPart, AiReview, AiTool, Article, Author, Change, Involvement, Place, Related, Schema, Source, Weather,
    },
    block::{
        Block, Callout, Cell, Code, Correction, Divider, Embed, Footnote, Gallery, Heading, HeadingLevel, List,
        Paragraph, PullQuote, Quote, Table, Unknown,
    },
    embed::Player,
    error::ReadError,
    formats::{
        Adapted, FORMAT_NAMES, MAX_BLOCKS, MAX_BYTES, MAX_DEPTH, Options, Reading, adapt, read, read_body,
        read_document, read_html, read_with,
    },
    html::{Html, HtmlBuilder},
    inline::{Inline, Span, plain_text},
    json::{Json, JsonWriter, Object},
    json_ld::json_ld,
    language::{Direction, Language},
    media::{Audio, Image, Variant, Video},
    moment::{Moment, MomentParts},
    notice::Notice,
    platform::{HtmlPlatform, NotJson, Platform},
    reading_time::reading_minutes,
    revision::revision,
    safe_url::{SafeUrl, UrlUse},
    text::{join, until},
};
