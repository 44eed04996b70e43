//! Whole files, with everything in them that goes wrong.

use std::{io::Write as _, path::PathBuf};

use rusqlite::Connection;

use super::{
    report::Reason::{self, self as R},
    *,
};

fn fixture(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/import").join(name)
}

fn base() -> Url {
    Url::parse("https://gazette.example/").expect("an address")
}

fn read_all(source: Source, file: &Path, base: Option<&Url>) -> (Vec<Foreign>, Report) {
    let (comments, report) = read(source, file, base).expect("comments");
    assert_eq!(report.read(), report.placed() + report.left_out(), "{report}");
    assert_eq!(report.placed(), comments.len() as u64);
    for (index, comment) in comments.iter().enumerate() {
        let is_before = |parent: &String| comments[..index].iter().any(|above| above.id == *parent);
        assert!(comment.parent.as_ref().is_none_or(is_before), "a parent comes first: {comment:?}");
        assert!(!comments[..index].iter().any(|above| above.id == comment.id), "ids are there once: {comment:?}");
        for runs in ["script>alert", "javascript:", "onerror", "@mail.example", "192.0.2"] {
            assert!(!comment.body.json().contains(runs) && !comment.text.contains(runs), "{comment:?}");
        }
    }
    (comments, report)
}

#[track_caller]
fn of<'a>(comments: &'a [Foreign], text: &str) -> &'a Foreign {
    comments.iter().find(|comment| comment.text.contains(text)).unwrap_or_else(|| panic!("no {text:?}"))
}

fn counts<const N: usize>(report: &Report, reasons: [Reason; N]) -> [u64; N] {
    reasons.map(|reason| report.count(reason))
}

#[test]
fn an_export_of_wordpress_is_read() {
    let (comments, report) = read_all(Source::Wxr, &fixture("wordpress.xml"), Some(&base()));
    let first = of(&comments, "First");
    assert_eq!(first.author_name, "Tom & Nora");
    assert_eq!(first.text, "First **line**,\nsecond line.\n\nSecond paragraph & more: a \\]\\]> b.");
    assert_eq!(first.article, "https://gazette.example/ferry/");
    assert_eq!(first.created_ms, 1_588_413_600_000);

    let reply = of(&comments, "שלום 👋🏽");
    assert_eq!((&*reply.author_name, reply.parent.as_ref()), ("مريم", Some(&first.id)));
    assert!(reply.body.json().contains("\"url\":\"https://link.example/?a=1&b=2\""), "{}", reply.body.json());

    assert_eq!(of(&comments, "Hello there").author_name, "<script>alert(1)</script>");
    let control = of(&comments, "Bell");
    assert_eq!((&*control.author_name, &*control.text), ("Null name", "Bell \\<b> \u{FFFD}text \u{a0}end"));
    assert_eq!((&*of(&comments, "Without").author_name, of(&comments, "Without").status), ("Anonymous", Status::Hold));
    assert_eq!(of(&comments, "Buy").status, Status::Spam);
    assert_eq!(of(&comments, "Odd").status, Status::Hold);

    let answer = of(&comments, "I answer");
    let gone = comments.iter().find(|comment| Some(&comment.id) == answer.parent.as_ref()).expect("its place");
    assert_eq!((gone.status, &*gone.author_name, &*gone.text, &gone.body), (Status::Trash, "", "", &Body::empty()));

    assert_eq!(of(&comments, "Ring A").parent, None);
    assert_eq!(of(&comments, "Ring B").parent.as_ref(), Some(&of(&comments, "Ring A").id));
    assert_eq!(of(&comments, "My parent").parent, None);
    assert_eq!(of(&comments, "When was").created_ms, 1_588_320_000_000);
    assert_eq!(of(&comments, "A very long").text.chars().count(), 7_199);
    let own = of(&comments, "our fields");
    assert_eq!((&*own.id, own.likes), ("0190b3a4-7c1e-7d2a-9e55-0a1b2c3d4e5f", 4));

    let deep: Vec<_> = comments.iter().filter(|comment| comment.article.ends_with("/deep/")).collect();
    assert_eq!(deep.len(), 6);
    assert!(deep.windows(2).all(|pair| pair[1].parent.as_ref() == Some(&pair[0].id)));

    assert_eq!(of(&comments, "Five stars").status, Status::Approved);
    assert_eq!(of(&comments, "Among us").status, Status::Hold);

    let left_out = [R::Deleted, R::Pingback, R::NotByReader, R::Twice, R::NoText, R::ArticleDeleted, R::NoAddress];
    assert_eq!(counts(&report, left_out), [1; 7], "{report}");
    let changed = [R::PlaceKept, R::ParentMissing, R::Circle, R::NoDate, R::NoStatus, R::NotPublic, R::LongText];
    assert_eq!(counts(&report, changed), [1; 7], "{report}");
    assert_eq!((report.read(), report.left_out()), (30, 7), "{report}");
}

