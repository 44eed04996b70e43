//! Peers from `PyPI` and npm, of one version each, kept in the user's cache beside the tools.

use std::{
    fs::{self, File},
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use anyhow::{Context as _, Result, bail};

use crate::{
    command::{find, progress},
    setup::cache_folder,
};

const ISSO: &str = "0.14.0";
const GUNICORN: &str = "27.0.1";
const WALINE: &str = "1.39.3";

/// A virtual environment with Isso and gunicorn.
pub(super) fn isso() -> Result<PathBuf> {
    install(&format!("isso-{ISSO}"), "python3", |home, log| {
        step(Command::new("python3").args(["-m", "venv"]).arg(home), log)?;
        let mut pip = Command::new(home.join("bin/python"));
        pip.args(["-m", "pip", "install", "--disable-pip-version-check"]);
        step(pip.args([format!("isso=={ISSO}"), format!("gunicorn=={GUNICORN}")]), log)
    })
}

/// A folder whose `node_modules` has Waline.
pub(super) fn waline() -> Result<PathBuf> {
    install(&format!("waline-{WALINE}"), "npm", |home, log| {
        fs::write(home.join("package.json"), "{ \"private\": true }\n")?;
        let package = format!("@waline/vercel@{WALINE}");
        let flags = ["--ignore-scripts", "--save-exact", "--no-audit", "--no-fund", "--loglevel=error"];
        step(Command::new("npm").arg("install").args(flags).arg(package).current_dir(home), log)?;
        // The one package that has to be compiled, and not to be downloaded as a program from elsewhere.
        let flags = ["sqlite3", "--build-from-source", "--ignore-scripts=false", "--loglevel=error"];
        step(Command::new("npm").arg("rebuild").args(flags).current_dir(home), log)?;
        // A rebuild that fails is none to npm where the package may be absent.
        step(Command::new("node").args(["-e", "require('sqlite3')"]).current_dir(home), log)
    })
}

/// Looks for it in the cache; installs it aside and moves it there.
fn install(label: &str, program: &str, steps: impl FnOnce(&Path, &File) -> Result<()>) -> Result<PathBuf> {
    let peers = cache_folder()?.join("peers");
    let home = peers.join(label);
    if home.is_dir() {
        return Ok(home);
    }
    if find(program).is_none() {
        bail!("there is no `{program}` here");
    }
    let staging = peers.join(format!("{label}.{}.partial", std::process::id()));
    fs::create_dir_all(&staging)?;
    let log = peers.join(format!("{label}.log"));
    let output = File::create(&log)?;
    progress(format!("installing {label}: up to two minutes, once for this machine (log: {})", log.display()));
    let installed = steps(&staging, &output).and_then(|()| match fs::rename(&staging, &home) {
        // Another clone may have been first.
        Err(_) if home.is_dir() => Ok(()),
        moved => moved.with_context(|| format!("cannot make {}", home.display())),
    });
    if installed.is_err() || staging.is_dir() {
        let _ = fs::remove_dir_all(&staging);
    }
    installed.with_context(|| format!("cannot install it, see {}", log.display()))?;
    Ok(home)
}

/// One command, with what it prints kept.
fn step(command: &mut Command, log: &File) -> Result<()> {
    let name = command.get_program().to_string_lossy().into_owned();
    let status = command.stdin(Stdio::null()).stdout(log.try_clone()?).stderr(log.try_clone()?).status();
    let status = status.with_context(|| format!("cannot run `{name}`"))?;
    if !status.success() {
        bail!("`{name}` failed");
    }
    Ok(())
}
