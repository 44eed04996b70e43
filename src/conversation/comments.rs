//! Comments: loaded page by page, posted optimistically, reconciled with what the server says.

mod acting;
mod reading;
mod sending;

use std::sync::Arc;

use engagement::{comments::parse_name, live::COMMENT, live::COUNTS};
use leptos::task::spawn_local;
use web_sys::{Element, HtmlElement};

pub(crate) use self::sending::Written;
use super::{
    Comment, Mine, Thread, ThreadPhase, answers,
    client::{self, Query},
    js as own,
    memory::Memory,
    outbox,
};
use crate::{
    browser::Subscription,
    engagement::{
        answers::counts,
        client::Client,
        live::{self, Heard},
    },
    i18n::tr_count,
    signal::{Signal, keep},
};

/// How often what is new is said to those who cannot see it, at most.
const SAY_MS: u32 = 5_000;

/// The comments of one article, and what a reader can do.
#[derive(Clone, Copy)]
pub(crate) struct Comments {
    host: Signal<HtmlElement>,
    place: Signal<Element>,
    client: Signal<Client>,
    /// What is on the page.
    pub(crate) thread: Signal<Thread>,
    /// What is theirs.
    pub(crate) memory: Signal<Memory>,
    /// All they have written on this server, when they asked for it.
    pub(crate) mine: Signal<Mine>,
    /// The name of their account, when the host says that they have one.
    pub(crate) writer: Signal<Option<String>>,
    /// What to announce to those who cannot see a comment appear.
    pub(crate) announcement: Signal<String>,
    /// How many like a comment, for those that are on the page.
    likes: Signal<Vec<(String, Signal<u64>)>>,
    /// Who may write under this article.
    pub(crate) access: Signal<Access>,
    /// How many comments the article had when that was last said.
    count: Signal<Option<u64>>,
    /// How many pages were asked for: an answer to any but the last comes too late.
    asked: Signal<u32>,
    /// What happens later.
    later: Signal<Option<Subscription>>,
    saying: Signal<Option<Subscription>>,
    /// How many have come since that was last said.
    news: Signal<usize>,
    /// When the reader last wrote something.
    wrote_ms: Signal<i64>,
}

/// Who may write under an article.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Access {
    #[default]
    All,
    /// Readers with an account of the site.
    Accounts,
    Nobody,
}

impl Comments {
    /// Whether this reader may write.
    pub(crate) fn may_write(self) -> bool {
        let access = self.access.get();
        access == Access::All || access == Access::Accounts && self.writer.with(Option::is_some) == Some(true)
    }

    pub(super) fn start(host: HtmlElement, place: &Element, api: &str, article: &str) -> Self {
        let client = Client::new(api, article);
        let comments = Self {
            host: Signal::new(host),
            place: Signal::new(place.clone()),
            thread: Signal::new(Thread::default()),
            memory: Signal::new(Memory::restore(article)),
            mine: Signal::new(Mine::default()),
            writer: Signal::new(None),
            announcement: Signal::new(String::new()),
            likes: Signal::new(Vec::new()),
            access: Signal::new(Access::All),
            count: Signal::new(None),
            asked: Signal::new(0),
            later: Signal::new(None),
            saying: Signal::new(None),
            news: Signal::new(0),
            wrote_ms: Signal::new(0),
            client: Signal::new(client.clone()),
        };
        comments.follow_account(api);
        match own::asked() {
            Some(id) => comments.load_around(id),
            None => comments.reload(),
        }
        comments.restore_outbox();
        keep(Subscription::silent(&|| own::tick(place)));
        live::start(client.live_url(), Box::new(move |heard| comments.heard(heard)));
        keep(Subscription::listen(None, "online", move |_| comments.send_waiting()));
        keep(Subscription::listen(None, "hashchange", move |_| {
            if let Some(id) = own::asked() {
                comments.go_to(id);
            }
        }));
        comments
    }

