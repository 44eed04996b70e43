//! Pictures, films, sound, and frames of other sites.

use super::{
    Node,
    blocks::{Converter, Out, text_block},
    words,
};
use crate::{
    Json,
    formats::values::{number, object, string},
    text::{around, has, until, whole},
};

/// The file of a picture. Systems that load pictures late put it elsewhere, and something without a picture in `src`.
fn source(node: &Node) -> Option<&str> {
    const LATE: [&str; 4] = ["data-src", "data-lazy-src", "data-original", "data-orig-file"];
    let late = LATE.iter().find_map(|name| node.attribute(name));
    let is_file = |url: &&str| !url.starts_with("data:") && !url.starts_with("about:");
    let src = late.filter(is_file).or_else(|| node.attribute("src").filter(is_file));
    src.or_else(|| candidates(node).first().map(|(url, _)| *url))
}

/// The files of a `srcset` with their widths (HTML, "parse a srcset attribute").
fn candidates(node: &Node) -> Vec<(&str, u64)> {
    const NAMES: [&str; 3] = ["data-srcset", "data-lazy-srcset", "srcset"];
    let set = NAMES.iter().find_map(|name| node.attribute(name)).unwrap_or_default();
    let mut found = Vec::new();
    let mut words = set.split_ascii_whitespace().peekable();
    while let Some(url) = words.next() {
        let url = url.trim_start_matches(',');
        if url.is_empty() || url.ends_with(',') {
            continue;
        }
        let Some(descriptor) = words.next() else { break };
        let width = descriptor.trim_end_matches(',').strip_suffix('w').and_then(whole);
        if let Some(width) = width.filter(|width| *width > 0) {
            found.push((url, width));
        }
    }
    found
}

fn size(node: &Node, name: &str) -> Option<u64> {
    whole(node.attribute(name)?).filter(|size| *size > 0)
}

/// A picture of the native format; none when there is nothing to show.
pub(super) fn image(converter: &Converter, node: &Node) -> Option<Json> {
    let (width, height) = (size(node, "width"), size(node, "height"));
    // A picture of one dot counts readers.
    if width.is_some_and(|width| width <= 2) || height.is_some_and(|height| height <= 2) {
        return None;
    }
    let url = (converter.resolve)(source(node)?)?;
    let variants = candidates(node).into_iter().filter_map(|(url, width)| {
        Some(object([("url", Json::String((converter.resolve)(url)?)), ("width", number(width))]))
    });
    let mut image = object([
        ("type", string("figure")),
        ("url", Json::String(url)),
        ("variants", Json::Array(variants.collect())),
        // One without the other reserves no room.
        ("width", width.filter(|_| height.is_some()).map_or(Json::Null, number)),
        ("height", height.filter(|_| width.is_some()).map_or(Json::Null, number)),
    ]);
    if let (Json::Object(image), true) = (&mut image, node.has_attribute("alt")) {
        // Empty means something: a decoration.
        image.0.push(("alt".to_owned(), string(node.attribute("alt").unwrap_or_default())));
    }
    Some(image)
}

/// A picture that stands for a letter: its `alt` is the letter.
fn is_letter(node: &Node) -> bool {
    let classes = node.attribute("class").unwrap_or_default();
    let is_class = |class| matches!(class, "emoji" | "wp-smiley" | "latex" | "mwe-math-fallback-image-inline");
    classes.split_ascii_whitespace().any(is_class) || node.attribute("src").is_some_and(|src| has(src, "/emoji/"))
}

pub(super) fn image_block(converter: &Converter, node: &Node, out: &mut Out) {
    if is_letter(node) {
        out.run.text(node.attribute("alt").unwrap_or_default());
    } else if let Some(image) = image(converter, node) {
        out.push(image);
    }
}

/// What is for readers without scripts: often the picture that a script would load, which is there already.
pub(super) fn unscripted(converter: &Converter, index: usize, out: &mut Out) {
    for (_, node) in converter.html.inside(index).filter(|(_, node)| node.name() == "img") {
        let Some(image) = image(converter, node) else { continue };
        if out.blocks.last().and_then(|last| last.at("url")) != image.at("url") {
            out.push(image);
        }
    }
}

