//! Where a server keeps what it has, and commands that work on it.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

use serde_json::Value;
use tempfile::TempDir;

use crate::{
    database::Database,
    process::helpers::{Server, command, folder},
};

/// A store of its own, empty at first.
pub(super) struct Place {
    folder: TempDir,
    database: Option<Database>,
}

impl Place {
    pub(super) fn sqlite() -> Self {
        Self { folder: folder(), database: None }
    }

    /// In PostgreSQL; `None` where there is none.
    pub(super) fn postgres() -> Option<Self> {
        Database::fresh().map(|database| Self { folder: folder(), database: Some(database) })
    }

    /// One of each engine that is there.
    pub(super) fn all() -> Vec<Self> {
        let postgres = Self::postgres();
        if postgres.is_none() {
            eprintln!("SKIPPED: PostgreSQL, since TEST_POSTGRES_URL is not set");
        }
        [Some(Self::sqlite()), postgres].into_iter().flatten().collect()
    }

    /// Another one of the same engine.
    pub(super) fn another(&self) -> Self {
        match self.database {
            None => Self::sqlite(),
            Some(_) => Self::postgres().expect("PostgreSQL is there"),
        }
    }

    /// What `migrate --to` calls it.
    pub(super) fn target(&self) -> String {
        match &self.database {
            Some(database) => database.url.clone(),
            None => self.folder.path().to_str().expect("UTF-8").to_owned(),
        }
    }

    /// A file beside it.
    pub(super) fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(super) fn command(&self, args: &[&str]) -> Command {
        let flag = self.database.as_ref().map(|database| format!("--database-url={}", database.url));
        let flags: Vec<_> = flag.iter().map(String::as_str).collect();
        let mut command = command(self.folder.path(), "exec \"$@\"", &flags);
        command.args(args).env_remove("DATABASE_URL");
        command
    }

    pub(super) fn serve(&self) -> Server {
        Server::run(self.command(&[])).unwrap_or_else(|refusal| panic!("{refusal:?}"))
    }

    /// What a command says that goes well.
    #[track_caller]
    pub(super) fn run(&self, args: &[&str]) -> String {
        let output = self.command(args).output().expect("it runs");
        assert!(output.status.success(), "{args:?}: {}", both(&output));
        String::from_utf8(output.stdout).expect("UTF-8")
    }

    /// Why a command does not do what it was asked.
    #[track_caller]
    pub(super) fn refuse(&self, args: &[&str]) -> String {
        let output = self.command(args).output().expect("it runs");
        let said = both(&output);
        assert!(!output.status.success() && !said.contains("panicked"), "{args:?}: {said}");
        said
    }

    /// All records of what was published or said.
    pub(super) fn records(&self) -> Vec<Value> {
        records(&self.run(&["export", "--to=ndjson", "-"]))
    }
}

fn both(output: &Output) -> String {
    [&output.stdout, &output.stderr].map(|bytes| String::from_utf8_lossy(bytes).into_owned()).concat()
}

pub(super) fn records(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).expect("a record")).collect()
}

/// Those of a kind.
pub(super) fn of<'r>(records: &'r [Value], kind: &str) -> Vec<&'r Value> {
    records.iter().filter(|record| record["kind"] == kind).collect()
}

pub(super) fn read(file: &Path) -> Vec<Value> {
    records(&fs::read_to_string(file).expect("the file"))
}

/// How many like each comment of records.
pub(super) fn likes(records: &[Value]) -> BTreeMap<String, u64> {
    let mut likes = BTreeMap::new();
    for like in of(records, "like") {
        *likes.entry(like["comment"].as_str().expect("an id").to_owned()).or_default() += 1;
    }
    likes
}

/// The comments that a server lists under an article, with what answers them.
pub(super) fn listed(server: &Server, article: &str) -> Vec<Value> {
    let mut comments = Vec::new();
    let article: String = url::form_urlencoded::byte_serialize(article.as_bytes()).collect();
    let mut cursor = String::new();
    loop {
        let path = format!("/api/v1/comments?article={article}&sort=oldest&limit=100{cursor}");
        let (status, text) = server.get(&path);
        assert_eq!(status, 200, "{text}");
        let page: Value = serde_json::from_str(&text).expect("JSON");
        comments.extend(page["comments"].as_array().expect("comments").iter().cloned());
        match page["next"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => return comments,
        }
    }
}