    /// The host may learn later who is reading, and has a new token now and then.
    fn follow_account(self, api: &str) {
        let server = api.to_owned();
        let call = move |_| {
            let now = writer(&server);
            if self.writer.now() != now {
                self.writer.set(now);
            }
        };
        let follow = |host: &HtmlElement| Subscription::begin(Box::new(call), &|call| own::account(host, api, call));
        if let Some(subscription) = self.host.peek(follow) {
            keep(subscription);
        }
        self.writer.set(writer(api));
    }

    pub(super) fn client(self) -> Option<Client> {
        self.client.peek(Client::clone)
    }

    /// What the server calls the article.
    pub(crate) fn article(self) -> String {
        self.client.peek(|client| client.article().to_owned()).unwrap_or_default()
    }

    // What the server tells.

    fn heard(self, heard: Heard) {
        let counted = if heard.name == COUNTS { counts(&heard.event) } else { None };
        // What was listed before the stream was open may not be what there is now.
        let differs = self.count.now().zip(counted.as_ref()).is_some_and(|(listed, told)| listed != told.comments);
        if heard.is_after_gap || (heard.is_first && differs) {
            self.catch_up();
        }
        if let Some(counted) = counted {
            self.count.set(Some(counted.comments));
            return;
        }
        let is_new = heard.name == COMMENT;
        let Some(comment) = answers::comment(heard.event) else { return };
        if is_new {
            self.count.update(|count| *count = count.map(|count| count + 1));
        }
        self.tell_likes(std::slice::from_ref(&comment));
        self.arrived(comment, is_new);
    }

    fn arrived(self, comment: Comment, is_new: bool) {
        let key = comment.id.clone();
        let was_sending = self.thread.peek(|thread| thread.sending.iter().any(|sending| sending.waiting.key == key));
        if was_sending == Some(true) {
            // Another tab has sent it, or the answer is on its way.
            self.thread.update(|thread| {
                thread.settle(&key);
                thread.place(Arc::new(comment));
            });
            spawn_local(async move { outbox::forget(&key).await });
        } else if self.thread.update(|thread| thread.arrived(comment, is_new)) == Some(true) {
            self.news.set(self.news.now() + 1);
            self.say_what_is_new();
        }
    }

    /// Asks for what may have been missed.
    fn catch_up(self) {
        let Some(client) = self.client() else { return };
        if self.thread.peek(|thread| thread.phase == ThreadPhase::Ready) != Some(true) {
            return;
        }
        spawn_local(async move {
            let Ok(page) = client::list(&client, Query { is_long: true, ..Query::default() }).await else { return };
            self.count.set(Some(page.count));
            self.tell_likes(&page.comments);
            let reaches_back = self.thread.update(|thread| thread.catch_up(page));
            if reaches_back == Some(false) {
                self.reload();
            }
        });
    }

    /// Shows what is new, and leads to it.
    pub(crate) fn show_fresh(self) {
        if let Some(Some(first)) = self.thread.update(Thread::show_fresh) {
            self.show(&first, false);
        }
    }

    // What is said to those who cannot see it.

    /// Notes that the reader is writing.
    pub(crate) fn is_written_on(self) {
        self.wrote_ms.set(own::now());
    }

    /// Says how many are new: once in a while, however many come, and not to somebody in the middle of a word.
    fn say_what_is_new(self) {
        let say = move || {
            self.saying.write(|saying| *saying = None);
            if own::now() - self.wrote_ms.now() < i64::from(SAY_MS) {
                self.say_what_is_new();
                return;
            }
            let news = self.news.now();
            self.news.set(0);
            self.announce(new_comments(news));
        };
        if self.saying.peek(Option::is_none) == Some(true) {
            self.saying.write(|saying| *saying = Some(Subscription::timer(SAY_MS, say)));
        }
    }

    /// Says something to those who cannot see it. The same words twice would be no change, and not be read out.
    pub(crate) fn announce(self, text: String) {
        self.announcement.update(|said| *said = if *said == text { text + "\u{A0}" } else { text });
    }
}

/// The name in the token of the moment, as it could have been written.
fn writer(api: &str) -> Option<String> {
    parse_name(&own::writer(api)?).ok()
}

/// How many are new, in words.
fn new_comments(number: usize) -> String {
    tr_count(number as u64, "{} new comment", "{} new comments")
}
