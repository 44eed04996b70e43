//! Every language has all the words of the chrome: those that stand in the code, and each the same as the others.

use std::{collections::BTreeSet, fs, path::Path};

use anyhow::{Context as _, Result, bail};
use serde_json::Value;

use super::files;

/// What hands a sentence to the translation, in Rust and in JavaScript.
const CALLS: [&str; 4] = ["tr(", "t(", "tr_count(", "tCount("];

pub(super) fn check() -> Result<()> {
    let mut sources = files("src", "rs")?;
    sources.extend(files("src/reading", "js")?);
    let mut said = BTreeSet::new();
    for source in sources {
        // Tests of the code have words of their own.
        let text = fs::read_to_string(&source)?;
        let code = text.split("#[cfg(test)]\nmod").next().unwrap_or_default();
        said.extend(CALLS.iter().flat_map(|call| sentences(code, call)));
    }
    let mut first: Option<(String, BTreeSet<String>)> = None;
    for file in files("src/i18n/words", "json")? {
        let name = file.display().to_string();
        let words = known(&file).with_context(|| name.clone())?;
        if let Some(missing) = said.iter().find(|sentence| !words.contains(*sentence)) {
            bail!("{name} lacks `{missing}`");
        }
        match &first {
            None => first = Some((name, words)),
            Some((other, expected)) => {
                if let Some(odd) = words.symmetric_difference(expected).next() {
                    bail!("of {name} and {other} only one has `{odd}`");
                }
            }
        }
    }
    if said.len() < 100 {
        bail!("only {} sentences were found in the code", said.len());
    }
    Ok(())
}

fn known(file: &Path) -> Result<BTreeSet<String>> {
    let words: Value = serde_json::from_str(&fs::read_to_string(file)?)?;
    let chrome = words["chrome"].as_object().context("there is no `chrome`")?;
    Ok(chrome.keys().cloned().collect())
}

/// The sentences that a call is made with: its first string, and where a number decides, its second, the form of most.
fn sentences(code: &str, call: &str) -> Vec<String> {
    let is_name = |before: &str| {
        before.ends_with("fn ") || before.ends_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '"'))
    };
    let counts = call.to_ascii_lowercase().contains("count");
    code.match_indices(call)
        .filter(|(at, _)| !is_name(&code[..*at]))
        .filter_map(|(at, _)| {
            let rest = &code[at + call.len()..];
            let mut strings = rest.split('"').skip(1).step_by(2);
            // What is no string at once is found where it is made.
            let is_first = rest.trim_start().starts_with('"');
            if counts { strings.nth(1) } else { strings.next().filter(|_| is_first) }
        })
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::sentences;

    #[test]
    fn sentences_are_found_where_they_are_said() {
        assert_eq!(sentences(r#"el("p").child(tr("One.")) + str("No.") + tr(&two)"#, "tr("), ["One."]);
        assert_eq!(sentences("tr_count(\n    left,\n    \"{} one\",\n    \"{} more\")", "tr_count("), ["{} more"]);
    }
}
