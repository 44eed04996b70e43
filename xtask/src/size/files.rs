//! The scripts, modules and sheets of a build: each once, each in the group of what it is loaded for.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result, bail};

use super::{grouped, page::Page};

/// What a file is loaded for, in the order of loading.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Group {
    /// The one tag of the host's page.
    Entry,
    /// Reading and counting views.
    FirstUse,
    /// Reading comments and writing them.
    Conversation,
    /// Articles of other formats.
    Adapters,
    /// Articles in other languages than English.
    Words,
    /// Reading tools.
    ReadingTools,
    /// Reading what was kept, on pages of our own.
    Keeping,
}

impl Group {
    /// By the part of the name before the first dot, as `build/finish.mjs` gives it.
    fn of(path: &str) -> Result<Self> {
        let name = path.rsplit('/').next().unwrap_or(path);
        Ok(match name.split(['.', '-']).next().unwrap_or(name) {
            "article" => Self::Entry,
            "glue" | "viewer" => Self::FirstUse,
            "conversation" => Self::Conversation,
            "adapters" => Self::Adapters,
            "words" => Self::Words,
            "along" | "reading" => Self::ReadingTools,
            "worker" => Self::Keeping,
            _ => bail!("{path} belongs to no group: say in xtask/src/size/files.rs what it is loaded for"),
        })
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Entry => "entry module",
            Self::FirstUse => "first use",
            Self::Conversation => "conversation",
            Self::Adapters => "adapters",
            Self::Words => "words of a language",
            Self::ReadingTools => "reading tools",
            Self::Keeping => "what readers keep",
        }
    }
}

/// A file that a reader's browser loads.
#[derive(Debug)]
pub(super) struct File {
    /// Its path in `dist/`, with slashes.
    pub(super) path: String,
    pub(super) group: Group,
    pub(super) bytes: usize,
    pub(super) brotli: usize,
}

/// Everything of a build that is ours and not the article's; two files of the same content are one.
pub(super) fn all(dist: &Path) -> Result<Vec<File>> {
    let mut files = Vec::new();
    let mut known = BTreeSet::new();
    for file in walk(dist)? {
        let path = file.strip_prefix(dist)?.to_string_lossy().replace('\\', "/");
        let extensions = [".js", ".wasm", ".css", ".json"];
        // JSON elsewhere is read by programs.
        let count = if path.contains("/assets/") { 4 } else { 3 };
        let is_loaded = extensions.iter().take(count).any(|extension| path.ends_with(extension));
        if !is_loaded || path.starts_with("articles/") {
            continue;
        }
        let content = fs::read(&file).with_context(|| file.display().to_string())?;
        let sibling = PathBuf::from(format!("{}.br", file.display()));
        let brotli = fs::metadata(&sibling)
            .with_context(|| format!("{path} is not compressed: this is no release build; run `cargo xtask build`"))?;
        let (bytes, group) = (content.len(), Group::of(&path)?);
        if known.insert(content) {
            files.push(File { path, group, bytes, brotli: usize::try_from(brotli.len())? });
        }
    }
    files.sort_by(|a, b| (a.group, &a.path).cmp(&(b.group, &b.path)));
    Ok(files)
}

/// A line for each file that a page loads, in the order of loading.
pub(super) fn table(page: &Page, files: &[File]) -> String {
    let line = |path: &str, bytes: usize, brotli: usize, group: &str| {
        format!("{path:<44}{:>10}{:>10}  {group}\n", grouped(bytes), grouped(brotli))
    };
    let mut table = format!("{:<44}{:>10}{:>10}  loaded for\n", "file", "bytes", "brotli");
    table += &line("index.html, its styles in it", page.bytes, page.brotli, "the text");
    for file in files {
        table += &line(&file.path, file.bytes, file.brotli, file.group.name());
    }
    table
}

fn walk(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).with_context(|| folder.display().to_string())? {
        let path = entry?.path();
        if path.is_dir() {
            files.extend(walk(&path)?);
        } else {
            files.push(path);
        }
    }
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_of_no_known_purpose_is_refused() {
        assert!(Group::of("assets/surprise.0123.js").is_err());
    }

    #[test]
    fn a_name_with_a_hash_in_it_tells_the_group() {
        assert_eq!(Group::of("assets/viewer.0123456789abcdef.wasm").ok(), Some(Group::FirstUse));
    }
}
