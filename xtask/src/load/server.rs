//! Our server, started to be loaded, killed and started again, or asked whether it does what it says.

use std::{
    fs,
    io::{BufRead as _, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use anyhow::{Context as _, Result};

use super::{
    client::{Client, get},
    store::Place,
};

/// Limits that are not in the way. What a client is, is said by `X-Forwarded-For`.
pub(super) const FLAGS: [&str; 9] = [
    "--dist=/nonexistent",
    "--trusted-proxy=127.0.0.1",
    "--reads-per-minute=1000000000",
    "--views-per-minute=1000000000",
    "--posts-per-minute=1000000000",
    "--article-posts-per-minute=1000000000",
    "--likes-per-minute=1000000000",
    "--compared-comments=0",
    "--max-connections=12000",
];

/// A running server; it is killed when this goes.
pub(crate) struct Server {
    child: Child,
    pub(crate) port: u16,
    /// From the start to the first good answer.
    pub(crate) start: Duration,
}

impl Server {
    /// One that keeps everything in a place.
    pub(super) fn start(binary: &Path, place: &Place) -> Result<Self> {
        let flags: Vec<&str> = place.flags.iter().map(String::as_str).collect();
        Self::start_with(binary, &place.folder.0, &flags)
    }

    /// One with more flags.
    pub(crate) fn start_with(binary: &Path, data: &Path, flags: &[&str]) -> Result<Self> {
        let began = Instant::now();
        let mut command = Command::new(binary);
        command
            .args(FLAGS)
            .args(flags)
            .args(["--port=0", "--data"])
            .arg(data)
            .env("AV_LOG", "error")
            .env_remove("DATABASE_URL")
            .stdout(Stdio::piped());
        let mut child = command.spawn().context("cannot start the server")?;
        let stdout = child.stdout.take().context("the server has no output")?;
        let mut address = String::new();
        BufReader::new(stdout).read_line(&mut address)?;
        let port = address.trim().trim_end_matches('/').rsplit(':').next().unwrap_or_default().parse();
        let port = port.with_context(|| format!("the server said {address:?}"))?;
        Client::connect(port)?.ask(&get("/healthz", ""))?;
        Ok(Self { child, port, start: began.elapsed() })
    }

    /// Resident memory, in bytes.
    pub(crate) fn memory(&self) -> Result<u64> {
        memory(self.child.id())
    }

    /// Ends it as a power cut of the process would.
    pub(crate) fn kill(mut self) -> Result<()> {
        self.child.kill()?;
        self.child.wait()?;
        Ok(())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may be dead already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Resident memory of a process, in bytes. A process that has ended has none.
pub(super) fn memory(process: u32) -> Result<u64> {
    let status = fs::read_to_string(format!("/proc/{process}/status"))?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).context("no VmRSS")?;
    let kilobytes: u64 = line.trim().trim_end_matches(" kB").parse()?;
    Ok(kilobytes * 1024)
}

/// A folder for a database, gone with this.
pub(crate) struct Folder(pub(crate) PathBuf);

impl Folder {
    pub(crate) fn new(name: &str) -> Result<Self> {
        let folder = crate::command::target_folder()?.join("load").join(name);
        if folder.exists() {
            fs::remove_dir_all(&folder)?;
        }
        fs::create_dir_all(&folder)?;
        Ok(Self(folder))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}
