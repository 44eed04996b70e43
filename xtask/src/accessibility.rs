//! `docs/accessibility.md`: what is asked of accessibility, which test asks it, and what it found.
//!
//! A criterion is the comment above a test whose name begins with its rule: `rule_05_…` or `wcag_2_4_11_…`. The statement is made
//! of these and of the outcomes of the run, so it cannot say what no test has found.

use std::{
    collections::BTreeMap,
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result, bail};
use serde_json::Value;

use crate::tidy;

/// What each test found, by its name without modules: whether it passed wherever it ran.
pub(crate) type Outcomes = BTreeMap<String, bool>;

const STATEMENT: &str = "docs/accessibility.md";

/// What the rules are about, from the first on.
const RULES: [&str; 17] = [
    "Headings",
    "Keyboard and focus",
    "Announcements",
    "Counts",
    "Times",
    "Languages",
    "Spacing",
    "Reflow and zoom",
    "What the system prefers",
    "Progress",
    "Pictures and icons",
    "Footnotes",
    "Tables",
    "What opens",
    "Right to left",
    "Without styles, without scripts",
    "Criteria first",
];

/// Where criteria are, and where their tests run.
const PLACES: [(&str, &str); 3] = [
    ("tests/e2e/tests/accessibility", "Chromium"),
    ("tests/e2e/tests/core", "every engine"),
    ("xtask/src/accessibility.rs", "the source"),
];

/// What is asked, and who asks it.
#[derive(Debug)]
struct Criterion {
    /// Given, when, then.
    text: String,
    test: String,
    place: &'static str,
}

