//! `cargo xtask api`: whether the server does what its document says, asked by Schemathesis.
//!
//! It makes requests of the document, right ones and wrong ones, and holds the answers to it. It comes from PyPI; without
//! Python, or where nothing can be fetched, there is nothing to be said about the server.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use anyhow::{Context as _, Result};

use crate::{
    command::{cargo, output, progress, run, target_folder},
    load::server::{Folder, Server},
};

const VERSION: &str = "4.32.5";
/// Of the reader who asks, and of the administrator: pins are asked for too.
const SECRET: &str = "secret-of-a-browser-that-tests";

/// What has become of the check.
pub(crate) enum Outcome {
    /// The server does what its document says.
    Passed,
    /// Nobody could ask; why not.
    Skipped(String),
}

/// Asks, and fails when an answer is not as described.
pub(crate) fn check() -> Result<Outcome> {
    let target = target_folder()?;
    let program = match schemathesis(&target) {
        Ok(program) => program,
        Err(error) => return Ok(Outcome::Skipped(format!("{error:#}"))),
    };
    progress("building the server");
    run(cargo().args(["build", "--quiet", "--locked", "--package", "server"]))?;
    let folder = Folder::new("api")?;
    let binary = target.join("debug").join("article-server");
    let server = Server::start_with(&binary, &folder.0, &["--admin-secret", SECRET])?;
    let config = std::env::current_dir()?.join("xtask/schemathesis.toml");
    let mut command = Command::new(program);
    command.arg("--config-file").arg(config).args(["--no-color", "run"]);
    command.arg(format!("http://127.0.0.1:{}/api/v1/openapi.json", server.port));
    // What it writes down for itself stays in the folder that goes.
    run(command.current_dir(&folder.0).env("AV_SECRET", SECRET).env("PYTHONDONTWRITEBYTECODE", "1"))?;
    Ok(Outcome::Passed)
}

/// Where Schemathesis is, in an environment of its own that is made when it is missing.
fn schemathesis(target: &Path) -> Result<PathBuf> {
    let home = target.join("schemathesis").join(VERSION);
    let program = home.join("bin").join("schemathesis");
    let is_there = || output(Command::new(&program).arg("--version")).is_ok_and(|said| said.contains(VERSION));
    if is_there() {
        return Ok(program);
    }
    progress(format!("installing Schemathesis {VERSION} from PyPI"));
    if home.exists() {
        fs::remove_dir_all(&home)?;
    }
    run(Command::new("python3").args(["-m", "venv"]).arg(&home).stdout(Stdio::null()))?;
    let flags = ["install", "--quiet", "--disable-pip-version-check", "--retries=1", "--timeout=20"];
    run(Command::new(home.join("bin").join("pip")).args(flags).arg(format!("schemathesis=={VERSION}")))?;
    is_there().then_some(program).context("it was installed and does not run")
}
