//! The comments on the page, and what changes them. Plain data: no signal, no browser.

mod drawn;

use std::sync::Arc;

use engagement::comments::Sort;

pub(crate) use self::drawn::{Group, Item};
use super::{Comment, Page, outbox::Waiting};

/// The comments of an article, as far as they are loaded, and those on their way.
#[derive(Clone, Debug, Default)]
pub(crate) struct Thread {
    /// The order of what answers the article.
    pub(crate) sort: Sort,
    /// The comments, in that order; a reply comes after what it answers, and after what was said there before.
    pub(crate) comments: Vec<Arc<Comment>>,
    /// What the server has told of since, in the order of time. It is shown when the reader asks for it: nothing moves
    /// under their eyes.
    pub(crate) fresh: Vec<Arc<Comment>>,
    /// The reader's own that the server has not confirmed, oldest first.
    pub(crate) sending: Vec<Sending>,
    /// How to get the page before.
    pub(crate) previous: Option<String>,
    /// How to get the next page.
    pub(crate) next: Option<String>,
    /// What is going on.
    pub(crate) phase: ThreadPhase,
    /// Comments whose replies were asked for: how to get more of them, nothing when all are there.
    continued: Vec<(String, Option<String>)>,
    /// The first comment of each page after the first. A page stays together: the browser leaves out what is far from the
    /// screen, and a page is asked about at once.
    starts: Vec<String>,
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
    /// What is to be sent.
    pub(crate) waiting: Waiting,
    /// Why it was not sent, so far; nothing while it is on its way.
    pub(crate) failure: Option<String>,
}

impl Thread {
    /// The first page arrived: it replaces what is there.
    pub(super) fn begin(&mut self, page: Page) {
        self.comments.clear();
        self.fresh.clear();
        self.continued.clear();
        self.starts.clear();
        self.previous.clone_from(&page.previous);
        self.append(page);
    }

    /// The next page arrived.
    pub(super) fn append(&mut self, page: Page) {
        self.next.clone_from(&page.next);
        let start = self.comments.len();
        self.take_in(page, start);
        if let Some(first) = self.comments.get(start).filter(|_| start > 0) {
            self.starts.push(first.id.clone());
        }
    }

    /// The page before arrived.
    pub(super) fn prepend(&mut self, page: Page) {
        self.previous.clone_from(&page.previous);
        if let Some(first) = self.comments.first() {
            self.starts.insert(0, first.id.clone());
        }
        self.take_in(page, 0);
    }

    /// Replies to one comment arrived; tells the first of them that is new on the page. The first page of them takes the
    /// place of the few that were there.
    pub(super) fn continue_thread(&mut self, id: &str, page: Page) -> Option<String> {
        let at = self.position(id)?;
        let before: Vec<String> = self.comments.iter().map(|comment| comment.id.clone()).collect();
        if self.cursor_of(id).is_none() {
            self.comments.drain(at + 1..self.end_of(at));
        }
        self.continued.retain(|(known, _)| known != id);
        self.continued.push((id.to_owned(), page.next.clone()));
        let first = page.comments.iter().map(|comment| comment.id.clone()).find(|id| !before.contains(id));
        self.take_in(page, self.end_of(at));
        first
    }

    /// How the next replies to a comment are got, when some were asked for before.
    pub(super) fn cursor_of(&self, id: &str) -> Option<String> {
        self.continued.iter().find(|(known, _)| known == id)?.1.clone()
    }

    fn take_in(&mut self, page: Page, at: usize) {
        let mut at = at;
        for comment in page.comments {
            self.settle(&comment.id);
            self.fresh.retain(|fresh| fresh.id != comment.id);
            if self.position(&comment.id).is_none() {
                self.comments.insert(at, Arc::new(comment));
                at += 1;
            }
        }
        self.phase = ThreadPhase::Ready;
    }

