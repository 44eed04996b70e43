//! A real server with a store of its own.

use std::{
    path::{Path, PathBuf},
    process::Stdio,
    time::Duration,
};

use anyhow::{Context as _, Result};
use tokio::{
    io::{AsyncBufReadExt as _, BufReader},
    process::{Child, ChildStderr, Command},
    sync::watch::{self, Receiver},
    time::timeout,
};

use crate::{Build, setting};

/// A running server; it ends when this is dropped.
pub struct Site {
    process: Child,
    url: String,
    data: tempfile::TempDir,
    dist: PathBuf,
    flags: Vec<String>,
    invitation: Receiver<Option<String>>,
}

impl Site {
    /// Starts a server on a free port, with an empty store.
    ///
    /// # Errors
    ///
    /// When it does not come up.
    pub async fn start(flags: &[&str]) -> Result<Self> {
        Self::with_dist(setting("AV_DIST").into(), flags).await
    }

    /// Starts a server that shows another build of the viewer.
    ///
    /// # Errors
    ///
    /// When it does not come up.
    pub async fn of(build: &Build) -> Result<Self> {
        Self::with_dist(build.folder().to_owned(), &[]).await
    }

    /// Starts a server that also has the pages of `examples/`.
    ///
    /// # Errors
    ///
    /// When it does not come up.
    pub async fn of_examples() -> Result<Self> {
        Self::with_dist(setting("AV_EXAMPLES").into(), &[]).await
    }

    async fn with_dist(dist: PathBuf, flags: &[&str]) -> Result<Self> {
        let data = tempfile::tempdir()?;
        let flags: Vec<String> = flags.iter().map(|flag| (*flag).to_owned()).collect();
        let (process, url, invitation) = spawn(&data, &dist, &flags, "0").await?;
        Ok(Self { process, url, data, dist, flags, invitation })
    }

    /// An address of this server.
    #[must_use]
    pub fn at(&self, path: &str) -> String {
        format!("{}{}", self.url, path.trim_start_matches('/'))
    }

    /// Kills the server, without a chance to tidy up.
    ///
    /// # Errors
    ///
    /// When it cannot be killed.
    pub async fn kill(&mut self) -> Result<()> {
        Ok(self.process.kill().await?)
    }

    /// Starts the server again on the same port and the same store.
    ///
    /// # Errors
    ///
    /// When it does not come up.
    pub async fn restart(&mut self) -> Result<()> {
        let port = self.url.trim_end_matches('/').rsplit(':').next().unwrap_or_default().to_owned();
        (self.process, self.url, self.invitation) = spawn(&self.data, &self.dist, &self.flags, &port).await?;
        Ok(())
    }

    /// The address by which the first moderator comes in, as the server prints it.
    ///
    /// # Errors
    ///
    /// When it prints none.
    pub async fn invitation(&self) -> Result<String> {
        let mut invitation = self.invitation.clone();
        let printed = timeout(Duration::from_secs(20), invitation.wait_for(Option::is_some)).await;
        printed.context("the server invites nobody")??.clone().context("an address")
    }
}

/// A server's process, where its page is, and the address that it invites the first moderator by.
type Running = (Child, String, Receiver<Option<String>>);

async fn spawn(data: &tempfile::TempDir, dist: &Path, flags: &[String], port: &str) -> Result<Running> {
    let mut process = Command::new(setting("AV_SERVER"));
    // Those of the tests are no settings of the server, which would say so.
    for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("AV_")) {
        process.env_remove(name);
    }
    let mut process = process
        .args(["--port", port, "--count-automated-views", "--posts-per-minute", "100000"])
        // Tests type faster than people do, and many comments under one article.
        .args(["--article-posts-per-minute", "100000", "--min-typing-ms", "0"])
        .arg("--dist")
        .arg(dist)
        .arg("--data")
        .arg(data.path())
        .args(flags)
        .env("AV_LOG", "warn")
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .context("cannot start the server")?;
    let log = process.stderr.take().context("the server has a log")?;
    let invitation = listen(log);
    let output = process.stdout.take().context("the server has an output")?;
    let mut lines = BufReader::new(output).lines();
    let line = timeout(Duration::from_secs(20), lines.next_line()).await.context("the server says nothing")??;
    Ok((process, line.context("the server said no address")?, invitation))
}

/// Passes on what the server logs, and keeps the address it invites by.
fn listen(log: ChildStderr) -> Receiver<Option<String>> {
    let (sender, invitation) = watch::channel(None);
    tokio::spawn(async move {
        let mut lines = BufReader::new(log).lines();
        while let Ok(Some(line)) = lines.next_line().await {
            match line.strip_prefix("To choose the moderators' password, open ") {
                Some(address) => drop(sender.send(Some(address.to_owned()))),
                None => eprintln!("{line}"),
            }
        }
    });
    invitation
}
