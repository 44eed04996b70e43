//! WordPress: extended RSS 1.2, which its importer reads, and [`crate::import`] too.
//!
//! What WordPress has no element for stands in fields beside a comment's own, so that reading it again gives the same
//! comments under the same ids. Numbers are given in the order of writing: the same comments make the same file.

use std::{
    collections::HashMap,
    io::{self, Write},
};

use article::{NativePlatform, Platform as _, read_body};
use engagement::comments::Status;
use jiff::Timestamp;

use crate::{
    html::blocks::blocks,
    import::meta,
    store::{Body, Comment},
};

/// The comments of an article.
pub(crate) struct Exported {
    /// Its address.
    pub(crate) address: String,
    /// Its comments, in any order.
    pub(crate) comments: Vec<Comment>,
}

/// Writes comments of all articles, one article after the other.
///
/// # Errors
///
/// When `out` takes no more.
pub(crate) fn write(
    out: &mut dyn Write,
    site_title: &str,
    site_url: &str,
    articles: impl Iterator<Item = Exported>,
) -> io::Result<()> {
    out.write_all(HEAD.as_bytes())?;
    element(out, 1, "title", site_title)?;
    element(out, 1, "link", site_url)?;
    element(out, 1, "wp:wxr_version", "1.2")?;
    element(out, 1, "wp:base_site_url", site_url)?;
    element(out, 1, "wp:base_blog_url", site_url)?;
    let mut written: u64 = 0;
    for (number, exported) in (1_u64..).zip(articles) {
        item(out, number, written, &exported)?;
        written += exported.comments.len() as u64;
    }
    out.write_all(b"</channel>\n</rss>\n")?;
    out.flush()
}

const HEAD: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/" xmlns:wp="http://wordpress.org/export/1.2/">
<channel>
"#;

fn item(out: &mut dyn Write, number: u64, written: u64, exported: &Exported) -> io::Result<()> {
    let Exported { address, comments } = exported;
    let first_ms = comments.iter().map(|comment| comment.created_ms).min().unwrap_or_default();
    let date = date(first_ms);
    out.write_all(b"\t<item>\n")?;
    let number = number.to_string();
    for (name, value) in [
        // WordPress knows a post by its title and date.
        ("title", &**address),
        ("link", address),
        ("dc:creator", ""),
        ("guid", address),
        ("content:encoded", ""),
        ("excerpt:encoded", ""),
        ("wp:post_id", &number),
        ("wp:post_date", &date),
        ("wp:post_date_gmt", &date),
        ("wp:comment_status", "open"),
        ("wp:ping_status", "closed"),
        ("wp:post_name", ""),
        ("wp:status", "publish"),
        ("wp:post_parent", "0"),
        ("wp:menu_order", "0"),
        ("wp:post_type", "post"),
        ("wp:post_password", ""),
        ("wp:is_sticky", "0"),
    ] {
        element(out, 2, name, value)?;
    }
    let numbers: HashMap<&str, u64> =
        (written + 1..).zip(comments).map(|(number, comment)| (&*comment.id, number)).collect();
    for (number, one) in (written + 1..).zip(comments) {
        let parent = one.parent.as_deref().and_then(|parent| numbers.get(parent)).copied().unwrap_or_default();
        comment(out, number, parent, one)?;
    }
    out.write_all(b"\t</item>\n")
}

fn comment(out: &mut dyn Write, number: u64, parent: u64, comment: &Comment) -> io::Result<()> {
    let date = date(comment.created_ms);
    let approved = match comment.status {
        Status::Approved => "1",
        Status::Hold => "0",
        Status::Spam => "spam",
        Status::Trash => "trash",
    };
    out.write_all(b"\t\t<wp:comment>\n")?;
    for (name, value) in [
        ("wp:comment_id", &*number.to_string()),
        ("wp:comment_author", &escaped(comment.author.as_ref().map_or("", |author| &author.name))),
        ("wp:comment_author_email", ""),
        ("wp:comment_author_url", ""),
        ("wp:comment_author_IP", ""),
        ("wp:comment_date", &date),
        ("wp:comment_date_gmt", &date),
        ("wp:comment_content", &html(&comment.body)),
        ("wp:comment_approved", approved),
        ("wp:comment_type", "comment"),
        ("wp:comment_parent", &parent.to_string()),
        ("wp:comment_user_id", "0"),
    ] {
        element(out, 3, name, value)?;
    }
    field(out, meta::ID, &comment.id)?;
    // WordPress's dates are of whole seconds.
    field(out, meta::CREATED, &comment.created_ms.to_string())?;
    if let Some(modified_ms) = comment.modified_ms {
        field(out, meta::MODIFIED, &modified_ms.to_string())?;
    }
    if comment.likes > 0 {
        field(out, meta::LIKES, &comment.likes.to_string())?;
    }
    out.write_all(b"\t\t</wp:comment>\n")
}

/// A field beside the comment's own.
fn field(out: &mut dyn Write, key: &str, value: &str) -> io::Result<()> {
    out.write_all(b"\t\t\t<wp:commentmeta>\n")?;
    element(out, 4, "wp:meta_key", key)?;
    element(out, 4, "wp:meta_value", value)?;
    out.write_all(b"\t\t\t</wp:commentmeta>\n")
}

/// An element with text in it.
fn element(out: &mut dyn Write, depth: usize, name: &str, text: &str) -> io::Result<()> {
    let indent = "\t".repeat(depth);
    // Only these characters are of XML (XML 1.0 §2.2), and `]]>` ends what holds them.
    let is_kept = |c: &char| matches!(c, '\t' | '\n' | '\u{20}'..='\u{FFFD}' | '\u{10000}'..);
    let text = text.chars().filter(is_kept).collect::<String>().replace("]]>", "]]]]><![CDATA[>");
    writeln!(out, "{indent}<{name}><![CDATA[{text}]]></{name}>")
}

/// The body as WordPress stores it. There a line end would be a line break; here, outside code, it is a space.
fn html(body: &Body) -> String {
    let read = NativePlatform.parse_json(body.json()).map(|json| read_body(&json, &NativePlatform));
    let html = blocks(&read.unwrap_or_default()).into_string();
    let mut parts = html.split("<pre>");
    let first = parts.next().unwrap_or_default().replace('\n', " ");
    parts.fold(first, |html, part| {
        let (code, after) = part.split_once("</pre>").unwrap_or((part, ""));
        html + "<pre>" + code + "</pre>" + &after.replace('\n', " ")
    })
}

/// A name as WordPress stores it.
fn escaped(name: &str) -> String {
    name.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

fn date(ms: i64) -> String {
    Timestamp::from_millisecond(ms).map_or_else(|_| String::new(), |time| time.strftime("%F %T").to_string())
}

#[cfg(test)]
mod tests;
