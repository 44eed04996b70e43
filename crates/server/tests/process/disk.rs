//! The disk, and what is on it.

use std::{
    fs,
    os::unix::fs::FileExt as _,
    path::Path,
    sync::{
        Mutex,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::Duration,
};

use rusqlite::Connection;
use serde_json::Value;

use super::helpers::{Server, assert_refused, command, folder, isolated, key};

fn file(data: &Path) -> std::path::PathBuf {
    data.join("article-viewer.sqlite")
}

fn code(text: &str) -> String {
    let problem: Value = serde_json::from_str(text).expect("a problem document");
    problem["code"].as_str().expect("its code").to_owned()
}

// S1
#[test]
fn what_was_acknowledged_survives_a_kill() {
    let data = folder();
    let acknowledged = Mutex::new(Vec::new());
    for round in 1..=6 {
        let server = Server::start(data.path());
        let is_over = AtomicBool::new(false);
        thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| {
                    while !is_over.load(Ordering::Relaxed) {
                        let key = key();
                        // Once it is killed, nothing answers.
                        let Ok(stream) = std::net::TcpStream::connect(("127.0.0.1", server.port)) else { break };
                        let mut stream = stream;
                        let _ = std::io::Write::write_all(&mut stream, super::helpers::post(&key, "Kept.").as_bytes());
                        if super::helpers::answer(&mut stream).0 == 201 {
                            acknowledged.lock().expect("nobody panics").push(key);
                        }
                    }
                });
            }
            let count = || acknowledged.lock().expect("nobody panics").len();
            while count() < round * 40 {
                thread::sleep(Duration::from_millis(1));
            }
            server.signal("KILL");
            is_over.store(true, Ordering::Relaxed);
        });
        let database = Connection::open(file(data.path())).expect("the database");
        let is_whole: String =
            database.query_row("PRAGMA integrity_check", [], |row| row.get(0)).expect("an answer of SQLite");
        assert_eq!(is_whole, "ok");
    }
    let server = Server::start(data.path());
    let mut listed = server.listed();
    let all = listed.len();
    listed.sort_unstable();
    listed.dedup();
    assert_eq!(listed.len(), all, "none is there twice");
    for key in acknowledged.into_inner().expect("nobody panics") {
        assert!(listed.binary_search(&key).is_ok(), "{key} was acknowledged and is lost");
    }
}

// S3
#[test]
fn a_full_disk_is_said_and_is_over_when_there_is_room() {
    let data = folder();
    let script = "mount -t tmpfs -o size=16m none \"$0\" && exec \"$@\"";
    let Some(command) = isolated(data.path(), script) else { return };
    let server = Server::run(command).unwrap_or_else(|refusal| panic!("{refusal:?}"));
    let mut acknowledged = vec![key()];
    assert_eq!(server.comment(&acknowledged[0], "Before.").0, 201);
    let filler = server.inside(data.path()).join("filler");
    let fill = fs::File::create(&filler).expect("a file on the small disk");
    let mut size = 0;
    while let Ok(written @ 1..) = fill.write_at(&[1; 4096], size) {
        size += written as u64;
    }
    drop(fill);
    // What fits into the log may still be stored.
    let mut refused = 0;
    for _ in 0..500 {
        let key = key();
        match server.comment(&key, &"x".repeat(4_000)) {
            (201, _) => acknowledged.push(key),
            (status, text) => {
                assert_eq!((status, code(&text).as_str()), (507, "storage-full"), "{text}");
                refused += 1;
            }
        }
        if refused == 20 {
            break;
        }
    }
    assert_eq!(refused, 20);
    assert_eq!(server.listed().len(), acknowledged.len(), "reading goes on");
    assert_eq!(server.get("/healthz").0, 200);
    fs::remove_file(&filler).expect("room again");
    for _ in 0..20 {
        let key = key();
        assert_eq!(server.comment(&key, &"y".repeat(4_000)).0, 201);
        acknowledged.push(key);
    }
    let mut listed = server.listed();
    listed.sort_unstable();
    acknowledged.sort_unstable();
    assert_eq!(listed, acknowledged);
    // Each is some seven pages of the log: all of them fit only when the log is used again and again.
    for number in 0..1_000 {
        let (status, text) = server.comment(&key(), "Short.");
        assert_eq!(status, 201, "{number}: {text}");
    }
}

// S4
#[test]
fn a_locked_database_is_waited_for_and_then_said() {
    let data = folder();
    let server = Server::start(data.path());
    assert_eq!(server.comment(&key(), "Before.").0, 201);
    let other = Connection::open(file(data.path())).expect("the database");
    let lock = || other.execute_batch("BEGIN IMMEDIATE").expect("the lock");
    let unlock = || other.execute_batch("ROLLBACK").expect("no lock");
    lock();
    thread::scope(|scope| {
        let waiting = scope.spawn(|| server.comment(&key(), "Waits."));
        thread::sleep(Duration::from_secs(1));
        assert_eq!(server.listed().len(), 1, "who reads waits for nobody");
        unlock();
        assert_eq!(waiting.join().expect("an answer").0, 201);
    });
    lock();
    thread::scope(|scope| {
        let waiting: Vec<_> = (0..10).map(|_| scope.spawn(|| server.comment(&key(), "Waits long."))).collect();
        for waiting in waiting {
            let (status, text) = waiting.join().expect("an answer");
            assert_eq!((status, code(&text).as_str()), (503, "unavailable"));
        }
    });
    unlock();
    assert_eq!(server.comment(&key(), "After.").0, 201);
    assert_eq!(server.listed().len(), 3);
}

