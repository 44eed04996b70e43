//! Comments of other systems in and out.

use std::path::{Path, PathBuf};

use rusqlite::Connection;
use serde_json::Value;

use super::place::{Place, listed, of};
use crate::process::helpers::{folder, isolated};

fn fixture(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/import").join(name)
}

/// A database as Isso makes it.
fn isso(file: &Path) {
    let database = Connection::open(file).expect("a database");
    let tables = "CREATE TABLE threads (id INTEGER PRIMARY KEY, uri VARCHAR(256) UNIQUE, title VARCHAR(256));
         CREATE TABLE comments (tid REFERENCES threads(id), id INTEGER PRIMARY KEY, parent INTEGER, created FLOAT NOT NULL,
            modified FLOAT, mode INTEGER, remote_addr VARCHAR, text VARCHAR, author VARCHAR, email VARCHAR, website VARCHAR,
            likes INTEGER DEFAULT 0, dislikes INTEGER DEFAULT 0, voters BLOB NOT NULL, notification INTEGER DEFAULT 0);
         INSERT INTO threads VALUES (1, '/boats/', 'Boats');
         INSERT INTO comments VALUES
            (1, 1, NULL, 1588413600.5, NULL, 1, '192.0.2.0', 'Some *stress*.', 'Asha', 'a@mail.example', NULL, 3, 9, x'00', 0),
            (1, 2, 1, 1588413601.0, NULL, 1, '192.0.2.0', '<b>typed</b>', NULL, NULL, NULL, 0, 0, x'00', 0),
            (1, 3, NULL, 1588413602.0, NULL, 4, '192.0.2.0', '', NULL, NULL, NULL, 0, 0, x'00', 0),
            (1, 4, 3, 1588413603.0, NULL, 2, '192.0.2.0', 'It waits.', 'مريم', NULL, NULL, 0, 0, x'00', 0);";
    database.execute_batch(tables).expect("tables");
}

/// How many comments there are.
fn count(place: &Place) -> usize {
    of(&place.records(), "comment").len()
}

/// Everything listed under every article.
fn all_listed(place: &Place) -> Vec<(String, Vec<Value>)> {
    let mut articles: Vec<_> = of(&place.records(), "article")
        .iter()
        .map(|article| article["key"].as_str().expect("a key").to_owned())
        .collect();
    articles.sort();
    let server = place.serve();
    articles.into_iter().map(|article| (article.clone(), listed(&server, &article))).collect()
}

/// The same with text that stands in several pieces as one.
fn joined(mut value: Value) -> Value {
    match &mut value {
        Value::Array(values) => {
            let mut whole: Vec<Value> = Vec::new();
            for value in std::mem::take(values).into_iter().map(joined) {
                match (whole.last_mut(), value) {
                    (Some(Value::String(text)), Value::String(more)) => text.push_str(&more),
                    (_, value) => whole.push(value),
                }
            }
            *values = whole;
        }
        Value::Object(members) => members.values_mut().for_each(|member| *member = joined(member.take())),
        _ => {}
    }
    value
}

