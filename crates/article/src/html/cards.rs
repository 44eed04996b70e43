//! What systems write as a group of elements with classes of their own: Ghost's cards, WordPress's blocks, posts of other
//! sites as their scripts expect them.
//!
//! Sources: Ghost's Koenig renderers (`kg-…`), the Block Editor Handbook (`wp-block-…`), the Guardian's element renderers
//! (`element-…`), each site's own documentation of its embeds.

use super::{
    Node,
    blocks::{Converter, Out, text_block},
    media, words,
};
use crate::{
    Json,
    formats::values::{object, string},
    text::until,
};

/// Converts an element that is a card; tells whether it was one.
pub(super) fn card(converter: &Converter, index: usize, node: &Node, out: &mut Out) -> bool {
    let Some(classes) = node.attribute("class") else { return false };
    for class in classes.split_ascii_whitespace() {
        match class {
            "kg-bookmark-card" | "element-rich-link" | "element-interactive" | "wp-block-embed-wordpress" => {
                return bookmark(converter, index, node, out);
            }
            "wp-block-embed" => return bare(converter, index, out),
            // The sign before a callout stands in its first line.
            "kg-callout-emoji" | "kg-callout-text" => {
                converter.content(index, out);
                out.run.text(" ");
            }
            "kg-callout-card" | "kg-product-card" => {
                let body = converter.within(index, out).blocks;
                Converter::boxed(false, None, body, out);
            }
            "kg-toggle-card" => toggle(converter, index, out),
            "kg-gallery-card" | "wp-block-gallery" | "blocks-gallery-grid" | "gallery" | "tiled-gallery" => {
                let mut inside = converter.within(index, out);
                media::gather(&mut inside.blocks);
                media::captioned(inside, false, out);
            }
            "wp-caption" | "gallery-item" => media::captioned(converter.within(index, out), false, out),
            "wp-caption-text" | "gallery-caption" => converter.caption(index, out),
            "kg-audio-card" | "kg-video-card" => return player(converter, index, out),
            "kg-file-card" | "wp-block-file" => file(converter, index, out),
            "wp-block-separator" => out.push(object([("type", string("divider"))])),
            "pullquote" | "element-pullquote" | "kg-blockquote-alt" if node.name() != "figure" => {
                let mut inside = converter.within(index, out);
                match inside.blocks.as_mut_slice() {
                    [quote] if media::kind(quote) == "quote" => {
                        media::pull(quote);
                        out.push(std::mem::replace(quote, Json::Null));
                    }
                    _ => out.push(text_block("pull-quote", inside.into_inlines().0)),
                }
            }
            _ => continue,
        }
        return true;
    }
    false
}

/// The first element inside with a class.
fn part(converter: &Converter, index: usize, class: &str) -> Option<usize> {
    converter.html.inside(index).find(|(_, node)| node.has_class(class)).map(|(index, _)| index)
}

/// The words of the first element inside with a class.
fn words_of(converter: &Converter, index: usize, class: &str, out: &Out) -> Option<String> {
    let part = part(converter, index, class)?;
    Some(words(&converter.inlines_within(part, out).0)).filter(|words| !words.is_empty())
}

/// The first or last address that something inside links to.
fn link(converter: &Converter, index: usize, is_last: bool) -> Option<String> {
    let mut links = converter
        .html
        .inside(index)
        .filter(|(_, node)| node.name() == "a")
        .filter_map(|(_, node)| node.attribute("href"));
    let href = if is_last { links.last() } else { links.next() };
    (converter.resolve)(href?)
}

/// A card that leads to another page.
fn bookmark(converter: &Converter, index: usize, node: &Node, out: &mut Out) -> bool {
    let Some(url) = link(converter, index, false) else { return false };
    let title = words_of(converter, index, "kg-bookmark-title", out);
    let anchor = converter.html.inside(index).find(|(_, node)| node.name() == "a").map_or(index, |(anchor, _)| anchor);
    let said = |index| Some(words(&converter.inlines_within(index, out).0)).filter(|words| !words.is_empty());
    let title = title.or_else(|| said(anchor)).or_else(|| said(index));
    // Ghost writes the publisher where the class says author, and the other way round.
    let publisher = words_of(converter, index, "kg-bookmark-author", out);
    let caption = converter.html.children(index).find(|(_, node)| node.name() == "figcaption");
    let publisher = publisher.filter(|_| node.has_class("kg-bookmark-card"));
    out.push(media::embed(&url, title.as_deref(), publisher.as_deref()));
    if let Some((caption, _)) = caption {
        let (content, _) = converter.inlines_within(caption, out);
        if !content.is_empty() {
            out.push(text_block("paragraph", content));
        }
    }
    true
}

