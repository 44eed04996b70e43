//! A copy of the built viewer, for a test to damage.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result, bail};
use tempfile::TempDir;

use crate::setting;

/// As `index.html` asks for the viewer.
const SCRIPT: &str = r#"<script type="module" src="embed/article-viewer.js" async></script>"#;

/// The copy; it goes when this is dropped.
pub struct Build {
    folder: TempDir,
}

impl Build {
    /// Copies the viewer as it was built, without what is compressed ahead of time: one file is one answer.
    ///
    /// # Errors
    ///
    /// When it cannot be copied.
    pub fn copy() -> Result<Self> {
        let folder = tempfile::tempdir()?;
        copy(Path::new(&setting("AV_DIST")), folder.path())?;
        Ok(Self { folder })
    }

    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Puts other words into a page.
    ///
    /// # Errors
    ///
    /// When the page has no such words.
    pub fn edit(&self, page: &str, from: &str, to: &str) -> Result<()> {
        let file = self.folder().join(page);
        let html = fs::read_to_string(&file)?;
        if !html.contains(from) {
            bail!("{page} has no `{from}`");
        }
        Ok(fs::write(file, html.replacen(from, to, 1))?)
    }

    /// Adds a file, or puts another in its place.
    ///
    /// # Errors
    ///
    /// When it cannot be written.
    pub fn write(&self, name: &str, content: &str) -> Result<()> {
        Ok(fs::write(self.folder().join(name), content)?)
    }

    /// Takes a file away.
    ///
    /// # Errors
    ///
    /// When there is none.
    pub fn remove(&self, name: &str) -> Result<()> {
        Ok(fs::remove_file(self.folder().join(name))?)
    }

    /// Lets the page written ahead wait for its script until [`crate::Reader::start_viewer`] brings it.
    ///
    /// # Errors
    ///
    /// When the page does not ask for it.
    pub fn hold_script(&self) -> Result<()> {
        self.edit("index.html", SCRIPT, "")
    }

    /// Takes the wasm away.
    ///
    /// # Errors
    ///
    /// When it cannot be removed.
    pub fn remove_wasm(&self) -> Result<()> {
        Ok(fs::remove_file(self.wasm("viewer.")?)?)
    }

    /// Takes what is loaded later away, and gives it back: `conversation.wasm`, say.
    ///
    /// # Errors
    ///
    /// When it cannot be moved.
    pub fn withhold(&self, asset: &str, is_withheld: bool) -> Result<()> {
        let (name, extension) = asset.split_once('.').context("a name with an extension")?;
        let held = format!("held.{name}.");
        let file = self.asset(if is_withheld { &held["held.".len()..] } else { &held }, extension)?;
        let name = file.file_name().context("a name")?.to_string_lossy().replace("held.", "");
        let name = if is_withheld { format!("held.{name}") } else { name };
        Ok(fs::rename(&file, file.with_file_name(name))?)
    }

    /// Changes the wasm, which stays a valid one: a custom section without content follows the last.
    ///
    /// # Errors
    ///
    /// When it cannot be written.
    pub fn alter_wasm(&self) -> Result<()> {
        let file = self.wasm("viewer.")?;
        let mut bytes = fs::read(&file)?;
        // Section 0, two bytes long, whose name is one byte long: `x`.
        bytes.extend([0, 2, 1, b'x']);
        Ok(fs::write(file, bytes)?)
    }

    fn wasm(&self, name: &str) -> Result<PathBuf> {
        self.asset(name, "wasm")
    }

    fn asset(&self, name: &str, extension: &str) -> Result<PathBuf> {
        for entry in fs::read_dir(self.folder().join("embed/assets"))? {
            let file = entry?.path();
            let is_named = file.file_name().is_some_and(|known| known.to_string_lossy().starts_with(name));
            if is_named && file.extension().is_some_and(|known| known == extension) {
                return Ok(file);
            }
        }
        bail!("the build has no {name}…{extension}")
    }
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let (file, copied) = (entry.path(), to.join(entry.file_name()));
        if file.is_dir() {
            copy(&file, &copied)?;
        } else if !file.extension().is_some_and(|extension| extension == "br" || extension == "gz") {
            fs::copy(&file, &copied)?;
        }
    }
    Ok(())
}
