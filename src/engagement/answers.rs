//! The server's answers, read by hand: derived readers and their parser would be a sixth of the wasm.

use std::sync::Arc;

use article::{Json, Object};
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
pub(super) fn comment(mut answer: Object) -> Option<Comment> {
    let body = answer.0.iter().position(|(key, _)| key == "body")?;
    let (_, body) = answer.0.swap_remove(body);
    let text = |key| answer.text(key).map(str::to_owned);
    let time = |key| answer.whole(key).map(u64::cast_signed);
    let author = answer.get("author").and_then(|author| author.as_object()?.text("name"));
    Some(Comment {
        id: text("id")?,
        parent: text("parent"),
        author: author.map(|name| Author { name: name.to_owned() }),
        body: Arc::new(body),
        created_ms: time("created_ms")?,
        modified_ms: time("modified_ms"),
        status: if answer.text("status") == Some("hold") { Status::Hold } else { Status::Approved },
        // Not shown yet.
        likes: 0,
        replies: 0,
        pinned: false,
    })
}

/// A page of comments.
pub(super) fn page(mut answer: Object) -> Option<Page> {
    let comments = answer.0.iter().position(|(key, _)| key == "comments")?;
    let (_, Json::Array(comments)) = answer.0.swap_remove(comments) else { return None };
    Some(Page {
        comments: comments.into_iter().map(|json| comment(object(json)?)).collect::<Option<_>>()?,
        // Every list begins at the beginning.
        previous: None,
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
    use article::{NativePlatform, Platform as _};
    use engagement::{problem::Problem, views::Views};
    use serde::Serialize;

    use super::*;

    /// As the server writes it.
    fn written(answer: &impl Serialize) -> Object {
        let text = serde_json::to_string(answer).expect("an answer can be written");
        object(NativePlatform.parse_json(&text).expect("JSON")).expect("an object")
    }

    /// As the server has it, its body JSON of another kind.
    type Written = engagement::comments::Comment<serde_json::Value>;

    fn a_comment() -> Written {
        Written {
            id: "1".into(),
            parent: None,
            author: Some(Author { name: "Asha".into() }),
            body: serde_json::json!([{ "type": "paragraph", "content": ["Two words."] }]),
            created_ms: 1_764_000_000_123,
            modified_ms: Some(1_764_000_000_124),
            likes: 0,
            replies: 0,
            pinned: false,
            status: Status::Approved,
        }
    }

    fn read(comment: &Written) -> Comment {
        let Written { id, parent, author, created_ms, modified_ms, likes, replies, pinned, status, .. } =
            comment.clone();
        let body = Arc::new(NativePlatform.parse_json(&comment.body.to_string()).expect("JSON"));
        Comment { id, parent, author, body, created_ms, modified_ms, likes, replies, pinned, status }
    }

    #[test]
    fn what_the_server_writes_is_what_is_read() {
        let answer = Counts { views: 12, comments: 3 };
        assert_eq!(counts(&written(&answer)), Some(answer));
        assert_eq!(views(&written(&Views { views: 7, counted: false })), Some(7));
        let reply = Written { parent: Some("0".into()), status: Status::Hold, ..a_comment() };
        let gone = Written { author: None, body: serde_json::json!([]), ..a_comment() };
        for answer in [a_comment(), reply.clone(), gone] {
            assert_eq!(comment(written(&answer)), Some(read(&answer)));
        }
        for next in [None, Some("cursor".to_owned())] {
            let previous = None;
            let comments = vec![a_comment(), reply.clone()];
            let answer =
                engagement::comments::Page { comments, previous: previous.clone(), next: next.clone(), count: 2 };
            let comments = answer.comments.iter().map(read).collect();
            assert_eq!(page(written(&answer)), Some(Page { comments, previous, next, count: 2 }));
        }
        let answer = Problem { code: "slow-down".into(), title: "Title".into(), status: 429, detail: "Detail.".into() };
        assert_eq!(problem(&written(&answer)).as_deref(), Some("Detail."));
    }

    #[test]
    fn an_answer_of_another_shape_is_none() {
        let other = |text: &str| object(NativePlatform.parse_json(text).expect("JSON")).expect("an object");
        assert_eq!(page(other(r#"{"comments": [{"id": 1}], "count": 1}"#)), None);
        assert_eq!(counts(&other(r#"{"views": -1, "comments": "2"}"#)), None);
        assert_eq!(comment(other("{}")), None);
    }
}
