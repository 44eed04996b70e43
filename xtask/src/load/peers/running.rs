//! A server that runs, with every process that it started.

use std::{
    collections::BTreeSet,
    fs::{self, File},
    net::TcpListener,
    path::Path,
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context as _, Result, bail};

use super::{
    peer::{Peer, Place},
    site::Site,
};
use crate::load::{
    client::{Client, get},
    random,
    server::memory,
};

/// How long a start may take.
const PATIENCE: Duration = Duration::from_secs(40);

/// A server; all of it is killed when this goes.
pub(super) struct Running<'a> {
    pub(super) peer: &'a dyn Peer,
    child: Child,
    pub(super) port: u16,
    /// From the start to the first good answer.
    pub(super) start: Duration,
}

impl<'a> Running<'a> {
    pub(super) fn start(peer: &'a dyn Peer, folder: &Path, site: &Site) -> Result<Self> {
        let place = Place { folder: folder.to_owned(), port: free_port()?, site: site.address() };
        let mut command = peer.command(&place)?;
        let log_file = folder.join("load.log");
        let log = File::options().create(true).append(true).open(&log_file)?;
        command.stdin(Stdio::null()).stdout(log.try_clone()?).stderr(log);
        let began = Instant::now();
        let child = command.spawn().context("cannot start it")?;
        let mut running = Self { peer, child, port: place.port, start: Duration::ZERO };
        while !running.is_answering() {
            if let Some(status) = running.child.try_wait()? {
                bail!("it ended with {status}: {}", last_error(&log_file));
            }
            if began.elapsed() > PATIENCE {
                bail!("it did not answer within {} seconds", PATIENCE.as_secs());
            }
            thread::sleep(Duration::from_millis(2));
        }
        running.start = began.elapsed();
        Ok(running)
    }

    fn is_answering(&self) -> bool {
        let request = get(&self.peer.list("start", None), "");
        let answer = Client::connect(self.port).and_then(|mut client| Ok((client.ask(&request)?, client.body)));
        answer.is_ok_and(|(status, body)| self.peer.is_good(status, &body))
    }

    /// The ids of all comments on a thread.
    pub(super) fn all(&self, thread: &str) -> Result<BTreeSet<String>> {
        let mut client = Client::connect(self.port)?;
        let (mut ids, mut next) = (BTreeSet::new(), None);
        loop {
            let request = get(&self.peer.list(thread, next.as_deref()), "");
            let page = self.peer.page(&self.peer.ask(&mut client, &request)?);
            ids.extend(page.ids);
            next = page.next;
            if next.is_none() {
                return Ok(ids);
            }
        }
    }

    /// Resident memory of all its processes, in bytes. What they share is counted in each.
    pub(super) fn memory(&self) -> u64 {
        tree(self.child.id()).into_iter().filter_map(|process| memory(process).ok()).sum()
    }

    /// Ends it as `kill -9` of all its processes does.
    pub(super) fn kill(self) {
        drop(self);
    }
}

impl Drop for Running<'_> {
    fn drop(&mut self) {
        let processes = tree(self.child.id());
        // The first of them first: it would start others in place of those that end. It may be dead already.
        let _ = self.child.kill();
        let _ = self.child.wait();
        let others: Vec<_> = processes.iter().filter(|process| **process != self.child.id()).collect();
        if others.is_empty() {
            return;
        }
        // The standard library ends its own children alone. A shell has `kill` where no program is named so.
        let mut kill = Command::new("sh");
        kill.args(["-c", "kill -KILL \"$@\"", "sh"]).args(others.iter().map(ToString::to_string));
        let _ = kill.stderr(Stdio::null()).status();
        let end = Instant::now() + Duration::from_secs(5);
        while others.iter().any(|process| memory(**process).is_ok()) && Instant::now() < end {
            thread::sleep(Duration::from_millis(5));
        }
    }
}

/// A process and all that descend from it.
fn tree(root: u32) -> Vec<u32> {
    let processes: Vec<(u32, u32)> = fs::read_dir("/proc")
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| {
            let process = entry.file_name().to_str()?.parse().ok()?;
            let stat = fs::read_to_string(entry.path().join("stat")).ok()?;
            // The name before it, in brackets, may have spaces: the state follows, then the parent.
            Some((process, stat.rsplit_once(')')?.1.split_whitespace().nth(1)?.parse().ok()?))
        })
        .collect();
    let mut tree = vec![root];
    let mut looked_at = 0;
    while let Some(&above) = tree.get(looked_at) {
        tree.extend(processes.iter().filter(|(_, parent)| *parent == above).map(|(process, _)| *process));
        looked_at += 1;
    }
    tree
}

/// A port nobody listens on: another program could take it before the server does; then the start says so. It is below those
/// that Linux connects from, or one of the many attempts to reach a server that is not there yet would in the end be connected
/// with itself, and hold the port.
fn free_port() -> Result<u16> {
    let is_free = |port: &u16| TcpListener::bind(("127.0.0.1", *port)).is_ok();
    (0..100).map(|_| 20_000 + (random() % 10_000) as u16).find(is_free).context("no port is free")
}

/// What a server said was wrong.
fn last_error(log: &Path) -> String {
    let said = fs::read_to_string(log).unwrap_or_default();
    let lines = || said.lines().map(str::trim).filter(|line| !line.is_empty());
    lines().rfind(|line| line.contains("rror")).or(lines().next_back()).unwrap_or("it said nothing").to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_process_starts_is_in_its_tree() {
        let mut child = Command::new("sleep").arg("60").spawn().expect("there is `sleep`");
        let tree = tree(std::process::id());
        child.kill().expect("it runs");
        child.wait().expect("it has ended");
        assert!(tree.contains(&child.id()), "{} is not in {tree:?}", child.id());
    }
}
