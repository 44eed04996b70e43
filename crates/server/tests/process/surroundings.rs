//! Machines that have little to give.

use std::{net::TcpStream, thread, time::Duration};

use super::helpers::{Server, assert_refused, command, folder, isolated, key};

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
fn with_too_little_it_is_refused_in_words_or_works() {
    let data = folder();
    assert_refused(command(data.path(), "ulimit -n 8 && exec \"$@\"", &[]), &["Too many open files"]);
    // From far too little memory to enough, in KiB of addresses.
    let mut works = 0;
    for kib in [20_000, 30_000, 40_000, 60_000, 200_000, 2_000_000] {
        let data = folder();
        match Server::run(command(data.path(), &format!("ulimit -v {kib} && exec \"$@\""), &[])) {
            Ok(server) => {
                assert_works(&server);
                works += 1;
            }
            Err(refusal) => {
                // What cannot even be loaded has no words, and has begun nothing.
                let is_loaded = data.path().read_dir().expect("the folder").next().is_some();
                assert!(!refusal.status.success(), "{kib}: {refusal:?}");
                assert!(!refusal.log.trim().is_empty() || !is_loaded, "{kib}: {refusal:?}");
            }
        }
    }
    assert!(works > 0, "two gigabytes are enough");
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
