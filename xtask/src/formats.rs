//! `cargo xtask formats`: what the viewer makes of real documents, against what people found in them.
//!
//! The documents are other people's and are not in the repository: `AV_SHARED`, or `../shared`, has them in `samples/` with
//! the facts in `samples/expected.json`. A fact is *right*, *absent* where a rule says that the viewer leaves it out, or
//! *wrong*; what is wrong or left out without a rule is a miss. The rules stand in `facts.rs`.

mod contents;
mod facts;

use std::{collections::BTreeMap, env, fs, path::PathBuf, process::Command};

use anyhow::{Context as _, Result, bail};
use serde_json::Value;

use self::facts::{
    Facts,
    Verdict::{Absent, Right, Silent, Wrong},
};
use crate::command::{cargo, progress, run, say, target_folder};

/// What is compared, in the order of the table's columns.
const FACTS: [&str; 22] = [
    "headline",
    "text",
    "paragraphs",
    "images",
    "headings",
    "lists",
    "items",
    "quotes",
    "embeds",
    "published",
    "updated",
    "authors",
    "lead",
    "language",
    "direction",
    "summary",
    "url",
    "site",
    "section",
    "place",
    "minutes",
    "id",
];

/// What may differ from what was counted, and why.
const EXPLAINED: [(&str, &str, &str); 15] = [
    ("arc-ans/gallery-0.10.9.json", "images", "its pictures have no address"),
    ("drupal-jsonapi/page-included.json", "authors", "the document names its author in `included`"),
    ("ghost/v5-live-cards-a.json", "text", "the texts of cards come before the first `<p>`"),
    ("ghost/v5-live-cards-a.json", "images", "the icon and the picture of a bookmark, which is a card"),
    ("ghost/v5-live-cards-a.json", "summary", "an excerpt made of what the cards hold"),
    ("guardian-capi/item-content-with-atom-quiz.json", "images", "those of the quiz, which is a card"),
    ("guardian-capi/item-content-with-atom-quiz.json", "lists", "that of the quiz, which is a card"),
    ("guardian-capi/item-content-with-blocks.json", "headings", "the title of a live blog's block"),
    ("jsonfeed/v1.1-3960-german.json", "lead", "the site's icon is no picture of the article"),
    ("jsonld/express-2024-liveblog.json", "headings", "the titles of the updates"),
    ("jsonld/yonhap-en.json", "lead", "the publisher's logo is no picture of the article"),
    ("ninjs/v3.0-ap-image.json", "summary", "it is the agency's name"),
    ("portabletext/012-image-support.json", "images", "the document names no project, and so no address"),
    ("portabletext/sanity-image-with-caption.json", "images", "the document names no project, and so no address"),
    ("wordpress/gutenberg-update-2021-02-02.json", "lead", "Jetpack names the picture, WordPress only its number"),
];

/// Where the documents are.
fn samples() -> PathBuf {
    PathBuf::from(env::var_os("AV_SHARED").unwrap_or_else(|| "../shared".into())).join("samples")
}

/// Whether there is anything to compare with.
pub(crate) fn has_documents() -> bool {
    samples().join("expected.json").exists()
}

/// Prints the table; fails on any miss.
pub(crate) fn formats() -> Result<()> {
    if !has_documents() {
        say("formats: skipped, there are no documents: AV_SHARED names no folder with samples/expected.json");
        return Ok(());
    }
    let samples = samples();
    let expected = fs::read_to_string(samples.join("expected.json")).context("cannot read expected.json")?;
    let rows: Vec<Value> = serde_json::from_str(&expected).context("expected.json is no list")?;
    run(cargo().args(["build", "--quiet", "--locked", "--package", "article", "--example", "inspect"]))?;
    let inspect = target_folder()?.join("debug/examples/inspect");

    let mut table: BTreeMap<String, [[usize; 3]; FACTS.len()]> = BTreeMap::new();
    let mut misses = Vec::new();
    for row in &rows {
        let file = row["file"].as_str().context("a row without a file")?;
        let place = match row["item"].as_u64() {
            Some(item) => format!("{file} [{item}]"),
            None => file.to_owned(),
        };
        let item = row["item"].as_u64().unwrap_or_default();
        let output = Command::new(&inspect).arg(samples.join(file)).arg(format!("item={item}")).output()?;
        let counts = table.entry(row["format"].as_str().unwrap_or_default().to_owned()).or_default();
        let Some(article) = article(&String::from_utf8_lossy(&output.stdout)) else {
            // A document without a headline, a text or a picture is no article.
            let parts = ["headline", "first_paragraph_60", "lead_image"];
            if output.status.success() || parts.iter().any(|part| !row[*part].is_null()) || row["images"] != 0 {
                misses.push(format!("{place}: not read: {}", String::from_utf8_lossy(&output.stderr).trim()));
            }
            continue;
        };
        let text = fs::read_to_string(samples.join(file))?;
        // With or without a byte order mark.
        let document = serde_json::from_str(text.trim_start_matches('\u{feff}')).context(file.to_owned())?;
        let facts = Facts { row, article: &article, document: &document };
        for (fact, count) in FACTS.iter().zip(counts) {
            let is_explained = EXPLAINED.iter().any(|(known, of, _)| *known == file && of == fact);
            match facts.verdict(fact) {
                Silent => {}
                Right => count[0] += 1,
                Absent => count[1] += 1,
                Wrong { .. } if is_explained => count[1] += 1,
                Wrong { wanted, found } => {
                    count[2] += 1;
                    misses.push(format!("{place} {fact}: wanted {wanted}, found {found}"));
                }
            }
        }
    }
    print(&table);
    for miss in &misses {
        say(miss);
    }
    progress(format!("{} documents, {} facts missed", rows.len(), misses.len()));
    if misses.is_empty() { Ok(()) } else { bail!("{} facts are not right", misses.len()) }
}

/// The article in what `inspect` printed.
fn article(printed: &str) -> Option<Value> {
    let (_, rest) = printed.split_once('\n')?;
    serde_json::Deserializer::from_str(rest).into_iter().next()?.ok()
}

/// A line for each format: right, and of the others how many are absent and wrong.
fn print(table: &BTreeMap<String, [[usize; 3]; FACTS.len()]>) {
    let cells =
        |cells: &mut dyn Iterator<Item = String>| cells.map(|cell| format!("{cell:>11}")).collect::<Vec<_>>().concat();
    say(format!("{:<14}{}", "format", cells(&mut FACTS.iter().map(ToString::to_string))));
    for (format, counts) in table {
        let cell = |[right, absent, wrong]: &[usize; 3]| match (absent, wrong) {
            _ if right + absent + wrong == 0 => "·".to_owned(),
            (0, 0) => right.to_string(),
            (absent, 0) => format!("{right}+{absent}"),
            (0, wrong) => format!("{right} -{wrong}"),
            (absent, wrong) => format!("{right}+{absent} -{wrong}"),
        };
        say(format!("{format:<14}{}", cells(&mut counts.iter().map(cell))));
    }
    say("12+3 -1: 12 right, 3 left out as they may be, 1 wrong");
}
