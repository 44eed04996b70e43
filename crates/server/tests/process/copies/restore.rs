//! Backups: of a server at work, cut off, given back.

use std::{collections::BTreeMap, fs, thread, time::Duration};

use serde_json::Value;

use super::{
    load::Load,
    place::{Place, likes, listed, of, read, records},
};

fn id(comment: &Value) -> &str {
    comment["id"].as_str().expect("an id")
}

/// The comments that a server lists, and how many like each.
fn liked(comments: &[Value]) -> BTreeMap<String, u64> {
    let likes = |comment: &Value| (id(comment).to_owned(), comment["likes"].as_u64().expect("a number"));
    comments.iter().map(likes).filter(|(_, likes)| *likes > 0).collect()
}

// S35
#[test]
fn a_backup_under_load_is_of_one_moment_and_can_be_restored() {
    for place in Place::all() {
        let server = place.serve();
        let file = place.file("backup.ndjson");
        let name = file.to_str().expect("UTF-8");
        Load::on(&server, |load| {
            let (written, liked_before) = (load.written(), load.liked());
            place.run(&["backup", name]);
            load.wait_for(1);
            let there = read(&file);
            let in_file: Vec<_> = of(&there, "comment").into_iter().map(id).collect();
            assert!(written.iter().all(|key| in_file.contains(&key.as_str())), "all that was acknowledged is in it");
            let likes = likes(&there);
            assert!(liked_before.iter().all(|key| likes.contains_key(key)), "and so are likes");

            let other = place.another();
            other.run(&["restore", name]);
            let restored = other.serve();
            let comments = listed(&restored, "a");
            assert_eq!(comments.len(), in_file.len());
            assert_eq!(liked(&comments), likes);
            let (_, counts) = restored.get("/api/v1/comments?article=a&limit=1");
            let counts: Value = serde_json::from_str(&counts).expect("JSON");
            assert_eq!(counts["count"].as_u64(), Some(in_file.len() as u64), "{counts}");
            // What it gives is the same again, but for its end.
            assert_eq!(records(&other.run(&["backup", "-"])), there);
        });
    }
}

// S19
#[test]
fn a_backup_that_is_killed_leaves_no_file_of_its_name() {
    let place = Place::sqlite();
    import_many(&place, 6_000);
    let file = place.file("backup.ndjson");
    let name = file.to_str().expect("UTF-8");
    let partial = place.file("backup.ndjson.partial");
    let mut killed = 0;
    for _ in 0..10 {
        let mut backup = place.command(&["backup", name]).spawn().expect("it runs");
        while backup.try_wait().expect("its state").is_none() {
            if fs::metadata(&partial).is_ok_and(|partial| partial.len() > 0) {
                backup.kill().expect("it is killed");
                break;
            }
            thread::sleep(Duration::from_micros(200));
        }
        if backup.wait().expect("it ended").success() {
            fs::remove_file(&file).expect("it was too fast");
        } else {
            killed += 1;
            assert!(!file.exists());
        }
    }
    assert!(killed > 0, "it always was too fast");
    // What is left of it is in nobody's way.
    place.run(&["backup", name]);
    assert_eq!(of(&read(&file), "comment").len(), 6_000);
    assert!(!partial.exists());
    assert!(place.refuse(&["backup", name]).contains("is there already"));
}

#[test]
fn a_file_that_is_not_whole_is_refused_and_nothing_of_it_is_stored() {
    for place in Place::all() {
        import_many(&place, 1_200);
        let whole = place.run(&["backup", "-"]);
        let other = place.another();
        let file = other.file("damaged.ndjson");
        let name = file.to_str().expect("UTF-8");
        let lines: Vec<_> = whole.lines().collect();
        let damaged = [
            (whole[..whole.len() / 2].to_owned(), "this is no record"),
            (lines[..lines.len() - 1].join("\n"), "the rest of it is missing"),
            (lines[..700].join("\n"), "the rest of it is missing"),
            (lines[1..].join("\n"), "it does not begin with its version"),
            ([&lines[..600], &lines[601..]].concat().join("\n"), "records, where"),
            (whole.clone() + lines[5], "goes on after its end"),
            (whole.replace("\"version\":1", "\"version\":2"), "a later version"),
            (String::new(), "the rest of it is missing"),
            // Every line is a record, and there are as many as there were.
            (whole.replace("Number 7 of many", "Number 8 of many"), "it was changed"),
            (whole.replace("\"views\":0", "\"views\":9"), "it was changed"),
        ];
        for (text, why) in damaged {
            fs::write(&file, text).expect("room");
            let said = other.refuse(&["restore", name]);
            assert!(said.contains(why) && said.contains("nothing was stored"), "{why}: {said}");
            assert!(of(&other.records(), "comment").is_empty(), "{why}");
        }
        fs::write(&file, &whole).expect("room");
        other.run(&["restore", name]);
        assert_eq!(records(&other.run(&["backup", "-"])), records(&whole));
    }
}