// S5, S37
#[test]
fn a_database_that_is_gone_is_not_written_to_nor_made_anew() {
    let data = folder();
    let server = Server::start(data.path());
    assert_eq!(server.comment(&key(), "Before.").0, 201);
    assert_eq!(server.get("/readyz").0, 200);
    let aside = data.path().join("aside");
    fs::rename(file(data.path()), &aside).expect("it is moved");
    for _ in 0..2_000 {
        let (status, text) = server.comment(&key(), "<b>Nobody's\nline</b>");
        assert_eq!((status, code(&text).as_str()), (503, "unavailable"));
    }
    assert_eq!(server.get("/readyz").0, 503);
    assert_eq!(server.get("/healthz").0, 200, "the process itself is well");
    assert!(!file(data.path()).exists());
    // Another in its place is no better.
    fs::copy(&aside, file(data.path())).expect("a copy");
    assert_eq!(server.comment(&key(), "Into which?").0, 503);
    fs::rename(&aside, file(data.path())).expect("it is back");
    assert_eq!(server.comment(&key(), "After.").0, 201);
    assert_eq!((server.get("/readyz").0, server.listed().len()), (200, 2));
    let log = server.log();
    let lines = log.lines().filter(|line| line.contains("deleted or replaced")).count();
    assert!((1..500).contains(&lines), "{lines} lines for two thousand failures");
    assert!(log.contains("left_out") && !log.contains("Nobody's"), "{log}");
}

// S5
#[test]
fn what_is_no_database_of_ours_is_refused_by_name() {
    let refused = |prepare: &dyn Fn(&Path), words: &[&str]| {
        let data = folder();
        prepare(data.path());
        let words: Vec<_> = words.iter().chain(&["article-viewer.sqlite"]).collect();
        assert_refused(command(data.path(), "exec \"$@\"", &[]), &words);
    };
    refused(
        &|data| fs::write(file(data), "no database at all, but a note".repeat(200)).expect("a file"),
        &["not a database"],
    );
    refused(&|data| fs::create_dir(file(data)).expect("a folder"), &["cannot open the database"]);
    refused(
        &|data| {
            let database = Connection::open(file(data)).expect("a database");
            database.execute_batch("CREATE TABLE articles (somebody_elses)").expect("a table");
        },
        &["articles already exists"],
    );
    // A page in the middle, as a failing disk leaves it.
    refused(
        &|data| {
            let server = Server::start(data);
            for _ in 0..100 {
                assert_eq!(server.comment(&key(), &"x".repeat(4_000)).0, 201);
            }
            server.signal("TERM");
            assert!(server.end().0.success());
            assert!(!data.join("article-viewer.sqlite-wal").exists(), "who stops in peace leaves one file");
            let database = fs::OpenOptions::new().write(true).open(file(data)).expect("the database");
            let pages = database.metadata().expect("its size").len() / 4096;
            database.write_all_at(&[0xa5; 4096], pages / 2 * 4096).expect("damage");
            database.write_all_at(&[0xa5; 4096], (pages / 2 + 1) * 4096).expect("damage");
        },
        &["damaged"],
    );
}

// S5
#[test]
fn damage_that_comes_later_ends_writing_and_is_said() {
    let data = folder();
    let server = Server::start(data.path());
    for _ in 0..100 {
        assert_eq!(server.comment(&key(), &"x".repeat(4_000)).0, 201);
    }
    // What is in the log covers what is in the file: it is copied first.
    let other = Connection::open(file(data.path())).expect("the database");
    other.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).expect("a checkpoint");
    let database = fs::OpenOptions::new().write(true).open(file(data.path())).expect("the database");
    let pages = database.metadata().expect("its size").len() / 4096;
    for page in 1..pages {
        database.write_all_at(&[0xa5; 4096], page * 4096).expect("damage");
    }
    // Another process writes, so that nothing is taken from what was read before.
    other.execute_batch("PRAGMA user_version = 2").expect("a change");
    // Whoever finds it: a writer, and then a reader.
    assert_eq!(server.comment(&key(), "Into ruins?").0, 503);
    assert_eq!(server.get("/readyz").0, 503);
    let (status, text) = server.get("/api/v1/comments?article=a&sort=oldest");
    assert_eq!((status, code(&text).as_str()), (503, "unavailable"));
    assert_eq!(server.comment(&key(), "Again?").0, 503);
    assert!(server.log().contains("damaged"), "{}", server.log());
}
