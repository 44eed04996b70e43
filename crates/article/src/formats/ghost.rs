//! Ghost: the Content API, the Admin API and export files.
//!
//! Source: ghost.org/docs, "Content API", "Posts" and "Tags"; export files of version 5.

use super::{
    draft::{Draft, Picture},
    lexical, mobiledoc,
    values::number,
};
use crate::{Json, ReadError, text::around};

pub(super) fn matches(first: &Json, document: &Json) -> bool {
    let is_post = |post: &Json| post.has("slug") && (post.has("uuid") || post.has("comment_id"));
    let of_list = document.at("posts/0").or_else(|| document.at("pages/0"));
    document.has("db/0/data/posts")
        || of_list.is_some_and(|post| is_post(post) || post.has("slug") && document.has("meta/pagination"))
        || is_post(first) && ["html", "lexical", "mobiledoc"].iter().any(|body| first.has(body))
}

pub(super) fn read(post: &Json, draft: &mut Draft) -> Result<(), ReadError> {
    match post.str_at("status") {
        Some("scheduled") => draft.embargo(post.at("published_at"))?,
        // Files of the editors' side hold what nobody has published.
        Some("draft") if draft.is_head() => return Err(ReadError::NoItem),
        _ => {}
    }
    draft.plain("id", post.first(&["id", "uuid"]));
    if let Some(url) = post.first(&["canonical_url", "url"]) {
        draft.url(Some(&placed(url)));
    }
    draft.plain("headline", post.at("title"));
    let tags = related(post, draft, "tags", "posts_tags", "tag_id");
    // A tag of the editors' own begins with `#`.
    let is_public = |tag: &&&Json| {
        tag.str_at("name").is_some_and(|name| !name.starts_with('#'))
            && tag.str_at("visibility").is_none_or(|visibility| visibility == "public")
    };
    let tags: Vec<&Json> = post.at("primary_tag").into_iter().chain(tags).collect();
    draft.plain("kicker", tags.iter().find(is_public).and_then(|tag| tag.at("name")));
    for author in related(post, draft, "users", "posts_authors", "author_id") {
        draft.author(author.at("name"), author.first(&["url", "website"]));
    }
    if !draft.has_authors() {
        draft.author(post.at("primary_author/name"), post.at("primary_author/url"));
    }
    draft.date("published", post.at("published_at"));
    draft.date("updated", post.at("updated_at"));
    // In an export, some members of a post stand in a table of their own.
    let tables = draft.document().each_at("db/0/data/posts_meta");
    let meta =
        tables.iter().find(|meta| meta.at("post_id").is_some_and(|id| Some(id) == post.at("id"))).unwrap_or(post);
    if let Some(url) = post.at("feature_image") {
        draft.image(&Picture {
            url: Some(&placed(url)),
            alt: meta.at("feature_image_alt"),
            caption: meta.at("feature_image_caption"),
            ..Picture::default()
        });
    }
    body(post, draft);
    if post.at("access").and_then(Json::as_bool) == Some(false) {
        draft.partial();
    } else if let (true, Some(minutes)) = (draft.has_body(), post.at("reading_time").and_then(Json::count)) {
        // For a short post it is 0.
        draft.set("reading_minutes", if minutes > 0 { number(minutes) } else { Json::Null });
    }
    draft.summary(post.at("custom_excerpt"));
    // What Ghost makes is the text run together, and of use only where there is none.
    if !draft.has_body() {
        draft.summary(post.at("excerpt"));
    }
    Ok(())
}

/// Text as it was published, where it is given, else as the editor keeps it.
fn body(post: &Json, draft: &mut Draft) {
    if let Some(html) = post.first(&["html"]) {
        draft.html(Some(&placed(html)));
    } else if let Some(text) = post.first(&["plaintext"]) {
        draft.text(Some(text));
    } else if let Some(document) = parsed(post, "lexical", draft) {
        // What cannot be read leaves the article without a text, and is no error of the article.
        let _ = lexical::read(&document, draft);
    } else if let Some(document) = parsed(post, "mobiledoc", draft) {
        let _ = mobiledoc::read(&document, draft);
    }
}

/// The editor's document, which is kept in a string.
fn parsed(post: &Json, key: &str, draft: &Draft) -> Option<Json> {
    draft.parsed(placed(post.first(&[key])?).as_str()?)
}

/// What belongs to a post: named in it, or in an export by a table of pairs and a table of the things.
fn related<'j>(post: &'j Json, draft: &Draft<'j>, things: &str, pairs: &str, key: &str) -> Vec<&'j Json> {
    let own = post.each_at(if things == "users" { "authors" } else { things });
    let table = |name: &str| draft.document().at("db/0/data").map_or(&[][..], |data| data.each_at(name));
    let id = post.at("id");
    let of_post = table(pairs).iter().filter(|pair| id.is_some() && pair.at("post_id") == id);
    let order = |pair: &Json| pair.at("sort_order").and_then(Json::count);
    let mut found: Vec<&Json> = Vec::new();
    // Each is looked for among all.
    for pair in of_post.take(50) {
        let at = found.iter().position(|other| order(other) > order(pair));
        found.insert(at.unwrap_or(found.len()), pair);
    }
    let thing = |pair: &&Json| table(things).iter().find(|thing| thing.has("id") && thing.at("id") == pair.at(key));
    own.iter().chain(found.iter().filter_map(thing)).collect()
}

/// A string without the word that stands for the site's address in export files: what follows is relative to it.
fn placed(value: &Json) -> Json {
    let mut rest = value.words().unwrap_or_default();
    let mut kept = String::new();
    while let Some((before, after)) = around(rest, "__GHOST_URL__") {
        kept += before;
        rest = after;
    }
    Json::String(kept + rest)
}