// They were stored; with the body, the list of the article was an error from then on.
#[test]
fn records_that_could_not_be_are_refused_by_their_line() {
    let place = Place::sqlite();
    let file = place.file("strange.ndjson");
    let name = file.to_str().expect("UTF-8");
    let begin = r#"{"kind":"begin","of":"article-viewer","version":1}"#;
    let id = "018f0000-0000-7000-9000-000000000000";
    let comment = |more: &str| {
        let rest =
            r#""author-name":"Asha","text":"Words","created-ms":1700000000000,"status":"approved","article":"a""#;
        format!("{{\"kind\":\"comment\",{rest},{more}}}")
    };
    let write = |line: &str| {
        fs::write(&file, format!("{begin}\n{line}\n{{\"kind\":\"end\",\"records\":2}}\n")).expect("room");
    };
    for (line, why) in [
        (comment(r#""site":"default","id":"7""#), "line 2: expected the id of a comment"),
        (comment(r#""site":"default","id":"018F0000-0000-7000-9000-000000000000""#), "in small letters"),
        (comment(&format!(r#""site":"default","parent":"7","id":"{id}""#)), "line 2: expected the id of a comment"),
        (comment(&format!(r#""site":"../Etc","id":"{id}""#)), "line 2: expected the name of a site, found \"../Etc\""),
        (r#"{"kind":"site","name":"","hold":"none","read-only-days":null}"#.to_owned(), "expected the name of a site"),
    ] {
        write(&line);
        for command in [&["import", "--from=ndjson", name][..], &["restore", name]] {
            let said = place.refuse(command);
            assert!(said.contains(why) && said.contains("nothing was stored"), "{said}");
        }
    }
    write(&comment(&format!(r#""site":"default","id":"{id}","body":"({{""#)));
    for command in [&["import", "--from=ndjson", name][..], &["restore", "--overwrite", name]] {
        place.run(command);
        let there = listed(&place.serve(), "a");
        assert_eq!(there[0]["body"], serde_json::json!([{ "type": "paragraph", "content": ["Words"] }]));
    }
}

#[test]
fn where_there_is_no_database_none_is_made_to_be_copied() {
    let place = Place::sqlite();
    for command in [&["backup", "-"][..], &["export", "--to=ndjson", "-"], &["migrate", "--to=/nonexistent"]] {
        assert!(place.refuse(command).contains("there is no database in"));
    }
    assert!(!place.file("article-viewer.sqlite").exists());
}

/// `invite` made one where the folder had a slip in its name, and printed a link that led nowhere.
#[test]
fn where_there_is_no_database_none_is_made_to_be_changed() {
    let place = Place::sqlite();
    for command in [&["invite"][..], &["rename", "a", "b"], &["person", "erase", "--name=Asha"]] {
        let said = place.refuse(command);
        assert!(said.contains("there is no database in") && said.contains("when it first starts"), "{said}");
    }
    assert!(!place.file("article-viewer.sqlite").exists());
}

#[test]
fn what_holds_something_is_not_restored_over_unless_told_to() {
    let place = Place::sqlite();
    import_many(&place, 3);
    let file = place.file("backup.ndjson");
    let name = file.to_str().expect("UTF-8");
    place.run(&["backup", name]);
    assert!(place.refuse(&["restore", name]).contains("holds 3 comments already; --overwrite"));
    let said = place.run(&["restore", "--overwrite", name]);
    assert!(said.contains("Comments: 0 new, 3 there already, 0 of them changed"), "{said}");
}

/// Comments under ten articles, by way of a file that says so.
fn import_many(place: &Place, count: u32) {
    let mut lines = vec![r#"{"kind":"begin","of":"article-viewer","version":1}"#.to_owned()];
    for number in 0..count {
        let comment = serde_json::json!({
            "kind": "comment", "id": format!("018f0000-0000-7000-9000-{number:012}"), "site": "default",
            "article": format!("https://gazette.example/{}", number % 10), "author-name": "Asha",
            "text": format!("Number {number} of many. {}", "Words. ".repeat(20)), "created-ms": 1_700_000_000_000_u64 + u64::from(number),
            "status": "approved",
        });
        lines.push(comment.to_string());
    }
    lines.push(format!("{{\"kind\":\"end\",\"records\":{}}}", lines.len()));
    let file = place.file("many.ndjson");
    fs::write(&file, lines.join("\n")).expect("room");
    let said = place.run(&["import", "--from=ndjson", file.to_str().expect("UTF-8")]);
    assert!(said.contains(&format!("Comments: {count} new")), "{said}");
}
