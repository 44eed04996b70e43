//! Pictures of an article.

use super::Draft;
use crate::{
    Json,
    formats::values::{number, object, string},
    text::has,
};

/// A picture, as far as a document tells of it.
#[derive(Default)]
pub(in crate::formats) struct Picture<'j> {
    pub(in crate::formats) url: Option<&'j Json>,
    pub(in crate::formats) width: Option<&'j Json>,
    pub(in crate::formats) height: Option<&'j Json>,
    pub(in crate::formats) alt: Option<&'j Json>,
    /// May hold markup.
    pub(in crate::formats) caption: Option<&'j Json>,
    pub(in crate::formats) credit: Option<&'j Json>,
    /// The same picture in other widths: address, width, height.
    pub(in crate::formats) variants: Vec<(&'j Json, Option<&'j Json>, Option<&'j Json>)>,
}

impl Draft<'_> {
    /// Sets the picture above the text.
    pub(in crate::formats) fn image(&mut self, picture: &Picture) {
        if !self.has("image") {
            let image = self.figure(picture);
            self.set("image", image);
        }
    }

    /// A picture in the native format, without a type; `null` when it has no file that can be shown.
    pub(in crate::formats) fn figure(&self, picture: &Picture) -> Json {
        let size =
            |value: Option<&Json>| value.and_then(Json::count).filter(|size| *size > 0).map_or(Json::Null, number);
        let file = |url: &Json| url.words().filter(|url| is_showable(url)).and_then(|url| self.resolved(url));
        let mut variants = Vec::new();
        // The crop of the widest decides: what has another shape is another picture.
        let mut shape = Some((picture.width, picture.height)).and_then(|(width, height)| ratio(width, height));
        let mut widest = (picture.url.and_then(file), picture.width, picture.height);
        for (url, width, height) in &picture.variants {
            let Some(url) = file(url) else { continue };
            if widest.0.is_none() {
                shape = ratio(*width, *height);
                widest = (Some(url.clone()), *width, *height);
            }
            let is_same = match (shape, ratio(*width, *height)) {
                (Some(shape), Some(own)) => (shape - own).abs() < 0.03 * shape,
                _ => true,
            };
            if let (true, Some(width)) = (is_same, width.and_then(Json::count).filter(|width| *width > 0)) {
                variants.push(object([("url", Json::String(url)), ("width", number(width))]));
            }
        }
        let (Some(url), width, height) = widest else { return Json::Null };
        // Who made it is often said in the caption too.
        let caption = picture.caption.and_then(|caption| self.plain_value(caption)).unwrap_or_default();
        let credit = picture
            .credit
            .and_then(|credit| self.plain_value(credit))
            .filter(|credit| !(credit.len() < 500 && has(&caption, credit)));
        object([
            ("url", Json::String(url)),
            ("width", size(width)),
            ("height", size(height)),
            ("variants", Json::Array(variants)),
            ("alt", picture.alt.and_then(|alt| self.plain_value(alt)).map_or(Json::Null, Json::String)),
            ("caption", picture.caption.and_then(Json::words).map_or(Json::Null, |caption| self.inlines(caption))),
            ("credit", credit.map_or(Json::Null, Json::String)),
        ])
    }

    /// Adds a picture to the body.
    pub(in crate::formats) fn picture(&mut self, picture: &Picture) {
        let figure = self.figure(picture);
        self.figure_block(figure);
    }

    /// Adds what [`figure`](Self::figure) gave to the body.
    pub(in crate::formats) fn figure_block(&mut self, mut figure: Json) {
        if let Json::Object(members) = &mut figure {
            members.0.push(("type".to_owned(), string("figure")));
            self.block(figure);
        }
    }

    /// Sets the picture above the text from HTML; anything else that stands there goes above the text.
    pub(in crate::formats) fn lead(&mut self, value: Option<&Json>) {
        let Some(html) = value.and_then(Json::words).filter(|_| !self.is_head) else { return };
        let mut blocks = self.blocks(html);
        match blocks.first_mut() {
            Some(Json::Object(figure)) if figure.text("type") == Some("figure") => {
                figure.0.retain(|(key, _)| key != "type");
                self.set("image", Json::Object(std::mem::take(figure)));
            }
            _ => self.above(blocks),
        }
    }
}

/// Width by height.
#[expect(clippy::cast_precision_loss, reason = "counts of pixels are small")]
fn ratio(width: Option<&Json>, height: Option<&Json>) -> Option<f64> {
    let (width, height) = (width?.count()?, height?.count()?);
    (width > 0 && height > 0).then(|| width as f64 / height as f64)
}

/// Whether browsers show a file of this name: TIFF is what agencies keep, and no browser but one shows it.
fn is_showable(url: &str) -> bool {
    let path = url.split(['?', '#']).next().unwrap_or_default().to_ascii_lowercase();
    !url.trim().is_empty() && ![".tif", ".tiff", ".eps", ".psd", ".pdf"].iter().any(|end| path.ends_with(end))
}
