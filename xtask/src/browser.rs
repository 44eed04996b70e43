//! A real browser and its driver.

use std::{
    io::Write as _,
    net::{TcpListener, TcpStream},
    path::Path,
    process::{Command, Stdio},
    time::Duration,
};

use anyhow::{Context as _, Result, bail};

use crate::{
    command::{find, output, progress, run},
    serve::Ends,
};

/// A running WebDriver server.
pub(crate) struct Driver {
    pub(crate) url: String,
    /// The browser it starts.
    pub(crate) browser: String,
    port: u16,
    process: Ends,
}

impl Drop for Driver {
    /// Asks it to end the browsers that failed tests left behind; killed, it would leave them running.
    fn drop(&mut self) {
        if let Ok(mut connection) = TcpStream::connect(("127.0.0.1", self.port)) {
            let _ = connection.write_all(b"GET /shutdown HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
            for _ in 0..50 {
                if !matches!(self.process.0.try_wait(), Ok(None)) {
                    break;
                }
                std::thread::sleep(Duration::from_millis(100));
            }
        }
    }
}

/// Starts chromedriver on a free port, after installing it where that is possible.
pub(crate) fn start_driver() -> Result<Driver> {
    let (browser, driver) = browser_and_driver()?;
    // The port is free for a moment only, but nothing else on a test machine takes ports by chance.
    let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
    let process = Command::new(driver)
        .arg(format!("--port={port}"))
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .context("cannot start chromedriver")?;
    let process = Ends(process);
    for _ in 0..100 {
        if TcpStream::connect(("127.0.0.1", port)).is_ok() {
            return Ok(Driver { url: format!("http://127.0.0.1:{port}"), browser, port, process });
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    bail!("chromedriver does not answer")
}

/// The browser alone.
pub(crate) fn browser() -> Result<String> {
    Ok(browser_and_driver()?.0)
}

fn browser_and_driver() -> Result<(String, String)> {
    if found().is_none() {
        install()?;
    }
    found().context("chromium was installed and is not there")
}

fn found() -> Option<(String, String)> {
    let browser = ["chromium", "chromium-browser", "google-chrome"].iter().find_map(|name| find(name))?;
    let driver = find("chromedriver")?;
    Some((browser.display().to_string(), driver.display().to_string()))
}

fn install() -> Result<()> {
    let is_debian = Path::new("/etc/debian_version").exists();
    let is_root = output(Command::new("id").arg("-u")).is_ok_and(|id| id.trim() == "0");
    if !is_debian || !is_root {
        bail!(
            "the tests need Chromium and its driver: install `chromium` and `chromedriver` so that both are on the PATH \
             (Debian: apt-get install chromium chromium-driver fonts-noto-core)"
        );
    }
    progress("installing chromium, its driver and fonts (about 250 MB)");
    let apt = |arguments: &[&str]| {
        run(Command::new("apt-get").args(arguments).env("DEBIAN_FRONTEND", "noninteractive").stdout(Stdio::null()))
    };
    apt(&["update", "-qq"])?;
    apt(&["install", "-y", "-qq", "--no-install-recommends", "chromium", "chromium-driver", "fonts-noto-core"])
}
