//! `cargo xtask serve`

use std::{
    ffi::OsString,
    path::PathBuf,
    process::{Child, Command},
};

use anyhow::{Context as _, Result};

use crate::{
    build,
    command::{progress, run},
    setup,
};

/// The flags of `serve`.
pub(crate) struct Options {
    pub(crate) port: u16,
    pub(crate) data: Option<PathBuf>,
    pub(crate) is_dev: bool,
    /// Passed on to the server.
    pub(crate) server_arguments: Vec<OsString>,
}

impl Default for Options {
    fn default() -> Self {
        Self { port: 8080, data: None, is_dev: false, server_arguments: Vec::new() }
    }
}

/// Sets up, builds, and becomes the server.
pub(crate) fn serve(options: &Options) -> Result<()> {
    let mut binary = PathBuf::new();
    let tools = setup::prepare(&[], || {
        binary = build::server()?;
        Ok(())
    })?;
    let mut server = Command::new(binary);
    if let Some(data) = &options.data {
        server.arg("--data").arg(data);
    }
    server.args(&options.server_arguments);
    if options.is_dev {
        return develop(&mut server, options.port, &tools);
    }
    build::viewer(&tools)?;
    become_command(server.args(["--dist", "dist", "--port", &options.port.to_string()]))
}

/// Trunk serves and rebuilds; what it does not know goes on to the server.
fn develop(server: &mut Command, port: u16, tools: &setup::Tools) -> Result<()> {
    let api_port = port.checked_add(1).context("--dev needs the port after --port for the server")?;
    // Robots count here: what is being developed is mostly seen by tools.
    server.args(["--port", &api_port.to_string(), "--dist", "/nonexistent", "--count-automated-views"]);
    let _server = Ends(server.spawn().context("cannot start the server")?);
    progress(format!("the page is at http://127.0.0.1:{port}/ and is rebuilt at every change"));
    let backend = format!("--proxy-backend=http://127.0.0.1:{api_port}/api/");
    run(build::trunk(tools).args(["serve", "--address", "127.0.0.1", "--port", &port.to_string(), &backend]))
}

/// A child that does not outlive this process's interest in it.
pub(crate) struct Ends(pub(crate) Child);

impl Drop for Ends {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// The server takes this process's place, so that a signal meant for one reaches the other.
#[cfg(unix)]
fn become_command(command: &mut Command) -> Result<()> {
    use std::os::unix::process::CommandExt as _;
    Err(command.exec()).context("cannot start the server")
}

#[cfg(not(unix))]
fn become_command(command: &mut Command) -> Result<()> {
    run(command)
}
