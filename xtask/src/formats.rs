//! `cargo xtask formats`: what the viewer makes of real documents, against what people found in them.
//!
//! The documents are other people's and are not in the repository: `AV_SHARED`, or `../shared`, has them in `samples/` with
//! the facts in `samples/expected.json`. A fact is *right*, *absent* where the viewer may leave it out, or *wrong*.

use std::{collections::BTreeMap, env, fs, path::PathBuf, process::Command};

use anyhow::{Context as _, Result, bail};
use serde_json::Value;

use crate::command::{cargo, progress, run, say, target_folder};

/// What is compared, in the order of the table's columns.
const FACTS: [&str; 20] = [
    "headline",
    "text",
    "paragraphs",
    "images",
    "headings",
    "lists",
    "quotes",
    "embeds",
    "published",
    "updated",
    "authors",
    "lead",
    "language",
    "summary",
    "url",
    "site",
    "section",
    "place",
    "minutes",
    "id",
];

/// What counts as right although it is not what was found by counting, and why.
const EXPLAINED: [(&str, &str, &str); 9] = [
    ("arc-ans/gallery-0.10.9.json", "images", "its pictures have no address"),
    ("drupal-jsonapi/page-included.json", "authors", "the document names its author in `included`"),
    ("guardian-capi/item-content-with-atom-quiz.json", "images", "those of the quiz, which is a card"),
    ("guardian-capi/item-content-with-atom-quiz.json", "lists", "that of the quiz, which is a card"),
    ("guardian-capi/item-content-with-blocks.json", "headings", "the title of a live blog's block"),
    ("jsonld/express-2024-liveblog.json", "headings", "the titles of the updates"),
    ("portabletext/012-image-support.json", "images", "the document names no project, and so no address"),
    ("portabletext/sanity-image-with-caption.json", "images", "the document names no project, and so no address"),
    ("wordpress/gutenberg-update-2021-02-02.json", "lead", "Jetpack names the picture, WordPress only its number"),
];

/// How one fact came out.
enum Verdict {
    /// The document says nothing of it, and neither does the viewer.
    Silent,
    Right,
    /// Left out, which is allowed.
    Absent,
    Wrong {
        wanted: String,
        found: String,
    },
}

