//! JSON Feed 1.0 and 1.1: a feed, or one of its items alone.
//!
//! Source: jsonfeed.org/version/1.1.

use super::{
    draft::{Draft, Picture},
    values::{object, string},
};
use crate::{
    Json, ReadError,
    text::{around, has},
};

pub(super) fn matches(_: &Json, document: &Json) -> bool {
    document.str_at("version").is_some_and(|version| has(version, "jsonfeed.org/version/"))
}

pub(super) fn matches_item(first: &Json, _: &Json) -> bool {
    let is_there = |key: &&str| first.has(key);
    ["content_html", "content_text"].iter().any(is_there) && ["id", "url", "date_published"].iter().any(is_there)
}

#[expect(clippy::unnecessary_wraps, reason = "all formats are read by functions of one type")]
pub(super) fn read(item: &Json, draft: &mut Draft) -> Result<(), ReadError> {
    item_of(item, draft.document(), draft);
    Ok(())
}

#[expect(clippy::unnecessary_wraps, reason = "all formats are read by functions of one type")]
pub(super) fn read_item(item: &Json, draft: &mut Draft) -> Result<(), ReadError> {
    item_of(item, &Json::Null, draft);
    Ok(())
}

fn item_of(item: &Json, feed: &Json, draft: &mut Draft) {
    draft.plain("id", item.at("id"));
    draft.url(item.at("url"));
    draft.language(item.at("language"));
    draft.language(feed.at("language"));
    draft.source(feed.at("title"), feed.at("home_page_url"));
    draft.plain("headline", item.at("title"));
    draft.summary(item.at("summary"));
    // A writer without a name is still not the feed's.
    let authors = [item.first(&["authors", "author"]), feed.first(&["authors", "author"])];
    for author in authors.into_iter().flatten().next().map_or(&[][..], Json::each) {
        draft.author(Some(author), author.at("url"));
    }
    draft.date("published", item.at("date_published"));
    draft.date("updated", item.at("date_modified"));
    for key in ["image", "banner_image"] {
        // Some feeds give the sign of the site to items without a picture.
        let is_sign = |url: &&Json| feed.at("icon") == Some(*url) || feed.at("favicon") == Some(*url);
        draft.image(&Picture { url: item.at(key).filter(|url| !is_sign(url)), ..Picture::default() });
    }
    match item.first(&["content_html"]) {
        Some(html) => draft.html(Some(html)),
        None => draft.text(item.at("content_text")),
    }
    attachments(item, draft);
    external(item, draft);
}

/// Sound and film, above the text that is about them.
fn attachments(item: &Json, draft: &mut Draft) {
    let mut titles = Vec::new();
    let mut blocks = Vec::new();
    for attachment in item.each_at("attachments").iter().take(50) {
        let kind = attachment.str_at("mime_type").unwrap_or_default();
        let kind = ["audio", "video"].into_iter().find(|known| kind.starts_with(known));
        let url = attachment.str_at("url").and_then(|url| draft.resolved(url));
        let (Some(kind), Some(url)) = (kind, url) else { continue };
        let title = attachment.at("title").and_then(|title| draft.plain_value(title));
        // Those of one title are the same recording in several formats.
        if title.is_some() && titles.contains(&title) || draft.mentions(&url) {
            continue;
        }
        let shown = title.clone().map_or(Json::Null, Json::String);
        titles.push(title);
        blocks.push(object([("type", string(kind)), ("url", Json::String(url)), ("title", shown)]));
    }
    draft.above(blocks);
}

/// What a post of a link is about, unless its text leads there.
fn external(item: &Json, draft: &mut Draft) {
    let Some(url) = item.str_at("external_url").and_then(|url| draft.resolved(url)) else { return };
    if item.str_at("url").and_then(|own| draft.resolved(own)).is_some_and(|own| own == url) || draft.mentions(&url) {
        return;
    }
    let address = around(&url, "://").map_or(url.as_str(), |(_, address)| address);
    let words = string(address.strip_prefix("www.").unwrap_or(address).trim_end_matches('/'));
    let link = object([("type", string("link")), ("content", words), ("url", Json::String(url))]);
    draft.block(object([("type", string("paragraph")), ("content", Json::Array(vec![link]))]));
}