    /// The newest comments, asked for after some may have been missed: what has changed is changed, and what is new waits to
    /// be shown. Tells whether it reaches back to what is known; else there may be more between.
    pub(super) fn catch_up(&mut self, page: Page) -> bool {
        let newest = self.comments.iter().chain(&self.fresh).map(|comment| comment.created_ms).max();
        let mut reaches_back = page.next.is_none();
        // The latest come first, but for what answers them. The standard library's sort is 1 KB.
        let mut missed: Vec<Comment> = Vec::new();
        for comment in page.comments {
            let later = missed.iter().position(|known| known.created_ms > comment.created_ms);
            missed.insert(later.unwrap_or(missed.len()), comment);
        }
        for comment in missed {
            if newest < Some(comment.created_ms) {
                self.arrived(comment, true);
            } else {
                reaches_back = true;
                self.arrived(comment, false);
            }
        }
        reaches_back
    }

    /// The server told of a comment that is new, or not what it was; whether it is news that waits to be shown. One that was
    /// deleted keeps its place until the list begins anew.
    pub(super) fn arrived(&mut self, comment: Comment, is_new: bool) -> bool {
        self.settle(&comment.id);
        if let Some(at) = self.position(&comment.id) {
            self.comments[at] = Arc::new(comment);
            return false;
        }
        if let Some(known) = self.fresh.iter_mut().find(|known| known.id == comment.id) {
            *known = Arc::new(comment);
            return false;
        }
        // Nobody looks for an answer to what is not on the page.
        let is_placed = |id: &String| self.position(id).is_some() || self.fresh.iter().any(|fresh| fresh.id == *id);
        if !is_new || comment.author.is_none() || !comment.parent.as_ref().is_none_or(is_placed) {
            return false;
        }
        if self.comments.is_empty() {
            // There is nothing that could move.
            self.comments.push(Arc::new(comment));
        } else {
            self.fresh.push(Arc::new(comment));
        }
        true
    }

    /// Shows what waits to be shown; tells the first of it on the page.
    pub(super) fn show_fresh(&mut self) -> Option<String> {
        let fresh = std::mem::take(&mut self.fresh);
        let ids: Vec<String> = fresh.iter().map(|comment| comment.id.clone()).collect();
        for comment in fresh {
            self.place(comment);
        }
        self.comments.iter().map(|comment| &comment.id).find(|id| ids.contains(id)).cloned()
    }

    /// Puts a comment where it belongs.
    pub(super) fn place(&mut self, comment: Arc<Comment>) {
        if self.position(&comment.id).is_some() {
            return;
        }
        let above = comment.parent.as_deref().and_then(|parent| self.position(parent));
        match (above, self.sort) {
            (Some(at), _) => {
                let end = self.end_of(at);
                let parent = &mut self.comments[at];
                let replies = parent.replies + 1;
                *parent = Arc::new(Comment { replies, ..Comment::clone(parent) });
                self.comments.insert(end, comment);
            }
            // At the end, or the reader would not see it until they have loaded all of the others.
            (None, Sort::Oldest) => self.comments.push(comment),
            (None, Sort::Newest | Sort::Top) => {
                let first = self.comments.iter().position(|known| known.parent.is_none() && !known.pinned);
                self.comments.insert(first.unwrap_or(self.comments.len()), comment);
            }
        }
    }

    /// A comment is on its way, for the first time or again.
    pub(super) fn send(&mut self, waiting: Waiting) {
        match self.sending.iter_mut().find(|sending| sending.waiting.key == waiting.key) {
            Some(sending) => sending.failure = None,
            None => self.sending.push(Sending { waiting, failure: None }),
        }
    }

    /// A comment could not be sent; whether it was still on its way.
    pub(super) fn refuse(&mut self, key: &str, reason: String) -> bool {
        let sending = self.sending.iter_mut().find(|sending| sending.waiting.key == key);
        sending.map(|sending| sending.failure = Some(reason)).is_some()
    }

    /// A comment is no longer on its way; whether it was.
    pub(super) fn settle(&mut self, key: &str) -> bool {
        let before = self.sending.len();
        self.sending.retain(|sending| sending.waiting.key != key);
        self.sending.len() < before
    }

    /// A comment on the page.
    pub(crate) fn find(&self, id: &str) -> Option<&Arc<Comment>> {
        self.comments.iter().find(|comment| comment.id == id)
    }

