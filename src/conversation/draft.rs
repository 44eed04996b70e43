//! What the reader is writing, and what is theirs, kept in their browser.

use crate::browser::js;

/// The fields of the form.
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
    /// What a form begins with: one for the article, one for each comment that is answered.
    pub(crate) fn restore(article: &str, parent: Option<&str>) -> Self {
        let text = js::read(&draft_key(article, parent)).unwrap_or_default();
        Self { name: js::read(NAME).unwrap_or_default(), text }
    }

    /// Remembers the form.
    pub(crate) fn keep(&self, article: &str, parent: Option<&str>) {
        js::write(NAME, some(&self.name));
        js::write(&draft_key(article, parent), some(&self.text));
    }
}

fn some(text: &str) -> Option<&str> {
    Some(text).filter(|text| !text.is_empty())
}

fn draft_key(article: &str, parent: Option<&str>) -> String {
    let mut key = "av:draft:".to_owned() + article;
    if let Some(parent) = parent {
        key = key + " " + parent;
    }
    key
}
