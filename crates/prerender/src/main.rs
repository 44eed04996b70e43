//! `article-prerender`: articles in, pages out.

use std::{
    fs,
    io::{IsTerminal as _, Write as _},
    num::NonZeroUsize,
    path::PathBuf,
    process::ExitCode,
    sync::atomic::{AtomicUsize, Ordering},
    thread,
    time::{SystemTime, UNIX_EPOCH},
};

use anyhow::{Context as _, Result};
use article::{NativePlatform, Platform as _};
use clap::Parser;
use indicatif::{ProgressBar, ProgressStyle};
use prerender::{Job, Outcome, Settings};

/// Makes a whole page of each article: `rain.json` becomes `rain.html`.
///
/// A page whose article, addresses and program are what they were is left alone. An article that cannot be read leaves
/// its old page as it is, and does not keep the others from being written.
#[derive(Debug, Parser)]
#[command(name = "article-prerender", version)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of its own")]
struct Options {
    /// The articles, as JSON
    #[arg(required_unless_present_any = ["print_policy", "print_hashes", "print_style"])]
    articles: Vec<PathBuf>,
    /// Folder of the pages, made when missing
    #[arg(long, required_unless_present_any = ["print_policy", "print_hashes", "print_style"])]
    out: Option<PathBuf>,
    /// Folder the articles are served from: `https://paper.example/articles/`, `/articles/` from the site's root, or
    /// `articles/` from the pages' own
    #[arg(long, default_value = "/", value_name = "URL", value_parser = parse_folder)]
    base: String,
    /// Companion server, for counts and comments
    #[arg(long, value_name = "URL")]
    api: Option<String>,
    /// The viewer's entry module
    #[arg(long, default_value = "/article-viewer.js", value_name = "URL")]
    script: String,
    /// Icon of the pages
    #[arg(long, value_name = "URL")]
    icon: Option<String>,
    /// Web app manifest of the pages, with `worker.js` beside it
    #[arg(long, value_name = "URL")]
    manifest: Option<String>,
    /// Folder the pages will be found in, such as `https://paper.example/news/`, for articles that name no address of
    /// their own
    #[arg(long, value_name = "URL")]
    pages: Option<String>,
    /// The format of the articles, when it is not to be found out; docs/formats.md has the names
    #[arg(long, value_name = "NAME", value_parser = parse_format)]
    format: Option<String>,
    /// What the articles lack, such as a disclaimer: a JSON object of the native format, laid over each
    #[arg(long, value_name = "FILE", value_parser = parse_overlay)]
    overlay: Option<String>,
    /// Write every page, also what has not changed or was not made by this program
    #[arg(long)]
    force: bool,
    /// Articles at once; as many as there are cores by default
    #[arg(long, value_name = "N")]
    jobs: Option<NonZeroUsize>,
    /// Print the content security policy that the pages need, and end
    #[arg(long)]
    print_policy: bool,
    /// Print the hashes of the pages' styles and script as JSON, and end
    #[arg(long, conflicts_with = "print_policy")]
    print_hashes: bool,
    /// Print the pages' style, and end
    #[arg(long, conflicts_with_all = ["print_policy", "print_hashes"])]
    print_style: bool,
}