/// Prints the table; fails on any miss.
pub(crate) fn formats() -> Result<()> {
    let samples = PathBuf::from(env::var_os("AV_SHARED").unwrap_or_else(|| "../shared".into())).join("samples");
    let Ok(expected) = fs::read_to_string(samples.join("expected.json")) else {
        say("formats: skipped, there are no documents: AV_SHARED names no folder with samples/expected.json");
        return Ok(());
    };
    let rows: Vec<Value> = serde_json::from_str(&expected).context("expected.json is no list")?;
    run(cargo().args(["build", "--quiet", "--locked", "--package", "article", "--example", "inspect"]))?;
    let inspect = target_folder()?.join("debug/examples/inspect");

    let mut table: BTreeMap<String, [[usize; 3]; FACTS.len()]> = BTreeMap::new();
    let mut misses = Vec::new();
    for row in &rows {
        let file = row["file"].as_str().context("a row without a file")?;
        let item = row["item"].as_u64().unwrap_or_default();
        let output = Command::new(&inspect).arg(samples.join(file)).arg(format!("item={item}")).output()?;
        let printed = String::from_utf8_lossy(&output.stdout);
        let article = article(&printed).unwrap_or_default();
        let counts = table.entry(row["format"].as_str().unwrap_or_default().to_owned()).or_default();
        for (fact, count) in FACTS.iter().zip(counts) {
            let is_explained = EXPLAINED.iter().any(|(known, of, _)| *known == file && of == fact);
            match verdict(fact, row, &article) {
                Verdict::Wrong { .. } if is_explained => count[1] += 1,
                Verdict::Silent => {}
                Verdict::Right => count[0] += 1,
                Verdict::Absent => count[1] += 1,
                Verdict::Wrong { wanted, found } => {
                    count[2] += 1;
                    let found = if article.is_null() {
                        String::from_utf8_lossy(&output.stderr).trim().to_owned()
                    } else {
                        found
                    };
                    misses.push(format!("{file} [{item}] {fact}: wanted {wanted}, found {found}"));
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

fn verdict(fact: &str, row: &Value, article: &Value) -> Verdict {
    let whole = &article["body"];
    // Blocks were counted at the top alone, elements of HTML at any depth.
    let top: Vec<Value> = whole.as_array().into_iter().flatten().map(shallow).collect();
    let is_html = matches!(row["body_kind"].as_str(), Some("html" | "nitf" | "xhtml"));
    let body = if is_html { whole.clone() } else { Value::Array(top) };
    let body = &body;
    match fact {
        "headline" => same(row["headline"].as_str(), article["headline"].as_str(), false),
        "text" => text(row["first_paragraph_60"].as_str(), article),
        // One text may become several paragraphs, a post of another site a card, and a text that is a heading is one.
        "paragraphs" => {
            at_least(&row["paragraphs"], count(body, &["paragraph", "embed", "unknown", "heading"]), row, article)
        }
        "images" => {
            let found = count(body, &["figure"]);
            // The lead picture is not shown twice, and a card has no picture. Other pictures that belong to an item are
            // shown after its text.
            let fewer = usize::from(!article["image"].is_null()) + 2 * count(whole, &["embed"]);
            let wanted = row["images"].as_u64().and_then(|wanted| usize::try_from(wanted).ok());
            match wanted {
                Some(wanted) if found > wanted && row["format"] == "ninjs" => Verdict::Right,
                _ => count_of(&row["images"], found, fewer),
            }
        }
        // The headline is not shown twice, and a heading without words not at all. A text may be a heading.
        "headings" => match row["body_kind"].as_str() {
            Some("blocks") if row["headings"] == 0 => Verdict::Silent,
            _ => count_of(&row["headings"], count(body, &["heading"]), 1),
        },
        "lists" => count_of(&row["lists"], count(body, &["list"]), 0),
        "quotes" => {
            let posts = count(body, &["embed"]);
            count_of(&row["quotes"], count(body, &["quote", "pull-quote"]), posts)
        }
        "embeds" => at_least(&row["embeds"], count(body, &["embed", "video", "audio"]), row, article),
        "published" => date(row["published_utc"].as_str().or(row["published"].as_str()), article["published"].as_str()),
        // A change before, or within the minute of, the first publication is none.
        "updated" => date(row["modified"].as_str(), article["updated"].as_str()),
        "authors" => authors(&row["authors"], article),
        "lead" => lead(row, article),
        "language" => language(row["language"].as_str(), article["language"].as_str()),
        "summary" => summary(row["summary_60"].as_str(), article),
        "url" => {
            // Of the page, not of a part of it; an address without a path is that of the root.
            let page = |url: &str| url.split('#').next().unwrap_or_default().trim_end_matches('/').to_owned();
            same(row["url"].as_str().map(page).as_deref(), article["url"].as_str().map(page).as_deref(), true)
        }
        "site" => same(row["site"].as_str(), article["source"]["name"].as_str(), true),
        "section" => {
            // The first of several.
            let wanted = row["section"].as_str().map(|sections| sections.split(',').next().unwrap_or_default());
            same(wanted, article["kicker"].as_str(), true)
        }
        "place" => same(row["place"].as_str(), article["place"]["name"].as_str(), true),
        "minutes" => match (row["reading_time"].as_u64(), article["reading_minutes"].as_u64()) {
            (None, _) => Verdict::Silent,
            (Some(0), _) | (Some(_), None) => Verdict::Absent,
            (Some(wanted), Some(found)) => is(wanted == found, wanted, found),
        },
        _ => {
            let id = &row["id"];
            let id = id.as_str().map(str::to_owned).or_else(|| id.as_u64().map(|id| id.to_string()));
            same(id.as_deref(), article["id"].as_str(), true)
        }
    }
}

/// A block without what is in it.
fn shallow(block: &Value) -> Value {
    let mut block = block.clone();
    if let Some(block) = block.as_object_mut() {
        block.remove("body");
        block.remove("items");
    }
    block
}

fn is(is_right: bool, wanted: impl ToString, found: impl ToString) -> Verdict {
    if is_right { Verdict::Right } else { Verdict::Wrong { wanted: wanted.to_string(), found: found.to_string() } }
}

/// Equal but for white space; an address but for how it is written.
fn same(wanted: Option<&str>, found: Option<&str>, may_be_absent: bool) -> Verdict {
    match (wanted.map(plain).filter(|wanted| !wanted.is_empty()), found.map(plain)) {
        (None, None) => Verdict::Silent,
        // What the document does not say in the place looked at may stand in another.
        (None, Some(_)) if may_be_absent => Verdict::Silent,
        (Some(_), None) if may_be_absent => Verdict::Absent,
        (wanted, found) => {
            let is_same = match (&wanted, &found) {
                (Some(wanted), Some(found)) => found == wanted || found.ends_with(wanted) && wanted.starts_with('/'),
                _ => false,
            };
            is(is_same, wanted.unwrap_or_default(), found.unwrap_or_default())
        }
    }
}

fn plain(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The beginning of the text stands at the beginning of a paragraph, or of all there is.
fn text(wanted: Option<&str>, article: &Value) -> Verdict {
    let mut paragraphs = Vec::new();
    paragraphs_of(&article["body"], &mut paragraphs);
    let squeezed = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    let Some(wanted) = wanted.map(squeezed).filter(|wanted| !wanted.is_empty()) else {
        return Verdict::Silent;
    };
    let whole = squeezed(&paragraphs.concat());
    let first = paragraphs.iter().map(|text| squeezed(text)).find(|text| !text.is_empty()).unwrap_or_default();
    // A text may begin with what is shown as the summary.
    let is_there = whole.starts_with(&wanted)
        || paragraphs.iter().take(8).any(|text| squeezed(text).starts_with(&wanted))
        || article["summary"].as_str().is_some_and(|summary| squeezed(summary).starts_with(&wanted))
        || squeezed(&words(&article["image"]["caption"])).starts_with(&wanted)
        || article["image"]["alt"].as_str().is_some_and(|alt| squeezed(alt).starts_with(&wanted));
    is(is_there, &wanted, first.chars().take(60).collect::<String>())
}

fn paragraphs_of(value: &Value, out: &mut Vec<String>) {
    match value {
        Value::String(text) => out.push(text.clone()),
        Value::Array(blocks) => blocks.iter().for_each(|block| paragraphs_of(block, out)),
        Value::Object(block) => {
            for key in ["body", "items"] {
                paragraphs_of(block.get(key).unwrap_or(&Value::Null), out);
            }
            for row in block.get("rows").and_then(Value::as_array).into_iter().flatten() {
                out.push(words(row));
            }
            out.push(words(block.get("content").or_else(|| block.get("text")).unwrap_or(&Value::Null)));
        }
        _ => {}
    }
}

fn words(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(pieces) => pieces.iter().map(words).collect(),
        Value::Object(piece) if piece.get("type").is_some_and(|kind| kind == "break") => " ".to_owned(),
        Value::Object(piece) => words(piece.get("content").or_else(|| piece.get("text")).unwrap_or(&Value::Null)),
        _ => String::new(),
    }
}

/// How many blocks of some kinds there are, at any depth.
fn count(value: &Value, kinds: &[&str]) -> usize {
    match value {
        Value::Array(values) => values.iter().map(|value| count(value, kinds)).sum(),
        Value::String(_) => usize::from(kinds.contains(&"paragraph")),
        Value::Object(block) => {
            let kind = block.get("type").and_then(Value::as_str).unwrap_or_default();
            let images = block.get("images").and_then(Value::as_array).map_or(0, Vec::len);
            let inside = ["body", "items"].iter().filter_map(|key| block.get(*key)).map(|inside| count(inside, kinds));
            inside.sum::<usize>()
                + usize::from(kinds.contains(&kind))
                + if kinds.contains(&"figure") { images } else { 0 }
        }
        _ => 0,
    }
}

/// As many as wanted, or some fewer.
fn count_of(wanted: &Value, found: usize, fewer: usize) -> Verdict {
    match wanted.as_u64().and_then(|wanted| usize::try_from(wanted).ok()) {
        None => Verdict::Silent,
        Some(0) if found == 0 => Verdict::Silent,
        Some(wanted) => is((wanted.saturating_sub(fewer)..=wanted).contains(&found), wanted, found),
    }
}

fn at_least(wanted: &Value, found: usize, row: &Value, article: &Value) -> Verdict {
    match wanted.as_u64().and_then(|wanted| usize::try_from(wanted).ok()) {
        None | Some(0) => Verdict::Silent,
        Some(wanted) => {
            // An opening that is the summary, and a caption or a credit, is shown in its own place.
            let moved =
                usize::from(article["summary"].is_string()) + usize::from(article["image"]["caption"].is_array());
            is(found + moved >= wanted || row["first_paragraph_60"].is_null(), wanted, found)
        }
    }
}

/// The same moment; of one without a zone the same day.
fn date(wanted: Option<&str>, found: Option<&str>) -> Verdict {
    match (wanted, found) {
        (None, None) => Verdict::Silent,
        (Some(_), None) => Verdict::Absent,
        (None, Some(found)) => is(false, "none", found),
        (Some(wanted), Some(found)) => {
            let (one, other) = (minute(wanted), minute(found));
            let is_same = match (one, other) {
                (Some(one), Some(other)) => one == other,
                // The day, within what zones may make of it.
                _ => wanted.get(..10) == found.get(..10),
            };
            is(is_same || one.is_none() && wanted.get(..10) == found.get(..10), wanted, found)
        }
    }
}

/// Minutes since the first of March of year 0, in UTC; `None` for a date alone and a time without a zone.
fn minute(text: &str) -> Option<i64> {
    let number = |range: std::ops::Range<usize>| text.get(range)?.parse::<i64>().ok();
    let (year, month, day) = (number(0..4)?, number(5..7)?, number(8..10)?);
    let (hour, minute) = (number(11..13)?, number(14..16)?);
    let zone = text
        .get(16..)?
        .trim_start_matches([':', '.'])
        .trim_start_matches(|c: char| c.is_ascii_digit() || c == '.')
        .trim();
    let offset = match zone.strip_prefix(['+', '-']) {
        Some(digits) => {
            let digits: String = digits.chars().filter(char::is_ascii_digit).collect();
            let minutes =
                digits.get(..2)?.parse::<i64>().ok()? * 60 + digits.get(2..4).unwrap_or("0").parse::<i64>().ok()?;
            if zone.starts_with('-') { -minutes } else { minutes }
        }
        None if zone.eq_ignore_ascii_case("z") => 0,
        None => return None,
    };
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let days = year * 365 + year / 4 - year / 100 + year / 400 + (month * 153 + 2) / 5 + day;
    Some(days * 1_440 + hour * 60 + minute - offset)
}

/// Each name shown is one that is given, or part of a line of names; the publisher is named in its own place.
fn authors(wanted: &Value, article: &Value) -> Verdict {
    let wanted: Vec<String> = wanted.as_array().into_iter().flatten().filter_map(Value::as_str).map(plain).collect();
    let shown = article["authors"].as_array().into_iter().flatten().filter_map(|author| author["name"].as_str());
    let found: Vec<String> = shown.map(plain).collect();
    let source = article["source"]["name"].as_str().map(plain).unwrap_or_default();
    let is_known = |name: &String| wanted.iter().any(|known| known.contains(name.as_str()));
    let is_shown = |name: &&String| found.iter().any(|shown| name.contains(shown.as_str())) || **name == source;
    match (wanted.is_empty(), found.is_empty()) {
        (true, true) => Verdict::Silent,
        _ => is(
            found.iter().all(is_known) && wanted.iter().filter(is_shown).count() == wanted.len(),
            wanted.join("; "),
            found.join("; "),
        ),
    }
}

fn lead(row: &Value, article: &Value) -> Verdict {
    let found = article["image"]["url"].as_str();
    let any = row["lead_image_any_of"].as_array().into_iter().flatten().chain([&row["lead_image"]]);
    let any: Vec<&str> = any.filter_map(Value::as_str).collect();
    match found {
        None if any.is_empty() => Verdict::Silent,
        None => Verdict::Absent,
        Some(found) => {
            // A server's address is upgraded, and a relative one made whole; what is not ASCII is written in percent.
            let tail = |url: &str| {
                let rest = url.split_once("://").map_or(url, |(_, rest)| rest).trim_start_matches('/');
                let written =
                    |byte: u8| if byte.is_ascii() { char::from(byte).to_string() } else { format!("%{byte:02X}") };
                rest.bytes().map(written).collect::<String>()
            };
            let is_right = any.iter().any(|known| tail(found).ends_with(&tail(known)));
            is(is_right, any.join(" or "), found)
        }
    }
}

/// As written, or the right name of what is written wrong; where nothing is written, whatever the text is in.
fn language(wanted: Option<&str>, found: Option<&str>) -> Verdict {
    match (wanted, found) {
        (None, _) => Verdict::Silent,
        (Some(_), None) => Verdict::Absent,
        (Some(wanted), Some(found)) => {
            let is_same = wanted.replace('_', "-").eq_ignore_ascii_case(found) || wanted.get(..2) == found.get(..2);
            // "kr" is no language; Korean is "ko".
            is(is_same || (wanted, found) == ("kr", "ko"), wanted, found)
        }
    }
}

/// The summary, unless it says what the headline or the text says.
fn summary(wanted: Option<&str>, article: &Value) -> Verdict {
    let squeezed = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).take(50).collect::<String>();
    let shown = ["summary", "deck"].iter().filter_map(|key| article[key].as_str());
    let caption = words(&article["image"]["caption"]);
    match (wanted.map(squeezed).filter(|wanted| !wanted.is_empty()), article["summary"].as_str().map(squeezed)) {
        (None, None) => Verdict::Silent,
        (None, Some(found)) => is(false, "none", found),
        (Some(_), None) => Verdict::Absent,
        (Some(wanted), Some(found)) => {
            let is_shown = shown
                .map(squeezed)
                .chain([squeezed(&caption)])
                .any(|text| text.starts_with(&wanted) || wanted.starts_with(&text));
            is(is_shown, wanted, found)
        }
    }
}
