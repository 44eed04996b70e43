//! WordPress: the REST API v2 of every site (`/wp-json/wp/v2/posts/…?_embed`), and WordPress.com's v1.1.
//!
//! Source: the REST API Handbook, "Posts", "Media" and "Linking and Embedding"; developer.wordpress.com, "Posts".

use super::draft::{Draft, Picture};
use crate::{Json, ReadError, formats::values::string, text::has};

pub(super) fn matches(first: &Json, _: &Json) -> bool {
    first.has("title/rendered") || first.has("content/rendered") && first.has("id")
}

#[expect(clippy::unnecessary_wraps, reason = "all formats are read by functions of one type")]
pub(super) fn read(post: &Json, draft: &mut Draft) -> Result<(), ReadError> {
    draft.plain("id", post.at("id"));
    draft.url(post.at("link"));
    draft.language(post.at("lang"));
    draft.source(post.at("yoast_head_json/og_site_name"), None);
    draft.plain("headline", post.at("title"));
    let terms = |taxonomy: &'static str| {
        let all = post.each_at("_embedded/wp:term").iter().flat_map(Json::each);
        all.filter(move |term| term.at("taxonomy").is_some_and(|known| known.is(taxonomy)))
    };
    let section = terms("category").find(|term| is_section(term));
    draft.plain("kicker", section.and_then(|section| section.at("name")));
    if let Some(excerpt) = post.at("excerpt").and_then(Json::words) {
        draft.summary(Some(&string(without_more(excerpt, post.str_at("link")))));
    }
    // Plugins for several authors: WordPress itself gives only the first.
    for author in post.each_at("coauthors").iter().chain(post.each_at("authors")) {
        draft.author(author.first(&["display_name", "name"]), author.first(&["link", "url"]));
    }
    if !draft.has_authors() {
        // Theirs is the name they sign in with, where nobody has given them another.
        let is = |user: &Json, term: &Json| {
            let slug = term.str_at("slug").map(|slug| slug.strip_prefix("cap-").unwrap_or(slug));
            slug.is_some() && user.str_at("slug") == slug
        };
        for term in terms("author") {
            let user = post.each_at("_embedded/author").iter().find(|user| user.has("name") && is(user, term));
            draft.author(user.unwrap_or(term).at("name"), term.at("link"));
        }
    }
    if !draft.has_authors() {
        for author in post.each_at("_embedded/author") {
            // A refused embed is an error in its place, which has no name.
            draft.author(author.at("name"), author.at("link"));
        }
        draft.author(post.at("yoast_head_json/author"), None);
    }
    date(draft, "published", post, "date");
    date(draft, "updated", post, "modified");
    image(post, draft);
    if post.at("content/protected").and_then(Json::as_bool) == Some(true) {
        draft.partial();
    }
    body(draft, post.at("content"));
    Ok(())
}

/// Whether a category was chosen: the one that every post has until then says nothing.
fn is_section(category: &Json) -> bool {
    const NONE: [&str; 11] = [
        "uncategor",
        "unkategor",
        "non-class",
        "sin-categor",
        "sem-categor",
        "senza-categor",
        "sense-categor",
        "geen-categor",
        "bez-kategor",
        "ukategor",
        "okategor",
    ];
    category.str_at("slug").is_none_or(|slug| !NONE.iter().any(|none| slug.starts_with(none)))
}

/// An excerpt without the link at its end that leads to the rest ("Continue reading").
fn without_more<'t>(excerpt: &'t str, link: Option<&str>) -> &'t str {
    let last = excerpt.as_bytes().windows(3).rposition(|bytes| bytes == b"<a ");
    match last.and_then(|at| excerpt.split_at_checked(at)) {
        Some((before, end)) if has(end, "more-link") || link.is_some_and(|link| has(end, link)) => before,
        _ => excerpt,
    }
}

/// The moment in UTC, which has no `Z`; else the site's own clock, whose zone nobody says, so that the day is kept.
fn date(draft: &mut Draft, member: &str, post: &Json, key: &str) {
    if let Some(utc) = post.str_at(&(key.to_owned() + "_gmt")) {
        draft.date(member, Some(&Json::String(utc.to_owned() + "Z")));
    }
    draft.date(member, post.at(key));
}

