//! Many articles at once: what becomes of each file, on every core, leaving alone what has not changed.

use std::{
    collections::BTreeMap,
    fs::{self, File},
    io::{self, Read as _, Write as _},
    num::NonZeroUsize,
    path::{Path, PathBuf},
    sync::atomic::{AtomicUsize, Ordering},
    thread,
};

use anyhow::{Context as _, Result, bail, ensure};
use article::{MAX_BYTES, Notice, ReadError};

use crate::{Settings, document::GENERATOR, fingerprint, render};

/// Leptos renders depth by depth; an article may be as deep as `article::MAX_DEPTH`, and frames of an unoptimised build
/// are large.
const STACK_BYTES: usize = 32 * 1024 * 1024;

/// One article and its page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Job {
    /// The JSON.
    pub input: PathBuf,
    /// The page.
    pub output: PathBuf,
    /// What the page names.
    pub settings: Settings,
}

/// What has become of a job.
#[derive(Debug)]
pub enum Outcome {
    /// The page is new.
    Written(Vec<Notice>),
    /// The page is there already.
    Unchanged,
    /// There is no new page; an old one is as it was.
    Failed(anyhow::Error),
}

/// Plans a page for each article: `rain.json` becomes `rain.html` in `out`.
///
/// `site` has what all pages share, and addresses of folders, to which the name of the file is added: `src` for the
/// articles, `canonical` for the pages.
///
/// # Errors
///
/// When two articles would become the same page, or a name cannot be part of an address.
pub fn jobs(inputs: &[PathBuf], out: &Path, site: &Settings) -> Result<Vec<Job>> {
    let mut planned: BTreeMap<PathBuf, &PathBuf> = BTreeMap::new();
    let mut jobs = Vec::with_capacity(inputs.len());
    for input in inputs {
        let name = |part: Option<&std::ffi::OsStr>| part.and_then(|part| part.to_str()).map(str::to_owned);
        let file = name(input.file_name()).with_context(|| format!("{} names no file", input.display()))?;
        let stem = name(input.file_stem()).unwrap_or_else(|| file.clone());
        let page = format!("{stem}.html");
        let output = out.join(&page);
        if let Some(other) = planned.insert(output.clone(), input) {
            bail!("{} and {} would both become {}", other.display(), input.display(), output.display());
        }
        let in_folder = |folder: &str, file: &str| format!("{}/{}", folder.trim_end_matches('/'), segment(file));
        let src = if site.src.is_empty() { segment(&file) } else { in_folder(&site.src, &file) };
        let canonical = site.canonical.as_deref().map(|folder| in_folder(folder, &page));
        let settings = Settings { src, canonical, ..site.clone() };
        jobs.push(Job { input: input.clone(), output, settings });
    }
    Ok(jobs)
}

/// Runs the jobs on `threads` threads, and calls `done` as each ends. `now_ms` are milliseconds since 1970, for articles that
/// wait for their time.
///
/// # Errors
///
/// When no thread can be started.
pub fn run(
    jobs: &[Job],
    threads: NonZeroUsize,
    is_forced: bool,
    now_ms: Option<i64>,
    done: &(dyn Fn(&Job, Outcome) + Sync),
) -> io::Result<()> {
    let next = AtomicUsize::new(0);
    let work = || {
        while let Some(job) = jobs.get(next.fetch_add(1, Ordering::Relaxed)) {
            done(job, one(job, is_forced, now_ms).unwrap_or_else(Outcome::Failed));
        }
    };
    thread::scope(|scope| {
        for _ in 0..threads.get().min(jobs.len()) {
            thread::Builder::new().stack_size(STACK_BYTES).spawn_scoped(scope, work)?;
        }
        Ok(())
    })
}

