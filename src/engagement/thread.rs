//! The comments on the page, and what changes them. Plain data: no signal, no browser.

use engagement::comments::Sort;

use super::{Comment, Draft, Page};

/// The comments of an article, as far as they are loaded, and those on their way.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
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
        let age = |comment: &Comment| (comment.created_ms, comment.id.clone());
        let newest = page.comments.iter().map(age).max();
        let mut since = Vec::new();
        let is_since = |comment: &Comment| newest.as_ref().is_none_or(|newest| age(comment) > *newest);
        for comment in std::mem::take(&mut self.comments).into_iter().filter(is_since) {
            let place = since.partition_point(|known| age(known) < age(&comment));
            since.insert(place, comment);
        }
        match self.sort {
            Sort::Newest | Sort::Top => {
                since.reverse();
                self.comments = since;
                self.append(page);
            }
            Sort::Oldest => {
                self.append(page);
                if self.next.is_none() {
                    self.comments.append(&mut since);
                }
            }
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

    /// The server told of a comment; whether it was news.
    pub(super) fn arrived(&mut self, comment: Comment) -> bool {
        let is_own = self.settle(&comment.id);
        if self.has(&comment.id) {
            return false;
        }
        if let Some(parent) = &comment.parent {
            // Replies stand after what they answer, oldest first; what is not on the page needs none.
            let Some(at) = self.comments.iter().position(|known| known.id == *parent) else { return !is_own };
            let mut thread = vec![parent.clone()];
            let rest = self.comments.iter().skip(at + 1);
            let inside = rest.take_while(|known| {
                let is_inside = known.parent.as_ref().is_some_and(|parent| thread.contains(parent));
                thread.push(known.id.clone());
                is_inside
            });
            let end = at + 1 + inside.count();
            self.comments.insert(end, comment);
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

    /// A comment is not what it was; one that was deleted keeps its place while it has replies.
    pub(super) fn changed(&mut self, comment: Comment) {
        if comment.author.is_none() && comment.replies == 0 {
            self.comments.retain(|known| known.id != comment.id);
        } else if let Some(known) = self.comments.iter_mut().find(|known| known.id == comment.id) {
            *known = comment;
        }
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
    use engagement::comments::{Author, Status};

    use super::*;

    fn comment(id: &str) -> Comment {
        Comment {
            id: id.into(),
            parent: None,
            author: Some(Author { name: "Asha".into() }),
            body: Vec::new(),
            // Ids in the order of time.
            created_ms: 0,
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
        assert!(thread.arrived(comment("c")));
        assert!(!thread.arrived(comment("c")));
        thread.append(page(&["a", "z"], None));
        assert_eq!(ids(&thread), ["c", "b", "a", "z"]);
    }

    #[test]
    fn a_reply_comes_after_those_to_the_same_comment() {
        let mut thread = Thread::default();
        thread.begin(page(&["b", "a"], None));
        for (id, parent) in [("r1", "b"), ("r2", "b"), ("r1.1", "r1"), ("x", "not on the page"), ("r3", "b")] {
            assert!(thread.arrived(reply(id, parent)));
        }
        assert_eq!(ids(&thread), ["b", "r1", "r1.1", "r2", "r3", "a"]);
    }

    #[test]
    fn a_deleted_comment_keeps_its_place_while_it_has_replies() {
        let mut thread = Thread::default();
        thread.begin(page(&["c", "b", "a"], None));
        let gone = |id, replies| Comment { author: None, replies, ..comment(id) };
        thread.changed(gone("b", 1));
        thread.changed(gone("c", 0));
        thread.changed(gone("z", 0));
        assert_eq!(ids(&thread), ["b", "a"]);
        assert_eq!(thread.comments[0].author, None);
    }

    #[test]
    fn a_list_that_begins_anew_keeps_what_was_told_of_since() {
        let mut thread = Thread::default();
        thread.begin(page(&["b", "a"], Some("a")));
        thread.arrived(comment("c"));
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
        assert!(!thread.arrived(comment("k")), "the reader's own comment is no news");
        assert_eq!((thread.sending.len(), ids(&thread)), (0, vec!["k"]));
        assert!(!thread.arrived(comment("k")));
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
        assert!(thread.arrived(comment("z")));
        assert_eq!(ids(&thread), ["a"]);
        thread.append(page(&["b", "z"], None));
        assert!(thread.arrived(comment("zz")));
        assert_eq!(ids(&thread), ["a", "b", "z", "zz"]);
    }
}
