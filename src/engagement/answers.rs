//! The server's answers, read by hand: derived readers and their parser would be a sixth of the wasm.

use article::{Json, Object, Platform, read_body};
use engagement::{
    comments::{Author, Status},
    live::Counts,
};

use super::{Comment, Page};

/// How often the article was seen.
pub(super) fn views(answer: &Object) -> Option<u64> {
    answer.whole("views")
}

/// What is counted of an article.
pub(super) fn counts(answer: &Object) -> Option<Counts> {
    Some(Counts { views: answer.whole("views")?, comments: answer.whole("comments")? })
}

/// A comment.
pub(super) fn comment(answer: &Object, platform: &dyn Platform) -> Option<Comment> {
    let text = |key| answer.text(key).map(str::to_owned);
    let time = |key| answer.whole(key).and_then(|time| time.try_into().ok());
    let author = answer.get("author").and_then(|author| author.as_object()?.text("name"));
    Some(Comment {
        id: text("id")?,
        parent: text("parent"),
        author: author.map(|name| Author { name: name.to_owned() }),
        body: read_body(answer, platform),
        created_ms: time("created_ms")?,
        modified_ms: time("modified_ms"),
        likes: answer.whole("likes").unwrap_or_default(),
        replies: answer.whole("replies").unwrap_or_default(),
        pinned: answer.get("pinned").is_some(),
        status: match answer.text("status") {
            Some("hold") => Status::Hold,
            Some("trash") => Status::Trash,
            _ => Status::Approved,
        },
    })
}

/// A page of comments.
pub(super) fn page(answer: &Object, platform: &dyn Platform) -> Option<Page> {
    let comments = answer.get("comments")?.as_array()?.iter();
    Some(Page {
        comments: comments
            .map(|json| json.as_object().and_then(|one| comment(one, platform)))
            .collect::<Option<_>>()?,
        previous: answer.text("previous").map(str::to_owned),
        next: answer.text("next").map(str::to_owned),
        count: answer.whole("count")?,
    })
}

/// What went wrong, in the server's words.
pub(super) fn problem(answer: &Object) -> Option<String> {
    answer.text("detail").map(str::to_owned)
}

/// An answer's object.
pub(super) fn object(json: Json) -> Option<Object> {
    if let Json::Object(object) = json { Some(object) } else { None }
}

#[cfg(test)]
mod tests {
    use article::{Block, Inline, NativePlatform, Paragraph};
    use engagement::{problem::Problem, views::Views};
    use serde::Serialize;

    use super::*;

    /// As the server writes it.
    fn written(answer: &impl Serialize) -> Object {
        let text = serde_json::to_string(answer).expect("an answer can be written");
        object(NativePlatform.parse_json(&text).expect("JSON")).expect("an object")
    }

    fn a_comment() -> Comment {
        let paragraph = Paragraph { content: vec![Inline::Text("Two words.".into())] };
        Comment {
            id: "1".into(),
            parent: None,
            author: Some(Author { name: "Asha".into() }),
            body: vec![Block::Paragraph(paragraph)],
            created_ms: 1_764_000_000_123,
            modified_ms: Some(1_764_000_000_124),
            likes: 2,
            replies: 3,
            pinned: false,
            status: Status::Approved,
        }
    }

    #[test]
    fn what_the_server_writes_is_what_is_read() {
        let answer = Counts { views: 12, comments: 3 };
        assert_eq!(counts(&written(&answer)), Some(answer));
        assert_eq!(views(&written(&Views { views: 7, counted: false })), Some(7));
        let reply = Comment { parent: Some("0".into()), pinned: true, ..a_comment() };
        let gone = Comment { author: None, body: Vec::new(), status: Status::Trash, ..a_comment() };
        for answer in [a_comment(), reply.clone(), gone] {
            assert_eq!(comment(&written(&answer), &NativePlatform), Some(answer));
        }
        for next in [None, Some("cursor".to_owned())] {
            let answer =
                Page { comments: vec![a_comment(), reply.clone()], previous: Some("before".into()), next, count: 2 };
            assert_eq!(page(&written(&answer), &NativePlatform), Some(answer));
        }
        let answer = Problem { code: "slow-down".into(), title: "Title".into(), status: 429, detail: "Detail.".into() };
        assert_eq!(problem(&written(&answer)).as_deref(), Some("Detail."));
    }

    #[test]
    fn an_answer_of_another_shape_is_none() {
        let other = |text: &str| object(NativePlatform.parse_json(text).expect("JSON")).expect("an object");
        assert_eq!(page(&other(r#"{"comments": [{"id": 1}], "count": 1}"#), &NativePlatform), None);
        assert_eq!(counts(&other(r#"{"views": -1, "comments": "2"}"#)), None);
        assert_eq!(comment(&other("{}"), &NativePlatform), None);
    }
}