#[test]
fn an_export_of_disqus_is_read() {
    let (comments, report) = read_all(Source::Disqus, &fixture("disqus.xml"), None);
    let first = of(&comments, "One");
    assert_eq!((&*first.author_name, &*first.text), ("Ngọc 🌊", "One **bold**.\n\nTwo\nthree."));
    assert_eq!(first.article, "https://gazette.example/ferry/?a=1&b=2");
    let reply = of(&comments, "Through another");
    assert_eq!((&reply.article, reply.parent.as_ref()), (&first.article, Some(&first.id)));
    assert_eq!((&*of(&comments, "Cheap").author_name, of(&comments, "Cheap").status), ("reader", Status::Spam));
    assert_eq!(of(&comments, "Lines").text, "Lines\nwithout paragraphs & \\<tags>");
    assert_eq!(of(&comments, "run").text, "run [go](https://disq.example/x)");
    assert!(!comments.iter().any(|comment| comment.text.contains("somebody who left")));
    assert_eq!(of(&comments, "By its identifier").article, "https://gazette.example/tides/");
    // It went to `12%20https://…` below the base.
    assert_eq!(of(&comments, "By what the plug-in").article, "https://gazette.example/?p=12");
    // It was published.
    assert!(!comments.iter().any(|comment| comment.text.contains("a thread that was deleted")));

    let expected = [R::Deleted, R::ArticleDeleted, R::NotWeb, R::Path, R::NoAddress, R::PlaceKept, R::NoDate];
    assert_eq!(counts(&report, expected), [1; 7], "{report}");
    let (with_base, _) = read_all(Source::Disqus, &fixture("disqus.xml"), Some(&base()));
    assert_eq!(of(&with_base, "On a path").article, "https://gazette.example/relative");
}

#[test]
fn a_database_of_isso_is_read() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("comments.db");
    let database = Connection::open(&file).expect("a database");
    database
        .execute_batch(
            "PRAGMA foreign_keys = OFF;
             CREATE TABLE threads (id INTEGER PRIMARY KEY, uri VARCHAR(256) UNIQUE, title VARCHAR(256));
             CREATE TABLE comments (tid REFERENCES threads(id), id INTEGER PRIMARY KEY, parent INTEGER, created FLOAT NOT NULL,
                modified FLOAT, mode INTEGER, remote_addr VARCHAR, text VARCHAR, author VARCHAR, email VARCHAR,
                website VARCHAR, likes INTEGER DEFAULT 0, dislikes INTEGER DEFAULT 0, voters BLOB NOT NULL,
                notification INTEGER DEFAULT 0);
             INSERT INTO threads VALUES (1, '/ferry/', 'The ferry'), (2, 'https://other.example/x', NULL);
             INSERT INTO comments VALUES
                (1, 1, NULL, 1588413600.5, 1588413700.25, 1, '192.0.2.0', 'Some *stress* and `code`.', 'Asha', 'a@mail.example', NULL, 3, 9, x'00', 0),
                (1, 2, 1, 1588413601.0, NULL, 2, '192.0.2.0', '<script>alert(1)</script> [x](javascript:alert(1))', NULL, NULL, NULL, 0, 0, x'00', 0),
                (1, 3, NULL, 1588413602.0, NULL, 4, '192.0.2.0', '', NULL, NULL, NULL, 0, 0, x'00', 0),
                (1, 4, 3, 1588413603.0, NULL, 1, '192.0.2.0', 'An answer to what is gone.', 'Tom &amp; Nora', NULL, NULL, 0, 0, x'00', 0),
                (1, 5, NULL, 1588413604.0, NULL, 4, '192.0.2.0', '', NULL, NULL, NULL, 0, 0, x'00', 0),
                (2, 6, NULL, 1588413605.0, NULL, 7, '192.0.2.0', 'Elsewhere.', 'Bo', NULL, NULL, 0, 0, x'00', 0),
                (9, 7, NULL, 1588413606.0, NULL, 1, '192.0.2.0', 'In no thread.', 'Cy', NULL, NULL, 0, 0, x'00', 0);",
        )
        .expect("tables");
    drop(database);

    let read_hostile = |base: Option<&Url>| read(Source::Isso, &file, base).expect("comments");
    let (comments, report) = read_hostile(Some(&base()));
    let first = of(&comments, "stress");
    assert_eq!((first.created_ms, first.modified_ms), (1_588_413_600_500, Some(1_588_413_700_250)));
    assert_eq!((&*first.article, first.likes), ("https://gazette.example/ferry/", 3));
    let typed = of(&comments, "<script>");
    assert_eq!(
        (&*typed.author_name, typed.status, typed.parent.as_ref()),
        ("Anonymous", Status::Hold, Some(&first.id))
    );
    assert!(!typed.body.json().contains("\"link\""), "{}", typed.body.json());
    let answer = of(&comments, "An answer");
    assert_eq!((&*answer.author_name, answer.parent.is_some()), ("Tom & Nora", true));
    assert_eq!(of(&comments, "Elsewhere").article, "https://other.example/x");
    let reasons = [Reason::Deleted, Reason::PlaceKept, Reason::NoStatus, Reason::NoAddress];
    assert_eq!(counts(&report, reasons), [1; 4], "{report}");
    assert_eq!((report.read(), report.placed(), report.left_out()), (7, 5, 2));

    // The others were placed, and stood there twice when the base was given later.
    let refusal = read(Source::Isso, &file, None).expect_err("some are of a path").to_string();
    assert!(refusal.contains("is a path, /ferry/: give --base https://…; nothing was imported"), "{refusal}");
    let ids = |base: Option<&str>| {
        let base = base.map(|base| Url::parse(base).expect("an address"));
        let comments = read(Source::Isso, &file, base.as_ref()).expect("comments").0;
        comments.into_iter().map(|comment| comment.id).collect::<Vec<_>>()
    };
    assert_eq!(ids(Some("http://GAZETTE.example:80")), ids(Some("https://gazette.example/")));
    let blog = ids(Some("https://blog.example/"));
    assert_eq!(blog.iter().filter(|id| ids(Some("https://gazette.example/")).contains(*id)).count(), 1);
    let database = Connection::open(&file).expect("the database");
    database.execute_batch("DELETE FROM comments WHERE tid = 1; DELETE FROM threads WHERE id = 1").expect("a table");
    assert_eq!(ids(None), ids(Some("https://blog.example/")));
}

