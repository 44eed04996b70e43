//! Comments: loaded page by page, posted optimistically, reconciled with what the server says.

use std::sync::Arc;

use article::Json;
use engagement::{comments::Sort, live::COMMENT, live::COUNTS};
use leptos::task::spawn_local;
use web_sys::{Element, HtmlElement};

use super::{
    Comment, Draft, Mine, Page, Thread, ThreadPhase, answers,
    client::{self, Query},
    js as own,
    memory::Memory,
    outbox::{self, Turn, Waiting},
};
use crate::{
    browser::{Subscription, js},
    element::events,
    engagement::{
        answers::counts,
        client::{ApiError, Client},
        live::{self, Heard},
    },
    signal::{Signal, keep},
};

/// When what could not be sent is tried again without a sign that the network is back.
const PATIENCE_MS: u32 = 30_000;
/// How often what is new is said to those who cannot see it, at most.
const SAY_MS: u32 = 5_000;

/// What is done with a page. One type of it: each other would be the request once more.
type Take = Box<dyn FnOnce(&mut Thread, Page)>;

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
    /// What to announce to those who cannot see a comment appear.
    pub(crate) announcement: Signal<String>,
    /// How many like a comment, for those that are on the page.
    likes: Signal<Vec<(String, Signal<u64>)>>,
    /// How many comments the article had when that was last said.
    count: Signal<Option<u64>>,
    /// How many pages were asked for: an answer to any but the last comes too late.
    asked: Signal<u32>,
    /// What happens later.
    later: Signal<Option<Subscription>>,
    saying: Signal<Option<Subscription>>,
    /// How many have come since that was last said.
    news: Signal<usize>,
}

/// What a form holds when it is sent.
#[derive(Clone, Debug, Default)]
pub(crate) struct Written {
    pub(crate) parent: Option<String>,
    pub(crate) draft: Draft,
    pub(crate) typing_ms: u64,
    pub(crate) website: String,
}

impl Comments {
    pub(super) fn start(host: HtmlElement, place: &Element, api: &str, article: &str) -> Self {
        let client = Client::new(api, article);
        let comments = Self {
            host: Signal::new(host),
            place: Signal::new(place.clone()),
            thread: Signal::new(Thread::default()),
            memory: Signal::new(Memory::restore(article)),
            mine: Signal::new(Mine::default()),
            announcement: Signal::new(String::new()),
            likes: Signal::new(Vec::new()),
            count: Signal::new(None),
            asked: Signal::new(0),
            later: Signal::new(None),
            saying: Signal::new(None),
            news: Signal::new(0),
            client: Signal::new(client.clone()),
        };
        match own::asked() {
            Some(id) => comments.load_around(id),
            None => comments.reload(),
        }
        comments.restore_outbox();
        live::start(client.live_url(), Box::new(move |heard| comments.heard(heard)));
        keep(Subscription::listen(None, "online", move |_| comments.send_waiting()));
        keep(Subscription::listen(None, "hashchange", move |_| {
            if let Some(id) = own::asked() {
                comments.go_to(id);
            }
        }));
        comments
    }

    pub(super) fn client(self) -> Option<Client> {
        self.client.peek(Client::clone)
    }

    /// What the server calls the article.
    pub(crate) fn article(self) -> String {
        self.client.peek(|client| client.article().to_owned()).unwrap_or_default()
    }

    // Reading.

    /// Loads the first page again.
    pub(crate) fn reload(self) {
        self.load(None, None, Thread::begin);
    }

    /// Chooses the order.
    pub(crate) fn sort(self, sort: Sort) {
        self.thread.update(|thread| thread.sort = sort);
        self.reload();
    }

    /// Loads the next page, or the first again after a failure. The focus goes on where the page begins.
    pub(crate) fn more(self) {
        let (next, known) =
            self.thread.peek(|thread| (thread.next.clone(), thread.comments.clone())).unwrap_or_default();
        if next.is_none() {
            self.reload();
            return;
        }
        self.load(next, None, move |thread, page| {
            let first = page.comments.iter().find(|comment| known.iter().all(|known| known.id != comment.id));
            let first = first.map(|comment| comment.id.clone());
            thread.append(page);
            if let Some(first) = first {
                self.show(&first, false);
            }
        });
    }

