//! Isso, by its own server and by the one that its documentation names for more readers.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::Result;
use serde_json::{Value, json};

use super::peer::{Page, Peer, Place, id_of, ids_in};
use crate::load::{client::send, text};

/// Which server calls it.
enum Front {
    /// `isso run`.
    Own,
    /// Four processes of gunicorn.
    Gunicorn,
}

/// Isso, installed.
pub(super) struct Isso {
    python: PathBuf,
    front: Front,
}

impl Isso {
    pub(super) fn alone(home: &Path) -> Self {
        Self { python: python(home), front: Front::Own }
    }

    pub(super) fn with_gunicorn(home: &Path) -> Self {
        Self { python: python(home), front: Front::Gunicorn }
    }
}

/// Programs are started through it: the scripts beside it name the folder that they were installed in, not where it went.
fn python(home: &Path) -> PathBuf {
    home.join("bin/python")
}

impl Peer for Isso {
    fn name(&self) -> &'static str {
        match self.front {
            Front::Own => "Isso",
            Front::Gunicorn => "Isso, gunicorn",
        }
    }

    fn command(&self, place: &Place) -> Result<Command> {
        let Place { folder, port, site } = place;
        let settings = folder.join("isso.cfg");
        let database = folder.join("comments.db");
        fs::write(
            &settings,
            format!(
                "[general]\ndbpath = {}\nhost = {site}/\nnotify = stdout\n[server]\nlisten = http://127.0.0.1:{port}\n[guard]\n\
                 enabled = false\n",
                database.display()
            ),
        )?;
        let mut command = Command::new(&self.python);
        command.env("ISSO_SETTINGS", settings);
        match self.front {
            Front::Own => command.args(["-c", "from isso import main; main()", "run"]),
            Front::Gunicorn => {
                let address = format!("127.0.0.1:{port}");
                command.args(["-m", "gunicorn", "--bind", &address, "--workers=4", "--preload", "isso.run"])
            }
        };
        Ok(command)
    }

    fn list(&self, thread: &str, _next: Option<&str>) -> String {
        // Without a limit, as its client asks: it has all of them in one page.
        format!("/?uri=/{thread}/")
    }

    fn page(&self, answer: &Value) -> Page {
        Page { ids: ids_in(&answer["replies"], "id", "replies"), next: None }
    }

    fn post(&self, thread: &str, parent: Option<&str>) -> Vec<u8> {
        let parent: Option<u64> = parent.and_then(|id| id.parse().ok());
        // With a title it does not look for the page.
        let comment = json!({
            "text": text(), "author": "Asha", "email": null, "website": null, "parent": parent, "title": "An article"
        });
        send("POST", &format!("/new?uri=/{thread}/"), "", &comment)
    }

    fn id(&self, answer: &Value) -> Option<String> {
        id_of(&answer["id"])
    }
}
