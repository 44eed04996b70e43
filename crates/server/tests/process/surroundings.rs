//! Machines that have little to give.

use std::{net::TcpStream, os::unix::process::ExitStatusExt as _, thread, time::Duration};

use serde_json::Value;

use super::helpers::{Server, assert_refused, command, folder, isolated, key, post};

fn assert_works(server: &Server) {
    let key = key();
    assert_eq!(server.comment(&key, "Here.").0, 201, "{}", server.log());
    assert_eq!(server.get("/api/v1/comments?article=a").0, 200);
    assert_eq!(server.get("/readyz").0, 200);
}

// S8, S20, S37
#[test]
fn out_of_file_descriptors_connections_wait_and_the_log_stays_short() {
    let data = folder();
    let server = Server::run(command(data.path(), "ulimit -n 64 && exec \"$@\"", &[]));
    let server = server.unwrap_or_else(|refusal| panic!("{refusal:?}"));
    assert_works(&server);
    let many: Vec<TcpStream> = (0..100).map(|_| server.connect()).collect();
    while !server.log().contains("cannot accept") {
        thread::sleep(Duration::from_millis(20));
    }
    thread::sleep(Duration::from_secs(1));
    drop(many);
    assert_works(&server);
    let lines = server.log().lines().count();
    assert!(lines < 100, "it spins: {lines} lines");
}

// S20
#[test]
fn with_too_few_file_descriptors_it_is_refused_in_words() {
    let data = folder();
    assert_refused(command(data.path(), "ulimit -n 8 && exec \"$@\"", &[]), &["Too many open files"]);
}

// S20
#[test]
fn with_too_little_memory_it_refuses_in_words_and_loses_nothing() {
    // From far too little to enough, in KiB of addresses.
    for kib in [20_000, 30_000, 40_000, 45_000, 50_000, 55_000, 60_000, 120_000, 200_000] {
        let data = folder();
        let limited = command(data.path(), &format!("ulimit -v {kib} && exec \"$@\""), &[]);
        let acknowledged = match Server::run(limited) {
            Ok(server) => served(&server),
            Err(refusal) => {
                // What cannot even be loaded, and what the system ends, has no words.
                let says_nothing = refusal.log.trim().is_empty();
                let has_begun = data.path().read_dir().expect("the folder").next().is_some();
                let was_ended = refusal.status.signal().is_some();
                assert!(!refusal.status.success(), "{kib}: {refusal:?}");
                assert!(!says_nothing || !has_begun || was_ended, "{kib}: {refusal:?}");
                Vec::new()
            }
        };
        let listed = Server::start(data.path()).listed();
        assert!(acknowledged.iter().all(|id| listed.contains(id)), "{kib}: {acknowledged:?}, {listed:?}");
    }
    let data = folder();
    let enough = Server::run(command(data.path(), "ulimit -v 2000000 && exec \"$@\"", &[]));
    assert_works(&enough.unwrap_or_else(|refusal| panic!("{refusal:?}")));
}

/// The comments that were acknowledged, of requests that were each done or refused in words, until the process ended.
fn served(server: &Server) -> Vec<String> {
    let mut acknowledged = Vec::new();
    for _ in 0..5 {
        match server.try_ask(&post(&key(), "Here.")) {
            Some((201, answer)) => acknowledged.push(field(&answer, "id")),
            Some((503, answer)) => assert_eq!(field(&answer, "code"), "unavailable"),
            Some(other) => panic!("{other:?}"),
            None => break,
        }
        match server.try_ask("GET /api/v1/comments?article=a HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n") {
            Some((200, _)) => {}
            Some((503, answer)) => assert_eq!(field(&answer, "code"), "unavailable"),
            Some(other) => panic!("{other:?}"),
            None => break,
        }
    }
    acknowledged
}

fn field(json: &str, name: &str) -> String {
    let json: Value = serde_json::from_str(json).expect("JSON");
    json[name].as_str().expect("a text").to_owned()
}

// S20
#[test]
fn nothing_but_its_folder_is_written_to() {
    let data = folder();
    let script =
        "mount --bind \"$0\" \"$0\" && mount -t tmpfs -o ro none /tmp && mount -o remount,bind,ro / && exec \"$@\"";
    let Some(command) = isolated(data.path(), script) else { return };
    let server = Server::run(command).unwrap_or_else(|refusal| panic!("{refusal:?}"));
    for _ in 0..100 {
        assert_eq!(server.comment(&key(), &"x".repeat(4_000)).0, 201, "{}", server.log());
    }
    assert_works(&server);
    assert_eq!(server.get("/api/v1/comments?article=a&sort=top&limit=100").0, 200);
}

// S5, S20
#[test]
fn a_folder_that_cannot_be_written_is_refused_by_name() {
    let data = folder();
    for script in [
        "mount -t tmpfs -o ro none \"$0\" && exec \"$@\"",
        "mount -t tmpfs none \"$0\" && : > \"$0\"/article-viewer.sqlite && mount -o remount,ro \"$0\" && exec \"$@\"",
    ] {
        let Some(command) = isolated(data.path(), script) else { return };
        assert_refused(command, &["article-viewer.sqlite"]);
    }
}