    /// Loads the page before.
    pub(crate) fn before(self) {
        let previous = self.thread.peek(|thread| thread.previous.clone()).flatten();
        self.load(previous, None, Thread::prepend);
    }

    /// Loads replies to a comment that are not there.
    pub(crate) fn continue_thread(self, id: String) {
        let Some(client) = self.client() else { return };
        spawn_local(async move {
            let cursor = self.thread.peek(|thread| thread.cursor_of(&id)).flatten();
            let query = Query {
                sort: Sort::Oldest,
                parent: Some(&id),
                cursor: cursor.as_deref(),
                is_long: true,
                ..Query::default()
            };
            match client::list(&client, query).await {
                Ok(page) => {
                    let first = self.thread.update(|thread| thread.continue_thread(&id, page)).flatten();
                    if let Some(first) = first {
                        self.show(&first, false);
                    }
                }
                Err(error) => self.announce(error.sentence),
            }
        });
    }

    /// Goes to a comment by its address.
    pub(crate) fn ask_for(self, id: &str) {
        // The same address twice is no change of it.
        if own::asked().as_deref() == Some(id) { self.show(id, true) } else { own::ask_for(id) }
    }

    fn go_to(self, id: String) {
        if self.thread.peek(|thread| thread.find(&id).is_some()) == Some(true) {
            self.show(&id, true);
        } else {
            self.load_around(id);
        }
    }

    /// Loads the page that a comment is on; where there is no such comment, the first.
    fn load_around(self, id: String) {
        let target = id.clone();
        self.load(None, Some(id), move |thread, page| {
            thread.begin(page);
            self.show(&target, true);
        });
    }

    fn show(self, id: &str, is_asked: bool) {
        self.place.peek(|place| own::show(place, id, is_asked));
    }