// They were there twice.
#[test]
fn an_export_of_a_site_that_has_moved_to_https_has_the_same_comments() {
    let export = |site: &str| {
        let text = std::fs::read_to_string(fixture("wordpress.xml")).expect("the fixture");
        let (before, rest) = text.split_once("<wp:base_blog_url>").expect("an address");
        let (_, after) = rest.split_once("</wp:base_blog_url>").expect("its end");
        let mut file = tempfile::NamedTempFile::new().expect("a file");
        write!(file, "{before}<wp:base_blog_url>{site}</wp:base_blog_url>{after}").expect("room");
        read_all(Source::Wxr, file.path(), Some(&base())).0
    };
    assert_eq!(export("http://Gazette.example/"), export("https://gazette.example"));
    assert_ne!(export("https://gazette.example/blog"), export("https://gazette.example"));
}

#[test]
fn the_same_file_gives_the_same_comments() {
    for (source, name) in [(Source::Wxr, "wordpress.xml"), (Source::Disqus, "disqus.xml")] {
        let first = read_all(source, &fixture(name), Some(&base()));
        assert_eq!(first, read_all(source, &fixture(name), Some(&base())));
    }
}

#[test]
fn what_cannot_be_read_to_its_end_imports_nothing() {
    let file = |content: &[u8]| {
        let mut file = tempfile::NamedTempFile::new().expect("a file");
        file.write_all(content).expect("room");
        file
    };
    let whole = std::fs::read(fixture("wordpress.xml")).expect("the fixture");
    for (source, content, why) in [
        (Source::Wxr, &whole[..whole.len() / 2], "line "),
        (Source::Wxr, b"<rss><channel><item><wp:comment>\xff</wp:comment></item></channel></rss>", "byte "),
        (Source::Disqus, b"\x1f\x8b\x08", "is compressed: unpack it first"),
        (Source::Disqus, &whole, "expected <disqus> first, found <rss>"),
        (Source::Isso, &whole, "is no database of Isso"),
        (Source::Isso, b"", "is no database of Isso"),
    ] {
        let file = file(content);
        let error = read(source, file.path(), None).expect_err(why).to_string();
        assert!(error.contains(why) && error.ends_with("; nothing was imported"), "{error}");
    }
    assert!(read(Source::Isso, Path::new("/nowhere/comments.db"), None).is_err());
}

/// Row "billion laughs".
#[test]
fn a_file_that_declares_entities_is_refused() {
    let mut file = tempfile::NamedTempFile::new().expect("a file");
    let mut laughs = "<?xml version=\"1.0\"?><!DOCTYPE rss [<!ENTITY a0 \"ha\">".to_owned();
    for depth in 1..20 {
        let ten = format!("&a{};", depth - 1).repeat(10);
        laughs = laughs + "<!ENTITY a" + &depth.to_string() + " \"" + &ten + "\">";
    }
    laughs += "]><rss><channel><item><title>&a19;</title></item></channel></rss>";
    file.write_all(laughs.as_bytes()).expect("room");
    for source in [Source::Wxr, Source::Disqus] {
        let error = read(source, file.path(), None).expect_err("refused").to_string();
        assert!(error.contains("document type is not read") && error.len() < 300, "{error}");
    }
}
