//! A database of an older version becomes one of today's, with all that was in it.

use std::sync::Arc;

use rusqlite::{Connection, params};
use serde_json::{Value, json};

use super::helpers::{Data, NOON, TestServer, key};

/// A database as the first version wrote it: no threads, no blocks, no owners.
fn of_first_version() -> Arc<Data> {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let database = Connection::open(folder.path().join("article-viewer.sqlite")).expect("a database");
    database.execute_batch(include_str!("../../migrations/sqlite/0001_views_and_comments.sql")).expect("its tables");
    database.pragma_update(None, "user_version", 1).expect("its version");
    let write = |sql: &str, values: &[&dyn rusqlite::ToSql]| database.execute(sql, values).expect("a row");
    for (id, article, views, comments) in [(1, "a", 41, 3), (2, "https://b.example/?x=1", 7, 1), (3, "seen", 5, 0)] {
        write("INSERT INTO articles VALUES (?, ?, ?, ?)", params![id, article, views, comments]);
    }
    for (number, article, text, status, modified) in [
        (1, 1, "*One*, and\nmore.", "approved", None),
        (2, 1, "Two. https://x.example", "approved", Some(NOON - 1)),
        (3, 1, "Not yet.", "hold", None),
        (4, 1, "Cheap!", "spam", None),
        (5, 1, "Regretted.", "trash", None),
        (6, 2, "Elsewhere.", "approved", None),
        (7, 1, "Three.", "approved", None),
    ] {
        write(
            "INSERT INTO comments (id, article_id, author_name, text, status, created_ms, modified_ms)
             VALUES (?, ?, 'Asha', ?, ?, ?, ?)",
            params![key(number), article, text, status, NOON - 1_000 + i64::from(number), modified],
        );
    }
    write("INSERT INTO view_marks VALUES (1, x'00112233445566778899aabbccddeeff', ?)", params![NOON - 1]);
    write("INSERT INTO day_keys VALUES (?, randomblob(32))", params![NOON / 86_400_000]);
    Data::of_folder(folder)
}

/// All rows of a table, as text.
fn rows(folder: &Data, sql: &str) -> Vec<String> {
    let database = Connection::open(folder.path().join("article-viewer.sqlite")).expect("the database");
    let mut find = database.prepare(sql).expect("a query");
    let rows = find.query_map([], |row| row.get(0)).expect("rows");
    rows.map(|row| row.expect("a row")).collect()
}

// S13
#[tokio::test]
async fn nothing_of_the_first_version_is_lost() {
    const COMMENTS: &str = "SELECT json_array(id, article_id, author_name, text, status, created_ms, modified_ms) FROM comments ORDER BY id";
    const ARTICLES: &str = "SELECT json_array(id, key, views, comments) FROM articles ORDER BY id";
    const MARKS: &str = "SELECT json_array(article_id, hex(visitor), counted_ms) FROM view_marks";
    const KEYS: &str = "SELECT json_array(day, hex(key)) FROM day_keys";
    let folder = of_first_version();
    let all = || [COMMENTS, ARTICLES, MARKS, KEYS].map(|sql| rows(&folder, sql));
    let before = all();
    let server = TestServer::on(Arc::clone(&folder), &[]).await;
    assert_eq!(all(), before);

    let page = server.get("/api/v1/comments?article=a&sort=oldest").await.json();
    assert_eq!(page["count"], 3);
    let comments = page["comments"].as_array().expect("comments");
    assert_eq!(comments.len(), 3, "what was held, spam or deleted stays so: {page}");
    // What was plain text then is no Markdown now.
    let paragraph = json!([{ "type": "paragraph", "content": ["*One*, and", { "type": "break" }, "more."] }]);
    assert_eq!((&comments[0]["body"], &comments[0]["created_ms"]), (&paragraph, &json!(NOON - 999)));
    assert_eq!((&comments[1]["modified_ms"], &comments[2]["modified_ms"]), (&json!(NOON - 1), &Value::Null));
    assert_eq!(server.see("a", "curl/8").await.json()["views"], 41);
    // The old goes on: a retry is known, an answer is taken.
    assert_eq!(server.comment(&key(7), "a", "Asha", "Three.").await.status, 200);
    assert_eq!(server.reply(&key(8), &key(1), "An answer.").await.status, 201);
    assert_eq!(server.listed("&sort=oldest").await.len(), 4);

    let server = server.restart().await;
    assert_eq!(server.listed("").await.len(), 4, "and the second start finds the work done");
}

