//! The Guardian's Content API: one item, or what a search found.
//!
//! Source: open-platform.theguardian.com/documentation, "Item" and "Content"; the fields depend on what was asked for.

use super::{
    draft::{Draft, Picture},
    values::{object, string},
};
use crate::{
    Json, ReadError,
    text::{around, is_of_word},
};

/// Where an asset is, over TLS first.
const FILE: &[&str] = &["typeData/secureFile", "file"];

pub(super) fn matches(first: &Json, document: &Json) -> bool {
    document.has("response/content/webTitle")
        || document.has("response/results/0/webTitle")
        || first.has("webTitle") && first.has("webPublicationDate")
}

#[expect(clippy::unnecessary_wraps, reason = "all formats are read by functions of one type")]
pub(super) fn read(content: &Json, draft: &mut Draft) -> Result<(), ReadError> {
    draft.plain("id", content.at("id"));
    draft.url(content.at("webUrl"));
    draft.language(content.at("fields/lang"));
    // Most give the name of the site's host.
    let publication =
        content.at("fields/publication").filter(|name| name.str_at("").is_some_and(|name| !name.contains('.')));
    draft.source(publication, None);
    draft.source(Some(&string("The Guardian")), None);
    let writers: Vec<&Json> =
        content.each_at("tags").iter().filter(|tag| tag.str_at("type") == Some("contributor")).collect();
    let byline = content.at("fields/byline").and_then(|byline| draft.plain_value(byline));
    headline(content, byline.as_deref(), &writers, draft);
    draft.plain("kicker", content.at("sectionName"));
    draft.summary(content.first(&["fields/standfirst"]));
    draft.summary(content.first(&["fields/trailText"]));
    match byline {
        // "A and B" are two writers, "A in Paris" is more than a name.
        Some(byline) if !is_only(&byline, &writers) => draft.author(Some(&Json::String(byline)), None),
        _ => writers.iter().for_each(|writer| draft.author(writer.at("webTitle"), writer.at("webUrl"))),
    }
    draft.date("published", content.at("webPublicationDate"));
    draft.date("updated", content.at("fields/lastModified"));
    image(content, draft);
    if let Some(body) = content.first(&["fields/body"]) {
        draft.html(Some(body));
    } else {
        content.each_at("blocks/body").iter().for_each(|block| body_block(block, draft));
    }
    let lead = content.first(&["blocks/main/bodyHtml", "fields/main"]);
    draft.lead(lead);
    recording(content, draft);
    // The smallest is a thumbnail indeed.
    let thumbnail = content.first(&["fields/secureThumbnail", "fields/thumbnail"]);
    let thumbnail = thumbnail.filter(|url| url.as_str().is_some_and(|url| !url.ends_with("/140.jpg")));
    draft.image(&Picture { url: thumbnail, ..Picture::default() });
    Ok(())
}

/// The title on the web ends with the writer: "… | Ann Example".
fn headline(content: &Json, byline: Option<&str>, writers: &[&Json], draft: &mut Draft) {
    draft.plain("headline", content.first(&["fields/headline"]));
    let Some(title) = content.at("webTitle").and_then(|title| draft.plain_value(title)) else { return };
    let cut = around(&title, " | ").filter(|(_, end)| Some(*end) == byline || is_only(end, writers));
    draft.plain("headline", Some(&string(cut.map_or(title.as_str(), |(title, _)| title))));
}

/// Whether a byline has nothing but the writers' names.
fn is_only(byline: &str, writers: &[&Json]) -> bool {
    let mut rest = byline.to_owned();
    for writer in writers.iter().filter_map(|writer| writer.str_at("webTitle")).filter(|name| !name.is_empty()) {
        if let Some((before, after)) = around(&rest, writer) {
            rest = before.to_owned() + after;
        }
    }
    !writers.is_empty() && rest.split(|c: char| !is_of_word(c)).all(|word| matches!(word, "" | "and"))
}

fn image(content: &Json, draft: &mut Draft) {
    let is_main =
        |element: &&Json| element.str_at("relation") == Some("main") && element.str_at("type") == Some("image");
    let Some(element) = content.each_at("elements").iter().find(is_main) else { return };
    let files = element.each_at("assets").iter();
    let file = |asset: &Json| asset.first(FILE).is_some();
    let Some(widest) = files
        .clone()
        .filter(|asset| file(asset))
        .rev()
        .max_by_key(|asset| asset.at("typeData/width").and_then(Json::count))
    else {
        return;
    };
    let variants =
        files.filter_map(|asset| Some((asset.first(FILE)?, asset.at("typeData/width"), asset.at("typeData/height"))));
    draft.image(&Picture {
        url: widest.first(FILE),
        width: widest.at("typeData/width"),
        height: widest.at("typeData/height"),
        alt: widest.at("typeData/altText"),
        caption: widest.at("typeData/caption"),
        credit: widest.at("typeData/credit"),
        variants: variants.collect(),
    });
}

/// A part of a live report, or the whole text of anything else.
fn body_block(block: &Json, draft: &mut Draft) {
    if block.at("published").and_then(Json::as_bool) == Some(false) || block.first(&["bodyHtml"]).is_none() {
        return;
    }
    match block.first(&["title", "attributes/title"]) {
        Some(title) => draft.heading(title),
        None if draft.has_body() => draft.block(object([("type", string("divider"))])),
        None => {}
    }
    draft.html(block.at("bodyHtml"));
}

/// What an item that is a film or a recording is about.
fn recording(content: &Json, draft: &mut Draft) {
    let kind = content.str_at("type").unwrap_or_default();
    let Some(kind) = ["audio", "video"].into_iter().find(|known| *known == kind) else { return };
    let is_main = |element: &&Json| element.str_at("relation") == Some("main") && element.str_at("type") == Some(kind);
    let mut assets = content.each_at("elements").iter().filter(is_main).flat_map(|element| element.each_at("assets"));
    let asset = assets.find(|asset| matches!(asset.str_at("mimeType"), Some("audio/mpeg" | "video/mp4")));
    let url = asset.and_then(|asset| asset.first(FILE)?.as_str());
    if let Some(url) = url.and_then(|url| draft.resolved(url)).filter(|url| !draft.mentions(url)) {
        draft.above(vec![object([("type", string(kind)), ("url", Json::String(url))])]);
    }
}
