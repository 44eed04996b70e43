//! What is drawn of a list: its lines, page by page.

use std::sync::Arc;

use super::{Sending, Thread};
use crate::conversation::Comment;

/// A line of the list.
#[derive(Clone, Debug)]
pub(crate) enum Item {
    /// A comment, and how many it is below.
    Comment(Arc<Comment>, usize),
    /// One of the reader's own that the server has not confirmed.
    Sending(Sending, usize),
    /// Leads to replies that are not there: to whom, and how many at least.
    More(String, u64, usize),
}

impl Item {
    /// What it is known by; one that has changed is another one. Likes are no change: they are followed by themselves.
    pub(crate) fn key(&self) -> String {
        match self {
            Self::Comment(comment, _) => {
                let changed = if comment.author.is_some() { comment.modified_ms.unwrap_or_default() } else { 1 };
                let pinned = if comment.pinned { "p" } else { "" };
                comment.id.clone() + pinned + &changed.cast_unsigned().to_string()
            }
            Self::Sending(sending, _) => {
                "sending ".to_owned() + &sending.waiting.key + sending.failure.as_deref().unwrap_or_default()
            }
            Self::More(id, left, _) => "more ".to_owned() + id + " " + &left.to_string(),
        }
    }
}

/// What is drawn of a page.
pub(crate) struct Group {
    /// What it is known by.
    pub(crate) key: String,
    /// Its lines.
    pub(crate) items: Vec<Item>,
}

/// A comment whose replies are being gone through.
struct Level<'a> {
    comment: &'a Comment,
    shown: u64,
}

impl Thread {
    /// What is drawn, in order.
    pub(crate) fn groups(&self) -> Vec<Group> {
        let mut groups = Vec::new();
        let mut key = String::new();
        let mut items: Vec<Item> = self.sending_to(None).map(|sending| Item::Sending(sending.clone(), 0)).collect();
        let mut open: Vec<Level> = Vec::new();
        // They are in the order of the comments.
        let mut starts = self.starts.iter().peekable();
        for comment in &self.comments {
            if starts.next_if_eq(&&comment.id).is_some() {
                while !open.is_empty() {
                    self.close(&mut open, &mut items);
                }
                let (key, items) = (std::mem::replace(&mut key, comment.id.clone()), std::mem::take(&mut items));
                groups.push(Group { key, items });
            }
            while open.last().is_some_and(|above| Some(&above.comment.id) != comment.parent.as_ref()) {
                self.close(&mut open, &mut items);
            }
            if let Some(above) = open.last_mut() {
                above.shown += 1;
            }
            items.push(Item::Comment(Arc::clone(comment), open.len()));
            open.push(Level { comment, shown: 0 });
        }
        while !open.is_empty() {
            self.close(&mut open, &mut items);
        }
        groups.push(Group { key, items });
        groups
    }

    /// What comes after the last reply to a comment.
    fn close(&self, open: &mut Vec<Level>, items: &mut Vec<Item>) {
        let depth = open.len();
        let Some(Level { comment, shown }) = open.pop() else { return };
        let is_whole = self.continued.iter().any(|(known, next)| *known == comment.id && next.is_none());
        if comment.replies > shown && !is_whole {
            items.push(Item::More(comment.id.clone(), comment.replies - shown, depth));
        }
        items.extend(self.sending_to(Some(&comment.id)).map(|sending| Item::Sending(sending.clone(), depth)));
    }

    fn sending_to<'a>(&'a self, parent: Option<&'a str>) -> impl Iterator<Item = &'a Sending> {
        // What answers a comment that is not on the page stands with what answers the article.
        self.sending.iter().filter(move |sending| {
            let to = sending.waiting.parent.as_deref();
            to == parent || (parent.is_none() && to.is_some_and(|to| self.position(to).is_none()))
        })
    }
}
