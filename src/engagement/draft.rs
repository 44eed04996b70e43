//! What the reader has written and not yet seen on the page, kept in their browser.

use article::{JsonWriter, Object};

use super::{Sending, answers};
use crate::browser::{js, parse_json};

/// The two fields of the form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Draft {
    /// The writer's name.
    pub(crate) name: String,
    /// The comment.
    pub(crate) text: String,
}

/// The name is the same under every article.
const NAME: &str = "av:name";

impl Draft {
    /// What the form begins with.
    pub(super) fn restore(article: &str) -> Self {
        Self { name: js::read(NAME).unwrap_or_default(), text: js::read(&draft_key(article)).unwrap_or_default() }
    }

    /// Remembers the form.
    pub(super) fn keep(&self, article: &str) {
        js::write(NAME, Some(&self.name).filter(|name| !name.is_empty()).map(String::as_str));
        js::write(&draft_key(article), Some(&self.text).filter(|text| !text.is_empty()).map(String::as_str));
    }
}

/// Comments on their way when the page was last left: whether they arrived is not known, and sending them again is safe.
pub(super) fn restore_sending(article: &str) -> Vec<Sending> {
    let failure = || Some("It is not known whether this was sent.".to_owned());
    read_sending(article).into_iter().map(|(key, draft)| Sending { key, draft, failure: failure() }).collect()
}

/// Remembers a comment on its way. Other tabs have theirs in the same list, so it is read anew each time.
pub(super) fn remember_sending(article: &str, key: &str, draft: &Draft) {
    let mut kept = read_sending(article);
    if kept.iter().all(|(known, _)| known != key) {
        kept.push((key.to_owned(), draft.clone()));
        write_sending(article, &kept);
    }
}

/// Forgets comments that have arrived or were given up.
pub(super) fn forget_sending(article: &str, is_settled: impl Fn(&str) -> bool) {
    let mut kept = read_sending(article);
    let before = kept.len();
    kept.retain(|(key, _)| !is_settled(key));
    if kept.len() < before {
        write_sending(article, &kept);
    }
}

fn read_sending(article: &str) -> Vec<(String, Draft)> {
    let kept = js::read(&sending_key(article)).and_then(|text| parse_json(&text));
    let kept = kept.and_then(answers::object);
    let kept = kept.as_ref().and_then(|kept| kept.get("sending")?.as_array()).unwrap_or_default();
    kept.iter().filter_map(|json| read_one(json.as_object()?)).collect()
}

fn read_one(kept: &Object) -> Option<(String, Draft)> {
    let text = |key| kept.text(key).map(str::to_owned);
    Some((text("key")?, Draft { name: text("name")?, text: text("text")? }))
}

fn write_sending(article: &str, kept: &[(String, Draft)]) {
    let mut list = JsonWriter::default();
    list.objects(
        "sending",
        kept.iter().map(|(key, draft)| {
            let mut one = JsonWriter::default();
            one.text("key", key).text("name", &draft.name).text("text", &draft.text);
            one
        }),
    );
    let text = (!kept.is_empty()).then(|| list.finish());
    js::write(&sending_key(article), text.as_deref());
}

fn draft_key(article: &str) -> String {
    "av:draft:".to_owned() + article
}

fn sending_key(article: &str) -> String {
    "av:sending:".to_owned() + article
}
