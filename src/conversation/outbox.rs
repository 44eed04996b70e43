//! What the reader has written and the server has not confirmed, kept in the browser (`IndexedDB`) for all of its tabs.

use article::JsonWriter;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

use super::{draft::Draft, js};
use crate::{browser::parse_json, engagement::answers};

/// A comment to be sent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Waiting {
    /// The idempotency key, which becomes the comment's id.
    pub(crate) key: String,
    /// The server.
    pub(crate) api: String,
    /// The article.
    pub(crate) article: String,
    /// The comment it answers.
    pub(crate) parent: Option<String>,
    /// What was written.
    pub(crate) draft: Draft,
    /// How long it took, in milliseconds.
    pub(crate) typing_ms: u64,
    /// What a program has put where people see no field.
    pub(crate) website: String,
    /// Why the server does not take it. It is not sent again before the reader says so.
    pub(crate) refusal: Option<String>,
}

impl Waiting {
    fn write(&self) -> String {
        let Self { key, api, article, parent, draft, typing_ms, website, refusal } = self;
        let mut json = JsonWriter::default();
        json.text("key", key).text("api", api).text("article", article).some_text("parent", parent.as_deref());
        json.text("name", &draft.name).text("text", &draft.text).whole("typing_ms", *typing_ms);
        json.text("website", website).some_text("refusal", refusal.as_deref());
        json.finish()
    }

    fn read(text: &str) -> Option<Self> {
        let json = answers::object(parse_json(text)?)?;
        let text = |key| json.text(key).map(str::to_owned);
        Some(Self {
            key: text("key")?,
            api: text("api")?,
            article: text("article")?,
            parent: text("parent"),
            draft: Draft { name: text("name")?, text: text("text")? },
            typing_ms: json.whole("typing_ms")?,
            website: text("website")?,
            refusal: text("refusal"),
        })
    }
}

/// Keeps a comment until it is forgotten. Where nothing can be kept, it is sent all the same.
pub(super) async fn keep(waiting: &Waiting) {
    let _ = JsFuture::from(js::keep(&waiting.key, Some(&waiting.write()))).await;
}

/// Forgets a comment that has arrived or was given up.
pub(super) async fn forget(key: &str) {
    let _ = JsFuture::from(js::keep(key, None)).await;
}

/// All that is kept, of whatever article, oldest first.
pub(super) async fn kept() -> Vec<Waiting> {
    let kept = JsFuture::from(js::kept()).await.map(|kept| js_sys::Array::from(&kept)).unwrap_or_default();
    kept.iter().filter_map(|text| Waiting::read(&text.as_string()?)).collect()
}

/// The right to send, which one tab has at a time, until it is dropped.
pub(super) struct Turn(JsValue);

impl Turn {
    /// Waits for the others.
    pub(super) async fn wait() -> Self {
        Self(JsFuture::from(js::turn()).await.unwrap_or_default())
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        crate::browser::js::stop(&self.0);
    }
}
