//! `cargo xtask examples`: the pages in `examples/`, each with the element from the npm package.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use anyhow::{Context as _, Result};

use crate::{
    build,
    command::{find, output, progress, run, say, target_folder},
    debian, dist, setup,
};

/// Builds the viewer and the pages, and says how to look at them.
pub(crate) fn examples() -> Result<()> {
    build::viewer(&setup::tools()?)?;
    let folder = make()?;
    say(format!("cargo xtask serve -- --dist {}   and open /examples/", folder.display()));
    Ok(())
}

/// Makes the pages around the viewer as it was built, and tells the folder: `dist/` with `examples/` in it.
pub(crate) fn make() -> Result<PathBuf> {
    setup::npm_packages("examples")?;
    install(&dist::package()?)?;
    let folder = target_folder()?.join("examples");
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    dist::copy(Path::new("dist"), &folder)?;
    progress("building the examples");
    run(Command::new("node").arg("examples/build.mjs").arg(folder.join("examples")).stdout(Stdio::null()))?;
    if let Some(php) = find("php") {
        let page = output(Command::new(php).arg("examples/wordpress/preview.php"))?;
        fs::write(folder.join("examples/wordpress/index.html"), page)?;
    }
    Ok(folder)
}

/// Whether the types of the element hold what they say, in React and in Vue.
pub(crate) fn types() -> Result<()> {
    let check = |program: &str, project: &str| {
        let program = Path::new("examples/node_modules/.bin").join(program);
        run(Command::new(program).args(["--noEmit", "--project", project]))
    };
    check("tsc", "examples/react")?;
    check("vue-tsc", "examples/vue")
}

/// Makes PHP ready, which few machines have: it renders the theme in `examples/wordpress`.
pub(crate) fn install_php() -> Result<()> {
    if find("php").is_some() {
        return Ok(());
    }
    if !debian::can_install() {
        progress("php is not installed: the WordPress theme is not tested (Debian: apt-get install php-cli)");
        return Ok(());
    }
    progress("installing php-cli, for the WordPress theme");
    debian::install(&["php-cli"])
}

/// The package changes with every build, so no lock file can name it; it depends on nothing.
fn install(package: &Path) -> Result<()> {
    let flags = ["install", "--no-save", "--offline", "--ignore-scripts", "--no-audit", "--no-fund"];
    let package = fs::canonicalize(package).context("there is no package")?;
    let mut npm = Command::new("npm");
    run(npm.args(flags).arg("--loglevel=error").arg(package).current_dir("examples").stdout(Stdio::null()))
}