fn image(post: &Json, draft: &mut Draft) {
    if let Some(media) = post.at("_embedded/wp:featuredmedia/0") {
        let sizes = media.at("media_details/sizes").and_then(Json::as_object);
        let sizes = sizes
            .into_iter()
            .flat_map(|sizes| &sizes.0)
            .filter_map(|(_, size)| Some((size.at("source_url")?, size.at("width"), size.at("height"))));
        draft.image(&Picture {
            url: media.at("source_url"),
            width: media.at("media_details/width"),
            height: media.at("media_details/height"),
            alt: media.at("alt_text"),
            caption: media.at("caption"),
            variants: sizes.collect(),
            ..Picture::default()
        });
    }
    // What a plugin shows of a post without a picture is the site's sign.
    let has_picture = post.at("featured_media").and_then(Json::count) != Some(0);
    if let Some(image) = post.at("yoast_head_json/og_image/0").filter(|_| has_picture) {
        let (width, height) = (image.at("width"), image.at("height"));
        draft.image(&Picture { url: image.at("url"), width, height, ..Picture::default() });
    }
    draft.image(&Picture { url: post.at("jetpack_featured_media_url"), ..Picture::default() });
}

fn body(draft: &mut Draft, content: Option<&Json>) {
    if let Some(html) = content.and_then(Json::words) {
        draft.html(Some(&Json::String(without_shortcodes(html))));
    }
}

/// HTML without the marks of shortcodes that no plugin has rendered; what stands between them stays.
///
/// Words in brackets are not always one: a mark has attributes, or a closing mark belongs to it.
fn without_shortcodes(html: &str) -> String {
    let mut kept = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find('[') {
        let (before, mark) = rest.split_at_checked(at).unwrap_or_default();
        kept += before;
        let length = shortcode(mark);
        kept += if length == 0 { "[" } else { "" };
        rest = mark.get(length.max(1)..).unwrap_or_default();
    }
    kept + rest
}

/// The length of the shortcode's mark that a text begins with; 0 when it is none.
fn shortcode(text: &str) -> usize {
    // Longer ones than this are not looked for, so that a text of brackets takes no longer than its length.
    const LONGEST: usize = 2_000;
    let Some(end) = text.bytes().take(LONGEST).position(|byte| byte == b']') else { return 0 };
    let inside = text.get(1..end).unwrap_or_default();
    let (is_closing, inside) = inside.strip_prefix('/').map_or((false, inside), |name| (true, name));
    let length = inside
        .bytes()
        .take_while(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'_' | b'-'))
        .count();
    let (name, attributes) = inside.split_at_checked(length).unwrap_or_default();
    let is_name = name.starts_with(|c: char| c.is_ascii_lowercase());
    let has_attributes = attributes.starts_with([' ', '\n']) && attributes.contains('=');
    let is_mark = is_name && (is_closing && attributes.is_empty() || has_attributes);
    if is_mark { end + 1 } else { 0 }
}

pub(super) fn matches_com(first: &Json, document: &Json) -> bool {
    let post = document.at("posts/0").unwrap_or(first);
    post.has("ID") && post.has("site_ID")
}

#[expect(clippy::unnecessary_wraps, reason = "all formats are read by functions of one type")]
pub(super) fn read_com(post: &Json, draft: &mut Draft) -> Result<(), ReadError> {
    draft.plain("id", post.at("ID"));
    draft.url(post.at("URL"));
    draft.plain("headline", post.at("title"));
    draft.summary(post.at("excerpt"));
    draft.author(post.at("author/name"), post.at("author/URL"));
    draft.date("published", post.at("date"));
    draft.date("updated", post.at("modified"));
    let categories = post.at("categories").and_then(Json::as_object);
    let mut categories = categories.map_or(&[][..], |categories| &categories.0).iter().map(|(_, category)| category);
    draft.plain("kicker", categories.find(|category| is_section(category)).and_then(|category| category.at("name")));
    let thumbnail = post.at("post_thumbnail").unwrap_or(&Json::Null);
    draft.image(&Picture {
        url: thumbnail.at("URL"),
        width: thumbnail.at("width"),
        height: thumbnail.at("height"),
        alt: thumbnail.at("alt"),
        ..Picture::default()
    });
    draft.image(&Picture { url: post.at("featured_image"), ..Picture::default() });
    body(draft, post.at("content"));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_of_shortcodes_go_and_words_in_brackets_stay() {
        let html = r#"[caption id="a" width="3"]<p>Rain[/caption] he said [sic] and [1]</p>[ [x"#;
        assert_eq!(without_shortcodes(html), "<p>Rain he said [sic] and [1]</p>[ [x");
    }
}