#[test]
fn files_of_others_are_taken_in_once_and_come_out_as_they_were() {
    for place in Place::all() {
        let database = place.file("comments.db");
        isso(&database);
        let files = [("wxr", fixture("wordpress.xml")), ("disqus", fixture("disqus.xml")), ("isso", database)];
        let mut there = 0;
        drop(place.serve());
        for (from, file) in &files {
            let file = file.to_str().expect("UTF-8");
            let import = ["import", "--from", from, "--base=https://gazette.example", file];
            let dry = [&import[..], &["--dry-run"]].concat();
            let said = place.run(&dry);
            assert!(said.contains("would be new, 0 there already; nothing was changed"), "{said}");
            assert_eq!(count(&place), there, "a dry run of {from} changes nothing");
            let said = place.run(&import);
            assert!(said.contains(" left out.") && said.contains(" new, 0 there already"), "{said}");
            let new = count(&place) - there;
            assert!(new > 0 && said.contains(&format!("= {new} placed + ")), "{said}");
            there += new;
            let records = place.records();
            let said = place.run(&import);
            assert!(said.contains(&format!("Comments: 0 new, {new} there already")), "{said}");
            let said = place.run(&dry);
            assert!(said.contains(&format!("Comments: 0 would be new, {new} there already")), "{said}");
            assert_eq!(place.records(), records, "{from} again changes nothing");
        }
        let was = all_listed(&place);
        let spam: Vec<_> = place.records().into_iter().filter(|record| record["status"] == "spam").collect();
        assert!(
            !spam.is_empty() && spam.iter().all(|spam| spam["text"] != ""),
            "a server on it does not forget it at once"
        );
        for (to, is_exact) in [("ndjson", true), ("wxr", false)] {
            let other = place.another();
            let file = other.file(to);
            let file = file.to_str().expect("UTF-8");
            place.run(&["export", "--to", to, file]);
            other.run(&["import", "--from", to, file]);
            let is = all_listed(&other);
            if is_exact {
                assert_eq!(is, was);
                assert_eq!(other.records(), place.records());
            }
            let joined = |all: &[(String, Vec<Value>)]| -> Vec<_> {
                // Articles under which nobody reads anything are in no export.
                let read = all.iter().filter(|(_, comments)| !comments.is_empty());
                read.map(|(article, comments)| (article.clone(), joined(Value::Array(comments.clone())))).collect()
            };
            assert_eq!(joined(&is), joined(&was), "{to}");
        }
    }
}

#[test]
fn comments_go_where_their_article_is_now_and_to_the_site_it_is_of() {
    let place = Place::sqlite();
    let database = place.file("comments.db");
    isso(&database);
    let database = database.to_str().expect("UTF-8");
    let sites = place.file("sites.toml");
    let text = "[[site]]\nname = \"gazette\"\norigins = [\"https://gazette.example\"]\n\
                [[site]]\nname = \"blog\"\norigins = [\"https://blog.example\"]\n";
    std::fs::write(&sites, text).expect("room");
    let sites = format!("--sites={}", sites.display());
    let import = ["import", &sites, "--from=isso", database];

    let said = place.run(&[&import[..], &["--base=https://elsewhere.example"]].concat());
    assert!(said.contains("4 of the placed are left out: their articles are of no site here"), "{said}");
    assert!(said.contains("4: https://elsewhere.example/boats/") && said.contains("Comments: 0 new"), "{said}");
    place.run(&[&import[..], &["--base=https://elsewhere.example", "--site=blog"]].concat());
    place.run(&[&import[..], &["--base=https://blog.example"]].concat());
    place.run(&["rename", &sites, "https://blog.example/boats", "https://blog.example/ships"]);
    place.run(&[&import[..], &["--base=http://blog.example/?again"]].concat());

    let records = place.records();
    let of_site: Vec<_> = of(&records, "comment")
        .iter()
        .map(|comment| format!("{} {}", comment["site"], comment["article"]).replace('"', ""))
        .collect();
    assert_eq!(of_site[..4], ["blog https://elsewhere.example/boats"; 4]);
    assert_eq!(of_site[4..], ["blog https://blog.example/ships"; 8]);
    let said = place.refuse(&["export", &sites, "--to=wxr", "-"]);
    assert!(said.contains("name it with --site, one of gazette, blog"), "{said}");
    let said = place.refuse(&["import", &sites, "--from=isso", database, "--site=news"]);
    assert!(said.contains("there is no site news: known are gazette, blog"), "{said}");
}

#[test]
fn a_file_that_is_not_what_it_should_be_changes_nothing() {
    let place = Place::sqlite();
    let wordpress = fixture("wordpress.xml");
    let wordpress = wordpress.to_str().expect("UTF-8");
    for from in ["disqus", "isso", "ndjson"] {
        place.refuse(&["import", "--from", from, wordpress]);
    }
    assert!(place.refuse(&["import", "--from=wxr", "/nonexistent"]).contains("nothing was imported"));
    assert!(place.refuse(&["import", "--from=ndjson", "--site=default", wordpress]).contains("leave out --site"));
    assert_eq!(count(&place), 0);
}

