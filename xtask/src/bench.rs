//! `cargo xtask bench`: our pages and others with the same article, side by side on a slow phone.
//!
//! The work is done by `benches/run.mjs`; its packages are apart from the build's, which are far fewer.

use std::{ffi::OsString, path::Path, process::Command};

use anyhow::Result;

use crate::{
    browser::{self, Engine},
    build,
    command::{cargo, progress, run, target_folder},
    setup,
};

/// Builds what is compared, and compares.
pub(crate) fn bench(arguments: &[OsString]) -> Result<()> {
    let mut server = Path::new("").to_owned();
    browser::install(&[Engine::Chromium])?;
    let tools = setup::prepare(&[Engine::Chromium], || {
        server = build::server()?;
        Ok(())
    })?;
    build::viewer(&tools)?;
    setup::npm_packages("benches")?;
    let mut bench = Command::new("node");
    bench.arg("benches/run.mjs").args(["--dist", "dist"]).arg("--server").arg(&server);
    bench
        .arg("--chromium")
        .arg(Engine::Chromium.programs(&tools)?.browser)
        .arg("--out")
        .arg(target_folder()?.join("bench"));
    if let Some(program) = prerender()? {
        bench.arg("--prerender").arg(program);
    }
    progress("measuring: about ten minutes, on a machine that does nothing else");
    run(bench.args(arguments))
}

/// The tool that makes whole pages of articles, where there is one.
fn prerender() -> Result<Option<std::path::PathBuf>> {
    if !Path::new("crates/prerender").exists() {
        return Ok(None);
    }
    run(cargo().args(["build", "--quiet", "--locked", "--package", "prerender", "--release"]))?;
    Ok(Some(target_folder()?.join("release").join("article-prerender")))
}
