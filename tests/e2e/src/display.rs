//! A display that nobody sees.

use std::{process::Stdio, time::Duration};

use anyhow::{Context as _, Result};
use tokio::{
    io::{AsyncBufReadExt as _, BufReader},
    process::{Child, Command},
    time::timeout,
};

/// A running X server; it ends when this is dropped.
pub(crate) struct Display {
    /// What programs call it, such as `:99`.
    pub(crate) name: String,
    _process: Child,
}

impl Display {
    /// Starts it under a number that is free.
    pub(crate) async fn start() -> Result<Self> {
        let mut process = Command::new("Xvfb")
            // It says its number on the standard output as soon as it can be used.
            .args(["-displayfd", "1", "-screen", "0", "1280x1024x24", "-nolisten", "tcp"])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .context("cannot start Xvfb")?;
        let output = process.stdout.take().context("Xvfb has an output")?;
        let mut lines = BufReader::new(output).lines();
        let line = timeout(Duration::from_secs(20), lines.next_line()).await.context("Xvfb says nothing")??;
        let number = line.context("Xvfb ended")?;
        Ok(Self { name: format!(":{}", number.trim()), _process: process })
    }
}