/// Where frames come from, and what readers call it. What a host ends in, with or without a dot before it.
const PROVIDERS: [(&str, &str); 21] = [
    ("youtube.com", "YouTube"),
    ("youtube-nocookie.com", "YouTube"),
    ("youtu.be", "YouTube"),
    ("vimeo.com", "Vimeo"),
    ("twitter.com", "X"),
    ("x.com", "X"),
    ("instagram.com", "Instagram"),
    ("bsky.app", "Bluesky"),
    ("spotify.com", "Spotify"),
    ("soundcloud.com", "SoundCloud"),
    ("google.com/maps", "Google Maps"),
    ("maps.google.com", "Google Maps"),
    ("openstreetmap.org", "OpenStreetMap"),
    ("tiktok.com", "TikTok"),
    ("facebook.com", "Facebook"),
    ("dailymotion.com", "Dailymotion"),
    ("datawrapper.de", "Datawrapper"),
    ("dwcdn.net", "Datawrapper"),
    ("flourish.studio", "Flourish"),
    ("documentcloud.org", "DocumentCloud"),
    ("ted.com", "TED"),
];

/// The name of what is at an address: the provider's, else its host.
pub(super) fn provider(url: &str) -> &str {
    let rest = around(url, "://").map_or(url, |(_, rest)| rest);
    let host = rest.split(['/', '?', '#', ':']).next().unwrap_or_default();
    let is_of = |end: &str| match end.split_once('/') {
        Some((end, path)) => is_host(host, end) && rest.split_once('/').is_some_and(|(_, rest)| rest.starts_with(path)),
        None => is_host(host, end),
    };
    PROVIDERS
        .iter()
        .find(|(end, _)| is_of(end))
        .map_or_else(|| host.strip_prefix("www.").unwrap_or(host), |(_, name)| *name)
}

fn is_host(host: &str, end: &str) -> bool {
    host.strip_suffix(end).is_some_and(|before| before.is_empty() || before.ends_with('.'))
}

/// A card for something of another site, which loads nothing by itself.
pub(super) fn embed(url: &str, title: Option<&str>, provided: Option<&str>) -> Json {
    let site = provided.unwrap_or_else(|| provider(url));
    object([
        ("type", string("embed")),
        ("provider", string(site)),
        ("url", page(url, site).map_or_else(|| string(url), Json::String)),
        ("title", title.map_or(Json::Null, string)),
    ])
}

/// The page of what a player shows, where the reader can also get without the player.
fn page(url: &str, provider: &str) -> Option<String> {
    let behind = |mark| around(url, mark).map(|(_, rest)| until(rest, b"?/#&!").to_owned());
    match provider {
        "YouTube" => behind("/embed/")
            .filter(|id| id != "videoseries")
            .map(|id| "https://www.youtube.com/watch?v=".to_owned() + &id),
        "Vimeo" => behind("player.vimeo.com/video/").map(|id| "https://vimeo.com/".to_owned() + &id),
        "Spotify" => around(url, "/embed/").map(|(site, rest)| site.to_owned() + "/" + until(rest, b"?#")),
        "Mastodon" => Some(url.strip_suffix("/embed")?.to_owned()),
        // A frame's address shows nothing by itself; the middle of the map is in it.
        "Google Maps" => {
            let (east, north) = (behind("!2d")?, behind("!3d")?);
            Some("https://www.google.com/maps/@".to_owned() + &north + "," + &east + ",15z")
        }
        _ => None,
    }
}

pub(super) fn frame(converter: &Converter, node: &Node, out: &mut Out) {
    let names = ["data-src", "data-lazy-src", "src"];
    let url = names.iter().find_map(|name| node.attribute(name)).and_then(|src| (converter.resolve)(src));
    if let Some(url) = url {
        let provided = if node.has_class("mastodon-embed") { Some("Mastodon") } else { None };
        out.push(embed(&url, node.attribute("title"), provided));
    }
}

