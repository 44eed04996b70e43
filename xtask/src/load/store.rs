//! Where servers under load keep what they are given.

use anyhow::{Result, bail};

use super::server::Folder;
use crate::postgres::{Outcome, Postgres};

/// What they keep it in.
pub(crate) enum Store {
    Sqlite,
    Postgres(Postgres),
}

impl Store {
    /// The one of a name, ready.
    pub(super) fn of_kind(kind: Kind) -> Result<Self> {
        match kind {
            Kind::Sqlite => Ok(Self::Sqlite),
            Kind::Postgres => match Postgres::have()? {
                Outcome::Had(server) => Ok(Self::Postgres(server)),
                Outcome::Skipped(why) => bail!(why),
            },
        }
    }

    /// An empty place in it.
    pub(super) fn place(&self, name: &str) -> Result<Place> {
        let flags = match self {
            Self::Sqlite => Vec::new(),
            Self::Postgres(server) => {
                vec![format!("--database-url={}", server.fresh(&format!("article_viewer_load_{name}"))?)]
            }
        };
        Ok(Place { folder: Folder::new(name)?, flags })
    }
}

/// Which store.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Kind {
    #[default]
    Sqlite,
    Postgres,
}

impl Kind {
    pub(crate) fn of_name(name: &str) -> Result<Self> {
        match name {
            "sqlite" => Ok(Self::Sqlite),
            "postgres" => Ok(Self::Postgres),
            other => bail!("there is no store called `{other}`"),
        }
    }
}

/// A place of one part of the run.
pub(super) struct Place {
    pub(super) folder: Folder,
    /// What tells the server of it, besides the folder.
    pub(super) flags: Vec<String>,
}
