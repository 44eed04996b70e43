//! What the reader has written and not yet seen on the page, kept in their browser.

use serde::{Deserialize, Serialize};

use super::Sending;
use crate::browser::storage;

/// The two fields of the form.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
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
        Self {
            name: storage::read(NAME).unwrap_or_default(),
            text: storage::read(&draft_key(article)).unwrap_or_default(),
        }
    }

    /// Remembers the form.
    pub(super) fn keep(&self, article: &str) {
        storage::write(NAME, Some(&self.name).filter(|name| !name.is_empty()).map(String::as_str));
        storage::write(&draft_key(article), Some(&self.text).filter(|text| !text.is_empty()).map(String::as_str));
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
    storage::read(&sending_key(article)).and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default()
}

fn write_sending(article: &str, kept: &[(String, Draft)]) {
    let text = if kept.is_empty() { None } else { serde_json::to_string(kept).ok() };
    storage::write(&sending_key(article), text.as_deref());
}

fn draft_key(article: &str) -> String {
    format!("av:draft:{article}")
}

fn sending_key(article: &str) -> String {
    format!("av:sending:{article}")
}
