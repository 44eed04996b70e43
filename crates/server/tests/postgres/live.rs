//! Live streams of servers.

use std::{
    io::{BufRead as _, BufReader, Write as _},
    net::TcpStream,
    time::{Duration, Instant},
};

use serde_json::Value;

use super::helpers::{PATIENCE, see};

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
        assert!(seen.is_success() || seen.is_unavailable(), "{seen:?}");
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
