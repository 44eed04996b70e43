//! The server behind a real socket: what a connection may cost, and how the server ends.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use clap::Parser as _;
use server::{App, Settings, SystemClock, Timeouts};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
    sync::oneshot,
    task::JoinHandle,
    time::timeout,
};

struct Running {
    address: SocketAddr,
    stop: oneshot::Sender<()>,
    server: JoinHandle<()>,
    _folder: tempfile::TempDir,
}

async fn start() -> Running {
    start_with(&[], Timeouts::default()).await
}

async fn start_with(flags: &[&str], timeouts: Timeouts) -> Running {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let data = folder.path().display().to_string();
    let arguments = ["article-server", "--dist=/nonexistent", "--posts-per-minute=1000000", "--data", &data];
    let settings = Settings::parse_from(arguments.iter().chain(flags));
    let settings = Settings { timeouts, ..settings };
    let app = App::open(settings, Arc::new(SystemClock)).await.expect("a new store");
    let router = server::router(Arc::clone(&app)).expect("a router");
    let listener = server::listen(([127, 0, 0, 1], 0).into()).expect("a free port");
    let address = listener.local_addr().expect("an address");
    let (stop, stopped) = oneshot::channel::<()>();
    let server = tokio::spawn(async move {
        server::serve(listener, router, &app, async {
            let _ = stopped.await;
        })
        .await;
    });
    Running { address, stop, server, _folder: folder }
}

/// What is answered to raw bytes, until the server closes or pauses.
async fn ask(address: SocketAddr, bytes: &[u8]) -> String {
    let mut stream = TcpStream::connect(address).await.expect("a connection");
    // The server may close before it has read everything.
    let _ = stream.write_all(bytes).await;
    let mut answer = Vec::new();
    let mut buffer = [0; 4096];
    while let Ok(Ok(read @ 1..)) = timeout(Duration::from_millis(500), stream.read(&mut buffer)).await {
        answer.extend_from_slice(&buffer[..read]);
    }
    String::from_utf8_lossy(&answer).into_owned()
}

/// The statuses of all answers to raw bytes.
async fn statuses(address: SocketAddr, bytes: &[u8]) -> Vec<u16> {
    let answer = ask(address, bytes).await;
    let statuses = answer.split("HTTP/1.1 ").skip(1);
    statuses.map(|answer| answer.split(' ').next().unwrap_or_default().parse().expect("a status")).collect()
}

// S11
#[tokio::test]
async fn bad_http_is_refused_and_others_are_served() {
    let running = start().await;
    let check = async |request: &str, wanted: &[u16]| {
        let statuses = statuses(running.address, request.as_bytes()).await;
        let is_refused = statuses.len() == 1 && wanted.contains(&statuses[0]);
        assert!(is_refused, "{statuses:?} to {}", &request[..request.len().min(200)]);
    };
    let get = |path: &str| format!("GET {path} HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n");
    let with = |header: &str| format!("GET /healthz HTTP/1.1\r\nhost: a\r\n{header}\r\nconnection: close\r\n\r\n");
    let long = "x".repeat(100_000);
    check(&with(&format!("x: {long}")), &[431]).await;
    check(&with(&"x: y\r\n".repeat(500)), &[431]).await;
    check(&get(&format!("/{}", "x".repeat(10_000))), &[404, 414]).await;
    check(&get(&format!("/{long}")), &[414, 431]).await;
    check("nonsense\r\n\r\n", &[400]).await;
    check("GET  /healthz HTTP/1.1\r\n\r\n", &[400]).await;
    check("GET /healthz HTTP/9.9\r\n\r\n", &[400]).await;
    check("GET /health\0z HTTP/1.1\r\nhost: a\r\n\r\n", &[400]).await;
    check(&with("x: a\0b"), &[400]).await;
    check(&with("x : y"), &[400]).await;
    // A header that goes on in the next line (RFC 9112 §5.2).
    check(&with("x: a\r\n b"), &[400]).await;
    check("POST /api/v1/views HTTP/1.1\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\n", &[400]).await;
    for length in ["-1", "+1", "1, 1", "0x1", "99999999999999999999"] {
        check(&format!("POST /api/v1/views HTTP/1.1\r\nhost: a\r\ncontent-length: {length}\r\n\r\n"), &[400, 415])
            .await;
    }
    for coding in ["chunked, identity", "xchunked", "chunked\r\ntransfer-encoding: gzip"] {
        let request = format!("POST /api/v1/views HTTP/1.1\r\nhost: a\r\ntransfer-encoding: {coding}\r\n\r\n0\r\n\r\n");
        check(&request, &[400, 501]).await;
    }
    for path in [
        "/%00",
        "/..",
        "/%2e%2e/%2e%2e/etc/passwd",
        "//etc/passwd",
        "/..%5c..%5cetc",
        "//",
        "/.git/config",
        "/a%2f..%2fb",
    ] {
        check(&get(path), &[400, 404]).await;
    }
    for (method, wanted) in [("get", 405), ("TRACE", 405), ("PATCH", 405), ("BREW", 405), ("DELETE", 405)] {
        let request = format!("{method} /api/v1/comments?article=a HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n");
        check(&request, &[wanted]).await;
    }
    check("CONNECT a:443 HTTP/1.1\r\nhost: a:443\r\n\r\n", &[400, 404, 405]).await;
    check("OPTIONS * HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n", &[200, 404, 405]).await;
    check("GET http://other.example/healthz HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n", &[200, 400, 404]).await;
    check(&get("/healthz"), &[200]).await;
    let head =
        ask(running.address, b"HEAD /api/v1/comments?article=a HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n").await;
    assert!(head.starts_with("HTTP/1.1 200") && head.ends_with("\r\n\r\n"), "{head}");
}