fn main() -> ExitCode {
    let options = Options::parse();
    let result = match printed(&options) {
        Some(text) => say(&text).map(|()| true),
        None => prerender(&options),
    };
    match result {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("article-prerender: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn printed(options: &Options) -> Option<String> {
    if options.print_policy {
        let origins = options.api.iter().chain([&options.base]).filter_map(|address| origin(address));
        let mut origins: Vec<String> = origins.collect();
        origins.dedup();
        return Some(prerender::policy(&origins));
    }
    if options.print_hashes {
        return Some(
            serde_json::json!({ "styles": prerender::style_hashes(), "scripts": [prerender::script_hash()] })
                .to_string(),
        );
    }
    options.print_style.then(|| prerender::page_style().to_owned())
}

/// Makes the pages; tells whether all of them could be made.
fn prerender(options: &Options) -> Result<bool> {
    let out = options.out.as_deref().context("--out is missing")?;
    fs::create_dir_all(out).with_context(|| format!("cannot make {}", out.display()))?;
    let site = Settings {
        src: options.base.clone(),
        api: options.api.clone(),
        script: options.script.clone(),
        icon: options.icon.clone(),
        manifest: options.manifest.clone(),
        canonical: options.pages.clone(),
        format: options.format.clone(),
        overlay: options.overlay.clone(),
    };
    let jobs = prerender::jobs(&options.articles, out, &site)?;
    let cores = || thread::available_parallelism().unwrap_or(NonZeroUsize::MIN);
    let threads = options.jobs.unwrap_or_else(cores);

    #[expect(clippy::disallowed_methods, reason = "a program at a terminal knows what time it is")]
    let now = SystemTime::now().duration_since(UNIX_EPOCH).ok();
    let now_ms = now.and_then(|now| now.as_millis().try_into().ok());
    let tally = Tally::default();
    let progress = bar(jobs.len());
    prerender::run(&jobs, threads, options.force, now_ms, &|job, outcome| {
        // Not to be written into the bar.
        progress.suspend(|| tally.count(job, &outcome));
        progress.inc(1);
    })?;
    progress.finish_and_clear();
    say(&tally.summary())?;
    Ok(tally.failed.into_inner() == 0)
}

#[derive(Debug, Default)]
struct Tally {
    written: AtomicUsize,
    unchanged: AtomicUsize,
    failed: AtomicUsize,
}

impl Tally {
    /// Counts an outcome, and says what the publisher should know of it.
    fn count(&self, job: &Job, outcome: &Outcome) {
        let input = job.input.display();
        let counter = match outcome {
            Outcome::Written(notices) => {
                for notice in notices {
                    eprintln!("warning: {input}: {notice}");
                }
                &self.written
            }
            Outcome::Unchanged => &self.unchanged,
            Outcome::Failed(error) => {
                eprintln!("error: {input}: {error:#}");
                &self.failed
            }
        };
        counter.fetch_add(1, Ordering::Relaxed);
    }

    fn summary(&self) -> String {
        let [written, unchanged, failed] =
            [&self.written, &self.unchanged, &self.failed].map(|counter| counter.load(Ordering::Relaxed));
        format!("{written} written, {unchanged} unchanged, {failed} failed")
    }
}

/// Shows how far it is where somebody can see it.
fn bar(jobs: usize) -> ProgressBar {
    if !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{bar:40} {pos}/{len} pages, {eta} left");
    ProgressBar::new(jobs as u64).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}

fn say(text: &str) -> Result<()> {
    writeln!(std::io::stdout(), "{text}").context("cannot print")
}

/// An address from the site's root or the pages' folder, or one of the web; what it is relative to must be known.
fn parse_folder(text: &str) -> Result<String, String> {
    let is_absolute = text.starts_with("https://") || text.starts_with("http://");
    let is_elsewhere = text.starts_with("//") || text.split('/').any(|part| part == "..");
    if !is_absolute && (is_elsewhere || text.contains([':', '?', '#', '\\'])) {
        return Err("expected an address such as https://paper.example/articles/, /articles/ or articles/".to_owned());
    }
    Ok(text.to_owned())
}

fn parse_format(name: &str) -> Result<String, String> {
    let is_known = article::FORMAT_NAMES.contains(&name);
    is_known.then(|| name.to_owned()).ok_or_else(|| "expected one of ".to_owned() + &article::FORMAT_NAMES.join(", "))
}

/// What is in the file, when that is an object.
fn parse_overlay(file: &str) -> Result<String, String> {
    let json = fs::read_to_string(file).map_err(|error| error.to_string())?;
    match NativePlatform.parse_json(&json) {
        Ok(overlay) if overlay.as_object().is_some() => Ok(json),
        _ => Err("expected a JSON object".to_owned()),
    }
}

/// The origin of an address that names its host.
fn origin(address: &str) -> Option<String> {
    let (scheme, rest) = address.split_once("://")?;
    let host = rest.split(['/', '?', '#']).next()?;
    Some(format!("{scheme}://{host}"))
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    #[test]
    fn every_option_is_documented() {
        let documentation = include_str!("../../../docs/prerender.md");
        for argument in Options::command().get_arguments() {
            let Some(flag) = argument.get_long() else { continue };
            assert!(documentation.contains(&format!("`--{flag}")), "--{flag}");
            assert!(argument.get_help().is_some(), "--{flag} has a sentence of help");
        }
    }

    #[test]
    fn an_origin_is_what_stands_before_the_path() {
        assert_eq!(origin("https://a.example:8/b?c").as_deref(), Some("https://a.example:8"));
        assert_eq!(origin("/b"), None);
    }
}
