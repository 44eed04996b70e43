//! The comments on the page, and what changes them. Plain data: no signal, no browser.

use engagement::comments::Sort;

use super::{Comment, Draft, Page};

/// The comments of an article, as far as they are loaded, and those on their way.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Thread {
    /// The order.
    pub(crate) sort: Sort,
    /// The comments, in that order.
    pub(crate) comments: Vec<Comment>,
    /// The reader's own that the server has not confirmed, oldest first.
    pub(crate) sending: Vec<Sending>,
    /// How to get the next page.
    pub(crate) next: Option<String>,
    /// What is going on.
    pub(crate) phase: ThreadPhase,
}

/// What is going on with the list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) enum ThreadPhase {
    /// A page is being loaded.
    #[default]
    Loading,
    /// What was asked for is there.
    Ready,
    /// The last page could not be loaded, for this reason.
    Failed(String),
}

/// A comment the server has not confirmed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Sending {
    /// The idempotency key, which becomes the comment's id.
    pub(crate) key: String,
    /// What was written.
    pub(crate) draft: Draft,
    /// Why it was not sent; `None` while it is on its way.
    pub(crate) failure: Option<String>,
}

impl Thread {
    /// The first page arrived: it replaces what is there, but for what the live stream has told of since it was made.
    pub(super) fn begin(&mut self, page: Page) {
        let newest = page.comments.iter().map(|comment| comment.created_ms).max();
        let mut since: Vec<Comment> = Vec::new();
        for comment in std::mem::take(&mut self.comments) {
            if newest < Some(comment.created_ms) {
                let later = since.iter().position(|known| known.created_ms > comment.created_ms);
                since.insert(later.unwrap_or(since.len()), comment);
            }
        }
        if self.sort != Sort::Oldest {
            since.reverse();
            self.comments.append(&mut since);
        }
        self.append(page);
        if self.next.is_none() {
            self.comments.append(&mut since);
        }
    }

    /// The next page arrived.
    pub(super) fn append(&mut self, page: Page) {
        for comment in page.comments {
            self.settle(&comment.id);
            if !self.has(&comment.id) {
                self.comments.push(comment);
            }
        }
        self.next = page.next;
        self.phase = ThreadPhase::Ready;
    }

    /// The server told of a comment that is new, or not what it was; whether it was news. One that was deleted keeps its
    /// place until the list begins anew, so that nothing moves under a reader's eyes.
    pub(super) fn arrived(&mut self, comment: Comment, is_new: bool) -> bool {
        let is_own = self.settle(&comment.id);
        if let Some(known) = self.comments.iter_mut().find(|known| known.id == comment.id) {
            *known = comment;
            return false;
        }
        if !is_new {
            return false;
        }
        if comment.parent.is_some() {
            // A reply comes last in the thread it belongs to; one to what is not on the page needs no place.
            let at = self.comments.iter().position(|known| comment.parent.as_ref() == Some(&known.id));
            if let Some(at) = at {
                let next = self.comments.iter().skip(at + 1).position(|known| known.parent.is_none());
                self.comments.insert(next.map_or(self.comments.len(), |next| at + 1 + next), comment);
            }
            return !is_own;
        }
        match self.sort {
            Sort::Newest | Sort::Top => self.comments.insert(0, comment),
            // It belongs to a page that has not been asked for, and will come with it.
            Sort::Oldest if self.next.is_some() && !is_own => return true,
            Sort::Oldest => self.comments.push(comment),
        }
        !is_own
    }

    /// A comment is on its way, for the first time or again.
    pub(super) fn send(&mut self, key: &str, draft: &Draft) {
        match self.sending.iter_mut().find(|sending| sending.key == key) {
            Some(sending) => sending.failure = None,
            None => self.sending.push(Sending { key: key.to_owned(), draft: draft.clone(), failure: None }),
        }
    }

    /// A comment could not be sent; whether it was still on its way.
    pub(super) fn refuse(&mut self, key: &str, reason: String) -> bool {
        let sending = self.sending.iter_mut().find(|sending| sending.key == key);
        sending.map(|sending| sending.failure = Some(reason)).is_some()
    }

    /// A comment is no longer on its way; whether it was.
    pub(super) fn settle(&mut self, key: &str) -> bool {
        let before = self.sending.len();
        self.sending.retain(|sending| sending.key != key);
        self.sending.len() < before
    }

