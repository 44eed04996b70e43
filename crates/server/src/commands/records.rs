//! Files of records: read, and found to be whole, before anything of them is stored.

use std::{
    fs::File,
    io::{BufRead as _, BufReader, Write},
    path::Path,
    sync::Arc,
};

use anyhow::{Context as _, bail, ensure};
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use super::{
    copies::{AT_ONCE, SAID_EVERY},
    progress,
};
use crate::{
    markdown, sites,
    store::{
        Store,
        copy::{Bytes, Known, Loaded, Record, Remark},
    },
};

/// The version of the form that is read.
const VERSION: u32 = 1;

/// Writes a record on a line of its own; the last one gets the hash of all before it.
pub(super) fn print(mut record: Record, out: &mut dyn Write, hash: &mut Sha256) -> anyhow::Result<()> {
    if let Record::End { sha256, .. } = &mut record {
        *sha256 = Some(sum(hash.clone()));
    }
    let mut line = serde_json::to_vec(&record).context("cannot write")?;
    line.push(b'\n');
    hash.update(&line);
    out.write_all(&line).context("cannot write")
}

fn sum(hash: Sha256) -> Bytes {
    Bytes(hash.finalize().to_vec())
}

/// Stores the records of a file; nothing of one that is not whole, or has what cannot be.
pub(super) async fn read(store: &Arc<dyn Store>, file: &Path, known: Known) -> anyhow::Result<Loaded> {
    let Checked { records: count, is_ours, .. } =
        check(file, known).with_context(|| format!("nothing was stored of {}", file.display()))?;
    let mut lines = open(file)?.lines();
    let (mut loaded, mut done) = (Loaded::default(), 0);
    loop {
        let group = lines.by_ref().take(AT_ONCE).map(|line| Ok(shown(parse(&line?)?, is_ours)));
        let group = group.collect::<anyhow::Result<Vec<_>>>()?;
        if group.is_empty() {
            return Ok(loaded);
        }
        let (before, length) = (done / SAID_EVERY, group.len() as u64);
        loaded += store.load(group, known).await.with_context(|| {
            format!("{done} of {count} records are stored; the same command again (restore with --overwrite) doubles nothing")
        })?;
        done += length;
        if done / SAID_EVERY > before {
            progress(format!("{done} of {count} records"));
        }
    }
}

/// The ids of all comments of a file that could be imported.
pub(super) fn ids(file: &Path) -> anyhow::Result<Vec<String>> {
    let checked = check(file, Known::Stays);
    Ok(checked.with_context(|| format!("nothing is to be stored of {}", file.display()))?.comments)
}

fn open(file: &Path) -> anyhow::Result<BufReader<File>> {
    File::open(file).map(BufReader::new).with_context(|| format!("cannot read {}", file.display()))
}

/// What a whole file has.
struct Checked {
    records: u64,
    /// The ids of its comments.
    comments: Vec<String>,
    /// Whether it is, byte by byte, what was written to be restored.
    is_ours: bool,
}

/// Reads a whole file.
///
/// What was written to be restored is believed where its hash is right: a database has what it has. All else could be from
/// anybody.
fn check(file: &Path, known: Known) -> anyhow::Result<Checked> {
    let mut file = open(file)?;
    let (mut count, mut end) = (0, None);
    let (mut hash, mut line) = (Sha256::new(), String::new());
    let (mut comments, mut strange) = (Vec::new(), None);
    while file.read_line(&mut line)? > 0 {
        count += 1;
        ensure!(end.is_none(), "line {count}: the file goes on after its end");
        match parse(&line).with_context(|| format!("line {count}"))? {
            Record::Begin { of, version } => {
                ensure!(count == 1 && of == "article-viewer", "line {count}: this is no beginning");
                ensure!(version <= VERSION, "it was written by a later version of this server");
            }
            Record::End { records, sha256 } => {
                let before = count - 1;
                ensure!(records == before, "it has {before} records, where {records} were written");
                end = Some(sha256);
                continue;
            }
            record => {
                ensure!(count > 1, "it does not begin with its version");
                strange =
                    strange.or_else(|| could_be(&record).err().map(|error| error.context(format!("line {count}"))));
                if let Record::Comment(remark) = record {
                    comments.push(remark.id);
                }
            }
        }
        hash.update(&line);
        line.clear();
    }
    let told = end.context("it has no end: the rest of it is missing")?;
    let has_sum = told.is_some();
    ensure!(
        told.is_none_or(|told| told == sum(hash)),
        "it was changed since it was written (whoever did that takes `sha256` out of its last line)"
    );
    let is_ours = has_sum && known == Known::Follows;
    match strange {
        Some(error) if !is_ours => Err(error),
        _ => Ok(Checked { records: count, comments, is_ours }),
    }
}

fn parse(line: &str) -> anyhow::Result<Record> {
    serde_json::from_str(line).context("this is no record")
}

