//! The element's contract: what is written for people, for editors and for TypeScript is what the element has.
//!
//! Each topic has one source that is true because it runs, and documents that are held to it. That every attribute is
//! read is tested in `src/config.rs`.

mod text;

use std::{collections::BTreeSet, fs, path::Path};

use anyhow::{Context as _, Result, ensure};
use serde_json::Value;

use self::text::{Table, between, first_literals, interface, literals, rust_files};

type Names = BTreeSet<String>;

/// Compares every topic.
pub(super) fn check() -> Result<()> {
    let contract = Contract::read()?;
    contract.attributes()?;
    contract.events()?;
    contract.codes()?;
    contract.styles()?;
    contract.classes()
}

/// The documents, and the sources that are short enough to be read as a whole.
struct Contract {
    words: String,
    manifest: Value,
    types: String,
    define: String,
}

impl Contract {
    fn read() -> Result<Self> {
        let manifest: Value = serde_json::from_str(&read("embed/custom-elements.json")?)?;
        Ok(Self {
            words: read("docs/element.md")?,
            manifest: manifest["modules"][0]["declarations"][0].clone(),
            types: read("embed/article-viewer.d.ts")?,
            define: read("src/element/define.js")?,
        })
    }

    /// A table of `docs/element.md`, by the line it follows.
    fn table(&self, after: &str) -> Result<Table> {
        Table::after(&self.words, after).with_context(|| format!("docs/element.md has no table after `{after}`"))
    }

    /// What the manifest lists, in `field` of each entry.
    fn listed(&self, list: &str, field: &str) -> Names {
        let entries = self.manifest[list].as_array().into_iter().flatten();
        entries.filter_map(|entry| entry[field].as_str().map(str::to_owned)).collect()
    }

    fn attributes(&self) -> Result<()> {
        let defaults = between(&self.define, "const DEFAULTS = {", "};").context("define.js has no DEFAULTS")?;
        let defaults: Vec<(String, String)> = defaults
            .lines()
            .filter_map(|line| line.trim().trim_end_matches(',').split_once(": "))
            .map(|(name, absent)| (name.trim_matches('"').to_owned(), absent.to_owned()))
            .collect();
        let properties: Names = defaults.iter().map(|(name, _)| camel(name)).collect();
        let attributes: Names = defaults.iter().map(|(name, _)| name.clone()).chain(["lang".to_owned()]).collect();
        let table = self.table("## Attributes")?;
        same("attributes in docs/element.md", &attributes, &table.names(0))?;
        same("attributes in custom-elements.json", &attributes, &self.listed("attributes", "name"))?;
        same("attributes in article-viewer.d.ts", &attributes, &interface(&self.types, "ArticleViewerAttributes"))?;
        same("properties in custom-elements.json", &properties, &self.listed("members", "name"))?;
        same("properties in article-viewer.d.ts", &properties, &interface(&self.types, "ArticleViewerProperties"))?;
        for (name, absent) in &defaults {
            let fields = self.manifest["members"].as_array().into_iter().flatten();
            let field =
                fields.clone().find(|field| field["attribute"] == **name).context("a field of each attribute")?;
            ensure!(
                field["default"] == **absent,
                "{name} is {absent} by default, {} in the manifest",
                field["default"]
            );
            let word = absent.trim_matches('"');
            let is_told = word.is_empty() || absent == "false" || table.cell(name, 2).contains(&format!("`{word}`"));
            ensure!(is_told, "docs/element.md does not say that {name} is `{word}` by default");
        }
        Ok(())
    }

    fn events(&self) -> Result<()> {
        let source = read("src/element/events.rs")?;
        // `detail.text("headline", …)…; dispatch(host, "av-load", is_cancelable, …)`
        let calls: Vec<(&str, &str)> =
            source.split("pub(crate) fn ").filter_map(|function| function.split_once("dispatch(host, ")).collect();
        let mut names = Names::new();
        let table = self.table("## Events")?;
        let map = between(&self.types, "interface ArticleViewerEventMap {", "\n}").context("the map of events")?;
        for (before, call) in calls {
            let name = first_literals(call, "\"").pop_first().context("an event has a name")?;
            let details = first_literals(before, "(\"");
            equal(&format!("details of {name} in docs/element.md"), &details, &literals(table.cell(&name, 2), '`'))?;
            let detail = between(map, &format!("\"{name}\": CustomEvent<"), ">")
                .with_context(|| format!("{name} has no type"))?;
            equal(&format!("details of {name} in article-viewer.d.ts"), &details, &interface(&self.types, detail))?;
            let is_cancelable = !call.contains(", false,");
            let is_told = [table.cell(&name, 3) != "–", self.event(&name).contains("Cancelable")];
            ensure!(
                is_told == [is_cancelable; 2],
                "{name} is cancelable: {is_cancelable}, but docs and manifest say {is_told:?}"
            );
            names.insert(name);
        }
        for call in self.define.split("new CustomEvent(").skip(1) {
            names.extend(first_literals(call.split(',').next().unwrap_or_default(), "\""));
        }
        same("events in docs/element.md", &names, &table.names(0))?;
        same("events in custom-elements.json", &names, &self.listed("events", "name"))?;
        same("events in article-viewer.d.ts", &names, &interface(&self.types, "ArticleViewerEventMap"))
    }

    /// What the manifest says of an event.
    fn event(&self, name: &str) -> &str {
        let mut events = self.manifest["events"].as_array().into_iter().flatten();
        events.find(|event| event["name"] == name).and_then(|event| event["description"].as_str()).unwrap_or_default()
    }

