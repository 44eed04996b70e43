//! The server behind a real socket: what a connection may cost, and how the server ends.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use clap::Parser as _;
use server::{App, Settings, SystemClock};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
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
    let folder = tempfile::tempdir().expect("a temporary folder");
    let data = folder.path().display().to_string();
    let settings = Settings::parse_from(["article-server", "--dist=/nonexistent", "--data", &data]);
    let app = App::open(settings, Arc::new(SystemClock)).await.expect("a new store");
    let router = server::router(Arc::clone(&app)).expect("a router");
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
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

#[tokio::test]
async fn bad_http_is_refused_and_others_are_served() {
    let running = start().await;
    let status = async |request: String| {
        let answer = ask(running.address, request.as_bytes()).await;
        answer.split(' ').nth(1).unwrap_or_default().to_owned()
    };
    let long = "x".repeat(100_000);
    assert_eq!(status(format!("GET / HTTP/1.1\r\nhost: a\r\nx: {long}\r\n\r\n")).await, "431");
    assert_eq!(status("nonsense\r\n\r\n".to_owned()).await, "400");
    assert_eq!(
        status("POST /api/v1/views HTTP/1.1\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\n".to_owned()).await,
        "400"
    );
    assert_eq!(status("GET /healthz HTTP/1.1\r\nhost: a\r\n\r\n".to_owned()).await, "200");
}

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
