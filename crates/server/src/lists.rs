//! Lists of comments kept ready to be sent, compressed or not.
//!
//! Most who open an article ask for the same page of its comments. It is read and printed once, until a comment of that
//! article changes; all who ask meanwhile wait for the one who reads.

use std::{
    collections::HashMap,
    hash::{DefaultHasher, Hasher as _},
    io::Write as _,
    sync::{
        Arc, Mutex, OnceLock, PoisonError,
        atomic::{AtomicU32, Ordering},
    },
};

use axum::{
    body::Bytes,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use quick_cache::{Weighter, sync::Cache};

use crate::{
    App,
    error::Error,
    html,
    store::{ArticleKey, PageQuery},
};

/// How much is kept, in bytes of answers.
const KEPT_BYTES: u64 = 16 * 1024 * 1024;
/// An answer's size, to begin with.
const TYPICAL_BYTES: usize = 8 * 1024;
/// How many articles' changes are remembered one by one.
const REMEMBERED: usize = 10_000;
/// Brotli's quality at first: for a hundred comments it takes half a millisecond.
const QUICK: u32 = 1;
/// Its quality once a list has been asked for so often: three times as long, for a sixth less.
const THOROUGH: (u32, u32) = (5, 8);

/// Answers, and how often what they show has changed.
#[derive(Debug)]
pub(crate) struct Lists {
    answers: Cache<Key, Arc<Answer>, Weight>,
    changes: Mutex<Changes>,
}

/// What was asked for, in which form, and the state of the article's comments then.
type Key = (PageQuery, Form, u64);

/// Whom a list is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Form {
    /// Programs.
    Json,
    /// People without scripts.
    Html,
}

/// A number for each state of an article's comments: that of the last change.
#[derive(Debug, Default)]
struct Changes {
    last: u64,
    of: HashMap<ArticleKey, u64>,
    /// The number of articles that are not remembered.
    others: u64,
}

#[derive(Clone, Debug)]
struct Weight;

impl Weighter<Key, Arc<Answer>> for Weight {
    fn weight(&self, (query, ..): &Key, answer: &Arc<Answer>) -> u64 {
        // Room for the compressed one, which may come later.
        (query.article.key.len() + answer.bytes.len() * 3 / 2) as u64 + 200
    }
}

impl Default for Lists {
    fn default() -> Self {
        let typical = usize::try_from(KEPT_BYTES).unwrap_or(usize::MAX) / TYPICAL_BYTES;
        Self { answers: Cache::with_weighter(typical, KEPT_BYTES, Weight), changes: Mutex::default() }
    }
}

impl Lists {
    /// What is kept of an article is no longer so.
    pub(crate) fn outdate(&self, article: &ArticleKey) {
        let mut changes = self.lock();
        changes.last += 1;
        let last = changes.last;
        if let Some(known) = changes.of.get_mut(article) {
            *known = last;
        } else {
            if changes.of.len() >= REMEMBERED {
                changes.of.clear();
                changes.others = last;
            }
            changes.of.insert(article.clone(), last);
        }
    }

    /// Nothing of what is kept is so any longer.
    pub(crate) fn outdate_all(&self) {
        let mut changes = self.lock();
        changes.last += 1;
        changes.others = changes.last;
        changes.of.clear();
    }