    /// Asks for a page. After every wait the signals may be gone with the element.
    fn load(self, cursor: Option<String>, around: Option<String>, take: impl FnOnce(&mut Thread, Page) + 'static) {
        let take: Take = Box::new(take);
        self.thread.update(|thread| thread.phase = ThreadPhase::Loading);
        let Some(client) = self.client() else { return };
        let sort = self.thread.peek(|thread| thread.sort).unwrap_or_default();
        let asked = self.asked.now() + 1;
        self.asked.set(asked);
        spawn_local(async move {
            // Whoever asks for more reads on.
            let is_long = cursor.is_some();
            let query =
                Query { sort, cursor: cursor.as_deref(), around: around.as_deref(), is_long, ..Query::default() };
            let mut page = client::list(&client, query).await;
            let is_unknown = around.is_some() && page.as_ref().is_err_and(|error| !error.may_pass);
            let is_listed = self.thread.peek(|thread| thread.comments.is_empty()) == Some(false);
            if is_unknown && !is_listed {
                page = client::list(&client, Query { around: None, ..query }).await;
            }
            // Another order was chosen meanwhile, or the list begun anew: that answer is on the way.
            if self.asked.now() != asked {
                return;
            }
            self.likes.write(|all| all.retain(|(_, likes)| likes.peek(|_| ()).is_some()));
            if is_unknown && is_listed {
                // It is another article's, and this one's list may stay as it is.
                self.thread.update(|thread| thread.phase = ThreadPhase::Ready);
                return;
            }
            let outcome = match page {
                Ok(page) => {
                    self.count.set(Some(page.count));
                    self.tell_likes(&page.comments);
                    Ok(page)
                }
                Err(error) => Err(ThreadPhase::Failed(error.sentence)),
            };
            self.thread.update(|thread| match outcome {
                Ok(page) => take(thread, page),
                Err(failed) => thread.phase = failed,
            });
        });
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

    /// Says how many are new: once in a while, however many come.
    fn say_what_is_new(self) {
        let say = move || {
            self.saying.write(|saying| *saying = None);
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

    // Writing.

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
    fn restore_outbox(self) {
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

    fn send_waiting(self) {
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
        let held = "Your comment waits for a moderator.";
        self.announce(if is_listed { "Your comment is posted." } else { held }.to_owned());
    }

    fn not_sent(self, waiting: &Waiting, error: ApiError) {
        let sentence = if error.may_pass {
            error.sentence + " Your comment waits here, and is sent as soon as that is possible."
        } else {
            error.sentence
        };
        // The live stream may have told of it already.
        let text = "Your comment was not posted. ".to_owned() + &sentence;
        let is_first = self.thread.peek(|thread| {
            thread.sending.iter().any(|sending| sending.waiting.key == waiting.key && sending.failure.is_none())
        });
        if self.thread.update(|thread| thread.refuse(&waiting.key, sentence)) == Some(true) && is_first == Some(true) {
            self.announce(text);
        }
    }

    // What the reader does with comments that are there.

    /// Gives a comment another text; says in the end why that did not go.
    pub(crate) async fn edit(self, id: String, text: String) -> Result<(), String> {
        let Some(client) = self.client() else { return Ok(()) };
        let comment = client::edit(&client, &id, &text).await.map_err(|error| error.sentence)?;
        self.memory.update(|memory| memory.wrote(client.article(), &id, &text));
        self.thread.update(|thread| thread.arrived(comment, false));
        own::focus_soon(&self.place.peek(Element::clone).ok_or_else(String::new)?, &("#av-comment-".to_owned() + &id));
        self.announce("Your comment is changed.".to_owned());
        Ok(())
    }

    /// Deletes a comment.
    pub(crate) async fn delete(self, id: String) -> Result<(), String> {
        let Some(client) = self.client() else { return Ok(()) };
        client::delete(&client, &id).await.map_err(|error| error.sentence)?;
        self.thread.update(|thread| {
            if let Some(comment) = thread.find(&id).map(|comment| Comment::clone(comment)) {
                thread.arrived(Comment { author: None, body: Arc::new(Json::Null), ..comment }, false);
            }
        });
        self.show(&id, false);
        self.announce("Your comment is deleted.".to_owned());
        Ok(())
    }

    /// Asks for somebody to look at a comment.
    pub(crate) async fn report(self, id: String, reason: String) -> Result<(), String> {
        let Some(client) = self.client() else { return Ok(()) };
        client::report(&client, &id, &reason).await.map_err(|error| error.sentence)
    }

    /// What a text would look like.
    pub(crate) async fn preview(self, text: String) -> Result<Arc<Json>, String> {
        let Some(client) = self.client() else { return Err(String::new()) };
        client::preview(&client, &text).await.map_err(|error| error.sentence)
    }

    /// How many like a comment, for as long as it is on the page.
    pub(crate) fn likes_of(self, comment: &Comment) -> Signal<u64> {
        let signal = Signal::new(comment.likes);
        self.likes.write(|all| all.push((comment.id.clone(), signal)));
        signal
    }

    fn tell_likes(self, comments: &[Comment]) {
        for comment in comments {
            // One that was drawn again has another; the last is of now.
            let find = |all: &Vec<(String, Signal<u64>)>| {
                all.iter().rev().find(|(id, _)| *id == comment.id).map(|(_, likes)| *likes)
            };
            if let Some(likes) = self.likes.peek(find).flatten() {
                likes.set(comment.likes);
            }
        }
    }

    /// Likes a comment, or no longer: at once on the page, and as the server says in the end.
    pub(crate) fn like(self, id: String, count: Signal<u64>) {
        let Some(client) = self.client() else { return };
        let likes = self.memory.peek(|memory| memory.likes(&id)) != Some(true);
        let before = count.now();
        let remember = move |id: &str, likes| {
            self.client.peek(|client| self.memory.update(|memory| memory.like(client.article(), id, likes)));
        };
        remember(&id, likes);
        count.set(if likes { before + 1 } else { before.saturating_sub(1) });
        spawn_local(async move {
            match client::like(&client, &id, likes).await {
                Ok(number) => count.set(number),
                Err(error) => {
                    remember(&id, !likes);
                    count.set(before);
                    self.announce(error.sentence);
                }
            }
        });
    }
}

/// How many are new, in words.
pub(crate) fn new_comments(number: usize) -> String {
    number.to_string() + if number == 1 { " new comment" } else { " new comments" }
}
