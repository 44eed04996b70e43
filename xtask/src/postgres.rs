//! A PostgreSQL to test with: one that is named, or a cluster made for this run by the machine's own programs.

mod cluster;

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use anyhow::{Context as _, Result, bail};

use self::cluster::{Cluster, User};
use crate::{
    command::{find, progress, run},
    debian,
};

/// Names a server that tests may fill and empty.
const VARIABLE: &str = "TEST_POSTGRES_URL";

/// Where Debian reads what becomes of a cluster when the package is installed.
const CREATION: &str = "/etc/postgresql-common/createcluster.d";

/// What came of looking for a server.
pub(crate) enum Outcome {
    /// It is there.
    Had(Postgres),
    /// There can be none here; why not.
    Skipped(String),
}

/// A server that answers.
pub(crate) struct Postgres {
    /// The address of a database of it.
    url: String,
    /// Its programs, where they are known.
    programs: Option<Programs>,
    /// What was started for it.
    _cluster: Option<Cluster>,
}

impl Postgres {
    /// The one that is named, or a new one.
    pub(crate) fn have() -> Result<Outcome> {
        let programs = Programs::find();
        if let Ok(url) = std::env::var(VARIABLE) {
            return Ok(Outcome::Had(Self { url, programs, _cluster: None }));
        }
        let programs = match programs.map_or_else(Programs::install, Ok) {
            Ok(programs) => programs,
            Err(error) => return Ok(Outcome::Skipped(format!("{error:#}"))),
        };
        progress(format!("starting a PostgreSQL of {}", programs.0.display()));
        let cluster = Cluster::start(&programs)?;
        let url = format!("postgres://postgres@127.0.0.1:{}/postgres", cluster.port);
        Ok(Outcome::Had(Self { url, programs: Some(programs), _cluster: Some(cluster) }))
    }

    /// What names it to tests.
    pub(crate) fn variable(&self) -> (&'static str, &str) {
        (VARIABLE, &self.url)
    }

    /// Makes an empty database, or makes it empty, and tells its address.
    pub(crate) fn fresh(&self, name: &str) -> Result<String> {
        let programs = self.programs.as_ref().context("there is no psql to make databases with")?;
        let mut psql = programs.client("psql");
        psql.args(["--quiet", "--no-psqlrc", "--set=ON_ERROR_STOP=1", "--command"]);
        psql.arg(format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).arg("--command");
        run(psql.arg(format!("CREATE DATABASE {name}")).arg(&self.url).stderr(Stdio::null()))?;
        let (before, options) = self.url.split_once('?').unwrap_or((&self.url, ""));
        let server = before.rsplit_once('/').map_or(before, |(server, _)| server);
        let separator = if options.is_empty() { "" } else { "?" };
        Ok(format!("{server}/{name}{separator}{options}"))
    }
}

/// The folder with PostgreSQL's programs.
struct Programs(PathBuf);

impl Programs {
    /// Those on the PATH, or the latest of those where Debian puts them.
    fn find() -> Option<Self> {
        // What is on the PATH may be a link out of the folder.
        let on_path = find("initdb").and_then(|file| fs::canonicalize(file).ok());
        if let Some(folder) = on_path.as_deref().and_then(Path::parent).filter(|folder| is_complete(folder)) {
            return Some(Self(folder.to_owned()));
        }
        let versions = fs::read_dir("/usr/lib/postgresql").ok()?.flatten().filter_map(|entry| {
            let version: u32 = entry.file_name().to_str()?.parse().ok()?;
            Some((version, entry.path().join("bin")))
        });
        versions
            .filter(|(_, folder)| is_complete(folder))
            .max_by_key(|(version, _)| *version)
            .map(|(_, folder)| Self(folder))
    }

    /// Installs them, where that is possible.
    fn install() -> Result<Self> {
        if !debian::can_install() {
            bail!("PostgreSQL is not installed (Debian: apt-get install postgresql), and {VARIABLE} names none");
        }
        progress("installing postgresql (60 MB)");
        // Debian would make a cluster and start it, which nobody asked for.
        debian::install(&["postgresql-common"])?;
        let note = Path::new(CREATION).join("article-viewer.conf");
        fs::create_dir_all(CREATION)?;
        fs::write(&note, "create_main_cluster = false\n")?;
        let installed = debian::install(&["postgresql"]);
        fs::remove_file(&note)?;
        installed?;
        Self::find().context("PostgreSQL is installed and cannot be found")
    }

    fn client(&self, name: &str) -> Command {
        Command::new(self.0.join(name))
    }

    /// A program of the server, which refuses to run as root.
    fn server(&self, name: &str, user: Option<&User>) -> Command {
        let Some(user) = user else { return self.client(name) };
        let mut command = Command::new("setpriv");
        command.arg(format!("--reuid={}", user.id)).arg(format!("--regid={}", user.group));
        command.arg("--clear-groups").arg(self.0.join(name));
        command
    }
}

fn is_complete(folder: &Path) -> bool {
    ["initdb", "postgres", "psql"].iter().all(|name| folder.join(name).is_file())
}
