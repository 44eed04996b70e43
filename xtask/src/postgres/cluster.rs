//! A cluster for this run, made and ended by it.

use std::{
    fs::{self, File},
    net::{TcpListener, TcpStream},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context as _, Result, bail};

use super::Programs;
use crate::{
    command::{output, run},
    debian,
};

/// How long a new cluster may take to answer.
const AT_LAST: Duration = Duration::from_mins(1);

/// Waits until nobody holds the other end of its input any more, stops the server whose folder it is given, and removes that: also
/// when the task was interrupted or killed. What interrupts the task does not interrupt this.
const GUARD: &str = r#"
trap '' HUP INT TERM
cat >/dev/null
if server=$(head -n 1 "$0/data/postmaster.pid" 2>/dev/null); then
    kill -INT "$server"
    while kill -0 "$server" 2>/dev/null; do sleep 0.05; done
fi
rm -rf "$0"
"#;

/// Whom the server runs as where this task runs as root.
pub(super) struct User {
    pub(super) id: String,
    pub(super) group: String,
}

impl User {
    fn of_name(name: &str) -> Result<Self> {
        let ask = |what| Ok::<_, anyhow::Error>(output(Command::new("id").args([what, name]))?.trim().to_owned());
        Ok(Self { id: ask("-u")?, group: ask("-g")? })
    }
}

/// A cluster of its own; it ends with this, and its folder goes.
pub(super) struct Cluster {
    child: Child,
    guard: Guard,
    pub(super) port: u16,
}

impl Cluster {
    pub(super) fn start(programs: &Programs) -> Result<Self> {
        let user = debian::is_root().then(|| User::of_name("postgres").or_else(|_| User::of_name("nobody")));
        let user = user.transpose()?;
        let folder = make_folder(user.as_ref())?;
        let guard = Guard::start(&folder)?;
        // C.UTF-8 is not on every machine.
        let data = folder.join("data");
        initialize(programs, user.as_ref(), &data, "C.UTF-8").or_else(|_| {
            let _ = fs::remove_dir_all(&data);
            initialize(programs, user.as_ref(), &data, "C")
        })?;
        // The port is free when asked for; somebody else may have it by the time the server does.
        let mut attempt = 1;
        let (child, port) = loop {
            match serve(programs, user.as_ref(), &folder) {
                Ok(served) => break served,
                Err(error) if attempt == 3 => return Err(error),
                Err(_) => attempt += 1,
            }
        };
        Ok(Self { child, guard, port })
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        // SIGINT, which it gets now, ends it without waiting for its clients.
        self.guard.let_go();
        if !ends(&mut self.child) {
            let _ = self.child.kill();
            let _ = self.child.wait();
        }
    }
}

fn ends(child: &mut Child) -> bool {
    let began = Instant::now();
    while began.elapsed() < AT_LAST {
        if !matches!(child.try_wait(), Ok(None)) {
            return true;
        }
        thread::sleep(Duration::from_millis(50));
    }
    false
}

/// Who looks after a folder and the server in it. The folder has gone when this has.
struct Guard(Child);

impl Guard {
    fn start(folder: &Path) -> Result<Self> {
        let mut guard = Command::new("sh");
        guard.args(["-c", GUARD]).arg(folder).current_dir("/").stdin(Stdio::piped()).stdout(Stdio::null());
        Ok(Self(guard.spawn().context("cannot run `sh`")?))
    }

    /// Has it do its work now.
    fn let_go(&mut self) {
        drop(self.0.stdin.take());
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        self.let_go();
        let _ = self.0.wait();
    }
}

fn initialize(programs: &Programs, user: Option<&User>, data: &Path, locale: &str) -> Result<()> {
    let mut initdb = programs.server("initdb", user);
    initdb.args(["-A", "trust", "-U", "postgres", "-E", "UTF8"]).arg(format!("--locale={locale}")).arg("-D").arg(data);
    // The user may not look into the folder this runs in.
    output(initdb.current_dir("/")).map(|_| ())
}

/// Starts the server, and waits until it answers.
fn serve(programs: &Programs, user: Option<&User>, folder: &Path) -> Result<(Child, u16)> {
    let port = TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port();
    let log = folder.join("log");
    let mut command = programs.server("postgres", user);
    command.arg("-D").arg(folder.join("data")).arg("-p").arg(port.to_string());
    command.args(["-c", "listen_addresses=127.0.0.1", "-c", "max_connections=300", "-c"]);
    command.arg(format!("unix_socket_directories={}", folder.display()));
    let file = File::create(&log)?;
    command.stdin(Stdio::null()).stdout(file.try_clone()?).stderr(file);
    let mut child = command.current_dir("/").spawn().context("cannot start PostgreSQL")?;
    let began = Instant::now();
    loop {
        // Another server may answer on the port; the log is of this one.
        let said = fs::read_to_string(&log).unwrap_or_default();
        if child.try_wait()?.is_some() || began.elapsed() > AT_LAST {
            let _ = child.kill();
            let _ = child.wait();
            bail!("PostgreSQL does not start: {}", said.trim());
        }
        if said.contains("ready to accept connections") && TcpStream::connect(("127.0.0.1", port)).is_ok() {
            return Ok((child, port));
        }
        thread::sleep(Duration::from_millis(100));
    }
}

/// What the folder of this process is called.
fn name() -> String {
    format!("article-viewer-postgres-{}", std::process::id())
}

/// A folder that the server's user may write to.
fn make_folder(user: Option<&User>) -> Result<PathBuf> {
    let folder = std::env::temp_dir().join(name());
    fs::create_dir(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    if let Some(User { id, group }) = user {
        run(Command::new("chown").arg(format!("{id}:{group}")).arg(&folder))?;
    }
    Ok(folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cluster_goes_with_whoever_wanted_it_and_its_folder_too() {
        let Some(programs) = Programs::find() else { return };
        let cluster = Cluster::start(&programs).expect("it starts");
        let (port, folder) = (cluster.port, std::env::temp_dir().join(name()));
        assert!(folder.join("data").exists());
        drop(cluster);
        assert!(TcpStream::connect(("127.0.0.1", port)).is_err(), "nobody answers");
        assert!(!folder.exists());
    }
}
