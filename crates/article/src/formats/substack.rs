//! Substack: `/api/v1/posts/…` and `/api/v1/archive`.
//!
//! Source: the answers themselves; nobody has described them.

use super::{
    draft::{Draft, Picture},
    values::{object, string},
};
use crate::{Json, ReadError};

pub(super) fn matches(first: &Json, _: &Json) -> bool {
    ["body_html", "truncated_body_text"].iter().any(|body| first.str_at(body).is_some())
        && (first.has("post_date") || first.has("canonical_url"))
}

#[expect(clippy::unnecessary_wraps, reason = "all formats are read by functions of one type")]
pub(super) fn read(post: &Json, draft: &mut Draft) -> Result<(), ReadError> {
    draft.plain("id", post.at("id"));
    draft.url(post.at("canonical_url"));
    draft.plain("headline", post.at("title"));
    draft.plain("deck", post.at("subtitle"));
    draft.summary(post.at("description"));
    draft.plain("kicker", post.at("postTags/0/name"));
    for author in post.each_at("publishedBylines") {
        draft.author(author.at("name"), None);
    }
    draft.date("published", post.at("post_date"));
    draft.date("updated", post.at("updated_at"));
    draft.image(&Picture { url: post.at("cover_image"), ..Picture::default() });
    if let Some(html) = post.first(&["body_html"]) {
        draft.html(Some(html));
    } else {
        draft.text(post.at("truncated_body_text"));
        draft.partial();
    }
    if let Some(url) = post.str_at("podcast_url").and_then(|url| draft.resolved(url)).filter(|url| !draft.mentions(url))
    {
        draft.above(vec![object([("type", string("audio")), ("url", Json::String(url))])]);
    }
    Ok(())
}
