//! Loading: pages of a list, the rest of a thread, the place of one comment.

use engagement::comments::Sort;
use leptos::task::spawn_local;

use super::{Access, Comments};
use crate::conversation::{
    Page, Thread, ThreadPhase,
    client::{self, Query},
    js as own,
};

/// What is done with a page. One type of it: each other would be the request once more.
type Take = Box<dyn FnOnce(&mut Thread, Page)>;

impl Comments {
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

    pub(super) fn go_to(self, id: String) {
        if self.thread.peek(|thread| thread.find(&id).is_some()) == Some(true) {
            self.show(&id, true);
        } else {
            self.load_around(id);
        }
    }

    /// Loads the page that a comment is on; where there is no such comment, the first.
    pub(super) fn load_around(self, id: String) {
        let target = id.clone();
        self.load(None, Some(id), move |thread, page| {
            thread.begin(page);
            self.show(&target, true);
        });
    }

    pub(super) fn show(self, id: &str, is_asked: bool) {
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
                    let access = match page {
                        Page { closes_ms: Some(closes), .. } if closes <= own::now() => Access::Nobody,
                        Page { accounts_only: true, .. } => Access::Accounts,
                        _ => Access::All,
                    };
                    self.access.set(access);
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
}
