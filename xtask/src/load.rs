//! `cargo xtask load`: how much the server takes, and what is left when it is killed.
//!
//! Client and server share the machine. Every figure stands beside what is asked of it; a figure never fails the command,
//! because a busy machine is no fault of the code, but anything lost or counted twice does.

mod client;
mod kill;
mod news;
mod peers;
pub(crate) mod server;
pub(crate) mod store;
mod streams;

use std::{
    sync::atomic::{AtomicU32, AtomicU64, Ordering},
    time::{Duration, Instant},
};

use anyhow::{Result, bail};
use serde_json::{Value, json};

use self::{
    client::{Client, get, load, percentile, send},
    server::Server,
    store::{Kind, Store},
};
use crate::{
    build,
    command::{progress, say},
};

const CONNECTIONS: usize = 16;
const DURATION: Duration = Duration::from_secs(5);
const LIST: &str = "/api/v1/comments?article=list&limit=100";

/// What is measured beside the server.
#[derive(Clone, Copy)]
pub(crate) enum Beside {
    /// Its peers, where they can be installed.
    Peers,
    /// Nothing.
    Nothing,
}

/// Everything, in one run.
pub(crate) fn all(beside: Beside, kind: Kind) -> Result<()> {
    let binary = build::server()?;
    let store = Store::of_kind(kind)?;
    if kind == Kind::Postgres {
        say("In PostgreSQL, on the same machine. What is wanted is wanted of SQLite, and no gate here.");
    }
    let place = store.place("speed")?;
    let server = Server::start(&binary, &place)?;
    row("start", millis(server.start), "≤ 50 ms");
    row("idle memory", megabytes(server.memory()?), "≤ 20 MiB");
    lists(server.port)?;
    posts(server.port)?;
    views(server.port)?;
    long_thread(server.port)?;
    row("memory after all that", megabytes(server.memory()?), "");
    drop(server);
    streams::streams(&binary, &store)?;
    kill::rounds(&binary, &store, 20)?;
    match (kind, beside) {
        (Kind::Postgres, _) => news::news(&binary, &store),
        (Kind::Sqlite, Beside::Peers) => peers::compare(&binary),
        (Kind::Sqlite, Beside::Nothing) => Ok(()),
    }
}

fn row(what: &str, figure: impl AsRef<str>, wanted: &str) {
    say(format!("{what:<48} {:<34} {wanted}", figure.as_ref()));
}

fn millis(time: Duration) -> String {
    format!("{:.2} ms", time.as_secs_f64() * 1_000.0)
}

#[expect(clippy::cast_precision_loss, reason = "megabytes")]
fn megabytes(bytes: u64) -> String {
    format!("{:.1} MiB", bytes as f64 / 1_048_576.0)
}

fn rate(load: &client::Load) -> String {
    format!("{:.0}/s, p50 {}, p99 {}", load.rate, millis(load.percentile(0.5)), millis(load.percentile(0.99)))
}

/// Numbers that look random: Marsaglia's xorshift (2003), the same in each run.
fn random() -> u64 {
    static STATE: AtomicU64 = AtomicU64::new(0x9E37_79B9_7F4A_7C15);
    let step = |mut x: u64| {
        x ^= x << 13;
        x ^= x >> 7;
        x ^ x << 17
    };
    step(STATE.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |x| Some(step(x))).unwrap_or_default())
}

/// A UUID nobody else has.
fn key() -> String {
    let (a, b) = (random(), random());
    format!(
        "{:08x}-{:04x}-4{:03x}-8{:03x}-{:012x}",
        a >> 32,
        a >> 16 & 0xffff,
        a & 0xfff,
        b >> 52,
        b & 0xffff_ffff_ffff
    )
}

/// A text of a usual length: sentences that all share, and a number that is its own.
fn text() -> String {
    static NEXT: AtomicU32 = AtomicU32::new(1);
    // An odd factor gives each of the first 2²⁴ texts another number; one said twice would be refused as a copy.
    let number = NEXT.fetch_add(1, Ordering::Relaxed).wrapping_mul(0x9E37_79B1) & 0x00FF_FFFF;
    format!(
        "Remark {number} has some *emphasis*, a [link](https://example.org/{number}) and `code`, and then goes on for another \
         sentence, as people do who have read to the end. Whoever wants to know more looks up number {number}."
    )
}

/// A new comment's id, and the request that posts it.
fn post(article: &str, parent: Option<&str>) -> (String, Vec<u8>) {
    let key = key();
    let comment = json!({ "article": article, "parent": parent, "author": { "name": "Asha" }, "text": text() });
    let request = send("POST", "/api/v1/comments", &format!("Idempotency-Key: {key}\r\n"), &comment);
    (key, request)
}

