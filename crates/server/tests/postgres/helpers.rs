//! Servers on one database, and requests to them.

use std::{
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::TcpStream,
    path::Path,
    thread,
    time::{Duration, Instant},
};

use serde_json::{Value, json};

use crate::{
    database::Database,
    process::{self, Refusal, Server},
};

/// An answer that takes longer is none.
const PATIENCE: Duration = Duration::from_secs(25);
/// What waits for a server to do something by itself gives up after this time.
pub(super) const AT_LAST: Duration = Duration::from_mins(1);

/// A secret of a reader's browser.
pub(super) const SECRET: &str = "secret-of-a-browser-that-tests";

/// A database of the test's own; where there can be none, says so.
pub(super) fn database() -> Option<Database> {
    let database = Database::fresh();
    if database.is_none() {
        eprintln!("SKIPPED: TEST_POSTGRES_URL names no PostgreSQL, so that nothing was tested");
    }
    database
}

/// The command that starts a server on a database, with limits that are not in the way.
pub(super) fn command(data: &Path, url: &str, flags: &[&str]) -> std::process::Command {
    let limits =
        ["--views-per-minute=1000000", "--likes-per-minute=1000000", "--trusted-proxy=127.0.0.1", "--edit-minutes=60"];
    let mut command = process::command(data, "exec \"$@\"", &[&limits, flags].concat());
    command.env("DATABASE_URL", url);
    command
}

/// Starts a server on a database.
pub(super) fn start(data: &Path, url: &str) -> Server {
    try_start(data, url).unwrap_or_else(|refusal| panic!("{refusal:?}"))
}

pub(super) fn try_start(data: &Path, url: &str) -> Result<Server, Refusal> {
    Server::run(command(data, url, &[]))
}

/// What a server says to a request.
#[derive(Clone, Debug)]
pub(super) struct Answer {
    pub(super) status: u16,
    /// In small letters.
    pub(super) headers: String,
    pub(super) body: String,
}

impl Answer {
    pub(super) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|_| panic!("{self:?}"))
    }

    pub(super) fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// Whether it says as it should that the server can do nothing now.
    pub(super) fn is_unavailable(&self) -> bool {
        let has = |line: &str| self.headers.contains(line);
        self.status == 503 && has("content-type: application/problem+json") && has("\nretry-after: ")
    }
}

/// A request; its headers end with `\r\n` each.
pub(super) struct Request<'r> {
    pub(super) method: &'r str,
    pub(super) path: &'r str,
    pub(super) headers: &'r str,
    pub(super) body: Option<Value>,
}

impl Request<'_> {
    /// Sends it, and reads the answer to its end.
    pub(super) fn send(&self, port: u16) -> std::io::Result<Answer> {
        let Self { method, path, headers, body } = self;
        let body = body.as_ref().map(ToString::to_string).unwrap_or_default();
        let kind = if body.is_empty() { "" } else { "content-type: application/json\r\n" };
        let length = body.len();
        let mut stream = TcpStream::connect(("127.0.0.1", port))?;
        stream.set_read_timeout(Some(PATIENCE))?;
        let head = format!("{method} {path} HTTP/1.1\r\nhost: a\r\nconnection: close\r\n{kind}{headers}");
        stream.write_all(format!("{head}content-length: {length}\r\n\r\n{body}").as_bytes())?;
        let mut text = String::new();
        stream.read_to_string(&mut text)?;
        let (head, body) = text.split_once("\r\n\r\n").ok_or(std::io::ErrorKind::UnexpectedEof)?;
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or_default();
        Ok(Answer { status, headers: head.to_lowercase(), body: body.to_owned() })
    }
}

pub(super) fn get(port: u16, path: &str) -> Answer {
    Request { method: "GET", path, headers: "", body: None }.send(port).expect("an answer in time")
}

fn bearer(secret: &str) -> String {
    format!("authorization: Bearer {secret}\r\n")
}

/// Posts a comment of the one with that secret.
pub(super) fn post(port: u16, article: &str, key: &str, text: &str, secret: &str) -> std::io::Result<Answer> {
    let headers = format!("{}idempotency-key: {key}\r\n", bearer(secret));
    let body = json!({ "article": article, "author": { "name": "Asha" }, "text": text });
    Request { method: "POST", path: "/api/v1/comments", headers: &headers, body: Some(body) }.send(port)
}

/// Does something to a comment, or to whatever else is at a path.
pub(super) fn act(port: u16, method: &str, path: &str, secret: &str, body: Option<Value>) -> std::io::Result<Answer> {
    Request { method, path, headers: &bearer(secret), body }.send(port)
}

/// Likes a comment.
pub(super) fn like(port: u16, key: &str, secret: &str) -> std::io::Result<Answer> {
    act(port, "PUT", &format!("/api/v1/comments/{key}/like"), secret, None)
}

/// A visitor sees an article.
pub(super) fn see(port: u16, article: &str, visitor: u32) -> std::io::Result<Answer> {
    let [_, b, c, d] = visitor.to_be_bytes();
    let headers = format!("user-agent: Mozilla/5.0 Firefox/153.0\r\nx-forwarded-for: 10.{b}.{c}.{d}\r\n");
    let body = json!({ "article": article });
    Request { method: "POST", path: "/api/v1/views", headers: &headers, body: Some(body) }.send(port)
}

