//! A PostgreSQL to test with: one that is named, or a cluster made for this run by the machine's own programs.

use std::{
    fs::{self, File},
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context as _, Result, bail};

use crate::{
    command::{find, output, progress, run},
    debian,
};

/// Names a server that tests may fill and empty.
const VARIABLE: &str = "TEST_POSTGRES_URL";
/// How long a new cluster may take to answer.
const AT_LAST: Duration = Duration::from_mins(1);

/// What came of looking for a server.
pub(crate) enum Outcome {
    /// It is there.
    Had(Postgres),
    /// There can be none here; why not.
    Skipped(String),
}

/// A server that answers.
pub(crate) struct Postgres {
    /// The address of a database of it.
    url: String,
    /// Its programs, where they are known.
    programs: Option<Programs>,
    /// What was started for it.
    _cluster: Option<Cluster>,
}

impl Postgres {
    /// The one that is named, or a new one.
    pub(crate) fn have() -> Result<Outcome> {
        let programs = Programs::find();
        if let Ok(url) = std::env::var(VARIABLE) {
            return Ok(Outcome::Had(Self { url, programs, _cluster: None }));
        }
        let Some(programs) = programs.map_or_else(Programs::install, |programs| Ok(Some(programs)))? else {
            let why =
                format!("PostgreSQL is not installed (Debian: apt-get install postgresql), and {VARIABLE} names none");
            return Ok(Outcome::Skipped(why));
        };
        progress(format!("starting a PostgreSQL of {}", programs.0.display()));
        let cluster = Cluster::start(&programs)?;
        let url = format!("postgres://postgres@127.0.0.1:{}/postgres", cluster.port);
        Ok(Outcome::Had(Self { url, programs: Some(programs), _cluster: Some(cluster) }))
    }

    /// What names it to tests.
    pub(crate) fn variable(&self) -> (&'static str, &str) {
        (VARIABLE, &self.url)
    }

    /// Makes an empty database, or makes it empty, and tells its address.
    pub(crate) fn fresh(&self, name: &str) -> Result<String> {
        let programs = self.programs.as_ref().context("there is no psql to make databases with")?;
        let mut psql = programs.client("psql");
        psql.args(["--quiet", "--no-psqlrc", "--set=ON_ERROR_STOP=1", "--command"]);
        psql.arg(format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).arg("--command");
        run(psql.arg(format!("CREATE DATABASE {name}")).arg(&self.url).stderr(Stdio::null()))?;
        let (before, options) = self.url.split_once('?').unwrap_or((&self.url, ""));
        let server = before.rsplit_once('/').map_or(before, |(server, _)| server);
        let separator = if options.is_empty() { "" } else { "?" };
        Ok(format!("{server}/{name}{separator}{options}"))
    }
}

/// The folder with PostgreSQL's programs.
struct Programs(PathBuf);

impl Programs {
    /// Those on the PATH, or the latest of those where Debian puts them.
    fn find() -> Option<Self> {
        let on_path = find("initdb").filter(|_| find("postgres").is_some());
        if let Some(folder) = on_path.as_deref().and_then(Path::parent) {
            return Some(Self(folder.to_owned()));
        }
        let versions = fs::read_dir("/usr/lib/postgresql").ok()?.flatten().filter_map(|entry| {
            let version: u32 = entry.file_name().to_str()?.parse().ok()?;
            Some((version, entry.path().join("bin")))
        });
        let complete = versions.filter(|(_, folder)| folder.join("initdb").is_file());
        complete.max_by_key(|(version, _)| *version).map(|(_, folder)| Self(folder))
    }

    /// Installs them, where that is possible.
    fn install() -> Result<Option<Self>> {
        if !debian::can_install() {
            return Ok(None);
        }
        progress("installing postgresql (60 MB)");
        debian::install(&["postgresql"])?;
        Ok(Self::find())
    }

    fn client(&self, name: &str) -> Command {
        Command::new(self.0.join(name))
    }

    /// A program of the server, which refuses to run as root.
    fn server(&self, name: &str, user: Option<&User>) -> Command {
        let Some(user) = user else { return self.client(name) };
        let mut command = Command::new("setpriv");
        command.arg(format!("--reuid={}", user.id)).arg(format!("--regid={}", user.group));
        command.arg("--clear-groups").arg(self.0.join(name));
        command
    }
}

/// Whom the server runs as where this task runs as root.
struct User {
    id: String,
    group: String,
}

impl User {
    fn of_name(name: &str) -> Result<Self> {
        let ask = |what| Ok::<_, anyhow::Error>(output(Command::new("id").args([what, name]))?.trim().to_owned());
        Ok(Self { id: ask("-u")?, group: ask("-g")? })
    }
}

/// A cluster of its own; it ends with this, and its folder goes.
struct Cluster {
    child: Child,
    port: u16,
    /// Goes after the child has ended: fields are dropped after `drop`.
    _folder: Folder,
}

impl Cluster {
    fn start(programs: &Programs) -> Result<Self> {
        let user = debian::is_root().then(|| User::of_name("postgres").or_else(|_| User::of_name("nobody")));
        let user = user.transpose()?;
        let folder = Folder::new(user.as_ref())?;
        // C.UTF-8 is not on every machine.
        let data = folder.0.join("data");
        initialize(programs, user.as_ref(), &data, "C.UTF-8").or_else(|_| {
            let _ = fs::remove_dir_all(&data);
            initialize(programs, user.as_ref(), &data, "C")
        })?;
        // The port is free when asked for; somebody else may have it by the time the server does.
        let mut attempt = 1;
        let (child, port) = loop {
            match serve(programs, user.as_ref(), &folder.0) {
                Ok(served) => break served,
                Err(error) if attempt == 3 => return Err(error),
                Err(_) => attempt += 1,
            }
        };
        Ok(Self { child, port, _folder: folder })
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        // SIGINT ends it without waiting for its clients.
        if !run(Command::new("kill").arg("-INT").arg(self.child.id().to_string())).is_ok_and(|()| ends(&mut self.child))
        {
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
        let mut ready = programs.client("pg_isready");
        ready.args(["--quiet", "--host=127.0.0.1"]).arg(format!("--port={port}"));
        // Another server may answer there: ours has to be alive.
        let answers = output(&mut ready).is_ok();
        if child.try_wait()?.is_some() || began.elapsed() > AT_LAST {
            let _ = child.kill();
            let _ = child.wait();
            bail!("PostgreSQL does not start: {}", fs::read_to_string(&log).unwrap_or_default().trim());
        }
        if answers {
            return Ok((child, port));
        }
        thread::sleep(Duration::from_millis(100));
    }
}

/// A folder that the server's user may write to, gone with this.
struct Folder(PathBuf);

impl Folder {
    fn new(user: Option<&User>) -> Result<Self> {
        let path = std::env::temp_dir().join(format!("article-viewer-postgres-{}", std::process::id()));
        fs::create_dir(&path).with_context(|| format!("cannot make {}", path.display()))?;
        let folder = Self(path);
        if let Some(User { id, group }) = user {
            run(Command::new("chown").arg(format!("{id}:{group}")).arg(&folder.0))?;
        }
        Ok(folder)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}