/// Makes sure that a record names comments and sites as they can be named.
fn could_be(record: &Record) -> anyhow::Result<()> {
    let (site, ids) = match record {
        Record::Comment(remark) => (Some(&remark.site), vec![Some(&remark.id), remark.parent.as_ref()]),
        Record::Like { comment, .. } | Record::Report { comment, .. } => (None, vec![Some(comment)]),
        // What is about the team is of no site.
        Record::Decision { site, comment, .. } => (Some(site).filter(|site| !site.is_empty()), vec![comment.as_ref()]),
        Record::Site { name: site, .. }
        | Record::Article { site, .. }
        | Record::Alias { site, .. }
        | Record::Ban { site, .. } => (Some(site), Vec::new()),
        Record::Begin { .. } | Record::Moderator { .. } | Record::ServerKey { .. } | Record::End { .. } => {
            return Ok(());
        }
    };
    if let Some(site) = site.filter(|site| !sites::is_name(site)) {
        bail!("expected the name of a site, found {site:?}");
    }
    // In their usual form alone: in another one nobody would find the comment.
    let is_id = |id: &str| uuid::Uuid::try_parse(id).is_ok_and(|uuid| uuid.to_string() == id);
    match ids.into_iter().flatten().find(|id| !is_id(id)) {
        Some(id) => bail!("expected the id of a comment, a UUID in small letters, found {id:?}"),
        None => Ok(()),
    }
}

/// A record whose comment is shown as it can be: where it is not ours, as what its text says.
fn shown(mut record: Record, is_ours: bool) -> Record {
    if let Record::Comment(remark) = &mut record
        && remark.body.as_ref().is_some_and(|body| !could_be_shown(body, remark, is_ours))
    {
        remark.body = Some(markdown::blocks(&remark.text).json().to_owned());
    }
    record
}

/// Whether blocks are as we write them and, where they are from others, say what the text says. Between the two there may be marks
/// that Markdown has no sign for.
fn could_be_shown(body: &str, remark: &Remark, is_ours: bool) -> bool {
    let Ok(blocks) = serde_json::from_str::<Vec<Value>>(body) else { return false };
    if is_ours {
        return true;
    }
    // What the comments of readers are read by takes out what these cannot have.
    let is_ours = markdown::print(&markdown::read(&blocks)).json() == body && blocks.iter().all(is_of_comments);
    let written = markdown::blocks(&remark.text);
    let written: Vec<Value> = serde_json::from_str(written.json()).unwrap_or_default();
    is_ours && said(&blocks) == said(&written)
}

/// Whether a block, and all in it, is one that comments have.
fn is_of_comments(block: &Value) -> bool {
    let of = |name: &str| block[name].as_array().map(Vec::as_slice).unwrap_or_default();
    match block["type"].as_str() {
        Some("paragraph" | "code") => true,
        Some("quote") => of("body").iter().all(is_of_comments),
        Some("list") => of("items").iter().filter_map(Value::as_array).flatten().all(is_of_comments),
        _ => false,
    }
}

/// The words of blocks without white space, and where their links lead.
fn said(blocks: &[Value]) -> String {
    let mut said = String::new();
    let mut rest: Vec<&Value> = blocks.iter().rev().collect();
    while let Some(value) = rest.pop() {
        match value {
            Value::String(words) => said.extend(words.chars().filter(|c| !c.is_whitespace())),
            Value::Array(values) => rest.extend(values.iter().rev()),
            Value::Object(members) => {
                let names = ["url", "text", "content", "body", "items"];
                rest.extend(names.iter().filter_map(|name| members.get(*name)));
            }
            _ => {}
        }
    }
    said
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What becomes of the body of a comment from elsewhere.
    #[track_caller]
    fn check(text: &str, body: &str, expected: &str) {
        let line = serde_json::json!({
            "kind": "comment", "id": "018f0000-0000-7000-9000-000000000000", "site": "default", "article": "a",
            "author-name": "Asha", "text": text, "body": body, "created-ms": 0, "status": "approved",
        });
        let record = shown(parse(&line.to_string()).expect("a record"), false);
        let Record::Comment(remark) = record else { panic!("a comment") };
        assert_eq!(remark.body.as_deref(), Some(expected), "{body}");
    }

    // Any string was stored, and the list of its article was an error from then on.
    #[test]
    fn a_body_says_what_the_text_says() {
        let words = r#"[{"type":"paragraph","content":["Words"]}]"#;
        for body in [
            "({",
            "{}",
            "[[]]",
            "[1]",
            r#"[{"type":"paragraph","content":["Other"]}]"#,
            r#"[{"type":"heading","level":2,"content":["Words"]}]"#,
            r#"[{"type":"paragraph","content":["Words"],"onclick":"alert(1)"}]"#,
            r#"[{"type":"paragraph","content":[{"type":"link","url":"javascript:alert(1)","content":["Words"]}]}]"#,
            r#"[{"type":"paragraph","content":[{"type":"link","url":"https://a.example/","content":["Words"]}]}]"#,
        ] {
            check("Words", body, words);
        }
        let struck = r#"[{"type":"paragraph","content":[{"type":"strike","content":["Words"]}]}]"#;
        check("Words", struck, struck);
    }
}
