//! The program between a test and its browser.

use std::{
    io::{Read as _, Write as _},
    net::{self, TcpListener},
    process::Stdio,
    time::Duration,
};

use anyhow::{Context as _, Result, bail};
use thirtyfour::SessionId;
use tokio::{
    net::TcpStream,
    process::{Child, Command},
    time::sleep,
};

use crate::{display::Display, engine::Engine, setting};

/// A running WebDriver server; it ends when this is dropped.
pub(crate) struct Driver {
    port: u16,
    _process: Child,
    // Where the browser is seen, or would be.
    _display: Option<Display>,
}

impl Driver {
    /// Starts it on a free port.
    pub(crate) async fn start() -> Result<Self> {
        // A port is free for a moment only; the driver that comes too late ends, and another one starts.
        for _ in 0..3 {
            if let Some(driver) = Self::start_once().await? {
                return Ok(driver);
            }
        }
        bail!("the driver ends as soon as it is started")
    }

    pub(crate) fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Has it end a browser, without the help of a runtime. Killed, a driver would leave its browser running.
    pub(crate) fn end_session(&self, session: &SessionId) {
        let Ok(mut connection) = net::TcpStream::connect(("127.0.0.1", self.port)) else { return };
        let _ = connection.set_read_timeout(Some(Duration::from_secs(10)));
        let host = format!("127.0.0.1:{}", self.port);
        let _ = write!(connection, "DELETE /session/{session} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
        // It answers when the browser has ended.
        let _ = connection.read(&mut [0; 64]);
    }

    async fn start_once() -> Result<Option<Self>> {
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let display = if Engine::of_this_run().needs_display() { Some(Display::start().await?) } else { None };
        let mut process = Command::new(setting("AV_DRIVER"))
            .arg(format!("--port={port}"))
            .envs(display.iter().map(|display| ("DISPLAY", &display.name)))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .context("cannot start the driver")?;
        for _ in 0..200 {
            let is_answering = TcpStream::connect(("127.0.0.1", port)).await.is_ok();
            if process.try_wait()?.is_some() {
                return Ok(None);
            }
            if is_answering {
                return Ok(Some(Self { port, _process: process, _display: display }));
            }
            sleep(Duration::from_millis(50)).await;
        }
        bail!("the driver does not answer")
    }
}
