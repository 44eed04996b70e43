//! Whether what is written is still there for the next start.
//!
//! A file that is deleted or replaced goes on being written where nobody finds it, and every acknowledgement would be a lie.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::atomic::{AtomicBool, AtomicI64, Ordering},
};

use anyhow::Context as _;

use crate::store::StoreError;

/// The database's file, as it was opened.
#[derive(Debug)]
pub(super) struct Health {
    file: PathBuf,
    identity: Identity,
    is_damaged: AtomicBool,
    /// What SQLite called the state that others left, when it was last asked; 0 before.
    version: AtomicI64,
}

/// What two names of one file have in common.
#[derive(Debug, PartialEq, Eq)]
struct Identity(u64, u64);

impl Identity {
    #[cfg(unix)]
    fn of(file: &Path) -> std::io::Result<Self> {
        use std::os::unix::fs::MetadataExt as _;
        fs::metadata(file).map(|metadata| Self(metadata.dev(), metadata.ino()))
    }

    /// Where an open file cannot be deleted, that it is there is enough.
    #[cfg(not(unix))]
    fn of(file: &Path) -> std::io::Result<Self> {
        fs::metadata(file).map(|_| Self(0, 0))
    }
}

impl Health {
    pub(super) fn of(file: &Path) -> anyhow::Result<Self> {
        let identity = Identity::of(file).with_context(|| format!("cannot look at {}", file.display()))?;
        Ok(Self { file: file.to_owned(), identity, is_damaged: AtomicBool::new(false), version: AtomicI64::new(0) })
    }

    /// Fails when the file is not where it was, or was found damaged.
    pub(super) fn check(&self) -> Result<(), StoreError> {
        if self.is_damaged.load(Ordering::Relaxed) {
            return Err(StoreError::Damaged);
        }
        match Identity::of(&self.file) {
            Ok(identity) if identity == self.identity => Ok(()),
            _ => Err(StoreError::Failed(format!("{} was deleted or replaced", self.file.display()))),
        }
    }

    /// Whether the state that others left is another than when this was last asked.
    pub(super) fn is_other_version(&self, version: i64) -> bool {
        ![0, version].contains(&self.version.swap(version, Ordering::Relaxed))
    }

    /// Remembers damage: nothing more is written then.
    pub(super) fn note<T>(&self, result: &Result<T, StoreError>) {
        if matches!(result, Err(StoreError::Damaged)) {
            self.is_damaged.store(true, Ordering::Relaxed);
        }
    }
}
