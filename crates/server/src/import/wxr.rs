//! WordPress: extended RSS, versions 1.0 to 1.2, as its export tool writes it.

use std::path::Path;

use engagement::comments::Status;
use url::Url;
use uuid::Uuid;

use super::{
    html::{self, Written},
    place::{Found, Gathered, Thread},
    report::Reason,
    values,
    xml::Xml,
};

/// What our own exports keep beside what WordPress knows; it keeps such fields, and exports them again.
pub(crate) mod meta {
    /// The id of the comment.
    pub(crate) const ID: &str = "article_viewer_id";
    /// When it was written, in milliseconds: the date is of whole seconds.
    pub(crate) const CREATED: &str = "article_viewer_created_ms";
    /// When it was changed, in milliseconds.
    pub(crate) const MODIFIED: &str = "article_viewer_modified_ms";
    /// How many like it.
    pub(crate) const LIKES: &str = "article_viewer_likes";
}

/// All comments of an export.
pub(super) fn read(file: &Path, base: Option<&Url>) -> anyhow::Result<Gathered> {
    let mut xml = Xml::open(file, "rss")?;
    let mut gathered = Gathered::default();
    // The address of the site: `wp:base_blog_url` is the more exact of the two.
    let (mut link, mut blog) = (String::new(), String::new());
    while let Some(channel) = xml.child()? {
        if channel.name != "channel" {
            xml.skip()?;
            continue;
        }
        while let Some(element) = xml.child()? {
            match &*element.name {
                "link" => link = xml.text()?,
                "wp:base_blog_url" => blog = xml.text()?,
                "item" => item(&mut xml, base, &mut gathered)?,
                _ => xml.skip()?,
            }
        }
    }
    xml.end()?;
    let site = [blog.trim(), link.trim()].into_iter().find(|site| !site.is_empty()).map(str::to_owned);
    let site = site.or_else(|| base.map(Url::to_string)).unwrap_or_default();
    gathered.origin = format!("wxr\0{}", values::site(&site));
    Ok(gathered)
}

/// A post or a page, and its comments.
fn item(xml: &mut Xml, base: Option<&Url>, gathered: &mut Gathered) -> anyhow::Result<()> {
    let thread = gathered.threads.len();
    let (mut link, mut id, mut title) = (String::new(), String::new(), String::new());
    let (mut posted, mut posted_gmt) = (None, None);
    let (mut status, mut password) = (String::new(), String::new());
    let mut comments = Vec::new();
    while let Some(element) = xml.child()? {
        match &*element.name {
            "link" => link = xml.text()?,
            "title" => title = xml.text()?,
            "wp:post_id" => id = xml.text()?,
            "wp:post_date" => posted = values::date(&xml.text()?),
            "wp:post_date_gmt" => posted_gmt = values::date(&xml.text()?),
            "wp:status" => status = xml.text()?,
            "wp:post_password" => password = xml.text()?,
            "wp:comment" => comments.push(comment(xml)?),
            _ => xml.skip()?,
        }
    }
    let address = values::address(&link, base);
    // An attachment has the status of its post.
    let is_public = matches!(status.trim(), "" | "publish" | "closed" | "inherit") && password.is_empty();
    for (content, mut found) in comments {
        found.thread = Some(thread);
        if status.trim() == "trash" {
            found.gone = Some(Reason::ArticleDeleted);
        }
        found.is_hidden = !is_public;
        if found.gone.is_none() {
            found.written = written(&content, address.as_deref().ok());
        }
        gathered.comments.push(found);
    }
    let named = [link, title].into_iter().find(|name| !name.trim().is_empty());
    let label = named.map_or_else(|| format!("post {id}"), |name| name.trim().to_owned());
    gathered.threads.push(Thread { label, address, created_ms: posted_gmt.or(posted) });
    Ok(())
}

fn written(content: &str, base: Option<&str>) -> Written {
    html::written(&html::paragraphs(content), base)
}

/// A comment, and its text as it is stored.
fn comment(xml: &mut Xml) -> anyhow::Result<(String, Found)> {
    let mut found = Found::default();
    let mut content = String::new();
    let (mut date, mut date_gmt) = (None, None);
    while let Some(element) = xml.child()? {
        let name = match element.name.strip_prefix("wp:") {
            Some("commentmeta") => {
                meta(xml, &mut found)?;
                continue;
            }
            name => name.unwrap_or_default(),
        };
        let text = xml.text()?;
        match name {
            "comment_id" => text.trim().clone_into(&mut found.id),
            "comment_author" => found.author = values::unescaped(&text),
            "comment_date" => date = values::date(&text),
            "comment_date_gmt" => date_gmt = values::date(&text),
            "comment_content" => content = text,
            "comment_approved" => approve(text.trim(), &mut found),
            "comment_type" => found.gone = no_comment(text.trim()).or(found.gone),
            "comment_parent" if !matches!(text.trim(), "" | "0") => found.parent = Some(text.trim().to_owned()),
            _ => {}
        }
    }
    // A comment that was changed in WordPress since keeps the field, which then is not the date any more.
    let exact = found.created_ms.filter(|ms| date_gmt == Some(ms.div_euclid(1000) * 1000));
    found.created_ms = exact.or(date_gmt).or(date);
    Ok((content, found))
}

/// Why a type is not one of comments. Plug-ins keep among them what readers never see.
fn no_comment(kind: &str) -> Option<Reason> {
    match kind {
        "" | "comment" | "review" => None,
        "pingback" | "trackback" => Some(Reason::Pingback),
        _ => Some(Reason::NotByReader),
    }
}

fn approve(word: &str, found: &mut Found) {
    match word {
        "1" | "approve" | "approved" => found.status = Some(Status::Approved),
        "0" | "hold" => found.status = Some(Status::Hold),
        "spam" => found.status = Some(Status::Spam),
        // What its type says comes first, wherever that stands.
        "trash" => found.gone = found.gone.or(Some(Reason::Deleted)),
        "post-trashed" => found.gone = found.gone.or(Some(Reason::ArticleDeleted)),
        _ => found.status = None,
    }
}

/// A field beside the comment's own.
fn meta(xml: &mut Xml, found: &mut Found) -> anyhow::Result<()> {
    let (mut key, mut value) = (String::new(), String::new());
    while let Some(element) = xml.child()? {
        match &*element.name {
            "wp:meta_key" => key = xml.text()?,
            "wp:meta_value" => value = xml.text()?,
            _ => xml.skip()?,
        }
    }
    match key.trim() {
        meta::ID => found.uuid = Uuid::try_parse(value.trim()).ok(),
        meta::CREATED => found.created_ms = value.trim().parse().ok(),
        meta::MODIFIED => found.modified_ms = value.trim().parse().ok(),
        meta::LIKES => found.likes = value.trim().parse().unwrap_or_default(),
        _ => {}
    }
    Ok(())
}
