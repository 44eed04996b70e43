//! Comments as lists within lists.

use article::{NativePlatform, Platform as _, read_body};
use jiff::Timestamp;
use maud::{Markup, PreEscaped, html};

use super::{Place, blocks::blocks};
use crate::store::{Body, Comment};

/// A comment whose list of replies may go on.
struct Open<'a> {
    comment: &'a Comment,
    /// Replies that are on the page.
    shown: u64,
}

/// Comments, each followed by its replies. They stand in this order already; what is left is where a list begins and ends.
pub(super) fn list(comments: &[Comment], place: &Place) -> Markup {
    let mut html = String::new();
    let mut open: Vec<Open> = Vec::new();
    if !comments.is_empty() {
        html += LIST;
    }
    for comment in comments {
        while let Some(above) = open.pop_if(|above| Some(&above.comment.id) != comment.parent.as_ref()) {
            close(&above, place, &mut html);
        }
        if let Some(above) = open.last_mut() {
            if above.shown == 0 {
                html += LIST;
            }
            above.shown += 1;
        }
        html += "<li>";
        html += &one(comment).into_string();
        open.push(Open { comment, shown: 0 });
    }
    while let Some(above) = open.pop() {
        close(&above, place, &mut html);
    }
    if !comments.is_empty() {
        html += "</ol>";
    }
    PreEscaped(html)
}

const LIST: &str = "<ol class=\"thread\" role=\"list\">";

fn close(open: &Open, place: &Place, html: &mut String) {
    if open.shown > 0 {
        *html += "</ol>";
    }
    let left = open.comment.replies.saturating_sub(open.shown);
    if left > 0 {
        let words = if left == 1 { "1 more reply".to_owned() } else { format!("{left} more replies") };
        let more = html! { p.more { a href=(place.replies(&open.comment.id)) { (words) } } };
        *html += &more.into_string();
    }
    *html += "</li>";
}

fn one(comment: &Comment) -> Markup {
    html! {
        article id={ "comment-" (comment.id) } {
            @if let Some(author) = &comment.author {
                p.head {
                    bdi { (author.name) } @if author.staff { " · staff" } " " (time(comment.created_ms))
                    @if let Some(modified_ms) = comment.modified_ms { " · edited " (time(modified_ms)) }
                    @if comment.pinned { " · pinned" }
                    @if comment.likes > 0 { " · " (likes(comment.likes)) }
                }
                div.text dir="auto" { (body(&comment.body)) }
            } @else {
                p.state { "This comment was deleted." }
            }
        }
    }
}

pub(super) fn body(body: &Body) -> Markup {
    // What is stored was made by us; should it not be readable, the comment is there without its words.
    let read = NativePlatform.parse_json(body.json()).map(|json| read_body(&json, &NativePlatform));
    blocks(&read.unwrap_or_default())
}

fn likes(likes: u64) -> String {
    if likes == 1 { "1 like".to_owned() } else { format!("{likes} likes") }
}

/// The time everywhere: where the reader is, nobody told.
pub(super) fn time(ms: i64) -> Markup {
    let Ok(time) = Timestamp::from_millisecond(ms) else { return html! {} };
    html! { time datetime=(time) { (time.strftime("%-d %B %Y, %H:%M UTC")) } }
}
