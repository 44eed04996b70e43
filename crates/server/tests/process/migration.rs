//! Tables of an older version, while somebody else is at them, or the process is killed.

use std::{path::Path, thread, time::Duration};

use rusqlite::Connection;

use super::helpers::{Server, command, folder};

/// A database of the second version with so many comments that bringing it up to date takes a moment.
fn of_second_version(folder: &Path) {
    let database = Connection::open(folder.join("article-viewer.sqlite")).expect("a database");
    for version in [
        include_str!("../../migrations/sqlite/0001_views_and_comments.sql"),
        include_str!("../../migrations/sqlite/0002_conversation.sql"),
    ] {
        database.execute_batch(version).expect("its tables");
    }
    let fill = "PRAGMA user_version = 2;
        INSERT INTO articles (id, key, comments) VALUES (1, 'a', 20000);
        WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)
        INSERT INTO comments (id, article_id, parent_seq, depth, author_name, text, body, created_ms, status, shown)
        SELECT printf('018f0000-0000-7000-8000-%012d', i), 1, 0, 0, 'Asha', 'Text ' || i, '[]', i, 'approved', 1 FROM n;
        INSERT INTO reports SELECT seq, x'01', '', 1 FROM comments";
    database.execute_batch(fill).expect("its rows");
}

fn number(folder: &Path, sql: &str) -> i64 {
    let database = Connection::open(folder.join("article-viewer.sqlite")).expect("the database");
    database.query_row(sql, [], |row| row.get(0)).expect("a number")
}

// S13, S19
#[test]
fn killed_while_it_brings_tables_up_to_date_it_leaves_the_old_or_the_new() {
    let folder = folder();
    of_second_version(folder.path());
    for wait_ms in [5, 20, 60, 120, 200] {
        let mut child = command(folder.path(), "exec \"$@\"", &[]).spawn().expect("the server can be run");
        thread::sleep(Duration::from_millis(wait_ms));
        child.kill().expect("it is killed");
        child.wait().expect("it ended");
        let version = number(folder.path(), "PRAGMA user_version");
        assert!([2, 3].contains(&version), "after {wait_ms} ms: {version}");
        assert_eq!(number(folder.path(), "SELECT count(*) FROM comments"), 20_000);
    }
    let server = Server::start(folder.path());
    let (status, page) = server.get("/api/v1/comments?article=a&limit=1");
    assert_eq!(status, 200);
    assert!(page.contains("\"count\":20000"), "{page}");
    drop(server);
    assert_eq!(number(folder.path(), "SELECT sum(reports) FROM comments"), 20_000);
}

// S13
#[test]
fn of_two_servers_that_start_at_once_one_brings_the_tables_up_to_date() {
    let folder = folder();
    of_second_version(folder.path());
    let starts: Vec<_> = (0..2)
        .map(|_| {
            let folder = folder.path().to_owned();
            thread::spawn(move || Server::run(command(&folder, "exec \"$@\"", &[])).expect("it starts"))
        })
        .collect();
    for start in starts {
        let server = start.join().expect("no panic");
        assert_eq!(server.get("/readyz").0, 200, "{}", server.log());
    }
    assert_eq!(number(folder.path(), "PRAGMA user_version"), 3);
    assert_eq!(number(folder.path(), "SELECT count(*) FROM comments"), 20_000);
}
