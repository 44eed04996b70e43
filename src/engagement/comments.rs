//! Comments: loaded page by page, posted optimistically, reconciled with what the server says.

use engagement::comments::Sort;
use leptos::task::spawn_local;
use web_sys::HtmlElement;

use super::{
    Action, Comment, Draft, Subject, Thread, ThreadPhase,
    client::Client,
    draft::{forget_sending, remember_sending, restore_sending},
};
use crate::{browser::js, element::events, signal::Signal};

/// The comments of one article.
#[derive(Clone, Copy)]
pub(super) struct Comments {
    host: Signal<HtmlElement>,
    client: Signal<Client>,
    article: Signal<String>,
    is_wanted: bool,
    pub(super) thread: Signal<Thread>,
    count: Signal<Option<u64>>,
    /// How many pages were asked for: an answer to any but the last comes too late.
    asked: Signal<u32>,
    pub(super) draft: Signal<Draft>,
    pub(super) announcement: Signal<String>,
}

impl Comments {
    pub(super) fn start(client: Client, subject: &Subject, count: Signal<Option<u64>>, host: HtmlElement) -> Self {
        let sending = restore_sending(&subject.article);
        let comments = Self {
            host: Signal::new(host),
            client: Signal::new(client),
            article: Signal::new(subject.article.clone()),
            is_wanted: subject.has_comments,
            thread: Signal::new(Thread { sending, ..Thread::default() }),
            count,
            asked: Signal::new(0),
            draft: Signal::new(Draft::restore(&subject.article)),
            announcement: Signal::new(String::new()),
        };
        comments.reload();
        comments
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
            Action::Write => self.keep_draft(),
            Action::Post(draft) => self.post(draft),
            Action::Retry(key) => self.retry(&key),
            Action::Discard(key) => self.discard(&key),
            Action::More => self.more(),
            Action::Sort(sort) => self.sort(sort),
        }
    }

    /// Loads the next page, or the first when there is none yet.
    fn more(self) {
        if let Some((next, false)) =
            self.thread.peek(|thread| (thread.next.clone(), thread.phase == ThreadPhase::Loading))
        {
            self.load(next);
        }
    }

    /// Chooses the order.
    fn sort(self, sort: Sort) {
        self.thread.update(|thread| thread.sort = sort);
        self.load(None);
    }

    /// Asks for a page. After every wait the signals may be gone with the element.
    fn load(self, cursor: Option<String>) {
        self.thread.update(|thread| {
            thread.phase = ThreadPhase::Loading;
            if cursor.is_none() {
                // Until the list has begun anew there is nothing to go on from.
                thread.next = None;
            }
        });
        let Some(client) = self.client.peek(Client::clone) else { return };
        let sort = self.thread.peek(|thread| thread.sort).unwrap_or_default();
        let asked = self.asked.now() + 1;
        self.asked.set(asked);
        spawn_local(async move {
            let page = client.comments(sort, cursor.as_deref()).await;
            // Another order was chosen meanwhile, or the list begun anew: that answer is on the way.
            if self.asked.now() != asked {
                return;
            }
            if let Ok(page) = &page {
                self.count.set(Some(page.count));
                self.forget(|key| page.comments.iter().any(|comment| comment.id == key));
            }
            self.thread.update(|thread| match page {
                Ok(page) if cursor.is_some() => thread.append(page),
                Ok(page) => thread.begin(page),
                Err(error) => thread.phase = ThreadPhase::Failed(error.0),
            });
        });
    }

    /// The server told of a comment that is new, or not what it was.
    pub(super) fn arrived(self, comment: Comment, is_new: bool) {
        let name = comment.author.as_ref().map(|author| author.name.as_str()).unwrap_or_default();
        let text = "New comment by ".to_owned() + name;
        self.forget(|key| key == comment.id);
        let is_news = self.thread.update(|thread| thread.arrived(comment, is_new)).unwrap_or_default();
        if is_news {
            self.announce(text);
        }
    }

    /// Remembers the form.
    fn keep_draft(self) {
        self.article.peek(|article| self.draft.peek(|draft| draft.keep(article)));
    }

    /// Sends a new comment.
    fn post(self, draft: Draft) {
        if self.host.peek(|host| events::comment(host, &draft.name, &draft.text)) != Some(true) {
            // What the host does not want is still what the reader wrote.
            self.draft.update(|written| *written = draft);
            return;
        }
        self.keep_draft();
        self.send(js::uuid(), draft);
    }

    /// Sends a comment again, under its old key.
    fn retry(self, key: &str) {
        let draft = self.thread.peek(|thread| {
            thread.sending.iter().find(|sending| sending.key == key).map(|sending| sending.draft.clone())
        });
        if let Some(draft) = draft.flatten() {
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
        self.article.peek(|article| remember_sending(article, &key, &draft));
        let Some(client) = self.client.peek(Client::clone) else { return };
        spawn_local(async move {
            match client.comment(&key, &draft).await {
                Ok(comment) => {
                    self.forget(|known| known == key);
                    let is_listed = comment.status.is_approved();
                    self.thread.update(|thread| thread.arrived(comment, true));
                    let held = "Your comment waits for a moderator.";
                    self.announce(if is_listed { "Your comment is posted." } else { held }.to_owned());
                }
                Err(error) => {
                    let text = "Your comment was not posted. ".to_owned() + &error.0;
                    // The live stream may have told of it already.
                    if self.thread.update(|thread| thread.refuse(&key, error.0)) == Some(true) {
                        self.announce(text);
                    }
                }
            }
        });
    }

    /// Forgets comments of the reader's own that are on their way no longer.
    fn forget(self, is_settled: impl Fn(&str) -> bool) {
        self.article.peek(|article| forget_sending(article, is_settled));
    }

    /// Says something to those who cannot see it. The same words twice would be no change, and not be read out.
    fn announce(self, text: String) {
        self.announcement.update(|said| *said = if *said == text { text + "\u{A0}" } else { text });
    }
}