/// An embed of which nothing but the address was stored.
fn bare(converter: &Converter, index: usize, out: &mut Out) -> bool {
    if converter.html.inside(index).any(|(_, node)| matches!(node.name(), "iframe" | "blockquote" | "a" | "img")) {
        return false;
    }
    let Some(wrapper) = part(converter, index, "wp-block-embed__wrapper") else { return false };
    let said = words(&converter.inlines_within(wrapper, out).0);
    let Some(url) = (converter.resolve)(&said).filter(|_| said.starts_with("http")) else { return false };
    let caption = converter.html.inside(index).find(|(_, node)| node.name() == "figcaption");
    let title = caption.map(|(caption, _)| words(&converter.inlines_within(caption, out).0));
    out.push(media::embed(&url, title.as_deref().filter(|title| !title.is_empty()), None));
    true
}

fn toggle(converter: &Converter, index: usize, out: &mut Out) {
    let title = words_of(converter, index, "kg-toggle-heading-text", out);
    let body = part(converter, index, "kg-toggle-content").map(|body| converter.within(body, out).blocks);
    Converter::boxed(true, title, body.unwrap_or_default(), out);
}

/// A player with buttons of its own: the film or the recording alone.
fn player(converter: &Converter, index: usize, out: &mut Out) -> bool {
    let found = converter.html.inside(index).find(|(_, node)| matches!(node.name(), "audio" | "video"));
    let Some((player, node)) = found else { return false };
    let mut inside = Out::default();
    media::player(converter, player, node, &mut inside);
    let title = words_of(converter, index, "kg-audio-title", out);
    if let (Some(Json::Object(block)), Some(title)) = (inside.blocks.first_mut(), title) {
        block.0.retain(|(key, _)| key != "title");
        block.0.push(("title".to_owned(), Json::String(title)));
    }
    let caption = converter.html.inside(index).find(|(_, node)| node.name() == "figcaption");
    if let Some((caption, _)) = caption {
        converter.caption(caption, &mut inside);
    }
    media::captioned(inside, false, out);
    true
}

/// A file to take along: a link with its name.
fn file(converter: &Converter, index: usize, out: &mut Out) {
    let Some(url) = link(converter, index, false) else { return };
    let name = words_of(converter, index, "kg-file-card-title", out);
    let name = name.or_else(|| words_of(converter, index, "kg-file-card-filename", out)).or_else(|| {
        let anchor = converter.html.inside(index).find(|(_, node)| node.name() == "a")?;
        Some(words(&converter.inlines_within(anchor.0, out).0)).filter(|words| !words.is_empty())
    });
    let name = name.unwrap_or_else(|| url.clone());
    let link = object([("type", string("link")), ("url", Json::String(url)), ("content", Json::String(name))]);
    let mut content = vec![link];
    if let Some(caption) = words_of(converter, index, "kg-file-card-caption", out) {
        content.push(Json::String(": ".to_owned() + &caption));
    }
    if let Some(size) = words_of(converter, index, "kg-file-card-filesize", out) {
        content.push(Json::String(" (".to_owned() + &size + ")"));
    }
    out.push(text_block("paragraph", content));
}

/// Posts of other sites: the class of the quotation, the site, and the attribute with the address, else its last link.
const POSTS: [(&str, &str, &str); 9] = [
    ("twitter-tweet", "X", ""),
    ("twitter-video", "X", ""),
    ("instagram-media", "Instagram", "data-instgrm-permalink"),
    ("tiktok-embed", "TikTok", "cite"),
    ("bluesky-embed", "Bluesky", ""),
    ("mastodon-embed", "Mastodon", "data-embed-url"),
    ("reddit-embed-bq", "Reddit", ""),
    ("text-post-media", "Threads", "data-text-post-permalink"),
    ("wp-embedded-content", "", ""),
];

/// The card of a post of another site, with its words as the title.
pub(super) fn post(converter: &Converter, index: usize, node: &Node) -> Option<Json> {
    let (_, site, attribute) = POSTS.iter().find(|(class, ..)| node.has_class(class))?;
    let url = node.attribute(attribute).and_then(|url| (converter.resolve)(url));
    let mut url = url.or_else(|| link(converter, index, true))?;
    if !site.is_empty() {
        // What follows counts where readers came from.
        url.truncate(until(&url, b"?").len());
    }
    let title = words(&converter.inlines_within(index, &Out::default()).0);
    Some(media::embed(&url, Some(&title), Some(*site).filter(|site| !site.is_empty())))
}
