//! What a reader writes, on its way: kept until the server has it, and sent once.

use std::sync::Arc;

use leptos::task::spawn_local;

use super::Comments;
use crate::{
    browser::{Subscription, js},
    conversation::{
        Comment, Draft, client,
        outbox::{self, Turn, Waiting},
    },
    element::events,
    engagement::client::ApiError,
    i18n::tr,
};

/// When what could not be sent is tried again without a sign that the network is back.
const PATIENCE_MS: u32 = 30_000;

/// What a form holds when it is sent.
#[derive(Clone, Debug, Default)]
pub(crate) struct Written {
    pub(crate) parent: Option<String>,
    pub(crate) draft: Draft,
    pub(crate) typing_ms: u64,
    pub(crate) website: String,
}

impl Comments {
    /// Posts what was written; whether the host lets it.
    pub(crate) fn post(self, written: Written) -> bool {
        let Written { parent, draft, typing_ms, website } = written;
        let Some(client) = self.client() else { return false };
        if self.host.peek(|host| events::comment(host, &draft.name, &draft.text)) != Some(true) {
            return false;
        }
        let (key, api, article) = (js::uuid(), client.api().to_owned(), client.article().to_owned());
        // The key becomes the id. The live stream may tell of the comment before the answer comes.
        self.memory.update(|memory| memory.wrote(&article, &key, &draft.text));
        let waiting = Waiting { key, api, article, parent, draft, typing_ms, website, refusal: None };
        self.thread.update(|thread| thread.send(waiting.clone()));
        spawn_local(async move {
            outbox::keep(&waiting).await;
            self.send_all().await;
        });
        true
    }

    /// Sends a comment again that the server did not take.
    pub(crate) fn retry(self, waiting: Waiting) {
        let waiting = Waiting { refusal: None, ..waiting };
        self.thread.update(|thread| thread.send(waiting.clone()));
        spawn_local(async move {
            outbox::keep(&waiting).await;
            self.send_all().await;
        });
    }

    /// Gives a comment up.
    pub(crate) fn discard(self, key: String) {
        self.thread.update(|thread| thread.settle(&key));
        spawn_local(async move { outbox::forget(&key).await });
    }

    /// What was not confirmed when the page was last left.
    pub(super) fn restore_outbox(self) {
        spawn_local(async move {
            let kept = outbox::kept().await;
            let ours: Vec<&Waiting> = kept.iter().filter(|waiting| self.is_of(waiting)).collect();
            if !ours.is_empty() {
                self.thread.update(|thread| {
                    for waiting in ours {
                        thread.send(waiting.clone());
                        if let Some(refusal) = &waiting.refusal {
                            thread.refuse(&waiting.key, refusal.clone());
                        }
                    }
                });
            }
            if kept.iter().any(|waiting| waiting.refusal.is_none()) {
                self.send_all().await;
            }
        });
    }

    fn is_of(self, waiting: &Waiting) -> bool {
        self.client.peek(|client| client.article() == waiting.article && client.api() == waiting.api) == Some(true)
    }

    pub(super) fn send_waiting(self) {
        spawn_local(self.send_all());
    }

    /// Sends all that waits, whatever article it is under: the tab it was written in may be closed. One tab does at a time.
    async fn send_all(self) {
        let _turn = Turn::wait().await;
        let kept = outbox::kept().await;
        self.settle_sent(&kept);
        for waiting in kept.into_iter().filter(|waiting| waiting.refusal.is_none()) {
            match client::post(&waiting).await {
                Ok(comment) => {
                    outbox::forget(&waiting.key).await;
                    self.sent(&waiting, comment);
                }
                Err(error) if error.may_pass => {
                    self.not_sent(&waiting, error);
                    // What is behind it waits as well; it is tried again when the network returns, and from time to time.
                    let again = Subscription::timer(PATIENCE_MS, move || self.send_waiting());
                    self.later.write(|later| *later = Some(again));
                    return;
                }
                Err(error) => {
                    let refusal = Some(error.sentence.clone());
                    outbox::keep(&Waiting { refusal, ..waiting.clone() }).await;
                    self.not_sent(&waiting, error);
                }
            }
        }
    }

    /// What another tab has sent is on its way no longer.
    fn settle_sent(self, kept: &[Waiting]) {
        let is_kept = |key: &String| kept.iter().any(|waiting| waiting.key == *key);
        let mut gone: Vec<String> = self
            .thread
            .peek(|thread| {
                let keys = thread.sending.iter().map(|sending| &sending.waiting.key);
                keys.filter(|key| !is_kept(key)).cloned().collect()
            })
            .unwrap_or_default();
        if !gone.is_empty() {
            self.thread.update(|thread| gone.retain(|key| thread.settle(key)));
            self.catch_up();
        }
    }

    fn sent(self, waiting: &Waiting, comment: Comment) {
        if !self.is_of(waiting) {
            return;
        }
        let is_listed = comment.status.is_approved();
        let id = comment.id.clone();
        let is_first = self.thread.update(|thread| {
            let was_sending = thread.settle(&comment.id);
            thread.place(Arc::new(comment));
            was_sending
        });
        if is_first == Some(true) {
            self.show(&id, false);
        }
        self.announce(if is_listed {
            tr("Your comment is posted.")
        } else {
            tr("Your comment waits for a moderator.")
        });
    }

    fn not_sent(self, waiting: &Waiting, error: ApiError) {
        let sentence = if error.may_pass {
            error.sentence + " Your comment waits here, and is sent as soon as that is possible."
        } else {
            error.sentence
        };
        // The live stream may have told of it already.
        let text = tr("Your comment was not posted.") + " " + &sentence;
        let is_first = self.thread.peek(|thread| {
            thread.sending.iter().any(|sending| sending.waiting.key == waiting.key && sending.failure.is_none())
        });
        if self.thread.update(|thread| thread.refuse(&waiting.key, sentence)) == Some(true) && is_first == Some(true) {
            self.announce(text);
        }
    }
}
