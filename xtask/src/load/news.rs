//! Two servers on one database: how long it takes until the readers of one have what the other has answered for.

use std::{
    collections::HashMap,
    io::{BufRead as _, BufReader, Write as _},
    net::TcpStream,
    path::Path,
    sync::mpsc,
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context as _, Result};
use serde_json::Value;

use super::{
    client::{Client, get, percentile},
    millis, post, row,
    server::Server,
    store::Store,
};

const COMMENTS: usize = 500;

/// Posts to one, and listens to the other.
pub(super) fn news(binary: &Path, store: &Store) -> Result<()> {
    let place = store.place("news")?;
    let (one, two) = (Server::start(binary, &place)?, Server::start(binary, &place)?);
    // What a server may have missed before it listened ends its streams once.
    thread::sleep(Duration::from_secs(2));
    let mut stream = TcpStream::connect(("127.0.0.1", two.port))?;
    stream.write_all(&get("/api/v1/live?article=news", "Accept: text/event-stream\r\n"))?;
    stream.set_read_timeout(Some(Duration::from_secs(30)))?;
    let (sender, told) = mpsc::channel();
    let mut lines = BufReader::new(stream).lines();
    let first = lines.find(|line| line.as_ref().is_ok_and(|line| line.starts_with("event: counts")));
    first.context("the stream does not begin")??;
    thread::spawn(move || {
        let mut is_comment = false;
        for line in lines.map_while(Result::ok) {
            if let Some(data) = line.strip_prefix("data: ").filter(|_| is_comment)
                && sender.send((data.to_owned(), Instant::now())).is_err()
            {
                return;
            }
            is_comment = line.trim_end() == "event: comment";
        }
    });
    let mut client = Client::connect(one.port)?;
    let mut answered = HashMap::new();
    for _ in 0..COMMENTS {
        let (key, request) = post("news", None);
        client.json(&request)?;
        answered.insert(key, Instant::now());
    }
    let mut times = Vec::new();
    while times.len() < COMMENTS {
        let (data, at) = told.recv_timeout(Duration::from_secs(10)).context("a comment was not told")?;
        let comment: Value = serde_json::from_str(&data)?;
        let answered = comment["id"].as_str().and_then(|id| answered.remove(id)).context("a comment was told twice")?;
        // It may be told before whoever wrote it has the answer.
        times.push(at.saturating_duration_since(answered));
    }
    times.sort_unstable();
    let figure = format!("p50 {}, p99 {}", millis(percentile(&times, 0.5)), millis(percentile(&times, 0.99)));
    row("two servers: a comment to the other's readers", figure, "");
    Ok(())
}
