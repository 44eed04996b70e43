//! Ten thousand readers of one article.

use std::{
    io::{ErrorKind, Read as _, Write as _},
    net::TcpStream,
    path::Path,
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context as _, Result, bail};

use super::{
    client::{Client, get},
    megabytes, millis, post, row,
    server::Server,
    store::Store,
};

const READERS: usize = 10_000;

/// Opens a stream for each reader, posts a comment, and waits until all have it.
pub(super) fn streams(binary: &Path, store: &Store) -> Result<()> {
    let place = store.place("streams")?;
    let server = Server::start(binary, &place)?;
    let before = server.memory()?;
    let request = get("/api/v1/live?article=crowd", "Accept: text/event-stream\r\n");
    let mut readers = Vec::with_capacity(READERS);
    for number in 0..READERS {
        let opened = TcpStream::connect(("127.0.0.1", server.port)).and_then(|mut stream| {
            stream.write_all(&request)?;
            stream.set_nonblocking(true)?;
            Ok(stream)
        });
        let opened = opened.with_context(|| format!("reader {number}: `ulimit -n` has to be above {READERS}"));
        readers.push(opened?);
    }
    wait(&mut readers, "event: counts")?;
    thread::sleep(Duration::from_secs(1));
    let each = (server.memory()? - before) / READERS as u64;
    row(
        "10,000 readers, memory of each",
        format!("{} bytes, all {}", each, megabytes(server.memory()?)),
        "≤ 20,480 bytes",
    );
    let mut client = Client::connect(server.port)?;
    let asked = Instant::now();
    client.json(&post("crowd", None).1)?;
    wait(&mut readers, "event: comment")?;
    row("10,000 readers, a comment to all", millis(asked.elapsed()), "≤ 1,000 ms");
    Ok(())
}

/// Reads every stream until it has brought an event.
fn wait(readers: &mut [TcpStream], event: &str) -> Result<()> {
    let mut waiting: Vec<_> = readers.iter_mut().collect();
    let mut buffer = [0; 8192];
    let end = Instant::now() + Duration::from_mins(1);
    while !waiting.is_empty() {
        let mut still = Vec::new();
        for stream in waiting {
            match stream.read(&mut buffer) {
                Ok(0) => bail!("a stream ended"),
                Ok(read) if String::from_utf8_lossy(&buffer[..read]).contains(event) => {}
                Ok(_) => still.push(stream),
                Err(error) if error.kind() == ErrorKind::WouldBlock => still.push(stream),
                Err(error) => return Err(error.into()),
            }
        }
        waiting = still;
        if Instant::now() > end {
            bail!("{} streams did not bring `{event}`", waiting.len());
        }
    }
    Ok(())
}
