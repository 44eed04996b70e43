//! Being told to stop.

use std::{
    io::{Read as _, Write as _},
    net::TcpStream,
    thread,
    time::Duration,
};

use rusqlite::Connection;

use super::helpers::{Server, answer, command, folder, key, post};

fn start(data: &std::path::Path, flag: &str) -> Server {
    Server::run(command(data, "exec \"$@\"", &[flag])).unwrap_or_else(|refusal| panic!("{refusal:?}"))
}

fn send(server: &Server, bytes: &str) -> TcpStream {
    let mut stream = server.connect();
    stream.write_all(bytes.as_bytes()).expect("sent");
    stream
}

/// Waits until the server refuses connections.
fn wait_until_refusing(server: &Server) {
    while TcpStream::connect(("127.0.0.1", server.port)).is_ok() {
        thread::sleep(Duration::from_millis(10));
    }
}

// S18
#[test]
fn what_is_under_way_is_finished_and_nothing_else_is_begun() {
    let data = folder();
    let server = start(data.path(), "--shutdown-seconds=30");
    let idle = server.connect();
    let mut kept = send(&server, "GET /healthz HTTP/1.1\r\nhost: a\r\n\r\n");
    kept.read_exact(&mut [0; 12]).expect("an answer");
    let mut live = send(&server, "GET /api/v1/live?article=a HTTP/1.1\r\nhost: a\r\n\r\n");
    live.read_exact(&mut [0; 12]).expect("a stream");
    // A write waits for the database when the server is told to stop.
    let other = Connection::open(data.path().join("article-viewer.sqlite")).expect("the database");
    other.execute_batch("BEGIN IMMEDIATE").expect("the lock");
    let key = key();
    let mut writing = send(&server, &post(&key, "Just in time."));
    thread::sleep(Duration::from_secs(1));
    server.signal("TERM");
    wait_until_refusing(&server);
    other.execute_batch("ROLLBACK").expect("no lock");
    assert_eq!(answer(&mut writing).0, 201);
    let (status, log) = server.end();
    assert_eq!(status.code(), Some(0), "{log}");
    assert!(log.contains("stopped") && !log.contains("still under way"), "{log}");
    drop((idle, kept, live));
    assert_eq!(Server::start(data.path()).listed(), [key]);
}

// S18
#[test]
fn patience_with_those_who_never_finish_ends() {
    let data = folder();
    let server = start(data.path(), "--shutdown-seconds=1");
    let head = "POST /api/v1/views HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ncontent-length: 9\r\n\r\n{";
    let stuck = [send(&server, "GET /healthz HTT"), send(&server, head)];
    thread::sleep(Duration::from_secs(1));
    server.signal("TERM");
    let (status, log) = server.end();
    assert_eq!(status.code(), Some(0), "{log}");
    assert!(log.contains("still under way"), "{log}");
    drop(stuck);
}

// S18
#[test]
fn who_says_it_twice_does_not_wait() {
    let data = folder();
    let server = start(data.path(), "--shutdown-seconds=100000");
    let stuck = send(&server, "GET /healthz HTT");
    thread::sleep(Duration::from_secs(1));
    server.signal("TERM");
    wait_until_refusing(&server);
    server.signal("TERM");
    let (status, log) = server.end();
    assert_eq!(status.code(), Some(1), "{log}");
    drop(stuck);
}
