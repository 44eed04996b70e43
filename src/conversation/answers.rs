//! The server's answers about comments, read by hand.

use std::sync::Arc;

use article::{Json, Object};
use engagement::comments::{Author, Own, OwnPage, Status};

use super::{Comment, Page};
use crate::engagement::answers::object;

/// A comment.
pub(super) fn comment(mut answer: Object) -> Option<Comment> {
    let body = body(&mut answer)?;
    let text = |key| answer.text(key).map(str::to_owned);
    let time = |key| answer.whole(key).map(u64::cast_signed);
    Some(Comment {
        id: text("id")?,
        parent: text("parent"),
        author: author(&answer),
        body,
        created_ms: time("created_ms")?,
        modified_ms: time("modified_ms"),
        likes: answer.whole("likes")?,
        replies: answer.whole("replies")?,
        pinned: is_said(&answer, "pinned"),
        status: status(&answer),
    })
}

fn is_said(answer: &Object, key: &str) -> bool {
    answer.get(key).and_then(Json::as_bool) == Some(true)
}

/// A page of comments.
pub(super) fn page(mut answer: Object) -> Option<Page> {
    let Json::Array(comments) = take(&mut answer, "comments")? else { return None };
    let cursor = |key| answer.text(key).map(str::to_owned);
    Some(Page {
        comments: comments.into_iter().map(|json| comment(object(json)?)).collect::<Option<_>>()?,
        previous: cursor("previous"),
        next: cursor("next"),
        count: answer.whole("count")?,
        closes_ms: answer.whole("closes_ms").map(u64::cast_signed),
        accounts_only: is_said(&answer, "accounts_only"),
    })
}

/// The blocks of a comment or of a preview.
pub(super) fn body(answer: &mut Object) -> Option<Arc<Json>> {
    take(answer, "body").map(Arc::new)
}

/// A page of the reader's own comments.
pub(super) fn own_page(answer: &Object) -> Option<OwnPage> {
    let own = |own: &Object| {
        let text = |key| own.text(key).map(str::to_owned);
        Some(Own {
            id: text("id")?,
            article: text("article")?,
            parent: text("parent"),
            author: author(own)?,
            text: text("text")?,
            created_ms: own.whole("created_ms")?.cast_signed(),
            modified_ms: own.whole("modified_ms").map(u64::cast_signed),
            status: status(own),
            likes: own.whole("likes")?,
        })
    };
    let comments = answer.get("comments")?.as_array()?;
    let comments = comments.iter().map(|json| own(json.as_object()?)).collect::<Option<_>>()?;
    Some(OwnPage { comments, next: answer.text("next").map(str::to_owned) })
}

fn author(answer: &Object) -> Option<Author> {
    let author = answer.get("author")?.as_object()?;
    let staff = author.get("staff").and_then(Json::as_bool) == Some(true);
    Some(Author { name: author.text("name")?.to_owned(), staff })
}

fn status(answer: &Object) -> Status {
    match answer.text("status") {
        Some("hold") => Status::Hold,
        Some("spam") => Status::Spam,
        Some("trash") => Status::Trash,
        _ => Status::Approved,
    }
}

fn take(answer: &mut Object, key: &str) -> Option<Json> {
    let at = answer.0.iter().position(|(known, _)| known == key)?;
    Some(answer.0.swap_remove(at).1)
}

#[cfg(test)]
mod tests {
    use article::{NativePlatform, Platform as _};
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
            author: Some(Author { name: "Asha".into(), staff: true }),
            body: serde_json::json!([{ "type": "paragraph", "content": ["Two words."] }]),
            created_ms: 1_764_000_000_123,
            modified_ms: Some(1_764_000_000_124),
            likes: 3,
            replies: 2,
            pinned: true,
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
        let reply = Written { parent: Some("0".into()), status: Status::Hold, pinned: false, ..a_comment() };
        let gone = Written { author: None, body: serde_json::json!([]), status: Status::Trash, ..a_comment() };
        for answer in [a_comment(), reply.clone(), gone] {
            assert_eq!(comment(written(&answer)), Some(read(&answer)));
        }
        for (previous, next) in [(None, None), (Some("before".to_owned()), Some("after".to_owned()))] {
            let comments = vec![a_comment(), reply.clone()];
            let answer = engagement::comments::Page {
                comments,
                previous: previous.clone(),
                next: next.clone(),
                count: 2,
                closes_ms: None,
                accounts_only: true,
            };
            let comments = answer.comments.iter().map(read).collect();
            assert_eq!(
                page(written(&answer)),
                Some(Page { comments, previous, next, count: 2, closes_ms: None, accounts_only: true })
            );
        }
        let own = Own {
            id: "1".into(),
            article: "https://paper.example/a".into(),
            parent: Some("0".into()),
            author: Author { name: "Asha".into(), staff: false },
            text: "Two *words*.".into(),
            created_ms: 1,
            modified_ms: Some(2),
            status: Status::Spam,
            likes: 4,
        };
        let answer = OwnPage { comments: vec![own], next: Some("after".into()) };
        assert_eq!(own_page(&written(&answer)), Some(answer));
    }

    #[test]
    fn an_answer_of_another_shape_is_none() {
        let other = |text: &str| object(NativePlatform.parse_json(text).expect("JSON")).expect("an object");
        assert_eq!(page(other(r#"{"comments": [{"id": 1}], "count": 1}"#)), None);
        assert_eq!(comment(other("{}")), None);
        assert_eq!(own_page(&other(r#"{"comments": [{"id": 1}]}"#)), None);
    }
}