/// A film or a recording, by its first file.
pub(super) fn player(converter: &Converter, index: usize, node: &Node, out: &mut Out) {
    let file = |node: &Node| {
        node.attribute("src").or_else(|| node.attribute("data-src")).and_then(|src| (converter.resolve)(src))
    };
    let inside =
        |name: &'static str| converter.html.inside(index).map(|(_, node)| node).filter(move |node| node.name() == name);
    let Some(url) = file(node).or_else(|| inside("source").find_map(file)) else { return };
    let captions =
        inside("track").find(|track| matches!(track.attribute("kind"), None | Some("subtitles" | "captions")));
    let url_of = |url: Option<String>| url.map_or(Json::Null, Json::String);
    let is_video = node.name() == "video";
    out.push(object([
        ("type", string(if is_video { "video" } else { "audio" })),
        ("url", Json::String(url)),
        (
            "poster",
            // Ghost writes one that is empty, and puts the picture behind it.
            url_of(
                node.attribute("poster")
                    .filter(|poster| is_video && !has(poster, "spacergif.org"))
                    .and_then(|poster| (converter.resolve)(poster)),
            ),
        ),
        ("captions", url_of(captions.filter(|_| is_video).and_then(file))),
        ("width", size(node, "width").filter(|_| is_video).map_or(Json::Null, number)),
        ("height", size(node, "height").filter(|_| is_video).map_or(Json::Null, number)),
        ("title", node.attribute("title").or_else(|| node.attribute("aria-label")).map_or(Json::Null, string)),
    ]));
}

/// A figure: what is in it, with its caption.
pub(super) fn figure(converter: &Converter, index: usize, node: &Node, out: &mut Out) {
    let inside = converter.within(index, out);
    let is_pulled = ["wp-block-pullquote", "element-pullquote", "pullquote"].iter().any(|class| node.has_class(class));
    captioned(inside, is_pulled, out);
}

/// The type of a block.
pub(super) fn kind(block: &Json) -> &str {
    block.str_at("type").unwrap_or_default()
}

/// Puts what is in a figure after the blocks around it, and its caption where it belongs.
pub(super) fn captioned(inside: Out, is_pulled: bool, out: &mut Out) {
    let Out { mut blocks, caption, credit, .. } = inside;
    if is_pulled && let [quote] = blocks.as_mut_slice() {
        pull(quote);
    }
    gather(&mut blocks);
    out.end_paragraph();
    let said = words(&caption);
    let mut caption = Some(caption).filter(|_| !said.is_empty());
    if let [Json::Object(block)] = blocks.as_mut_slice() {
        let key = match block.text("type") {
            Some("figure" | "video" | "audio" | "gallery") => "caption",
            Some("quote" | "pull-quote") => "attribution",
            Some("table") => "table",
            Some("embed") => "title",
            _ => "",
        };
        let is_free = block.get(key).is_none();
        let value = match (key, caption.take()) {
            (_, Some(content)) if key.is_empty() || !is_free => {
                caption = Some(content);
                None
            }
            ("caption", Some(content)) => Some(("caption", Json::Array(content))),
            ("table", Some(_)) => Some(("caption", Json::String(said))),
            (key, Some(_)) => Some((key, Json::String(said))),
            _ => None,
        };
        let credit = credit.filter(|_| key == "caption").map(|credit| ("credit", Json::String(credit)));
        block.0.extend(value.into_iter().chain(credit).map(|(key, value)| (key.to_owned(), value)));
    }
    out.blocks.append(&mut blocks);
    if let Some(content) = caption {
        out.push(text_block("paragraph", content));
    }
}

/// Several pictures in a row are a gallery.
pub(super) fn gather(blocks: &mut Vec<Json>) {
    let images = blocks.iter().filter(|block| kind(block) == "figure").count();
    if images < 2 || blocks.iter().any(|block| !matches!(kind(block), "figure" | "gallery" | "")) {
        return;
    }
    let (images, rest): (Vec<Json>, Vec<Json>) =
        std::mem::take(blocks).into_iter().partition(|block| kind(block) == "figure");
    blocks.push(object([("type", string("gallery")), ("images", Json::Array(images))]));
    blocks.extend(rest);
}

/// Makes a quotation one that is repeated large.
pub(super) fn pull(quote: &mut Json) {
    let body = quote.each_at("body").iter().filter_map(|block| block.at("content")?.as_array());
    let content: Vec<Json> = body.flatten().cloned().collect();
    if !content.is_empty() {
        let attribution = quote.at("attribution").cloned().unwrap_or(Json::Null);
        *quote =
            object([("type", string("pull-quote")), ("content", Json::Array(content)), ("attribution", attribution)]);
    }
}
