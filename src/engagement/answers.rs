//! The server's answers, read by hand: derived readers and their parser would be a sixth of the wasm.

use article::{Json, Object};
use engagement::live::Counts;

/// How often the article was seen.
pub(super) fn views(answer: &Object) -> Option<u64> {
    answer.whole("views")
}

/// What is counted of an article.
pub(crate) fn counts(answer: &Object) -> Option<Counts> {
    Some(Counts { views: answer.whole("views")?, comments: answer.whole("comments")? })
}

/// What went wrong, in the server's words.
pub(super) fn problem(answer: &Object) -> Option<String> {
    answer.text("detail").map(str::to_owned)
}

/// An answer's object.
pub(crate) fn object(json: Json) -> Option<Object> {
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

    #[test]
    fn what_the_server_writes_is_what_is_read() {
        let answer = Counts { views: 12, comments: 3 };
        assert_eq!(counts(&written(&answer)), Some(answer));
        assert_eq!(views(&written(&Views { views: 7, counted: false })), Some(7));
        let answer = Problem { code: "slow-down".into(), title: "Title".into(), status: 429, detail: "Detail.".into() };
        assert_eq!(problem(&written(&answer)).as_deref(), Some("Detail."));
    }

    #[test]
    fn an_answer_of_another_shape_is_none() {
        let other = |text: &str| object(NativePlatform.parse_json(text).expect("JSON")).expect("an object");
        assert_eq!(counts(&other(r#"{"views": -1, "comments": "2"}"#)), None);
    }
}
