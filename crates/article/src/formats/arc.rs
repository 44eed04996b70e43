//! Arc XP's ANS: stories, galleries, videos.
//!
//! Source: github.com/washingtonpost/ans-schema, 0.10. What a document refers to is either in it, or missing.

use super::{
    draft::{Draft, Picture},
    rich::{Dialect, attribute},
    values::{object, string},
};
use crate::{Json, ReadError, text::has};

const ELEMENTS: [(&str, &str); 16] = [
    ("text", "<p>{=content}</p>"),
    ("header", "<h{#}>{=content}</h{#}>"),
    (
        "image",
        "<figure><img{@src url}{@alt alt_text}{@width width}{@height height}><figcaption>{=caption} \
        <small>{vanity_credits/by/0/name|credits/by/0/name|credits/affiliation/0/name}</small></figcaption></figure>",
    ),
    ("gallery", "<figure class=kg-gallery-card>{*}<figcaption>{=description/basic}</figcaption></figure>"),
    ("bulletlist", "<ul>{+}</ul>"),
    ("orderedlist", "<ol>{+}</ol>"),
    ("quote", "<blockquote>{=content}{*}<cite>{=citation/content}</cite></blockquote>"),
    ("blockquote", "<blockquote>{=content}{*}<cite>{=citation/content}</cite></blockquote>"),
    ("table", "<table>{:}</table>"),
    ("code", "<pre><code>{content}</code></pre>"),
    ("rawhtml", "{=content}"),
    ("oembedresponse", "{=raw_oembed/html}"),
    ("interstitiallink", "<p><a{@href url}>{=content}</a></p>"),
    ("linklist", "<p><strong>{title}</strong></p><ul>{+}</ul>"),
    ("story", "<p><a{@href canonical_url|website_url}>{=headlines/basic}</a></p>"),
    // These stand below the text.
    ("correction", ""),
];

pub(super) fn matches(first: &Json, _: &Json) -> bool {
    let version = first.str_at("version").unwrap_or_default();
    let mut numbers = version.split('.');
    let is_version = numbers.next() == Some("0")
        && numbers.clone().count() == 2
        && numbers.all(|number| crate::text::whole(number).is_some());
    let kinds = ["story", "gallery", "video", "audio", "image", "collection"];
    is_version && first.str_at("type").is_some_and(|kind| kinds.contains(&kind))
}

pub(super) fn read(story: &Json, draft: &mut Draft) -> Result<(), ReadError> {
    if story.at("content_restrictions/embargo/active").and_then(Json::as_bool) == Some(true) {
        draft.embargo(story.at("content_restrictions/embargo/end_time"))?;
    }
    draft.plain("id", story.at("_id"));
    // What stands in a story is resolved against the site, where that has an address.
    draft.based_on(story.first(&["website_url", "additional_properties/site_url"]).and_then(Json::as_str));
    draft.url(story.first(&["canonical_url", "website_url", "short_url"]));
    draft.language(story.at("language"));
    draft.plain("headline", story.first(&["headlines/basic", "headlines/web", "headlines/print"]));
    draft.plain("deck", story.at("subheadlines/basic"));
    draft.summary(story.at("description/basic"));
    draft.plain(
        "kicker",
        story.first(&[
            "taxonomy/primary_section/name",
            "taxonomy/primary_site/name",
            "taxonomy/sections/0/name",
            "label/basic/text",
        ]),
    );
    draft.plain("place", story.first(&["location", "dateline"]));
    for author in story.first(&["credits/by", "vanity_credits/by"]).map_or(&[][..], Json::each) {
        let address = author
            .first(&["url", "social_links/0/url"])
            .filter(|url| url.as_str().is_some_and(|url| url.contains('/')));
        draft.author(author.first(&["name", "byline", "org"]), address);
    }
    draft.source(story.first(&["distributor/name", "source/name"]), None);
    draft.date("published", story.first(&["first_publish_date", "publish_date", "display_date", "created_date"]));
    draft.date("updated", story.at("last_updated_date"));
    let lead = story.first(&["promo_items/basic", "promo_items/lead_art"]);
    let lead = lead.map(|lead| lead.at("promo_items/basic").unwrap_or(lead));
    if let Some(image) = lead.filter(|lead| lead.str_at("type") == Some("image")) {
        draft.image(&picture(image));
    }
    let dialect = Dialect { nodes: &ELEMENTS, write: element, ..Dialect::PLAIN };
    match story.str_at("type") {
        Some("image" | "video" | "audio") => dialect.read(std::slice::from_ref(story), draft),
        Some("gallery") if !draft.is_head() => {
            let images = story.each_at("content_elements").iter().filter(|image| image.str_at("type") == Some("image"));
            let images: Vec<Json> =
                images.map(|image| draft.figure(&picture(image))).filter(|image| !image.is_blank()).collect();
            if !images.is_empty() {
                draft.block(object([("type", string("gallery")), ("images", Json::Array(images))]));
            }
        }
        _ => dialect.read(story.each_at("content_elements"), draft),
    }
    let inside =
        story.each_at("content_elements").iter().filter(|element| element.str_at("type") == Some("correction"));
    for correction in story.each_at("corrections").iter().chain(inside) {
        let content = correction.str_at("text").map_or(Json::Null, |text| draft.inlines(text));
        if !content.is_blank() {
            draft.block(object([("type", string("correction")), ("content", content)]));
        }
    }
    Ok(())
}

fn picture(image: &Json) -> Picture<'_> {
    Picture {
        url: image.at("url"),
        width: image.at("width"),
        height: image.at("height"),
        alt: image.at("alt_text"),
        caption: image.first(&["caption", "subtitle"]),
        credit: image.first(&["vanity_credits/by/0/name", "credits/by/0/name", "credits/affiliation/0/name"]),
        ..Picture::default()
    }
}

/// Elements that are no template: a film has many files, and what is missing is said.
fn element(node: &Json, draft: &mut Draft, out: &mut String) -> bool {
    // What is meant for the paper, or for an app, alone.
    let channels = node.each_at("channels");
    if !channels.is_empty() && !channels.iter().any(|channel| channel.is("web")) {
        return true;
    }
    match node.str_at("type") {
        Some("reference") => draft.notice(node, "expected an element, found a reference to one that is not here"),
        Some(kind @ ("video" | "audio")) => {
            // The widest file of those that browsers play.
            let mut best: Option<(&Json, Option<u64>)> = None;
            for stream in node.each_at("streams") {
                let width = stream.at("width").and_then(Json::count);
                let is_file =
                    stream.str_at("url").is_some_and(|url| has(url, ".mp4") || has(url, ".mp3") || has(url, ".m4a"));
                if is_file && best.is_none_or(|(_, known)| known < width) {
                    best = Some((stream, width));
                }
            }
            *out += "<figure><";
            *out += kind;
            attribute("src", best.and_then(|(stream, _)| stream.str_at("url")).unwrap_or_default(), out);
            attribute("poster", node.str_at("promo_items/basic/url").unwrap_or_default(), out);
            attribute("title", node.str_at("headlines/basic").unwrap_or_default(), out);
            *out += "></";
            *out += kind;
            *out += "><figcaption>";
            *out += node.str_at("description/basic").unwrap_or_default();
            *out += "</figcaption></figure>";
        }
        _ => return false,
    }
    true
}
