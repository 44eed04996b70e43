//! From one database to another.

use std::collections::BTreeSet;

use rusqlite::Connection;

use super::{
    load::{Load, like},
    place::{Place, listed, of},
};
use crate::process::helpers::{Server, key};

#[test]
fn what_was_acknowledged_under_load_is_there_after_the_last_migration() {
    for target in Place::all() {
        let place = Place::sqlite();
        let server = place.serve();
        let load = Load::on(&server, |load| {
            let before = load.written();
            place.run(&["migrate", "--to", &target.target()]);
            load.wait_for(20);
            let there = target.serve();
            let listed: BTreeSet<_> = there.listed().into_iter().collect();
            assert!(before.iter().all(|key| listed.contains(key)));
        });
        let was = listed(&server, "a");
        server.signal("TERM");
        assert_eq!(server.end().0.code(), Some(0));
        place.run(&["migrate", "--to", &target.target()]);
        let there = target.serve();
        let is = listed(&there, "a");
        assert_eq!(is, was);
        let all: BTreeSet<_> = there.listed().into_iter().collect();
        assert_eq!(all, load.written().into_iter().collect());
        let likes = is.iter().filter(|comment| comment["likes"] == 1).count();
        assert_eq!(likes, load.liked().len());
    }
}

#[test]
fn what_changed_since_the_first_migration_is_so_after_the_second() {
    for target in Place::all() {
        let place = Place::sqlite();
        let keys = [key(), key(), key()];
        {
            let server = place.serve();
            for key in &keys {
                assert_eq!(server.comment(key, "Before.").0, 201);
                assert_eq!(like(&server, key, "PUT"), 200);
            }
            assert_eq!(report(&server, &keys[1]), 204);
        }
        place.run(&["migrate", "--to", &target.target()]);
        {
            let server = place.serve();
            assert_eq!(like(&server, &keys[0], "DELETE"), 200);
            assert_eq!(server.comment(&key(), "After.").0, 201);
        }
        place.run(&["rename", "a", "https://gazette.example/a"]);
        let said = place.run(&["migrate", "--to", &target.target()]);
        assert!(said.contains("Comments: 1 new, 3 there already, 1 of them changed"), "{said}");
        let (was, is) = (place.records(), target.records());
        assert_eq!(["comment", "like", "report", "alias"].map(|kind| of(&was, kind).len()), [4, 2, 1, 1]);
        assert_eq!(is, was, "the same comments, likes and articles");
        let server = target.serve();
        assert_eq!(listed(&server, "a").len(), 4);
        assert_eq!(listed(&server, "https://gazette.example/a"), listed(&server, "a"));
        // One who takes a like back and gives it again is one.
        assert_eq!(like(&server, &keys[0], "PUT"), 200);
        assert_eq!(listed(&server, "a").iter().filter(|comment| comment["likes"] == 1).count(), 3);
    }
}

fn report(server: &Server, comment: &str) -> u16 {
    let body = r#"{"reason":"Rude."}"#;
    let request = format!(
        "PUT /api/v1/comments/{comment}/report HTTP/1.1\r\nhost: a\r\nconnection: close\r\ncontent-type: application/json\r\n\
         authorization: Bearer {}\r\ncontent-length: {}\r\n\r\n{body}",
        "r".repeat(32),
        body.len()
    );
    server.ask(&request).0
}

#[test]
fn a_database_is_not_moved_into_itself() {
    for place in Place::all() {
        drop(place.serve());
        // Named in another way, it is the same.
        let other = if place.target().contains("://") { "?connect_timeout=5" } else { "/." };
        for target in [place.target(), place.target() + other] {
            let said = place.refuse(&["migrate", "--to", &target]);
            assert!(said.contains("the database itself"), "{said}");
        }
    }
}

// It wrote everything, keys and moderators too, and said no after that.
#[test]
fn a_database_of_another_server_is_refused_before_anything_is_written_to_it() {
    for target in Place::all() {
        let place = Place::sqlite();
        assert_eq!(place.serve().comment(&key(), "From here.").0, 201);
        assert_eq!(target.serve().comment(&key(), "Mine.").0, 201);
        let was = target.run(&["backup", "-"]);
        let said = place.refuse(&["migrate", "--to", &target.target()]);
        assert!(said.contains("another server's: nothing was copied"), "{said}");
        assert_eq!(target.run(&["backup", "-"]), was);

        // One that was merely started is nobody's yet.
        let started = target.another();
        drop(started.serve());
        place.run(&["migrate", "--to", &started.target()]);
        place.run(&["migrate", "--to", &started.target()]);
        assert_eq!(started.records(), place.records());
        // Who moves there for good writes there.
        assert_eq!(started.serve().comment(&key(), "There.").0, 201);
        let was = started.run(&["backup", "-"]);
        let said = place.refuse(&["migrate", "--to", &started.target()]);
        assert!(said.contains("holds 1 comments that are not from here; nothing was copied"), "{said}");
        assert_eq!(started.run(&["backup", "-"]), was);
    }
}

#[test]
fn a_copy_that_was_broken_off_goes_on() {
    let (place, target) = (Place::sqlite(), Place::sqlite());
    assert_eq!(place.serve().comment(&key(), "From here.").0, 201);
    place.run(&["migrate", "--to", &target.target()]);
    let database = Connection::open(target.file("article-viewer.sqlite")).expect("the database");
    database.execute_batch("DELETE FROM comments; DELETE FROM decisions;").expect("some of it is gone");
    drop(database);
    place.run(&["migrate", "--to", &target.target()]);
    assert_eq!(target.records(), place.records());
}

// `mysql://x` became a folder of that name, and a PostgreSQL that is not there was one of `--database-url`.
#[test]
fn an_address_that_is_no_database_is_refused_in_words() {
    let place = Place::sqlite();
    drop(place.serve());
    let command = |to: &str| {
        let mut command = place.command(&["migrate", "--to", to]);
        let output = command.current_dir(place.file("")).output().expect("it runs");
        assert!(!output.status.success(), "{to}");
        String::from_utf8(output.stderr).expect("UTF-8")
    };
    for to in ["mysql://x", "sqlite:///x", "file://x", "://x"] {
        let said = command(to);
        assert!(said.contains("--to wants postgres://user:password@host/name or a folder"), "{said}");
    }
    for to in ["PostgreSQL://127.0.0.1:1/x", "postgres://127.0.0.1:port/x"] {
        let said = command(to);
        assert!(said.contains("cannot use the database of --to") && !said.contains("--database-url"), "{said}");
    }
    let folders = std::fs::read_dir(place.file("")).expect("the folder").filter_map(Result::ok);
    assert_eq!(folders.filter(|entry| entry.path().is_dir()).count(), 0);
}
