//! What this browser knows of its reader: the secret that their comments belong to, which those are, and what they like.

use std::cell::RefCell;

use article::{JsonWriter, Object};

use super::js as own;
use crate::{
    browser::{js, parse_json},
    engagement::answers,
};

/// For how long a comment may be changed when the server does not say otherwise.
const EDITABLE_MS: i64 = 15 * 60_000;

thread_local! {
    /// Where nothing can be stored, it serves until the page is left.
    static UNSTORED: RefCell<Vec<(String, String)>> = const { RefCell::new(Vec::new()) };
}

/// The reader's secret, made when it is first needed. Each server has one of its own, and none learns another's.
pub(super) fn secret(api: &str) -> String {
    let key = "av:secret:".to_owned() + api;
    js::read(&key).filter(|secret| secret.len() > 21).unwrap_or_else(|| {
        let known = UNSTORED.with_borrow(|all| Some(all.iter().find(|(known, _)| known == api)?.1.clone()));
        let secret = known.unwrap_or_else(own::secret);
        UNSTORED.with_borrow_mut(|all| all.push((api.to_owned(), secret.clone())));
        js::write(&key, Some(&secret));
        secret
    })
}

/// What is known of the reader under one article.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Memory {
    /// Their comments: the id, the text as it was written, and when.
    own: Vec<(String, String, u64)>,
    /// The comments they like.
    liked: Vec<String>,
}

impl Memory {
    pub(super) fn restore(article: &str) -> Self {
        let kept = js::read(&key(article)).and_then(|text| parse_json(&text)).and_then(answers::object);
        let list = |name: &str| {
            let list = kept.as_ref().and_then(|kept| kept.get(name)?.as_array());
            list.unwrap_or_default()
        };
        let own = |own: &Object| Some((own.text("id")?.to_owned(), own.text("text")?.to_owned(), own.whole("at")?));
        Self {
            own: list("own").iter().filter_map(|json| own(json.as_object()?)).collect(),
            liked: list("liked").iter().filter_map(|json| Some(json.as_str()?.to_owned())).collect(),
        }
    }

    fn keep(&self, article: &str) {
        let mut kept = JsonWriter::default();
        kept.texts("liked", self.liked.iter().cloned()).objects(
            "own",
            self.own.iter().map(|(id, text, at)| {
                let mut own = JsonWriter::default();
                own.text("id", id).text("text", text).whole("at", *at);
                own
            }),
        );
        js::write(&key(article), Some(&kept.finish()));
    }

    /// The text of a comment that the reader may still change.
    pub(crate) fn editable(&self, id: &str) -> Option<&str> {
        let now = own::now();
        let (_, text, _) =
            self.own.iter().find(|(known, _, at)| known == id && at.cast_signed() + EDITABLE_MS > now)?;
        Some(text)
    }

    /// Whether the reader likes a comment.
    pub(crate) fn likes(&self, id: &str) -> bool {
        self.liked.iter().any(|known| known == id)
    }

    /// A comment is the reader's, as it was written just now, or as it was edited.
    pub(super) fn wrote(&mut self, article: &str, id: &str, text: &str) {
        *self = Self::restore(article);
        match self.own.iter_mut().find(|(known, ..)| known == id) {
            Some((_, known, _)) => text.clone_into(known),
            None => self.own.push((id.to_owned(), text.to_owned(), own::now().cast_unsigned())),
        }
        self.keep(article);
    }

    /// The reader likes a comment, or no longer.
    pub(super) fn like(&mut self, article: &str, id: &str, likes: bool) {
        // Other tabs have theirs in the same list, so it is read anew each time.
        *self = Self::restore(article);
        self.liked.retain(|known| known != id);
        if likes {
            self.liked.push(id.to_owned());
        }
        self.keep(article);
    }

    /// Nothing is theirs any more.
    pub(super) fn erase(&mut self, article: &str) {
        *self = Self::default();
        js::write(&key(article), None);
    }
}

fn key(article: &str) -> String {
    "av:mine:".to_owned() + article
}
