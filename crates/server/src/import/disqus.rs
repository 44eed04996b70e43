//! Disqus: the XML it sends to whoever asks for an export.

use std::{
    collections::{HashMap, HashSet},
    path::Path,
};

use engagement::comments::Status;
use url::Url;

use super::{
    html::{self, Written},
    place::{Found, Gathered, Thread},
    report::Reason,
    values,
    xml::{Element, Xml},
};

/// All comments of an export.
pub(super) fn read(file: &Path, base: Option<&Url>) -> anyhow::Result<Gathered> {
    let mut xml = Xml::open(file, "disqus")?;
    let mut gathered = Gathered::default();
    let mut forum = String::new();
    let mut deleted = HashSet::new();
    // Which thread each comment names, as threads may stand after their comments.
    let mut named = Vec::new();
    let mut threads = HashMap::new();
    while let Some(element) = xml.child()? {
        match &*element.name {
            "thread" => {
                let id = element.id.unwrap_or_default();
                threads.entry(id.clone()).or_insert(gathered.threads.len());
                let (thread, is_deleted) = thread(&mut xml, &id, base, &mut forum)?;
                if is_deleted {
                    deleted.insert(id);
                }
                gathered.threads.push(thread);
            }
            "post" => {
                let (thread, found) = post(&mut xml, element)?;
                named.push(thread);
                gathered.comments.push(found);
            }
            _ => xml.skip()?,
        }
    }
    xml.end()?;
    for (found, thread) in gathered.comments.iter_mut().zip(named) {
        let next = gathered.threads.len();
        let index = *threads.entry(thread.clone()).or_insert(next);
        if index == next {
            let label = format!("thread {thread}");
            gathered.threads.push(Thread { label, address: Err(Reason::NoAddress), created_ms: None });
        }
        found.thread = Some(index);
        if deleted.contains(&thread) {
            found.gone = Some(Reason::ArticleDeleted);
        }
    }
    gathered.origin = format!("disqus\0{forum}");
    Ok(gathered)
}

/// A thread, and whether it was deleted.
fn thread(xml: &mut Xml, id: &str, base: Option<&Url>, forum: &mut String) -> anyhow::Result<(Thread, bool)> {
    let (mut link, mut name) = (String::new(), String::new());
    let (mut created_ms, mut is_deleted) = (None, false);
    while let Some(element) = xml.child()? {
        match &*element.name {
            "link" => link = xml.text()?,
            "id" => name = xml.text()?,
            "createdAt" => created_ms = values::date(&xml.text()?),
            "isDeleted" => is_deleted = is_true(&xml.text()?),
            "forum" if forum.is_empty() => xml.text()?.trim().clone_into(forum),
            _ => xml.skip()?,
        }
    }
    // Sites choose what they call a thread; many take its address, and WordPress' plug-in puts the post's number before it.
    if link.trim().is_empty() {
        name.split_whitespace().find(|word| word.contains("://")).unwrap_or_default().clone_into(&mut link);
    }
    let label = format!("thread {id} {}", link.trim());
    let thread = Thread { label: label.trim().to_owned(), address: values::address(&link, base), created_ms };
    Ok((thread, is_deleted))
}

/// A comment, and the id of its thread.
fn post(xml: &mut Xml, post: Element) -> anyhow::Result<(String, Found)> {
    let mut found = Found { id: post.id.unwrap_or_default(), ..Found::default() };
    let mut thread = String::new();
    let mut message = String::new();
    let (mut is_deleted, mut is_spam, mut is_approved) = (false, false, true);
    while let Some(element) = xml.child()? {
        match &*element.name {
            "message" => message = xml.text()?,
            "createdAt" => found.created_ms = values::date(&xml.text()?),
            "isDeleted" => is_deleted = is_true(&xml.text()?),
            "isSpam" => is_spam = is_true(&xml.text()?),
            "isApproved" => is_approved = is_true(&xml.text()?),
            "author" => found.author = author(xml)?,
            "thread" => {
                thread = element.id.unwrap_or_default();
                xml.skip()?;
            }
            "parent" => {
                found.parent = element.id.filter(|id| !id.is_empty());
                xml.skip()?;
            }
            _ => xml.skip()?,
        }
    }
    found.status = Some(match (is_spam, is_approved) {
        (true, _) => Status::Spam,
        (false, true) => Status::Approved,
        (false, false) => Status::Hold,
    });
    if is_deleted {
        found.gone = Some(Reason::Deleted);
    } else {
        found.written = written(&message);
    }
    Ok((thread, found))
}

/// What a message says. One without paragraphs was written as plain text, in lines.
fn written(message: &str) -> Written {
    let has_paragraphs = ["<p", "<P", "<br", "<BR"].iter().any(|tag| message.contains(tag));
    if has_paragraphs { html::written(message, None) } else { html::written(&html::paragraphs(message), None) }
}

/// The name somebody wrote under: the one shown, else the one of the account.
fn author(xml: &mut Xml) -> anyhow::Result<String> {
    let (mut name, mut username) = (String::new(), String::new());
    while let Some(element) = xml.child()? {
        match &*element.name {
            "name" => name = xml.text()?,
            "username" => username = xml.text()?,
            _ => xml.skip()?,
        }
    }
    Ok(if name.trim().is_empty() { username } else { name })
}

fn is_true(text: &str) -> bool {
    matches!(text.trim(), "true" | "1")
}
