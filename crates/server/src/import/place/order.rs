//! The order of comments: under each article by their time, what is answered before its answers.

use std::{cmp::Reverse, collections::BinaryHeap, mem};

use engagement::{
    comments::{Status, characters},
    limits::{MAX_DEPTH, MAX_TEXT_CHARS},
};
use uuid::Uuid;

use super::{Answers, Found, Thread, label};
use crate::{
    import::{
        Foreign,
        report::{Reason, Report},
        values,
    },
    store::Body,
};

/// Puts comments in their order.
pub(super) struct Placer {
    pub(super) uuids: Vec<Uuid>,
    pub(super) threads: Vec<Thread>,
    pub(super) placed: Vec<Foreign>,
    pub(super) report: Report,
}

/// A comment whose turn may come, the earliest first: its time, its id as [`super::key`] has it, itself, and what it answers.
type Ready = Reverse<(i64, usize, String, usize, Option<usize>)>;

impl Placer {
    pub(super) fn place_all(
        &mut self,
        mut comments: Vec<Found>,
        answers: &[Answers],
        lost: &[Option<Reason>],
        articles: &[usize],
    ) {
        let mut replies: Vec<Vec<usize>> = vec![Vec::new(); comments.len()];
        let mut roots: Vec<Vec<usize>> = Vec::new();
        for index in (0..comments.len()).filter(|index| lost[*index].is_none()) {
            match answers[index] {
                Answers::Comment(parent) => replies[parent].push(index),
                Answers::Article | Answers::Instead(_) => {
                    let needed = articles[index] + 1;
                    roots.resize_with(roots.len().max(needed), Vec::new);
                    roots[articles[index]].push(index);
                }
            }
            if let Answers::Instead(reason) = answers[index] {
                self.report.note(reason, || label(&comments[index], &self.threads));
            }
        }
        // What each answers in the end, and how deep it is.
        let mut settled: Vec<(Option<usize>, u16)> = vec![(None, 0); comments.len()];
        for roots in roots {
            let mut ready: BinaryHeap<Ready> = BinaryHeap::new();
            for root in roots {
                let thread = comments[root].thread.and_then(|thread| self.threads.get(thread)?.created_ms);
                ready.push(self.ready(root, None, thread.unwrap_or(0), &comments));
            }
            while let Some(Reverse((created_ms, _, _, index, parent))) = ready.pop() {
                settled[index] = match parent.map(|parent| (parent, settled[parent])) {
                    None => (None, 0),
                    Some((_, (above, MAX_DEPTH..))) => {
                        self.report.note(Reason::TooDeep, || label(&comments[index], &self.threads));
                        (above, MAX_DEPTH)
                    }
                    Some((parent, (_, depth))) => (Some(parent), depth + 1),
                };
                for reply in mem::take(&mut replies[index]) {
                    ready.push(self.ready(reply, Some(index), created_ms, &comments));
                }
                let found = mem::take(&mut comments[index]);
                self.finish(found, index, settled[index].0, created_ms);
            }
        }
    }

    /// A comment, ready to be placed. One without a time has that of what it answers.
    fn ready(&mut self, index: usize, parent: Option<usize>, around_ms: i64, comments: &[Found]) -> Ready {
        let found = &comments[index];
        if found.created_ms.is_none() {
            self.report.note(Reason::NoDate, || label(found, &self.threads));
        }
        let created_ms = found.created_ms.unwrap_or(around_ms);
        Reverse((created_ms, found.id.len(), found.id.clone(), index, parent))
    }

    fn finish(&mut self, found: Found, index: usize, parent: Option<usize>, created_ms: i64) {
        let mut note = |reason| self.report.note(reason, || label(&found, &self.threads));
        let is_gone = found.gone.is_some();
        let is_exposed = found.is_hidden && found.status == Some(Status::Approved);
        let (name, is_cut) = values::name(&found.author);
        if is_gone {
            note(Reason::PlaceKept);
        } else {
            if is_cut {
                note(Reason::LongName);
            }
            if characters(&found.written.text) > MAX_TEXT_CHARS {
                note(Reason::LongText);
            }
            if found.status.is_none() {
                note(Reason::NoStatus);
            }
            if is_exposed {
                note(Reason::NotPublic);
            }
        }
        let thread = found.thread.and_then(|thread| self.threads.get(thread));
        let article = thread.and_then(|thread| thread.address.clone().ok()).unwrap_or_default();
        let placed = Foreign {
            article,
            id: self.uuids[index].to_string(),
            parent: parent.map(|parent| self.uuids[parent].to_string()),
            author_name: name,
            text: found.written.text,
            body: found.written.body,
            created_ms,
            modified_ms: found.modified_ms,
            status: found.status.filter(|_| !is_exposed).unwrap_or(Status::Hold),
            likes: found.likes,
        };
        self.placed.push(if is_gone { emptied(placed) } else { placed });
        self.report.count_placed();
    }
}

/// The place of a comment, without what it was.
fn emptied(placed: Foreign) -> Foreign {
    Foreign {
        author_name: String::new(),
        text: String::new(),
        body: Body::empty(),
        modified_ms: None,
        status: Status::Trash,
        likes: 0,
        ..placed
    }
}