/// All comments of an article that answer it or each other, page by page.
pub(super) fn listed(port: u16, article: &str) -> Vec<Value> {
    let (mut comments, mut cursor) = (Vec::new(), String::new());
    loop {
        let path = format!("/api/v1/comments?article={article}&sort=oldest&limit=100{cursor}");
        let answer = get(port, &path);
        assert_eq!(answer.status, 200, "{answer:?}");
        let page = answer.json();
        comments.extend(page["comments"].as_array().expect("comments").iter().cloned());
        let Some(next) = page["next"].as_str() else {
            assert_eq!(page["count"], comments.len(), "what is counted is what is listed");
            return comments;
        };
        cursor = format!("&cursor={next}");
    }
}

/// How often a comment is listed, and how many like it.
pub(super) fn found(comments: &[Value], key: &str) -> (usize, u64) {
    let mut times = 0;
    let mut likes = 0;
    for comment in comments.iter().filter(|comment| comment["id"] == key) {
        times += 1;
        likes = comment["likes"].as_u64().unwrap_or_default();
    }
    (times, likes)
}

/// Waits until the server takes requests.
pub(super) fn wait_until_ready(port: u16) {
    let began = Instant::now();
    while get(port, "/readyz").status != 200 {
        assert!(began.elapsed() < AT_LAST, "it does not become ready");
        thread::sleep(Duration::from_millis(50));
    }
}

/// Waits until the server says that it takes none.
pub(super) fn wait_until_away(port: u16) {
    let began = Instant::now();
    while get(port, "/readyz").status != 503 {
        assert!(began.elapsed() < AT_LAST, "it stays ready");
        thread::sleep(Duration::from_millis(50));
    }
}

/// Whether every count that is kept is what its rows come to.
#[track_caller]
pub(super) fn assert_sums(database: &Database) {
    for (what, wrong) in [
        (
            "comments of articles",
            "SELECT a.key FROM articles a WHERE a.comments <>
             (SELECT count(*) FROM comments c WHERE c.article_id = a.id AND c.status = 'approved')",
        ),
        (
            "views of articles",
            "SELECT a.key FROM articles a WHERE a.views <>
             (SELECT count(*) FROM view_marks v WHERE v.article_id = a.id)",
        ),
        (
            "likes of comments",
            "SELECT c.id FROM comments c WHERE c.likes <> (SELECT count(*) FROM likes l WHERE l.comment_seq = c.seq)",
        ),
        (
            "replies to comments",
            "SELECT c.id FROM comments c WHERE c.replies <>
             (SELECT count(*) FROM comments r WHERE r.parent_seq = c.seq AND r.shown = 1)",
        ),
    ] {
        assert_eq!(database.texts(wrong), Vec::<String>::new(), "{what} are wrong");
    }
}

/// The live stream of an article.
pub(super) struct Live {
    stream: BufReader<TcpStream>,
}

impl Live {
    /// Opens it; the counts of now have come.
    pub(super) fn open(port: u16, article: &str) -> Self {
        let stream = TcpStream::connect(("127.0.0.1", port)).expect("a connection");
        stream.set_read_timeout(Some(PATIENCE)).expect("a time-out");
        let mut live = Self { stream: BufReader::new(stream) };
        let request = format!("GET /api/v1/live?article={article} HTTP/1.1\r\nhost: a\r\n\r\n");
        live.stream.get_mut().write_all(request.as_bytes()).expect("sent");
        live.next("event: counts").expect("the first event");
        live
    }

    /// The data of the next event of a kind; nothing when the stream ends before.
    pub(super) fn next(&mut self, kind: &str) -> Option<String> {
        let (mut is_wanted, began) = (false, Instant::now());
        loop {
            let mut line = String::new();
            // A stream that has nothing to tell is not silent.
            assert!(began.elapsed() < PATIENCE, "nothing is told");
            if self.stream.read_line(&mut line).expect("the stream is never silent for so long") == 0 {
                return None;
            }
            if is_wanted && let Some(data) = line.strip_prefix("data: ") {
                return Some(data.trim_end().to_owned());
            }
            is_wanted = line.trim_end() == kind;
        }
    }

    /// The comment that is new, or has changed, by the next event of that kind.
    #[track_caller]
    pub(super) fn comment(&mut self, kind: &str) -> Value {
        let data = self.next(&format!("event: {kind}")).expect("the stream goes on");
        serde_json::from_str(&data).expect("JSON")
    }
}

/// Waits until one server hears another: its streams are not ended any more by what it may have missed.
pub(super) fn wait_until_heard(from: u16, by: u16) {
    for visitor in 0..100 {
        let mut stream = Live::open(by, "settled").stream;
        let seen = see(from, "settled", visitor).expect("an answer");
        assert_eq!(seen.status, 200, "{seen:?}");
        stream.get_mut().set_read_timeout(Some(Duration::from_secs(2))).expect("a time-out");
        let mut line = String::new();
        while stream.read_line(&mut line).is_ok_and(|read| read > 0) {
            if line.starts_with("event: counts") {
                return;
            }
            line.clear();
        }
    }
    panic!("the server does not hear the other");
}