/// A list of a hundred comments, seventy of which answer the article.
fn lists(port: u16) -> Result<()> {
    let mut client = Client::connect(port)?;
    let mut keys: Vec<String> = Vec::new();
    for number in 0..100 {
        let parent = (number >= 70).then(|| keys[number * 7 % 70].clone());
        let (key, request) = post("list", parent.as_deref());
        client.json(&request)?;
        keys.push(key);
    }
    let list = client.json(&get(LIST, ""))?;
    let listed = list["comments"].as_array().map_or(0, Vec::len);
    if listed != 100 {
        bail!("{listed} of 100 comments are listed");
    }
    let plain = client.body.len();
    client.ask(&get(LIST, "Accept-Encoding: br\r\n"))?;
    let quick = client.body.len();
    for _ in 0..20 {
        client.ask(&get(LIST, "Accept-Encoding: br\r\n"))?;
    }
    let figure = format!("{} bytes, at first {quick}, of {plain}", client.body.len());
    row("list of 100 comments, on the wire", figure, "≤ 10,000 bytes");
    let known = format!("If-None-Match: {}\r\n", client.etag);
    let compressed = load(port, CONNECTIONS, DURATION, 200, |_, _| get(LIST, "Accept-Encoding: br\r\n"))?;
    row("list of 100, 16 connections, Brotli", rate(&compressed), "≥ 12,000/s");
    let whole = load(port, CONNECTIONS, DURATION, 200, |_, _| get(LIST, ""))?;
    row("list of 100, 16 connections, as it is", rate(&whole), "≥ 12,000/s");
    let unchanged = load(port, CONNECTIONS, DURATION, 304, |_, _| get(LIST, &known))?;
    row("list of 100, 16 connections, 304", rate(&unchanged), "≥ 20,000/s");

    let mut firsts = Vec::new();
    // A connection that is silent for fifteen seconds is closed.
    let mut client = Client::connect(port)?;
    for _ in 0..200 {
        client.json(&post("list", None).1)?;
        let asked = Instant::now();
        client.ask(&get(LIST, "Accept-Encoding: br\r\n"))?;
        firsts.push(asked.elapsed());
    }
    firsts.sort_unstable();
    let (median, slowest) = (percentile(&firsts, 0.5), percentile(&firsts, 0.99));
    row("first list after a write", format!("p50 {}, p99 {}", millis(median), millis(slowest)), "≤ 1 ms");
    Ok(())
}

/// Comments, each on disk before its answer.
fn posts(port: u16) -> Result<()> {
    let posted = load(port, CONNECTIONS, DURATION, 201, |_, _| post("posts", None).1)?;
    row("durable POST, 16 connections", rate(&posted), "≥ 2,700/s");
    Ok(())
}

/// Views, half of them repeats that must not count; then two thousand at once.
fn views(port: u16) -> Result<()> {
    let address = |visitor: usize| format!("10.{}.{}.{}", visitor >> 16 & 255, visitor >> 8 & 255, visitor & 255);
    let view = |article: &str, visitor: usize| {
        let headers = format!("User-Agent: Mozilla/5.0 Firefox/153.0\r\nX-Forwarded-For: {}\r\n", address(visitor));
        send("POST", "/api/v1/views", &headers, &json!({ "article": article }))
    };
    let asked = AtomicU64::new(0);
    // Every visitor twice in a row on the same connection.
    let seen = load(port, CONNECTIONS, DURATION, 200, |connection, number| {
        if number % 2 == 0 {
            asked.fetch_add(1, Ordering::Relaxed);
        }
        view("views", (number / 2) * CONNECTIONS + connection)
    })?;
    row("views, 16 connections, half of them repeats", rate(&seen), "≥ 16,000/s");
    let mut client = Client::connect(port)?;
    let mut count = |article: &str, visitor: usize| -> Result<u64> {
        Ok(client.json(&view(article, visitor))?["views"].as_u64().unwrap_or_default())
    };
    let counted = count("views", 0)?;
    let wanted = asked.load(Ordering::Relaxed);
    row("  of which counted", format!("{counted} of {wanted} visitors"), "all, once");

    std::thread::scope(|scope| -> Result<()> {
        let workers: Vec<_> = (0..CONNECTIONS)
            .map(|connection| {
                scope.spawn(move || -> Result<()> {
                    let mut client = Client::connect(port)?;
                    for number in 0..2_000 / CONNECTIONS {
                        client.json(&view("two thousand", number * CONNECTIONS + connection))?;
                    }
                    Ok(())
                })
            })
            .collect();
        workers.into_iter().try_for_each(|worker| worker.join().expect("a worker does not panic"))
    })?;
    let two_thousand = count("two thousand", 0)?;
    row("  2,000 increments over 16 connections", format!("+{two_thousand}"), "+2,000");
    if counted != wanted || two_thousand != 2_000 {
        bail!("views were lost or counted twice");
    }
    Ok(())
}

/// Every page of a thread of ten thousand.
fn long_thread(port: u16) -> Result<()> {
    progress("writing a thread of 10,000 comments");
    std::thread::scope(|scope| -> Result<()> {
        let workers: Vec<_> = (0..CONNECTIONS)
            .map(|_| {
                scope.spawn(move || -> Result<()> {
                    let mut client = Client::connect(port)?;
                    let mut above: Option<String> = None;
                    for number in 0..10_000 / CONNECTIONS {
                        // Seven of ten begin an exchange that the others carry on.
                        let parent = above.take().filter(|_| number % 10 > 6);
                        let (key, request) = post("long", parent.as_deref());
                        client.json(&request)?;
                        above = Some(key);
                    }
                    Ok(())
                })
            })
            .collect();
        workers.into_iter().try_for_each(|worker| worker.join().expect("a worker does not panic"))
    })?;
    let mut client = Client::connect(port)?;
    for sort in ["newest", "oldest", "top"] {
        let (mut times, mut cursor, mut seen) = (Vec::new(), String::new(), 0);
        loop {
            let path = format!("/api/v1/comments?article=long&sort={sort}&limit=50{cursor}");
            let asked = Instant::now();
            client.ask(&get(&path, ""))?;
            times.push(asked.elapsed());
            let page: Value = serde_json::from_slice(&client.body)?;
            seen += page["comments"].as_array().map_or(0, Vec::len);
            match page["next"].as_str() {
                Some(next) => cursor = format!("&cursor={next}"),
                None => break,
            }
        }
        times.sort_unstable();
        let figure = format!("p50 {}, max {}", millis(percentile(&times, 0.5)), millis(percentile(&times, 1.0)));
        row(
            &format!("each page of 10,000, {sort}, first time"),
            format!("{figure} ({} pages, {seen})", times.len()),
            "≤ 2 ms",
        );
    }
    Ok(())
}
