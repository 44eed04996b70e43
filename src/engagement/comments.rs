//! Comments: loaded page by page, posted optimistically, reconciled with what the server says.

use engagement::comments::{Comment, Sort};
use leptos::{prelude::*, task::spawn_local};

use super::{
    Action, Draft, Subject, Thread, ThreadPhase,
    client::Client,
    draft::{forget_sending, remember_sending, restore_sending},
};
use crate::browser::page;

/// The comments of one article.
#[derive(Clone, Copy)]
pub(super) struct Comments {
    client: StoredValue<Client>,
    article: StoredValue<String>,
    is_wanted: bool,
    thread: RwSignal<Thread>,
    count: RwSignal<Option<u64>>,
    /// How many pages were asked for: an answer to any but the last comes too late.
    asked: StoredValue<u32>,
    draft: StoredValue<Draft>,
    announcement: RwSignal<String>,
}

impl Comments {
    pub(super) fn start(client: Client, subject: &Subject, count: RwSignal<Option<u64>>) -> Self {
        let sending = restore_sending(&subject.article);
        let comments = Self {
            client: StoredValue::new(client),
            article: StoredValue::new(subject.article.clone()),
            is_wanted: subject.has_comments,
            thread: RwSignal::new(Thread { sending, ..Thread::default() }),
            count,
            asked: StoredValue::new(0),
            draft: StoredValue::new(Draft::restore(&subject.article)),
            announcement: RwSignal::new(String::new()),
        };
        comments.reload();
        comments
    }

    pub(super) fn thread(self) -> ReadSignal<Thread> {
        self.thread.read_only()
    }

    pub(super) const fn draft(self) -> StoredValue<Draft> {
        self.draft
    }

    pub(super) fn announcement(self) -> Signal<String> {
        self.announcement.into()
    }

    /// Loads the first page again.
    pub(super) fn reload(self) {
        if self.is_wanted {
            self.load(None);
        }
    }

    /// Does what the reader asks for.
    pub(super) fn act(self, action: Action) {
        match action {
            Action::Write(draft) => self.keep_draft(&draft),
            Action::Post(draft) => self.post(draft),
            Action::Retry(key) => self.retry(&key),
            Action::Discard(key) => self.discard(&key),
            Action::More => self.more(),
            Action::Sort(sort) => self.sort(sort),
        }
    }

    /// Loads the next page, or the first when there is none yet.
    fn more(self) {
        let (next, is_loading) =
            self.thread.with_untracked(|thread| (thread.next.clone(), thread.phase == ThreadPhase::Loading));
        if !is_loading {
            self.load(next);
        }
    }

    /// Chooses the order.
    fn sort(self, sort: Sort) {
        self.thread.update(|thread| thread.sort = sort);
        self.load(None);
    }

    /// Asks for a page. After every wait the signals may be gone with the element, hence `try_`.
    fn load(self, cursor: Option<String>) {
        self.thread.update(|thread| {
            thread.phase = ThreadPhase::Loading;
            if cursor.is_none() {
                // Until the list has begun anew there is nothing to go on from.
                thread.next = None;
            }
        });
        let (client, sort) = (self.client.get_value(), self.thread.with_untracked(|thread| thread.sort));
        self.asked.update_value(|asked| *asked += 1);
        let asked = self.asked.get_value();
        spawn_local(async move {
            let page = client.comments(sort, cursor.as_deref()).await;
            // Another order was chosen meanwhile, or the list begun anew: that answer is on the way.
            if self.asked.try_get_value() != Some(asked) {
                return;
            }
            let count = page.as_ref().ok().map(|page| page.count);
            if let Ok(page) = &page {
                self.forget(|key| page.comments.iter().any(|comment| comment.id == key));
            }
            self.thread.try_update(|thread| match page {
                Ok(page) if cursor.is_some() => thread.append(page),
                Ok(page) => thread.begin(page),
                Err(error) => thread.phase = ThreadPhase::Failed(error.0),
            });
            if let Some(count) = count {
                self.count.try_set(Some(count));
            }
        });
    }

    /// The server told of a comment.
    pub(super) fn arrived(self, comment: Comment) {
        let text = format!("New comment by {}", comment.author.name);
        self.forget(|key| key == comment.id);
        let is_news = self.thread.try_update(|thread| thread.arrived(comment)).unwrap_or_default();
        if is_news {
            self.announce(text);
        }
    }

    /// Remembers the form.
    fn keep_draft(self, draft: &Draft) {
        self.article.with_value(|article| draft.keep(article));
    }

    /// Sends a new comment.
    fn post(self, draft: Draft) {
        self.keep_draft(&Draft { name: draft.name.clone(), text: String::new() });
        self.send(new_key(), draft);
    }

    /// Sends a comment again, under its old key.
    fn retry(self, key: &str) {
        let draft = self.thread.with_untracked(|thread| {
            thread.sending.iter().find(|sending| sending.key == key).map(|sending| sending.draft.clone())
        });
        if let Some(draft) = draft {
            self.send(key.to_owned(), draft);
        }
    }

    /// Gives a comment up.
    fn discard(self, key: &str) {
        self.thread.update(|thread| {
            thread.settle(key);
        });
        self.forget(|known| known == key);
    }

    fn send(self, key: String, draft: Draft) {
        self.thread.update(|thread| thread.send(&key, &draft));
        self.article.with_value(|article| remember_sending(article, &key, &draft));
        let client = self.client.get_value();
        spawn_local(async move {
            match client.comment(&key, &draft).await {
                Ok(comment) => {
                    self.forget(|known| known == key);
                    self.thread.try_update(|thread| thread.arrived(comment));
                    self.announce("Your comment is posted.".to_owned());
                }
                Err(error) => {
                    let text = format!("Your comment was not posted. {}", error.0);
                    // The live stream may have told of it already.
                    if self.thread.try_update(|thread| thread.refuse(&key, error.0)) == Some(true) {
                        self.announce(text);
                    }
                }
            }
        });
    }

    /// Forgets comments of the reader's own that are on their way no longer.
    fn forget(self, is_settled: impl Fn(&str) -> bool) {
        self.article.try_with_value(|article| forget_sending(article, is_settled));
    }

    /// Says something to those who cannot see it. The same words twice would be no change, and not be read out.
    fn announce(self, text: String) {
        self.announcement.try_update(|said| *said = if *said == text { text + "\u{A0}" } else { text });
    }
}

/// A random UUID (RFC 9562 §5.4). `crypto.randomUUID` is missing on pages without TLS; random bytes are not.
fn new_key() -> String {
    let mut bytes = page::random_bytes();
    bytes[6] = bytes[6] & 0x0F | 0x40;
    bytes[8] = bytes[8] & 0x3F | 0x80;
    let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 0x0F]);
    let mut key = String::with_capacity(36);
    for (place, digit) in digits.enumerate() {
        if matches!(place, 8 | 12 | 16 | 20) {
            key.push('-');
        }
        key.extend(char::from_digit(digit.into(), 16));
    }
    key
}
