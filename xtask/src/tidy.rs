//! Rules of the repository that no compiler checks.

mod contract;
mod words;

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result, bail};
use serde_json::Value;

use crate::command::metadata;

/// What each package must never reach over normal dependencies, on the targets it is built for.
const MUST_NOT_REACH: [(&str, &[&str]); 10] = [
    ("article", &["leptos", "web-sys", "tokio", "axum", "rusqlite", "sqlx", "gloo-net"]),
    ("adapters", &["leptos", "web-sys", "article-viewer", "engagement", "axum", "rusqlite", "sqlx", "tokio"]),
    ("engagement", &["leptos", "web-sys", "axum", "rusqlite", "sqlx", "tokio"]),
    ("article-viewer", &["axum", "rusqlite", "sqlx", "tokio", "server"]),
    ("conversation", &["axum", "rusqlite", "sqlx", "tokio", "server"]),
    ("wasm-streams", &["leptos", "tokio"]),
    ("prerender", &["axum", "rusqlite", "sqlx", "tokio", "hyper", "reqwest", "server"]),
    ("server", &["leptos", "article-viewer", "web-sys"]),
    ("e2e", &["server", "prerender", "article-viewer", "article", "engagement"]),
    ("xtask", &["server", "prerender", "article-viewer", "article", "engagement", "e2e"]),
];

/// The checks, by name.
pub(crate) fn checks() -> [(&'static str, Result<()>); 4] {
    [
        ("package directions", directions()),
        ("styles of the text stay in the element", text_selectors()),
        ("the element keeps its contract", contract::check()),
        ("every language has every word", words::check()),
    ]
}

fn directions() -> Result<()> {
    for target in ["x86_64-unknown-linux-gnu", "wasm32-unknown-unknown"] {
        let graph = Graph::load(target)?;
        for package in &graph.members {
            let forbidden = MUST_NOT_REACH.iter().find(|(name, _)| name == package);
            let (_, forbidden) = forbidden.with_context(|| format!("xtask's tidy.rs has no rule for {package}"))?;
            // Only the viewer and what it is made of is built for the browser.
            let is_native_only = matches!(package.as_str(), "prerender" | "server" | "e2e" | "xtask");
            if is_native_only && target.starts_with("wasm32") {
                continue;
            }
            let reached = graph.reached_from(package);
            if let Some(wrong) = forbidden.iter().find(|name| reached.contains(**name)) {
                bail!("{package} reaches {wrong} on {target}");
            }
        }
    }
    Ok(())
}

/// Who depends on whom, by name: two versions of a package are the same to a rule.
struct Graph {
    members: BTreeSet<String>,
    edges: BTreeMap<String, BTreeSet<String>>,
}

impl Graph {
    fn load(target: &str) -> Result<Self> {
        let metadata = metadata(&["--filter-platform", target])?;
        let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
        let names: BTreeMap<String, String> = list(&metadata["packages"])
            .iter()
            .filter_map(|package| Some((package["id"].as_str()?.to_owned(), package["name"].as_str()?.to_owned())))
            .collect();
        let name_of = |id: &Value| id.as_str().and_then(|id| names.get(id)).cloned();
        let members = list(&metadata["workspace_members"]).iter().filter_map(name_of).collect();
        let mut edges: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for node in list(&metadata["resolve"]["nodes"]) {
            let Some(from) = name_of(&node["id"]) else { continue };
            // A kind of null is a normal dependency; the others build or test.
            let is_normal =
                |dependency: &&Value| list(&dependency["dep_kinds"]).iter().any(|kind| kind["kind"].is_null());
            let dependencies = list(&node["deps"]);
            let to = dependencies.iter().filter(is_normal).filter_map(|dependency| name_of(&dependency["pkg"]));
            edges.entry(from).or_default().extend(to);
        }
        Ok(Self { members, edges })
    }

    fn reached_from(&self, package: &str) -> BTreeSet<String> {
        let mut reached = BTreeSet::new();
        let mut waiting = vec![package.to_owned()];
        while let Some(next) = waiting.pop() {
            for dependency in self.edges.get(&next).into_iter().flatten() {
                if reached.insert(dependency.clone()) {
                    waiting.push(dependency.clone());
                }
            }
        }
        reached
    }
}

/// Every selector of the text's sheet begins with the element's name.
fn text_selectors() -> Result<()> {
    for file in files("style/text", "css")? {
        let text = without_comments(&fs::read_to_string(&file)?);
        // What stands before a brace is a selector or an at-rule.
        for prelude in text.split('{').rev().skip(1).filter_map(|before| before.rsplit(['}', ';']).next()) {
            for selector in split_selectors(prelude) {
                let is_ours = selector.starts_with("article-viewer") || selector.starts_with('@');
                if !is_ours {
                    bail!("{}: `{selector}` reaches outside of the element", file.display());
                }
            }
        }
    }
    Ok(())
}

/// Selectors are separated by commas that stand in no parentheses.
fn split_selectors(prelude: &str) -> Vec<String> {
    let mut depth = 0_i32;
    let mut selectors = vec![String::new()];
    for c in prelude.trim().chars() {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            ',' if depth == 0 => {
                selectors.push(String::new());
                continue;
            }
            _ => {}
        }
        if let Some(last) = selectors.last_mut() {
            last.push(c);
        }
    }
    selectors.iter().map(|selector| selector.trim().to_owned()).filter(|selector| !selector.is_empty()).collect()
}

/// What names a side of the paper would stay there when the text runs the other way.
pub(crate) fn logical_properties() -> Result<()> {
    const PHYSICAL: [&str; 14] = [
        "left",
        "right",
        "margin-left",
        "margin-right",
        "padding-left",
        "padding-right",
        "border-left",
        "border-right",
        "margin-top",
        "margin-bottom",
        "padding-top",
        "padding-bottom",
        "width",
        "height",
    ];
    for file in files("style", "css")? {
        for line in without_comments(&fs::read_to_string(&file)?).lines() {
            let Some((property, value)) = line.trim().split_once(':') else { continue };
            let is_physical = PHYSICAL.contains(&property)
                || (matches!(property, "text-align" | "float") && matches!(value.trim(), "left;" | "right;"));
            if is_physical {
                bail!("{}: `{}`", file.display(), line.trim());
            }
        }
    }
    Ok(())
}

/// All files below a folder whose names end so.
fn files(folder: impl AsRef<Path>, ending: &str) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(files(&path, ending)?);
        } else if path.extension().is_some_and(|extension| extension == ending) {
            found.push(path);
        }
    }
    Ok(found)
}

fn without_comments(css: &str) -> String {
    let mut parts = css.split("/*");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |kept, part| kept + part.split_once("*/").map_or("", |(_, after)| after))
}