/// A database as the second version wrote it: threads, likes, reports, and articles by whatever address a page had.
fn of_second_version() -> Arc<Data> {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let database = Connection::open(folder.path().join("article-viewer.sqlite")).expect("a database");
    for version in [
        include_str!("../../migrations/sqlite/0001_views_and_comments.sql"),
        include_str!("../../migrations/sqlite/0002_conversation.sql"),
    ] {
        database.execute_batch(version).expect("its tables");
    }
    database.pragma_update(None, "user_version", 2).expect("its version");
    let write = |sql: &str, values: &[&dyn rusqlite::ToSql]| database.execute(sql, values).expect("a row");
    for (id, article, views, comments) in [
        (1, "https://paper.example/rain/", 10, 2),
        (2, "http://paper.example/rain?utm_source=mail", 5, 1),
        (3, "https://paper.example/rain", 2, 0),
        (4, "a", 3, 1),
    ] {
        write("INSERT INTO articles VALUES (?, ?, ?, ?)", params![id, article, views, comments]);
    }
    for (seq, article, parent, depth, status, replies, likes) in [
        (1, 1, 0, 0, "approved", 1, 2),
        (2, 1, 1, 1, "approved", 0, 0),
        (3, 2, 0, 0, "approved", 0, 0),
        (4, 4, 0, 0, "approved", 0, 0),
        (5, 4, 0, 0, "hold", 0, 0),
    ] {
        let is_shown = status == "approved";
        let text = format!("Comment {seq}.");
        let body = format!(r#"[{{"type":"paragraph","content":["{text}"]}}]"#);
        write(
            "INSERT INTO comments (seq, id, article_id, parent_seq, depth, author_name, text, body, created_ms, status, shown, \
             replies, likes, owner) VALUES (?, ?, ?, ?, ?, 'Asha', ?, ?, ?, ?, ?, ?, ?, x'aa')",
            params![
                seq,
                key(seq),
                article,
                parent,
                depth,
                text,
                body,
                NOON + i64::from(seq),
                status,
                is_shown,
                replies,
                likes
            ],
        );
    }
    for voter in [1_u8, 2] {
        write("INSERT INTO likes VALUES (1, ?)", params![[voter; 32]]);
    }
    write("INSERT INTO reports VALUES (4, x'01', 'Rude.', ?)", params![NOON]);
    write("INSERT INTO view_marks VALUES (2, x'00112233445566778899aabbccddeeff', ?)", params![NOON - 1]);
    Data::of_folder(folder)
}

// S13
#[tokio::test]
async fn nothing_of_the_second_version_is_lost_and_one_article_has_one_name() {
    const COMMENTS: &str = "SELECT json_array(seq, id, parent_seq, depth, text, body, created_ms, status, shown, replies, likes, \
                            hex(owner)) FROM comments ORDER BY seq";
    let data = of_second_version();
    let before = rows(&data, COMMENTS);
    let server = TestServer::on(Arc::clone(&data), &[]).await;
    assert_eq!(rows(&data, COMMENTS), before);
    // Three spellings of one address are one article, with the views of all.
    for address in
        ["https://paper.example/rain", "http://paper.example/rain/", "https://paper.example/rain?utm_source=mail#x"]
    {
        let page = server.get(&format!("/api/v1/comments?article={}", encoded(address))).await.json();
        assert_eq!(page["count"], 3, "{address}: {page}");
        assert_eq!(server.see(address, "curl/8").await.json()["views"], 17);
    }
    assert_eq!(rows(&data, "SELECT json_array(site, key, views, comments) FROM articles ORDER BY key").len(), 2);
    assert_eq!(rows(&data, "SELECT json_array(comment_seq, reason) FROM reports"), [r#"[4,"Rude."]"#]);
    assert_eq!(rows(&data, "SELECT json_array(seq, reports) FROM comments WHERE reports > 0"), ["[4,1]"]);
    assert!(rows(&data, "SELECT json_array(parent) FROM pragma_foreign_key_check").is_empty());
    // What is stored goes on from there.
    let comment = json!({ "article": "http://paper.example/rain", "author": { "name": "Ben" }, "text": "Four." });
    assert_eq!(server.post(&key(9), None, &comment).await.status, 201);
    let server = server.restart().await;
    assert_eq!(server.get("/api/v1/comments?article=https://paper.example/rain/").await.json()["count"], 4);
}

fn encoded(text: &str) -> String {
    url::form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

// S13
#[tokio::test]
async fn a_database_of_a_later_version_is_left_alone() {
    let folder = of_first_version();
    let file = folder.path().join("article-viewer.sqlite");
    Connection::open(&file).expect("the database").pragma_update(None, "user_version", 99).expect("its version");
    let before = std::fs::read(&file).expect("the file");
    let refusal = TestServer::refused(&folder).await;
    assert!(refusal.contains("later version"), "{refusal}");
    assert!(refusal.contains("article-viewer.sqlite"), "{refusal}");
    // That it is opened in WAL mode is written in two bytes of the header (SQLite, "Database File Format", §1.3).
    assert_eq!(std::fs::read(&file).expect("the file")[100..], before[100..]);
}

// S13
#[tokio::test]
async fn an_update_that_fails_midway_leaves_what_was() {
    let folder = of_first_version();
    // The second version cannot make this table.
    let database = Connection::open(folder.path().join("article-viewer.sqlite")).expect("the database");
    database.execute_batch("CREATE TABLE likes (x)").expect("a table");
    assert!(TestServer::refused(&folder).await.contains("likes already exists"));
    assert_eq!(rows(&folder, "SELECT id FROM comments").len(), 7);
    database.execute_batch("DROP TABLE likes").expect("gone");
    let server = TestServer::on(folder, &[]).await;
    assert_eq!(server.listed("").await.len(), 3);
}
