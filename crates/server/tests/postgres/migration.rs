//! Tables are made and brought up to date: once, whole, and with all that was in them.

use std::{
    process::Stdio,
    thread,
    time::{Duration, Instant},
};

use serde_json::json;

use super::helpers::{AT_LAST, SECRET, assert_sums, command, database, found, listed, post, see, start, try_start};
use crate::{
    database::Database,
    process::{assert_refused, folder, key},
};

const FIRST: &str = include_str!("../../migrations/postgres/0001_conversation.sql");
const ONE: &str = "018f0000-0000-7000-9000-000000000001";
const TWO: &str = "018f0000-0000-7000-9000-000000000002";

/// What is old is forgotten, so that marks have to be of today.
const NOW: &str = "CAST(extract(epoch FROM now()) * 1000 AS BIGINT)";

/// A database as the first version wrote it.
fn of_first_version() -> Option<Database> {
    let database = database()?;
    database.run(FIRST);
    database.run(&format!(
        r#"CREATE TABLE schema_version (version INTEGER NOT NULL);
           INSERT INTO schema_version VALUES (1);
           INSERT INTO articles (key, views, comments) VALUES ('a', 1, 2), ('https://b.example/?x=1', 7, 0);
           INSERT INTO comments (id, article_id, parent_seq, depth, author_name, text, body, created_ms, status, shown, likes, replies)
           VALUES ('{ONE}', 1, 0, 0, 'Asha', 'One.', '[{{"type":"paragraph","content":["One."]}}]', 1000, 'approved', 1, 1, 1),
                  ('{TWO}', 1, 1, 1, 'Bo', 'Two.', '[{{"type":"paragraph","content":["Two."]}}]', 2000, 'approved', 1, 0, 0),
                  ('{}', 1, 0, 0, 'Cy', 'Held.', '[]', 3000, 'hold', 0, 0, 0);
           INSERT INTO likes VALUES (1, '\x00');
           INSERT INTO reports VALUES (2, '\x01', 'Rude.', 2500);
           INSERT INTO view_marks VALUES (1, '\x00112233445566778899aabbccddeeff', {NOW});
           INSERT INTO day_keys VALUES ({NOW} / 86400000, decode(repeat('ab', 32), 'hex'))"#,
        key()
    ));
    Some(database)
}

/// Everything the first version knew, row by row.
fn all(database: &Database) -> Vec<String> {
    let tables = [
        ("articles", "id, key, views, comments"),
        (
            "comments",
            "seq, id, article_id, parent_seq, depth, author_name, text, body, created_ms, modified_ms, status, shown, pinned, likes,
             replies, owner, verdicts, fingerprint",
        ),
        ("likes", "comment_seq, voter"),
        ("reports", "comment_seq, reporter, reason, created_ms"),
        ("view_marks", "article_id, visitor, counted_ms"),
        ("day_keys", "day, key"),
    ];
    let rows = tables.map(|(table, columns)| {
        database.texts(&format!("SELECT json_build_array({columns})::text FROM {table} ORDER BY 1"))
    });
    rows.concat()
}

fn version(database: &Database) -> Vec<String> {
    database.texts("SELECT version FROM schema_version")
}

/// Waits until somebody waits for a lock in a database, or nobody does anything there.
fn wait_for(database: &Database, what: &str) {
    let began = Instant::now();
    let find = format!(
        "SELECT pid FROM pg_stat_activity WHERE datname = '{}' AND pid <> pg_backend_pid() AND {what}",
        database.name
    );
    while database.texts(&find).is_empty() == what.starts_with("wait_event") {
        assert!(began.elapsed() < AT_LAST, "{what}");
        thread::sleep(Duration::from_millis(20));
    }
}

// S13
#[test]
fn servers_that_start_at_once_make_the_tables_once() {
    let Some(database) = database() else { return };
    let data = folder();
    let servers: Vec<_> = thread::scope(|scope| {
        let starts: Vec<_> = (0..4).map(|_| scope.spawn(|| try_start(data.path(), &database.url))).collect();
        starts.into_iter().map(|start| start.join().expect("no panic").expect("it serves")).collect()
    });
    assert_eq!(version(&database).len(), 1);
    for server in &servers {
        let answer = post(server.port, "a", &key(), "From each.", SECRET).expect("an answer");
        assert_eq!(answer.status, 201, "{answer:?}");
    }
    assert_eq!(listed(servers[0].port, "a").len(), 4);
}

// S13
#[test]
fn a_database_of_a_later_version_is_left_alone() {
    let Some(database) = database() else { return };
    let data = folder();
    drop(start(data.path(), &database.url));
    database.run("UPDATE schema_version SET version = 99");
    assert_refused(command(data.path(), &database.url, &[]), &["written by a later version", "99", "--database-url"]);
    assert_eq!(version(&database), ["99"]);
}

// S13, S19
#[test]
fn nothing_of_the_first_version_is_lost() {
    let Some(database) = of_first_version() else { return };
    let data = folder();
    let before = all(&database);
    let server = start(data.path(), &database.url);
    assert_eq!(all(&database), before);
    let comments = listed(server.port, "a");
    assert_eq!((found(&comments, ONE), found(&comments, TWO)), ((1, 1), (1, 0)));
    assert_eq!(comments[0]["body"], json!([{ "type": "paragraph", "content": ["One."] }]));
    assert_eq!(comments[1]["parent"], ONE);
    assert_eq!(see(server.port, "a", 1).expect("an answer").json()["views"], 2);
    // The second start finds the work done.
    drop(server);
    let server = start(data.path(), &database.url);
    assert_eq!(listed(server.port, "a"), comments);
}

// S13, S19
#[test]
fn an_update_that_is_killed_leaves_what_was_and_the_next_completes_it() {
    let Some(database) = of_first_version() else { return };
    let data = folder();
    let before = all(&database);
    thread::scope(|scope| {
        let holder = scope.spawn(|| {
            database.run("BEGIN; LOCK TABLE comments IN ACCESS EXCLUSIVE MODE; SELECT pg_sleep(6); COMMIT");
        });
        wait_for(&database, "wait_event = 'PgSleep'");
        let mut command = command(data.path(), &database.url, &[]);
        let mut server = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("it can be run");
        wait_for(&database, "wait_event_type = 'Lock'");
        server.kill().expect("it runs");
        server.wait().expect("it ends");
        assert!(!holder.is_finished(), "it was killed while it waited");
    });
    // PostgreSQL notices that it is alone once it has something to say.
    wait_for(&database, "backend_type = 'client backend'");
    assert_eq!((version(&database), all(&database)), (vec!["1".to_owned()], before.clone()));
    let newer =
        "SELECT column_name FROM information_schema.columns WHERE table_name = 'articles' AND column_name = 'site'";
    assert!(database.texts(newer).is_empty(), "none of it was done");
    let server = start(data.path(), &database.url);
    assert_eq!(all(&database), before);
    assert_eq!(listed(server.port, "a").len(), 2);
    drop(server);
    database.run("UPDATE articles SET views = (SELECT count(*) FROM view_marks WHERE article_id = articles.id)");
    assert_sums(&database);
}
