//! A process of the server, and one connection to it.

use std::{
    ffi::OsStr,
    io::{self, BufRead, BufReader, Read as _, Write as _},
    net::TcpStream,
    path::{Path, PathBuf},
    process::{Child, ChildStdout, Command, ExitStatus, Stdio},
    sync::{
        Arc, Mutex,
        atomic::{AtomicU32, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use serde_json::{Value, json};

/// What waits for another process gives up after this time: it is broken then.
const AT_LAST: Duration = Duration::from_mins(1);

/// A folder that is not in `/tmp`.
pub(crate) fn folder() -> tempfile::TempDir {
    tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a temporary folder")
}

/// The command that starts the server on a folder, through a script that may change the surroundings first. The script
/// ends with `exec "$@"`; its `$0` is the folder.
pub(crate) fn command(data: &Path, script: &str, flags: &[&str]) -> Command {
    let mut command = Command::new("sh");
    command.args(["-c", script]).arg(data).arg(env!("CARGO_BIN_EXE_article-server"));
    command.args(["--port=0", "--dist=/nonexistent", "--posts-per-minute=1000000", "--reads-per-minute=1000000"]);
    command.args(["--article-posts-per-minute=1000000", "--compared-comments=0"]).args(flags);
    command.arg("--data").arg(data).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("AV_")) {
        command.env_remove(name);
    }
    command.env_remove("DATABASE_URL");
    command
}

/// The same in a file system of its own, where this machine lets one have that.
pub(crate) fn isolated(data: &Path, script: &str) -> Option<Command> {
    let can_isolate = |command: &mut Command| command.output().is_ok_and(|output| output.status.success());
    if !can_isolate(Command::new("unshare").args(["-rm", "mount", "-t", "tmpfs", "none", "/mnt"])) {
        eprintln!("SKIPPED: this machine has no namespaces for users");
        return None;
    }
    let inner = command(data, script, &[]);
    let mut command = Command::new("unshare");
    command.arg("-rm").arg(inner.get_program()).args(inner.get_args());
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    Some(command)
}

pub(crate) struct Server {
    child: Child,
    pub(crate) port: u16,
    output: BufReader<ChildStdout>,
    log: Arc<Mutex<String>>,
}

/// A process that ended instead of serving.
#[derive(Debug)]
pub(crate) struct Refusal {
    pub(crate) status: ExitStatus,
    pub(crate) log: String,
}

impl Server {
    pub(crate) fn start(data: &Path) -> Self {
        Self::run(command(data, "exec \"$@\"", &[])).unwrap_or_else(|refusal| panic!("{refusal:?}"))
    }

    /// Runs a command until it serves or ends.
    pub(crate) fn run(mut command: Command) -> Result<Self, Refusal> {
        let mut child = command.spawn().expect("the server can be run");
        let log = Arc::new(Mutex::new(String::new()));
        let (mut errors, kept) = (child.stderr.take().expect("it is piped"), Arc::clone(&log));
        let reader = thread::spawn(move || {
            let mut buffer = [0; 4096];
            while let Ok(read @ 1..) = errors.read(&mut buffer) {
                kept.lock().expect("nobody panics").push_str(&String::from_utf8_lossy(&buffer[..read]));
            }
        });
        let mut output = BufReader::new(child.stdout.take().expect("it is piped"));
        if let Some(port) = announced(&mut output) {
            return Ok(Self { child, port, output, log });
        }
        let status = child.wait().expect("it ended");
        reader.join().expect("no panic");
        let log = log.lock().expect("nobody panics").clone();
        Err(Refusal { status, log })
    }

    /// The port of the next address that it says it serves.
    pub(crate) fn next_port(&mut self) -> u16 {
        announced(&mut self.output).expect("it says another address")
    }

    /// The data folder as the process sees it.
    pub(crate) fn inside(&self, data: &Path) -> PathBuf {
        let root = PathBuf::from(format!("/proc/{}/root", self.child.id()));
        root.join(data.strip_prefix("/").expect("the whole path"))
    }

    pub(crate) fn log(&self) -> String {
        self.log.lock().expect("nobody panics").clone()
    }

    pub(crate) fn signal(&self, name: &str) {
        let status = Command::new("kill").arg(format!("-{name}")).arg(self.child.id().to_string()).status();
        assert!(status.expect("kill").success());
    }

    /// Waits until it has ended.
    pub(crate) fn end(mut self) -> (ExitStatus, String) {
        let began = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().expect("its state") {
                return (status, self.log());
            }
            assert!(began.elapsed() < AT_LAST, "it does not end: {}", self.log());
            thread::sleep(Duration::from_millis(20));
        }
    }

    pub(crate) fn connect(&self) -> TcpStream {
        self.try_connect().expect("a connection")
    }

    fn try_connect(&self) -> io::Result<TcpStream> {
        let stream = TcpStream::connect(("127.0.0.1", self.port))?;
        stream.set_read_timeout(Some(AT_LAST))?;
        Ok(stream)
    }

    /// The status and text of the answer to a request.
    pub(crate) fn ask(&self, request: &str) -> (u16, String) {
        let mut stream = self.connect();
        stream.write_all(request.as_bytes()).expect("sent");
        answer(&mut stream)
    }

    /// The same of a process that may end before it answers.
    pub(crate) fn try_ask(&self, request: &str) -> Option<(u16, String)> {
        let mut stream = self.try_connect().ok()?;
        stream.write_all(request.as_bytes()).ok()?;
        Some(answer(&mut stream)).filter(|(status, _)| *status != 0)
    }

    pub(crate) fn get(&self, path: &str) -> (u16, String) {
        self.ask(&format!("GET {path} HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n"))
    }

    /// Posts a comment under `a`.
    pub(crate) fn comment(&self, key: &str, text: &str) -> (u16, String) {
        self.ask(&post(key, text))
    }

    /// The ids of all comments under `a`.
    pub(crate) fn listed(&self) -> Vec<String> {
        let (mut ids, mut cursor) = (Vec::new(), String::new());
        loop {
            let (status, text) = self.get(&format!("/api/v1/comments?article=a&limit=100{cursor}"));
            assert_eq!(status, 200, "{text}");
            let page: Value = serde_json::from_str(&text).expect("JSON");
            let comments = page["comments"].as_array().expect("comments").iter();
            ids.extend(comments.map(|comment| comment["id"].as_str().expect("an id").to_owned()));
            match page["next"].as_str() {
                Some(next) => cursor = format!("&cursor={next}"),
                None => return ids,
            }
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The port of the address in the next line.
fn announced(output: &mut impl BufRead) -> Option<u16> {
    let mut line = String::new();
    output.read_line(&mut line).expect("the server's output");
    line.trim().strip_prefix("http://")?.split('/').next()?.rsplit(':').next()?.parse().ok()
}

/// The request that posts a comment.
pub(crate) fn post(key: &str, text: &str) -> String {
    let body = json!({ "article": "a", "author": { "name": "Asha" }, "text": text }).to_string();
    format!(
        "POST /api/v1/comments HTTP/1.1\r\nhost: a\r\nconnection: close\r\ncontent-type: application/json\r\n\
         idempotency-key: {key}\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    )
}

/// Reads an answer to its end.
pub(crate) fn answer(stream: &mut TcpStream) -> (u16, String) {
    let mut bytes = Vec::new();
    // A reset after the answer is an end, too.
    let _ = stream.read_to_end(&mut bytes);
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let status = text.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or_default();
    (status, text.split_once("\r\n\r\n").map(|(_, body)| body.to_owned()).unwrap_or_default())
}

/// A new UUID.
pub(crate) fn key() -> String {
    static LAST: AtomicU32 = AtomicU32::new(0);
    format!("018f0000-0000-7000-8000-{:012}", LAST.fetch_add(1, Ordering::Relaxed))
}

/// Refuses to start, and says in a line what is wrong.
#[track_caller]
pub(crate) fn assert_refused(command: Command, words: &[impl AsRef<OsStr>]) {
    let Err(refusal) = Server::run(command) else { panic!("it starts") };
    assert!(!refusal.status.success(), "{refusal:?}");
    assert!(!refusal.log.contains("panicked"), "{}", refusal.log);
    let words: Vec<_> = words.iter().map(|word| word.as_ref().to_string_lossy()).collect();
    let says_all = |line: &str| words.iter().all(|word| line.contains(&**word));
    assert!(refusal.log.lines().any(says_all), "no line has {words:?}: {}", refusal.log);
}