/// The rules that the repository itself can break.
pub(crate) fn checks() -> [(&'static str, Result<()>); 2] {
    [
        ("rule_15_style_sheets_name_no_side_of_the_paper", rule_15_style_sheets_name_no_side_of_the_paper()),
        (
            "rule_17_every_rule_has_criteria_and_a_test_of_its_name",
            rule_17_every_rule_has_criteria_and_a_test_of_its_name(),
        ),
    ]
}

/// Given the style sheets of the viewer, when a declaration names a side, then it is one of the text and not of the paper, so that
/// it is mirrored with the text.
fn rule_15_style_sheets_name_no_side_of_the_paper() -> Result<()> {
    tidy::logical_properties()
}

/// Given any of the rules, when the tests are searched for its number, then there is one, and above each such test stands its
/// criterion: given, when, then.
fn rule_17_every_rule_has_criteria_and_a_test_of_its_name() -> Result<()> {
    let criteria = criteria()?;
    for number in 1..=RULES.len() {
        let prefix = prefix_of(number);
        if !criteria.iter().any(|criterion| criterion.test.starts_with(&prefix)) {
            bail!("no test is called `{prefix}…`");
        }
    }
    for Criterion { text, test, .. } in &criteria {
        let rest = text.strip_prefix("Given ").and_then(|rest| rest.split_once(", when "));
        if !rest.is_some_and(|(_, rest)| rest.contains(", then ")) {
            bail!("`{test}` has no criterion of the form `Given …, when …, then …` above it: `{text}`");
        }
        let is_of_a_rule = (1..=RULES.len()).any(|number| test.starts_with(&prefix_of(number)));
        if !is_of_a_rule && !test.starts_with("wcag_") {
            bail!("`{test}` is of a rule that nobody knows");
        }
    }
    Ok(())
}

/// Writes the statement when `AV_UPDATE` is set.
///
/// # Errors
///
/// When what is written differs from what the tests found.
pub(crate) fn check(outcomes: &Outcomes) -> Result<()> {
    let found = statement(&criteria()?, outcomes, &axe_version()?);
    if std::env::var_os("AV_UPDATE").is_some() {
        fs::write(STATEMENT, &found)?;
    }
    let written = fs::read_to_string(STATEMENT).unwrap_or_default();
    let differing = written.lines().zip(found.lines()).find(|(written, found)| written != found);
    match differing {
        Some((written, found)) => bail!("{STATEMENT} says\n  {written}\nand the tests\n  {found}\n{ADVICE}"),
        None if written != found => bail!("{STATEMENT} is longer or shorter than what the tests found; {ADVICE}"),
        None => Ok(()),
    }
}

const ADVICE: &str = "`AV_UPDATE=1 cargo xtask test chromium` writes it";

fn prefix_of(number: usize) -> String {
    format!("rule_{number:02}_")
}

/// Every criterion, in the order of the rules and then of WCAG.
fn criteria() -> Result<Vec<Criterion>> {
    let mut criteria = Vec::new();
    for (place, name) in PLACES {
        for file in files(Path::new(place))? {
            criteria.extend(criteria_of(&fs::read_to_string(&file)?, name));
        }
    }
    criteria.sort_by_key(|criterion| order(&criterion.test));
    Ok(criteria)
}

fn files(place: &Path) -> Result<Vec<PathBuf>> {
    if place.is_file() {
        return Ok(vec![place.to_owned()]);
    }
    let entries = fs::read_dir(place).with_context(|| place.display().to_string())?;
    let mut files: Vec<PathBuf> = entries.map(|entry| Ok(entry?.path())).collect::<Result<_>>()?;
    files.sort();
    Ok(files)
}

/// Numbers are compared as numbers: 1.4.11 comes after 1.4.4.
fn order(test: &str) -> (Vec<String>, String) {
    let numbers =
        test.split('_').map(|word| if word.parse::<u32>().is_ok() { format!("{word:0>2}") } else { word.to_owned() });
    (numbers.collect(), test.to_owned())
}

/// The criteria in a file: the comment above each function that is called after a rule.
fn criteria_of(source: &str, place: &'static str) -> Vec<Criterion> {
    let mut criteria = Vec::new();
    let mut comment: Vec<&str> = Vec::new();
    for line in source.lines() {
        if let Some(words) = line.strip_prefix("/// ") {
            comment.push(words);
        } else if let Some(test) = test_of(line) {
            criteria.push(Criterion { text: std::mem::take(&mut comment).join(" "), test: test.to_owned(), place });
        } else if !line.starts_with("#[") && !line.starts_with("// ") {
            comment.clear();
        }
    }
    criteria
}

fn test_of(line: &str) -> Option<&str> {
    let name = line.strip_prefix("async fn ").or_else(|| line.strip_prefix("fn "))?;
    let name = name.split('(').next().unwrap_or_default();
    (name.starts_with("rule_") || name.starts_with("wcag_")).then_some(name)
}

fn axe_version() -> Result<String> {
    let package: Value = serde_json::from_str(&fs::read_to_string("package.json")?)?;
    let version =
        package["devDependencies"]["axe-core"].as_str().or_else(|| package["dependencies"]["axe-core"].as_str());
    Ok(version.context("package.json names no axe-core")?.to_owned())
}

fn statement(criteria: &[Criterion], outcomes: &Outcomes, axe: &str) -> String {
    let mut text = HEAD.replace("{axe}", axe);
    text += "\n## The rules\n";
    for (index, about) in RULES.iter().enumerate() {
        let prefix = prefix_of(index + 1);
        let of_rule: Vec<&Criterion> =
            criteria.iter().filter(|criterion| criterion.test.starts_with(&prefix)).collect();
        table(&mut text, &format!("{}. {about}", index + 1), &of_rule, outcomes);
    }
    text += "\n## Success criteria of WCAG that no rule has a test for\n";
    let mut rest: Vec<&Criterion> = criteria.iter().filter(|criterion| criterion.test.starts_with("wcag_")).collect();
    while let Some(first) = rest.first() {
        let number = number_of(&first.test);
        let (same, others): (Vec<_>, Vec<_>) =
            rest.into_iter().partition(|criterion| number_of(&criterion.test) == number);
        table(&mut text, &format!("WCAG {number}"), &same, outcomes);
        rest = others;
    }
    text + LIMITS
}

/// `2.4.11` of `wcag_2_4_11_the_focus_…`, and `2.2 AA` of what asks for all of it.
fn number_of(test: &str) -> String {
    let words: Vec<&str> = test.split('_').skip(1).collect();
    let number = words.iter().take_while(|word| word.parse::<u32>().is_ok()).copied().collect::<Vec<_>>();
    let level = words.get(number.len()).filter(|word| **word == "aa").map_or("", |_| " AA");
    number.join(".") + level
}

fn table(text: &mut String, title: &str, criteria: &[&Criterion], outcomes: &Outcomes) {
    // Writing to a string cannot fail.
    let _ = write!(text, "\n### {title}\n\n| criterion | test | in | result |\n|---|---|---|---|\n");
    for Criterion { text: words, test, place } in criteria {
        let result = match outcomes.get(test) {
            Some(true) => "passes",
            Some(false) => "**fails**",
            None => "**was not run**",
        };
        let _ = writeln!(text, "| {} | `{test}` | {place} | {result} |", words.replace('|', "\\|"));
    }
}

const HEAD: &str = "\
# Accessibility

<!-- Written by `AV_UPDATE=1 cargo xtask test chromium`: change the tests, not this file. -->

What is said here is what the tests found: `cargo xtask test` fails as soon as they find anything else.

**Aim:** [WCAG 2.2](https://www.w3.org/TR/WCAG22/), level AA, and seventeen rules of our own. Every criterion below has a test
that is called after it.

**Scope:** the element `<article-viewer>`, that is the article's text and all that is around it: counts, conversation, reading tools,
notices; the pages that `article-prerender` writes; in windows from 320 to 3,840 px; in four articles, two of which are not in
English and one of which runs from right to left. What a publisher brings is the publisher's: descriptions of pictures, captions of
films, colours that a page gives to the element.

**With:** axe-core {axe}, with its rules for WCAG 2.0 to 2.2, A and AA, and its good practices, in every article, state, panel and
theme (the size of targets is measured by a test of ours, which counts labels); Chromium, with its developer tools and its accessibility tree, for everything; Firefox and WebKitGTK besides, for what is
marked \"every engine\". The newest of each that Debian has when the tests are run.
";

const LIMITS: &str = "
## What no script can tell

- **No person has tested it**, and no assistive technology: no screen reader (NVDA, JAWS, VoiceOver, TalkBack, Orca), no voice
  control, no magnifier, no switch. The tests read what a browser tells such programs, not what they make of it.
- Safari on a Mac or a phone is not WebKitGTK, and Chromium and Firefox on a phone are not those on a desk.
- axe-core finds what a program can find. Whether a name is a good one, an order makes sense, or a sentence is understood, it cannot
  say.
- `forced-colors` and the other preferences are emulated by Chromium, with its own set of colours, not set in a system.
- A picture without a description is passed over by screen readers. Publishers are told of each one in the notices of `av-load`;
  readers are not.
- Films have captions where the document has them, and no audio description.
";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_criterion_is_the_comment_above_its_test() {
        let source = "/// Helps.\nfn helper() {}\n\n/// Given a,\n/// when b, then c.\n// V32\n#[tokio::test]\nasync fn rule_02_a() {\n}\n\nfn wcag_1_4_10_b() {}\n";
        let criteria = criteria_of(source, "here");
        let found: Vec<(&str, &str)> = criteria.iter().map(|one| (one.test.as_str(), one.text.as_str())).collect();
        assert_eq!(found, [("rule_02_a", "Given a, when b, then c."), ("wcag_1_4_10_b", "")]);
    }

    #[test]
    fn the_statement_says_what_has_failed_and_what_was_not_run() {
        let criterion = |test: &str| Criterion { text: "Given a|b".to_owned(), test: test.to_owned(), place: "here" };
        let criteria = ["rule_01_a", "rule_01_b", "wcag_1_4_4_c", "wcag_1_4_11_d", "wcag_2_2_aa_e"].map(criterion);
        let outcomes = [("rule_01_a".to_owned(), true), ("rule_01_b".to_owned(), false)].into();
        let text = statement(&criteria, &outcomes, "4");
        for line in [
            "| Given a\\|b | `rule_01_a` | here | passes |",
            "| Given a\\|b | `rule_01_b` | here | **fails** |",
            "| Given a\\|b | `wcag_1_4_4_c` | here | **was not run** |",
            "### WCAG 2.2 AA",
        ] {
            assert!(text.contains(line), "{line} in {text}");
        }
    }

    #[test]
    fn numbers_are_ordered_as_numbers() {
        let mut tests = ["wcag_1_4_11_a", "wcag_1_4_4_b", "rule_10_c", "rule_09_d"];
        tests.sort_by_key(|test| order(test));
        assert_eq!(tests, ["rule_09_d", "rule_10_c", "wcag_1_4_4_b", "wcag_1_4_11_a"]);
    }
}
