//! What is written is read again as what it was.

use std::io::Write as _;

use engagement::comments::Author;
use serde_json::{Value, json};

use super::*;
use crate::{
    import::{Foreign, Source, read},
    markdown,
};

fn id(number: u32) -> String {
    format!("00000000-0000-7000-8000-{number:012}")
}

fn comment(number: u32, parent: Option<u32>, text: &str, status: Status) -> Comment {
    Comment {
        id: id(number),
        parent: parent.map(id),
        author: Some(Author { name: "Asha <b>&amp; Rao</b> ]]>".into(), staff: false }),
        body: markdown::blocks(text),
        created_ms: 1_700_000_000_123 + i64::from(number),
        modified_ms: None,
        likes: 0,
        replies: 0,
        pinned: false,
        status,
    }
}

fn written(articles: Vec<Exported>) -> String {
    let mut out = Vec::new();
    write(&mut out, "The Gazette", "https://gazette.example/", articles.into_iter()).expect("room");
    String::from_utf8(out).expect("UTF-8")
}

fn read_again(xml: &str) -> Vec<Foreign> {
    let mut file = tempfile::NamedTempFile::new().expect("a file");
    file.write_all(xml.as_bytes()).expect("room");
    let (comments, report) = read(Source::Wxr, file.path(), None).expect("comments");
    assert_eq!(report.left_out(), 0, "{report}");
    comments
}

fn articles() -> Vec<Exported> {
    let first = vec![
        comment(1, None, "One *two*\nthree: ]]> & <b>.\n\n> Quoted\n\n- a\n- b\n\n3. c", Status::Approved),
        comment(2, Some(1), "```\ncode  ]]>\n\n  <more>\n```\n\nhttps://a.example/x?y=1&z=2 مرحبا 👋🏽", Status::Hold),
        Comment { author: None, body: Body::empty(), ..comment(3, Some(2), "", Status::Trash) },
        Comment { likes: 7, modified_ms: Some(1_700_000_009_999), ..comment(4, Some(3), "`x` **y**", Status::Spam) },
    ];
    let second = vec![comment(5, None, "Only one.", Status::Approved)];
    vec![
        Exported { address: "https://gazette.example/a?b=1&c=2".into(), comments: first },
        Exported { address: "https://gazette.example/z".into(), comments: second },
    ]
}

#[test]
fn comments_come_back_as_they_were() {
    let again = read_again(&written(articles()));
    let mut again = again.iter();
    for exported in articles() {
        for was in &exported.comments {
            let is = again.next().expect("a comment");
            assert_eq!((&is.article, &is.id, &is.parent), (&exported.address, &was.id, &was.parent));
            assert_eq!(is.author_name, was.author.as_ref().map(|author| author.name.clone()).unwrap_or_default());
            assert_eq!((is.created_ms, is.modified_ms), (was.created_ms, was.modified_ms));
            assert_eq!((is.status, is.likes), (was.status, was.likes));
            assert_eq!(joined(&is.body), joined(&was.body));
        }
    }
    assert_eq!(again.next(), None);
}

/// A body in which text that stands in several pieces is one, and a line end in a text the space it is shown as.
fn joined(body: &Body) -> Value {
    fn join(value: &mut Value) {
        match value {
            Value::Array(values) => {
                values.iter_mut().for_each(join);
                values.dedup_by(|next, text| match (text, next) {
                    (Value::String(text), Value::String(next)) => {
                        text.push_str(next);
                        true
                    }
                    _ => false,
                });
            }
            Value::Object(members) => members.values_mut().for_each(join),
            _ => {}
        }
    }
    let mut value = serde_json::from_str(body.json()).expect("JSON");
    join(&mut value);
    value
}

#[test]
fn the_same_comments_make_the_same_file() {
    assert_eq!(written(articles()), written(articles()));
    assert_eq!(written(Vec::new()).matches("<item>").count(), 0);
}

#[test]
fn numbers_lead_from_a_reply_to_its_parent() {
    let xml = written(articles());
    for (number, parent) in [(1, 0), (2, 1), (3, 2), (4, 3), (5, 0)] {
        let from = xml.find(&format!("<wp:comment_id><![CDATA[{number}]]>")).expect("the comment");
        let parent = format!("<wp:comment_parent><![CDATA[{parent}]]>");
        assert_eq!(xml[from..].find("<wp:comment_parent>"), xml[from..].find(&parent));
    }
}

#[test]
fn what_xml_cannot_say_is_left_out() {
    let body = Body::new(json!([{ "type": "paragraph", "content": ["a\u{1}b\u{ffff}c\nd"] }]).to_string());
    let xml = written(vec![Exported {
        address: "https://gazette.example/a".into(),
        comments: vec![Comment { body, ..comment(1, None, "", Status::Approved) }],
    }]);
    assert!(!xml.contains(['\u{1}', '\u{ffff}']), "{xml}");
    assert_eq!(read_again(&xml)[0].text, "abc d");
}