    fn has(&self, id: &str) -> bool {
        self.comments.iter().any(|comment| comment.id == id)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use article::Json;
    use engagement::comments::{Author, Status};

    use super::*;

    fn comment(id: &str) -> Comment {
        Comment {
            id: id.into(),
            parent: None,
            author: Some(Author { name: "Asha".into() }),
            body: Arc::new(Json::Null),
            // Ids in the order of time.
            created_ms: id.bytes().map(i64::from).sum(),
            modified_ms: None,
            likes: 0,
            replies: 0,
            pinned: false,
            status: Status::Approved,
        }
    }

    fn reply(id: &str, parent: &str) -> Comment {
        Comment { parent: Some(parent.into()), ..comment(id) }
    }

    fn page(ids: &[&str], next: Option<&str>) -> Page {
        let comments = ids.iter().map(|id| comment(id)).collect();
        Page { comments, previous: None, next: next.map(str::to_owned), count: 9 }
    }

    fn ids(thread: &Thread) -> Vec<&str> {
        thread.comments.iter().map(|comment| comment.id.as_str()).collect()
    }

    #[test]
    fn a_comment_told_of_twice_is_there_once() {
        let mut thread = Thread::default();
        thread.begin(page(&["b", "a"], None));
        assert!(thread.arrived(comment("c"), true));
        assert!(!thread.arrived(comment("c"), true));
        thread.append(page(&["a", "z"], None));
        assert_eq!(ids(&thread), ["c", "b", "a", "z"]);
    }

    #[test]
    fn a_reply_comes_last_in_its_thread() {
        let mut thread = Thread::default();
        thread.begin(page(&["b", "a"], None));
        for (id, parent) in [("r1", "b"), ("r2", "b"), ("r1.1", "r1"), ("x", "not on the page"), ("r3", "b")] {
            assert!(thread.arrived(reply(id, parent), true));
        }
        assert_eq!(ids(&thread), ["b", "r1", "r2", "r1.1", "r3", "a"]);
    }

    #[test]
    fn a_deleted_comment_keeps_its_place() {
        let mut thread = Thread::default();
        thread.begin(page(&["c", "b", "a"], None));
        for id in ["b", "not on the page"] {
            assert!(!thread.arrived(Comment { author: None, ..comment(id) }, false));
        }
        assert_eq!(ids(&thread), ["c", "b", "a"]);
        assert_eq!(thread.comments[1].author, None);
    }

    #[test]
    fn a_list_that_begins_anew_keeps_what_was_told_of_since() {
        let mut thread = Thread::default();
        thread.begin(page(&["b", "a"], Some("a")));
        thread.arrived(comment("c"), true);
        thread.begin(page(&["b", "a"], Some("a")));
        assert_eq!(ids(&thread), ["c", "b", "a"]);
        thread.sort = Sort::Oldest;
        thread.begin(page(&["a", "b"], None));
        assert_eq!(ids(&thread), ["a", "b", "c"]);
        thread.begin(page(&["a"], Some("a")));
        assert_eq!(ids(&thread), ["a"], "what belongs to later pages comes with them");
    }

    #[test]
    fn an_own_comment_is_confirmed_by_whichever_answer_comes_first() {
        let mut thread = Thread::default();
        thread.begin(page(&[], None));
        thread.send("k", &Draft::default());
        assert!(!thread.arrived(comment("k"), true), "the reader's own comment is no news");
        assert_eq!((thread.sending.len(), ids(&thread)), (0, vec!["k"]));
        assert!(!thread.arrived(comment("k"), true));
    }

    #[test]
    fn a_refused_comment_is_kept_until_it_is_sent() {
        let mut thread = Thread::default();
        thread.send("k", &Draft::default());
        thread.refuse("k", "You are offline.".into());
        assert_eq!(thread.sending[0].failure.as_deref(), Some("You are offline."));
        thread.send("k", &Draft::default());
        assert_eq!((thread.sending.len(), &thread.sending[0].failure), (1, &None));
    }

    #[test]
    fn oldest_first_a_new_comment_waits_for_its_page() {
        let mut thread = Thread { sort: Sort::Oldest, ..Thread::default() };
        thread.begin(page(&["a"], Some("a")));
        assert!(thread.arrived(comment("z"), true));
        assert_eq!(ids(&thread), ["a"]);
        thread.append(page(&["b", "z"], None));
        assert!(thread.arrived(comment("zz"), true));
        assert_eq!(ids(&thread), ["a", "b", "z", "zz"]);
    }
}