    /// The answer to a query, of now or later.
    pub(crate) async fn answer(&self, query: PageQuery, form: Form, app: &App) -> Result<Arc<Answer>, Error> {
        // The number is taken before the store is read: what changes in between is read under an old number, and read
        // again by the next who asks.
        let change = {
            let changes = self.lock();
            changes.of.get(&query.article).copied().unwrap_or(changes.others)
        };
        let key = (query, form, change);
        let read = async {
            let mut page = app.store.page(key.0.clone()).await?.ok_or(Error::NoComment)?;
            page.accounts_only = app.sites.is_for_accounts_only(&key.0.article.site);
            let bytes = match form {
                Form::Json => serde_json::to_vec(&page).map_err(|_| Error::Internal)?,
                Form::Html => html::page(&key.0, &page).into_bytes(),
            };
            Ok::<_, Error>(Arc::new(Answer::new(bytes, form)))
        };
        self.answers.get_or_insert_async(&key, read).await
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Changes> {
        self.changes.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A list as it is sent.
#[derive(Debug)]
pub(crate) struct Answer {
    form: Form,
    bytes: Bytes,
    quick: OnceLock<Bytes>,
    thorough: OnceLock<Bytes>,
    /// How often it was asked for compressed.
    asked: AtomicU32,
    /// A weak one: what it stands for is the list, however it is compressed (RFC 9110 §8.8.1).
    etag: HeaderValue,
}

impl Answer {
    fn new(bytes: Vec<u8>, form: Form) -> Self {
        // Whether the same list is asked for is all it has to tell; SHA-256 would take as long as reading the list.
        let mut hasher = DefaultHasher::new();
        hasher.write(&bytes);
        let etag = HeaderValue::try_from(format!("W/\"{:016x}{:x}\"", hasher.finish(), bytes.len()))
            .unwrap_or_else(|_| HeaderValue::from_static("W/\"\""));
        let (quick, thorough, asked) = (OnceLock::new(), OnceLock::new(), AtomicU32::new(0));
        Self { form, bytes: bytes.into(), quick, thorough, asked, etag }
    }

    /// The answer to a request with these headers: nothing new, or the list in the form that is understood.
    pub(crate) fn respond(&self, headers: &HeaderMap) -> Response {
        let mut response = if self.is_known(headers) {
            StatusCode::NOT_MODIFIED.into_response()
        } else if let Some(compressed) = accepts_brotli(headers).then(|| self.brotli()).flatten() {
            let mut response = compressed.into_response();
            response.headers_mut().insert(header::CONTENT_ENCODING, HeaderValue::from_static("br"));
            response
        } else {
            self.bytes.clone().into_response()
        };
        let headers = response.headers_mut();
        let media_type = match self.form {
            Form::Json => "application/json",
            Form::Html => "text/html; charset=utf-8",
        };
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
        if self.form == Form::Html {
            headers.insert(header::CONTENT_SECURITY_POLICY, html::policy());
        }
        headers.insert(header::ETAG, self.etag.clone());
        // Kept, and asked about each time.
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
        headers.append(header::VARY, HeaderValue::from_static("accept-encoding"));
        response
    }

    fn is_known(&self, headers: &HeaderMap) -> bool {
        let strong = |etag: &str| etag.trim().trim_start_matches("W/").to_owned();
        let ours = strong(self.etag.to_str().unwrap_or_default());
        let lines = headers.get_all(header::IF_NONE_MATCH).iter().filter_map(|line| line.to_str().ok());
        lines.flat_map(|line| line.split(',')).any(|etag| etag.trim() == "*" || strong(etag) == ours)
    }

    fn brotli(&self) -> Option<Bytes> {
        let (quality, often) = THOROUGH;
        let (kept, quality) = if self.asked.fetch_add(1, Ordering::Relaxed) < often {
            (&self.quick, QUICK)
        } else {
            (&self.thorough, quality)
        };
        if let Some(known) = kept.get() {
            return Some(known.clone());
        }
        let mut writer = brotli::CompressorWriter::new(Vec::new(), 4096, quality, 18);
        writer.write_all(&self.bytes).ok()?;
        Some(kept.get_or_init(|| writer.into_inner().into()).clone())
    }
}

/// Whether a client takes Brotli (RFC 9110 §12.5.3).
fn accepts_brotli(headers: &HeaderMap) -> bool {
    let lines = headers.get_all(header::ACCEPT_ENCODING).iter().filter_map(|line| line.to_str().ok());
    lines.flat_map(|line| line.split(',')).any(|coding| {
        let mut parts = coding.split(';').map(str::trim);
        parts.next() == Some("br")
            && !parts
                .any(|part| part.starts_with("q=0") && !part.contains(['1', '2', '3', '4', '5', '6', '7', '8', '9']))
    })
}