fn one(job: &Job, is_forced: bool, now_ms: Option<i64>) -> Result<Outcome> {
    let json = read(&job.input)?;
    if !is_forced && job.output.exists() {
        let old = fs::read(&job.output).with_context(|| format!("cannot read {}", job.output.display()))?;
        let made_of = fingerprint_of(&String::from_utf8_lossy(&old)).map(str::to_owned);
        ensure!(made_of.is_some(), "{} was not made by this program; --force replaces it", job.output.display());
        if made_of == Some(fingerprint(&json, &job.settings)) {
            return Ok(Outcome::Unchanged);
        }
    }
    let page = render(&json, &job.settings, now_ms)?;
    write(&job.output, page.html.as_bytes()).with_context(|| format!("cannot write {}", job.output.display()))?;
    Ok(Outcome::Written(page.notices))
}

/// The file, unless it is larger than any article.
fn read(file: &Path) -> Result<Vec<u8>> {
    // On Unix `https://paper.example/rain.json` could be a file, and is none that anybody means.
    ensure!(!file.to_string_lossy().contains("://"), "is an address; files are read here, and nothing is fetched");
    let mut json = Vec::new();
    let most = u64::try_from(MAX_BYTES)?.saturating_add(1);
    let read = File::open(file).and_then(|opened| opened.take(most).read_to_end(&mut json));
    read.context("cannot be read")?;
    ensure!(json.len() <= MAX_BYTES, ReadError::TooLarge);
    Ok(json)
}

/// What a page of ours says it was made of; `None` for a page of somebody else's. Of another version of this program it
/// is never what is looked for.
fn fingerprint_of(html: &str) -> Option<&str> {
    let (head, _) = html.split_once("</head>")?;
    let (_, made_by) = head.split_once("<meta name=\"generator\" content=\"article-viewer ")?;
    let (made_by, _) = made_by.split_once('"')?;
    made_by.strip_prefix(GENERATOR.trim_start_matches("article-viewer ")).or(Some(""))
}

/// The page appears whole or not at all: it is written beside its place and then moved there.
fn write(file: &Path, bytes: &[u8]) -> io::Result<()> {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let beside = file.with_file_name(format!(".{name}.{}.part", std::process::id()));
    let written = File::create(&beside)
        .and_then(|mut part| part.write_all(bytes).and_then(|()| part.sync_all()))
        .and_then(|()| fs::rename(&beside, file));
    if written.is_err() {
        // It may not have come to be.
        let _ = fs::remove_file(&beside);
    }
    written
}

/// A file's name as part of an address (RFC 3986, `segment`).
fn segment(name: &str) -> String {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~!$'()*+,;=:@".contains(&byte);
    name.bytes()
        .map(|byte| if is_plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_becomes_part_of_an_address() {
        let site =
            Settings { src: "/news/".into(), canonical: Some("https://p.example/n".into()), ..Settings::default() };
        let jobs = jobs(&["x/a b#?%.json".into()], Path::new("out"), &site).expect("a plan");
        assert_eq!(jobs[0].output, Path::new("out/a b#?%.html"));
        assert_eq!(jobs[0].settings.src, "/news/a%20b%23%3F%25.json");
        assert_eq!(jobs[0].settings.canonical.as_deref(), Some("https://p.example/n/a%20b%23%3F%25.html"));
    }

    #[test]
    fn two_articles_of_one_name_are_refused() {
        let inputs = ["a/x.json".into(), "b/x.json".into()];
        let error = jobs(&inputs, Path::new("out"), &Settings::default()).expect_err("one page cannot be both");
        assert_eq!(error.to_string(), "a/x.json and b/x.json would both become out/x.html");
    }

    #[test]
    fn only_a_page_of_this_version_tells_what_it_was_made_of() {
        let page = |maker: &str| format!("<head><meta name=\"generator\" content=\"{maker}\"></head>");
        assert_eq!(fingerprint_of(&page(&format!("{GENERATOR}abc"))), Some("abc"));
        assert_eq!(fingerprint_of(&page("article-viewer 0.0.1 abc")), Some(""));
        assert_eq!(fingerprint_of(&page("by hand")), None);
        assert_eq!(fingerprint_of("<p>article-viewer"), None);
    }
}