// S11
#[tokio::test]
async fn a_body_with_two_lengths_hides_no_second_request() {
    let running = start().await;
    // By its length the first body ends after the second request; by its chunks, before it.
    let hidden = "GET /readyz HTTP/1.1\r\nhost: a\r\n\r\n";
    for lengths in
        ["content-length: 41\r\ntransfer-encoding: chunked", "transfer-encoding: chunked\r\ncontent-length: 41"]
    {
        let request = format!(
            "POST /api/v1/views HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\n{lengths}\r\n\r\n0\r\n\r\n{hidden}"
        );
        assert_eq!(statuses(running.address, request.as_bytes()).await, [400], "{lengths}");
    }
}

const QUICK: Timeouts = {
    let soon = Duration::from_secs(1);
    Timeouts { head: soon, body: soon, answer: Duration::from_secs(20), write: soon }
};

/// Reads until the server closes the connection; it has to.
async fn rest(stream: &mut TcpStream) -> Vec<u8> {
    let mut answer = Vec::new();
    let mut buffer = vec![0; 65_536];
    while let Ok(read @ 1..) =
        timeout(Duration::from_secs(30), stream.read(&mut buffer)).await.expect("the server closes at last")
    {
        answer.extend_from_slice(&buffer[..read]);
    }
    answer
}

async fn assert_served(address: SocketAddr) {
    let answer = ask(address, b"GET /readyz HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n").await;
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
}