// It panicked, before anything was stored.
#[test]
fn what_cannot_be_told_is_imported_all_the_same_and_the_exit_code_says_so() {
    let place = Place::sqlite();
    let wordpress = fixture("wordpress.xml");
    let wordpress = wordpress.to_str().expect("UTF-8");
    let full = || std::fs::File::options().write(true).open("/dev/full").expect("a full device");
    let mut import = place.command(&["import", "--from=wxr", "--base=https://gazette.example", wordpress]);
    let output = import.stdout(full()).output().expect("it runs");
    let said = String::from_utf8(output.stderr).expect("UTF-8");
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.contains("everything is stored: what there is to say cannot be written"), "{said}");
    assert!(count(&place) > 0);
    for command in [&["person", "export", "--name=Asha"][..], &["invite"]] {
        let output = place.command(command).stdout(full()).output().expect("it runs");
        let said = String::from_utf8(output.stderr).expect("UTF-8");
        assert_eq!(output.status.code(), Some(1), "{said}");
        assert!(said.contains("cannot be written") && !said.contains("panicked"), "{said}");
        // Whoever reads on has gone before a word is written.
        let (reader, writer) = std::io::pipe().expect("a pipe");
        drop(reader);
        let output = place.command(command).stdout(writer).output().expect("it runs");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
}

// Those of import stood there, too.
#[test]
fn the_help_of_export_names_what_it_writes() {
    let help = Place::sqlite().run(&["export", "--help"]);
    assert!(help.contains("ndjson:") && help.contains("wxr:"), "{help}");
    assert!(!help.contains("disqus") && !help.contains("isso"), "{help}");
}

// It made the folder, and a database in it.
#[test]
fn a_dry_run_where_nothing_is_yet_leaves_nothing() {
    let place = Place::sqlite();
    let wordpress = fixture("wordpress.xml");
    let import = ["import", "--from=wxr", "--dry-run", wordpress.to_str().expect("UTF-8")];
    let new = place.file("new");
    let mut command = place.command(&import);
    let output = command.arg("--data").arg(&new).output().expect("it runs");
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(said.contains("would be new, 0 there already"), "{said}{}", String::from_utf8_lossy(&output.stderr));
    place.run(&import);
    assert_eq!(std::fs::read_dir(place.file("")).expect("the folder").count(), 0);
}

// It was no database of Isso, or damaged.
#[test]
fn a_database_of_isso_in_a_folder_that_only_reads_is_read() {
    let place = Place::sqlite();
    let sources = folder();
    let file = sources.path().join("a copy?.db");
    isso(&file);
    let open = || Connection::open(&file).expect("a database");
    open().pragma_update(None, "journal_mode", "WAL").expect("a log");
    let script = format!(
        "mount --bind '{0}' '{0}' && mount -o remount,bind,ro '{0}' && exec \"$@\"",
        sources.path().to_str().expect("UTF-8")
    );
    let run = || {
        let mut command = isolated(place.file("").as_path(), &script)?;
        command.args(["import", "--from=isso", "--base=https://gazette.example"]).arg(&file);
        let output = command.output().expect("it runs");
        Some(String::from_utf8([output.stdout, output.stderr].concat()).expect("UTF-8"))
    };
    let Some(said) = run() else { return };
    assert!(said.contains("Comments: 4 new"), "{said}");
    // What is in the log alone would be missing.
    let database = open();
    database.execute("UPDATE comments SET likes = 4", []).expect("written");
    let log = sources.path().join("a copy?.db-wal");
    let kept = std::fs::read(&log).expect("a log");
    drop(database);
    std::fs::write(&log, kept).expect("room");
    let said = run().expect("as before");
    assert!(said.contains("copy both into another folder and import that; nothing was imported"), "{said}");
}
