//! Our server, in the row of its peers.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::Result;
use serde_json::Value;

use super::peer::{Page, Peer, Place, id_of, ids_in};
use crate::load::{post, server::FLAGS};

/// The program that was built.
pub(super) struct Ours {
    binary: PathBuf,
}

impl Ours {
    pub(super) fn new(binary: &Path) -> Self {
        Self { binary: binary.to_owned() }
    }
}

impl Peer for Ours {
    fn name(&self) -> &'static str {
        "ours"
    }

    fn command(&self, place: &Place) -> Result<Command> {
        let mut command = Command::new(&self.binary);
        command
            .args(FLAGS)
            .arg(format!("--port={}", place.port))
            .arg("--data")
            .arg(&place.folder)
            .env("AV_LOG", "error")
            .env_remove("DATABASE_URL");
        Ok(command)
    }

    fn list(&self, thread: &str, next: Option<&str>) -> String {
        let cursor = next.map(|next| format!("&cursor={next}")).unwrap_or_default();
        format!("/api/v1/comments?article={thread}&limit=100{cursor}")
    }

    fn page(&self, answer: &Value) -> Page {
        // A list is flat: an answer names its parent.
        let ids = ids_in(&answer["comments"], "id", "");
        Page { ids, next: answer["next"].as_str().map(str::to_owned) }
    }

    fn post(&self, thread: &str, parent: Option<&str>) -> Vec<u8> {
        post(thread, parent).1
    }

    fn id(&self, answer: &Value) -> Option<String> {
        id_of(&answer["id"])
    }
}