    fn position(&self, id: &str) -> Option<usize> {
        self.comments.iter().position(|comment| comment.id == id)
    }

    /// Where the replies to a comment end, and theirs.
    fn end_of(&self, at: usize) -> usize {
        let mut above: Vec<&str> = vec![&self.comments[at].id];
        let mut end = at + 1;
        while let Some(parent) = self.comments.get(end).and_then(|comment| comment.parent.as_deref()) {
            while above.last().is_some_and(|last| *last != parent) {
                above.pop();
            }
            if above.is_empty() {
                break;
            }
            above.push(&self.comments[end].id);
            end += 1;
        }
        end
    }
}

#[cfg(test)]
mod tests {
    use article::Json;
    use engagement::comments::{Author, Status};

    use super::*;

    fn comment(id: &str) -> Comment {
        Comment {
            id: id.into(),
            parent: None,
            author: Some(Author { name: "Asha".into(), staff: false }),
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

    fn page_of(comments: Vec<Comment>, next: Option<&str>) -> Page {
        Page {
            comments,
            previous: None,
            next: next.map(str::to_owned),
            count: 9,
            closes_ms: None,
            accounts_only: false,
        }
    }

    fn page(ids: &[&str], next: Option<&str>) -> Page {
        page_of(ids.iter().map(|id| comment(id)).collect(), next)
    }

    fn ids(thread: &Thread) -> Vec<&str> {
        thread.comments.iter().map(|comment| comment.id.as_str()).collect()
    }

    fn begun(page: Page) -> Thread {
        let mut thread = Thread::default();
        thread.begin(page);
        thread
    }

    fn waiting(key: &str, parent: Option<&str>) -> Waiting {
        Waiting { key: key.into(), parent: parent.map(str::to_owned), ..Waiting::default() }
    }

    /// The list as it looks: a line for each item, indented by its depth.
    fn drawn(thread: &Thread) -> Vec<String> {
        let line = |item: &Item| match item {
            Item::Comment(comment, depth) => " ".repeat(*depth) + &comment.id,
            Item::Sending(sending, depth) => " ".repeat(*depth) + "→" + &sending.waiting.key,
            Item::More(id, left, depth) => format!("{}+{left} of {id}", " ".repeat(*depth)),
        };
        thread.groups().iter().flat_map(|group| &group.items).map(line).collect()
    }

    #[test]
    fn a_comment_told_of_twice_is_there_once_when_it_is_asked_for() {
        let mut thread = begun(page(&["b", "a"], Some("a")));
        assert!(thread.arrived(comment("c"), true));
        assert!(!thread.arrived(comment("c"), true));
        assert_eq!(ids(&thread), ["b", "a"], "nothing moves under the reader's eyes");
        assert_eq!(thread.show_fresh().as_deref(), Some("c"));
        thread.append(page(&["a", "Z"], None));
        assert_eq!(ids(&thread), ["c", "b", "a", "Z"]);
        assert!(thread.fresh.is_empty());
    }

    #[test]
    fn a_reply_comes_last_in_its_thread() {
        let mut thread = begun(page(&["b", "a"], None));
        for (id, parent) in [("r1", "b"), ("r2", "b"), ("r1.1", "r1"), ("r3", "b")] {
            assert!(thread.arrived(reply(id, parent), true));
        }
        assert!(!thread.arrived(reply("x", "not on the page"), true));
        assert_eq!(thread.show_fresh().as_deref(), Some("r1"));
        assert_eq!(drawn(&thread), ["b", " r1", "  r1.1", " r2", " r3", "a"]);
    }

    #[test]
    fn what_is_missing_of_a_thread_can_be_asked_for() {
        let several = Comment { replies: 3, ..comment("b") };
        let mut thread = begun(page_of(vec![several, reply("r1", "b"), comment("a")], None));
        assert_eq!(drawn(&thread), ["b", " r1", " +2 of b", "a"]);
        let replies = |ids: &[&str], next| page_of(ids.iter().map(|id| reply(id, "b")).collect(), next);
        assert_eq!(thread.continue_thread("b", replies(&["r1", "r2"], Some("r2"))).as_deref(), Some("r2"));
        assert_eq!(drawn(&thread), ["b", " r1", " r2", " +1 of b", "a"]);
        assert_eq!(thread.cursor_of("b").as_deref(), Some("r2"));
        thread.continue_thread("b", replies(&["r3"], None));
        assert_eq!(drawn(&thread), ["b", " r1", " r2", " r3", "a"]);
    }

    #[test]
    fn a_thread_that_came_whole_has_nothing_more_whatever_was_counted() {
        let mut thread = begun(page_of(vec![Comment { replies: 3, ..comment("b") }], None));
        thread.continue_thread("b", page_of(vec![reply("r1", "b")], None));
        assert_eq!(drawn(&thread), ["b", " r1"]);
    }

    #[test]
    fn a_deleted_comment_keeps_its_place() {
        let mut thread = begun(page(&["c", "b", "a"], None));
        for id in ["b", "not on the page"] {
            assert!(!thread.arrived(Comment { author: None, ..comment(id) }, false));
        }
        assert_eq!(ids(&thread), ["c", "b", "a"]);
        assert_eq!(thread.comments[1].author, None);
    }

    #[test]
    fn what_was_missed_waits_to_be_shown() {
        let mut thread = begun(page(&["b", "a"], Some("a")));
        let edited = Comment { modified_ms: Some(5), ..comment("b") };
        assert!(thread.catch_up(page_of(vec![comment("d"), comment("c"), edited], Some("b"))));
        assert_eq!((ids(&thread), thread.comments[0].modified_ms), (vec!["b", "a"], Some(5)));
        thread.show_fresh();
        assert_eq!(ids(&thread), ["d", "c", "b", "a"]);
        assert!(!thread.catch_up(page(&["y", "x"], Some("x"))), "there may be more between");
    }

    #[test]
    fn a_page_before_comes_before_and_each_stays_together() {
        let mut thread = begun(Page { previous: Some("c".into()), ..page(&["d", "c"], Some("c")) });
        thread.append(page(&["b", "a"], None));
        thread.prepend(page(&["f", "e"], Some("e")));
        assert_eq!((ids(&thread), &thread.previous, &thread.next), (vec!["f", "e", "d", "c", "b", "a"], &None, &None));
        let groups = |thread: &Thread| thread.groups().iter().map(|group| group.items.len()).collect::<Vec<_>>();
        assert_eq!(groups(&thread), [2, 2, 2]);
        thread.place(Arc::new(comment("g")));
        thread.place(Arc::new(reply("r", "c")));
        assert_eq!(groups(&thread), [3, 3, 2]);
    }

    #[test]
    fn an_own_comment_stands_where_it_will_stand() {
        let mut thread = begun(page(&["b", "a"], None));
        thread.send(waiting("k", None));
        thread.send(waiting("r", Some("b")));
        thread.send(waiting("x", Some("not on the page")));
        assert_eq!(drawn(&thread), ["→k", "→x", "b", " →r", "a"]);
        thread.settle("r");
        thread.place(Arc::new(reply("r", "b")));
        assert_eq!(drawn(&thread), ["→k", "→x", "b", " r", "a"]);
        assert!(!thread.arrived(reply("r", "b"), true), "the reader's own comment is no news");
    }

    #[test]
    fn what_is_pinned_stays_first() {
        let pinned = Comment { pinned: true, ..comment("p") };
        let mut thread = begun(page_of(vec![pinned, reply("r", "p"), comment("a")], None));
        thread.place(Arc::new(comment("b")));
        assert_eq!(ids(&thread), ["p", "r", "b", "a"]);
    }

    #[test]
    fn a_refused_comment_is_kept_until_it_is_sent() {
        let mut thread = Thread::default();
        thread.send(waiting("k", None));
        assert!(thread.refuse("k", "You are offline.".into()));
        assert_eq!(thread.sending[0].failure.as_deref(), Some("You are offline."));
        thread.send(waiting("k", None));
        assert_eq!((thread.sending.len(), &thread.sending[0].failure), (1, &None));
    }
}
