//! Building the viewer and the server.

use std::{path::PathBuf, process::Command};

use anyhow::Result;

use crate::{
    command::{cargo, progress, run, target_folder},
    setup::Tools,
};

/// Builds the viewer with Trunk into `dist/`.
pub(crate) fn viewer(tools: &Tools) -> Result<()> {
    progress("building the viewer (one to three minutes the first time)");
    run(trunk(tools).args(["build", "--release"]))
}

/// Trunk, with the other programs in its reach.
pub(crate) fn trunk(tools: &Tools) -> Command {
    let mut trunk = Command::new("trunk");
    // Trunk takes NO_COLOR's customary values for errors.
    trunk.env("PATH", tools.path()).env_remove("NO_COLOR").env("TRUNK_SKIP_VERSION_CHECK", "true");
    trunk
}

/// Builds the server as it is meant to run, and tells where it is.
pub(crate) fn server() -> Result<PathBuf> {
    progress("building the server (two to four minutes the first time)");
    run(cargo().args(["build", "--quiet", "--locked", "--package", "server", "--profile", "server"]))?;
    Ok(target_folder()?.join("server").join("article-server"))
}