    fn codes(&self) -> Result<()> {
        let source = read("src/loader.rs")?;
        let mut codes = literals(between(&source, "fn code(", "\n    }").context("loader.rs has no codes")?, '"');
        let adapters = read("crates/adapters/src/lib.rs")?;
        codes.extend(literals(between(&adapters, "fn code(", "\n}").context("the adapters have no codes")?, '"'));
        // Nobody is told of what was called off.
        codes.remove("aborted");
        codes.extend(literals(between(&self.define, "const code =", ";").context("define.js has no codes")?, '"'));
        let typed = between(&self.types, "type ArticleViewerErrorCode =", ";").context("the type of codes")?;
        same("codes in docs/element.md", &codes, &self.table("Codes of `av-error`")?.names(0))?;
        same("codes in article-viewer.d.ts", &codes, &literals(typed, '"'))
    }

    fn styles(&self) -> Result<()> {
        let (tokens, sheet) = (read("style/tokens.css")?, read("style/text/scripts.css")?);
        let mut tokens: Vec<(&str, String)> = tokens
            .split(['{', ';'])
            .filter_map(|line| line.rsplit("*/").next()?.trim().split_once(": "))
            .filter(|(name, _)| name.starts_with("--"))
            .map(|(name, value)| (name, value.split_whitespace().collect::<Vec<_>>().join(" ")))
            .collect();
        // What only one language needs has its value where it is used.
        let used = between(&sheet, "font-family: var(", "), ").and_then(|used| used.split_once(", "));
        tokens.extend(used.map(|(name, value)| (name, value.to_owned())));
        let names: Names = tokens.iter().map(|(name, _)| (*name).to_owned()).collect();
        same("properties in docs/element.md", &names, &self.table("### Custom properties")?.names(0))?;
        same("properties in custom-elements.json", &names, &self.listed("cssProperties", "name"))?;
        for property in self.manifest["cssProperties"].as_array().into_iter().flatten() {
            let value = tokens.iter().find(|(name, _)| property["name"] == **name).map(|(_, value)| value.as_str());
            ensure!(property["default"].as_str() == value, "the manifest has an old value of {}", property["name"]);
        }

        let scripts = self.define.clone() + &read("src/reading/panel.js")?;
        let mut parts: Names =
            scripts.split("part: \"").skip(1).filter_map(|rest| rest.split('"').next()).map(str::to_owned).collect();
        for file in rust_files("src")? {
            for rest in read(&file)?.split(".attr(\"part\", \"").skip(1) {
                parts.extend(rest.split('"').next().map(str::to_owned));
            }
        }
        same("parts in docs/element.md", &parts, &self.table("### Parts")?.names(0))?;
        same("parts in custom-elements.json", &parts, &self.listed("cssParts", "name"))?;

        let states = between(&self.define, "states.add(", ")").map(|state| literals(state, '"')).unwrap_or_default();
        same("states in docs/element.md", &states, &self.table("### States")?.names(0))?;
        same("states in custom-elements.json", &states, &self.listed("cssStates", "name"))?;

        let up_to = |end| move |rest: &str| rest.split(end).next().map(str::to_owned);
        let mut slots: Names = self.define.split("slot(\"").skip(1).filter_map(up_to('"')).collect();
        same("slots in custom-elements.json", &slots, &self.listed("slots", "name"))?;
        slots.remove("");
        let page = read("crates/prerender/src/document.rs")?;
        let written = page.split("<slot name=\\\"").skip(1).filter_map(up_to('\\'));
        same("slots of a page written ahead", &slots, &written.collect())?;
        same("slots in docs/element.md", &slots, &self.table("## Slots")?.names(0))
    }

    fn classes(&self) -> Result<()> {
        let mut classes = Names::new();
        for file in rust_files("src")? {
            let source = read(&file)?;
            let code = source.split("#[cfg(test)]").next().unwrap_or_default();
            for literal in literals(code, '"') {
                let words: Vec<&str> = literal.split(' ').collect();
                if words.iter().all(|word| word.starts_with("av-") && !word.ends_with('-')) {
                    classes.extend(words.into_iter().map(str::to_owned));
                }
            }
        }
        // Those have the prefix too.
        let events = self.listed("events", "name");
        classes.retain(|class| !events.contains(class));
        same("classes in docs/element.md", &classes, &self.table("### Classes of the text")?.names(1))
    }
}

fn read(path: impl AsRef<Path>) -> Result<String> {
    let path = path.as_ref();
    fs::read_to_string(path).with_context(|| path.display().to_string())
}

/// The property of an attribute.
fn camel(name: &str) -> String {
    let mut words = name.split('-');
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |kept, word| {
        let (head, rest) = word.split_at(1);
        kept + &head.to_uppercase() + rest
    })
}

/// The same, of what cannot be nothing: an empty list means that its source is written in another way now.
fn same(what: &str, real: &Names, told: &Names) -> Result<()> {
    ensure!(!real.is_empty(), "{what}: the element's own were not found");
    equal(what, real, told)
}

fn equal(what: &str, real: &Names, told: &Names) -> Result<()> {
    let missing: Vec<_> = real.difference(told).collect();
    let invented: Vec<_> = told.difference(real).collect();
    ensure!(missing.is_empty() && invented.is_empty(), "{what}: missing {missing:?}, not the element's {invented:?}");
    Ok(())
}
