//! Names out of texts: tables of Markdown, interfaces of TypeScript, literals of any language.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use anyhow::Result;

/// The rows of a table of Markdown, without its head.
pub(super) struct Table(Vec<Vec<String>>);

impl Table {
    /// The first table between a line that begins so and the next heading.
    pub(super) fn after(text: &str, line: &str) -> Option<Self> {
        let lines = text.lines().skip_while(|candidate| !candidate.starts_with(line)).skip(1);
        let section = lines.take_while(|line| !line.starts_with('#'));
        let rows = section.skip_while(|line| !line.starts_with('|')).take_while(|line| line.starts_with('|')).skip(2);
        let cells = |row: &str| row.trim_matches('|').split(" | ").map(|cell| cell.trim().to_owned()).collect();
        let rows: Vec<_> = rows.map(cells).collect();
        (!rows.is_empty()).then_some(Self(rows))
    }

    /// All names in a column.
    pub(super) fn names(&self, column: usize) -> BTreeSet<String> {
        self.0.iter().filter_map(|row| row.get(column)).flat_map(|cell| literals(cell, '`')).collect()
    }

    /// A cell of the row that a name begins.
    pub(super) fn cell(&self, name: &str, column: usize) -> &str {
        let row = self.0.iter().find(|row| row.first().is_some_and(|first| *first == format!("`{name}`")));
        row.and_then(|row| row.get(column)).map_or("", String::as_str)
    }
}

/// What stands between two pieces of text.
pub(super) fn between<'text>(text: &'text str, begin: &str, end: &str) -> Option<&'text str> {
    text.split_once(begin)?.1.split(end).next()
}

/// What stands in quotation marks of a kind.
pub(super) fn literals(text: &str, mark: char) -> BTreeSet<String> {
    text.lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .flat_map(|line| line.split(mark).skip(1).step_by(2))
        .map(str::to_owned)
        .collect()
}

/// What stands after each `mark` and before the next quotation mark. After `"` alone, that is the first literal.
pub(super) fn first_literals(text: &str, mark: &str) -> BTreeSet<String> {
    let count = if mark == "\"" { 1 } else { usize::MAX };
    text.split(mark).skip(1).take(count).filter_map(|rest| rest.split('"').next()).map(str::to_owned).collect()
}

/// The names in an interface of TypeScript; none when there is no such.
pub(super) fn interface(types: &str, name: &str) -> BTreeSet<String> {
    let body = between(types, &format!("interface {name} {{"), "\n}").unwrap_or_default();
    let names = body.lines().filter(|line| !line.trim_start().starts_with('/')).filter_map(|line| line.split_once(':'));
    names.map(|(name, _)| name.trim().trim_end_matches('?').trim_matches('"').to_owned()).collect()
}

/// The Rust files below a folder.
pub(super) fn rust_files(folder: impl AsRef<Path>) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            files.extend(rust_files(&path)?);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    Ok(files)
}