// S7
#[tokio::test]
async fn who_says_nothing_or_not_enough_is_let_go() {
    let running = start_with(&[], QUICK).await;
    let mut silent = TcpStream::connect(running.address).await.expect("a connection");
    let mut halfway = TcpStream::connect(running.address).await.expect("a connection");
    halfway.write_all(b"GET /healthz HTTP/1.1\r\nho").await.expect("sent");
    let mut idle = TcpStream::connect(running.address).await.expect("a connection");
    idle.write_all(b"GET /healthz HTTP/1.1\r\nhost: a\r\n\r\n").await.expect("sent");
    let (mut slow, mut slow_writer) = TcpStream::connect(running.address).await.expect("a connection").into_split();
    // A byte now and then is not enough either.
    let trickle = tokio::spawn(async move {
        let bytes = b"GET /healthz HTTP/1.1\r\nhost: a\r\n".iter().chain(std::iter::repeat(&b'x'));
        for byte in bytes {
            if slow_writer.write_all(&[*byte]).await.is_err() {
                break;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    });
    assert_served(running.address).await;
    rest(&mut silent).await;
    rest(&mut halfway).await;
    assert!(rest(&mut idle).await.starts_with(b"HTTP/1.1 200"));
    let mut buffer = [0; 64];
    while let Ok(1..) =
        timeout(Duration::from_secs(30), slow.read(&mut buffer)).await.expect("the server closes at last")
    {}
    trickle.await.expect("no panic");
    assert_served(running.address).await;
}

// S7
#[tokio::test]
async fn a_body_that_does_not_come_is_not_waited_for() {
    let running = start_with(&[], QUICK).await;
    let mut stalled = TcpStream::connect(running.address).await.expect("a connection");
    let head =
        "POST /api/v1/views HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ncontent-length: 50\r\n\r\n{";
    stalled.write_all(head.as_bytes()).await.expect("sent");
    assert_served(running.address).await;
    let answer = String::from_utf8(rest(&mut stalled).await).expect("text");
    assert!(answer.starts_with("HTTP/1.1 408") && answer.contains("timed-out"), "{answer}");

    // Nor is one that comes so slowly that it never ends.
    let running = start_with(&[], Timeouts { answer: Duration::from_millis(500), ..QUICK }).await;
    let (mut slow, mut writer) = TcpStream::connect(running.address).await.expect("a connection").into_split();
    let trickle = tokio::spawn(async move {
        let _ = writer.write_all(head.as_bytes()).await;
        while writer.write_all(b" ").await.is_ok() {
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    });
    let mut answer = Vec::new();
    let mut buffer = [0; 4096];
    while let Ok(read @ 1..) =
        timeout(Duration::from_secs(30), slow.read(&mut buffer)).await.expect("the server closes")
    {
        answer.extend_from_slice(&buffer[..read]);
    }
    assert!(answer.starts_with(b"HTTP/1.1 408"), "{}", String::from_utf8_lossy(&answer));
    trickle.await.expect("no panic");
}

// S7
#[tokio::test]
async fn an_answer_that_nobody_reads_is_given_up() {
    let running = start_with(&[], QUICK).await;
    for number in 0..100 {
        let text = "x".repeat(4_990) + &number.to_string();
        let body = format!(r#"{{"article": "a", "author": {{"name": "Asha"}}, "text": "{text}"}}"#);
        let request = format!(
            "POST /api/v1/comments HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\nconnection: close\r\n\
             idempotency-key: 018f0000-0000-7000-8000-{number:012}\r\ncontent-length: {}\r\n\r\n{body}",
            body.len()
        );
        let answer = ask(running.address, request.as_bytes()).await;
        assert!(answer.starts_with("HTTP/1.1 20"), "{answer}");
    }
    // Half a megabyte, asked for a hundred times: more than any socket holds.
    let mut greedy = TcpStream::connect(running.address).await.expect("a connection");
    let get = "GET /api/v1/comments?article=a&limit=100 HTTP/1.1\r\nhost: a\r\n\r\n";
    greedy.write_all(get.repeat(100).as_bytes()).await.expect("sent");
    tokio::time::sleep(Duration::from_secs(5)).await;
    assert_served(running.address).await;
    let read = rest(&mut greedy).await.len();
    assert!(read < 100 * 500_000, "{read} bytes: it waited");
}

// S8
#[tokio::test]
async fn connections_beyond_the_limit_wait_and_are_served_when_others_go() {
    let running = start_with(&["--max-connections=20"], Timeouts::default()).await;
    let mut connections = Vec::new();
    for _ in 0..300 {
        connections.push(TcpStream::connect(running.address).await.expect("the system keeps it"));
    }
    let mut late = TcpStream::connect(running.address).await.expect("the system keeps it");
    late.write_all(b"GET /healthz HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n").await.expect("sent");
    let mut buffer = [0; 1];
    assert!(timeout(Duration::from_millis(300), late.read(&mut buffer)).await.is_err(), "it waits");
    drop(connections);
    assert!(rest(&mut late).await.starts_with(b"HTTP/1.1 200"));
}

// S17
#[tokio::test]
async fn a_comment_whose_answer_was_lost_is_the_same_comment_when_it_is_sent_again() {
    let running = start().await;
    let body = r#"{"article": "a", "author": {"name": "Asha"}, "text": "Once."}"#;
    let request = format!(
        "POST /api/v1/comments HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\nconnection: close\r\n\
         idempotency-key: 018f0000-0000-7000-8000-000000000001\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    );
    let mut lost = TcpStream::connect(running.address).await.expect("a connection");
    lost.write_all(request.as_bytes()).await.expect("sent");
    // The connection is gone before anything of the answer is read.
    lost.set_zero_linger().expect("a reset");
    drop(lost);
    let page = "GET /api/v1/comments?article=a HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n";
    while !ask(running.address, page.as_bytes()).await.contains("Once.") {
        // It was gone before it was read, too: then it was not stored, and is sent again as any page would.
        assert!(ask(running.address, request.as_bytes()).await.starts_with("HTTP/1.1 20"));
    }
    let again = ask(running.address, request.as_bytes()).await;
    assert!(again.starts_with("HTTP/1.1 200") && again.contains("-000000000001"), "{again}");
    assert!(ask(running.address, page.as_bytes()).await.contains("\"count\":1"));
}

// S18
#[tokio::test]
async fn stopping_ends_streams_and_idle_connections() {
    let running = start().await;
    let mut live = TcpStream::connect(running.address).await.expect("a connection");
    live.write_all(b"GET /api/v1/live?article=a HTTP/1.1\r\nhost: a\r\n\r\n").await.expect("sent");
    let mut buffer = [0; 4096];
    let read = live.read(&mut buffer).await.expect("an answer");
    assert!(String::from_utf8_lossy(&buffer[..read]).starts_with("HTTP/1.1 200"), "the stream is open");
    let _idle = TcpStream::connect(running.address).await.expect("a connection");

    running.stop.send(()).expect("the server waits for it");
    timeout(Duration::from_secs(9), running.server)
        .await
        .expect("the server ends before its patience does")
        .expect("no panic");
    assert!(TcpStream::connect(running.address).await.is_err(), "nobody listens any more");
}

#[test]
fn every_setting_is_documented() {
    use clap::CommandFactory as _;
    let documentation = include_str!("../../../docs/operations.md");
    for argument in Settings::command().get_arguments() {
        let Some(flag) = argument.get_long() else { continue };
        assert!(documentation.contains(&format!("`--{flag}`")), "--{flag}");
        let variable = argument.get_env().expect("every setting has a variable").to_string_lossy();
        assert!(documentation.contains(&format!("`{variable}`")), "{variable}");
        assert!(argument.get_help().is_some(), "--{flag} has a sentence of help");
    }
}
