//! Where each comment of a file goes: under its article, after what it answers.

mod order;

use std::collections::{HashMap, HashSet};

use engagement::comments::Status;
use uuid::Uuid;

use self::order::Placer;
use super::{
    Foreign, NAMESPACE,
    html::Written,
    report::{Reason, Report},
};

/// All that a file has.
#[derive(Default)]
pub(super) struct Gathered {
    /// What comes before the ids of its comments when ours are made: the system, and which site or forum of it.
    pub(super) origin: String,
    /// What comments are under.
    pub(super) threads: Vec<Thread>,
    /// The comments, in the order of the file.
    pub(super) comments: Vec<Found>,
}

/// What comments are under.
pub(super) struct Thread {
    /// What the file calls it, for the report.
    pub(super) label: String,
    /// Its address, or why there is none.
    pub(super) address: Result<String, Reason>,
    /// When it was begun.
    pub(super) created_ms: Option<i64>,
}

/// A comment as it was found.
#[derive(Default)]
pub(super) struct Found {
    /// Its thread, by its place among those of the file.
    pub(super) thread: Option<usize>,
    /// Its id in the file.
    pub(super) id: String,
    /// The id of what it answers.
    pub(super) parent: Option<String>,
    /// The id it is to have, when the file knows.
    pub(super) uuid: Option<Uuid>,
    /// Who wrote it.
    pub(super) author: String,
    /// What.
    pub(super) written: Written,
    /// When.
    pub(super) created_ms: Option<i64>,
    /// When it was changed.
    pub(super) modified_ms: Option<i64>,
    /// Where it stands; `None` when that is not to be understood.
    pub(super) status: Option<Status>,
    /// How many like it.
    pub(super) likes: u64,
    /// Why it is there for those that answer it alone.
    pub(super) gone: Option<Reason>,
    /// Whether its article was not for everybody.
    pub(super) is_hidden: bool,
}

/// What a comment answers.
#[derive(Clone, Copy)]
enum Answers {
    Article,
    Comment(usize),
    /// The article, because what it answers cannot be.
    Instead(Reason),
}

impl Answers {
    const fn comment(self) -> Option<usize> {
        if let Self::Comment(parent) = self { Some(parent) } else { None }
    }
}

/// Gives each comment its place, or the report a reason why it has none.
pub(super) fn place(gathered: Gathered) -> (Vec<Foreign>, Report) {
    let mut report = Report::default();
    let Gathered { origin, threads, mut comments } = gathered;
    for found in &mut comments {
        report.count_read();
        if found.gone.is_none() && found.written.text.is_empty() {
            found.gone = Some(Reason::NoText);
        }
    }
    let articles = articles(&threads, &comments);
    let mut lost = lost(&threads, &comments);
    let mut answers = parents(&comments, &articles, &lost);
    open_circles(&comments, &mut answers);
    leave_out_unanswered(&comments, &answers, &mut lost);
    for (found, reason) in comments.iter().zip(&lost) {
        if let Some(reason) = reason {
            report.note(*reason, || label(found, &threads));
        }
    }
    let mut placer = Placer { uuids: uuids(&origin, &comments, &lost), placed: Vec::new(), report, threads };
    placer.place_all(comments, &answers, &lost, &articles);
    (placer.placed, placer.report)
}

/// How the report names a comment.
fn label(found: &Found, threads: &[Thread]) -> String {
    let thread = found.thread.and_then(|thread| threads.get(thread)).map_or("no thread", |thread| &thread.label);
    format!("comment {} of {thread}", found.id)
}

/// The article of each comment, as a number: threads of the same address are one.
fn articles(threads: &[Thread], comments: &[Found]) -> Vec<usize> {
    let mut known: HashMap<&str, usize> = HashMap::new();
    let mut article = |found: &Found| {
        let address = found.thread.and_then(|thread| threads.get(thread)?.address.as_deref().ok()).unwrap_or_default();
        let next = known.len();
        *known.entry(address).or_insert(next)
    };
    comments.iter().map(&mut article).collect()
}

/// Why a comment can have no place, whatever answers it.
fn lost(threads: &[Thread], comments: &[Found]) -> Vec<Option<Reason>> {
    let mut ids = HashSet::new();
    let mut reasons = Vec::with_capacity(comments.len());
    for found in comments {
        reasons.push(match found.thread.and_then(|thread| threads.get(thread)) {
            _ if found.id.is_empty() => Some(Reason::NoId),
            _ if !ids.insert(found.id.as_str()) => Some(Reason::Twice),
            Some(thread) => thread.address.as_ref().err().copied(),
            None => Some(Reason::NoAddress),
        });
    }
    reasons
}

/// What each comment answers.
fn parents(comments: &[Found], articles: &[usize], lost: &[Option<Reason>]) -> Vec<Answers> {
    let there = (0..comments.len()).filter(|index| lost[*index].is_none());
    let by_id: HashMap<&str, usize> = there.map(|index| (comments[index].id.as_str(), index)).collect();
    let parent = |(index, found): (usize, &Found)| match &found.parent {
        None => Answers::Article,
        Some(parent) => match by_id.get(parent.as_str()) {
            None => Answers::Instead(Reason::ParentMissing),
            Some(parent) if articles[*parent] != articles[index] => Answers::Instead(Reason::ParentElsewhere),
            Some(parent) => Answers::Comment(*parent),
        },
    };
    comments.iter().enumerate().map(parent).collect()
}

/// Makes the first comment of each circle an answer to the article.
fn open_circles(comments: &[Found], answers: &mut [Answers]) {
    // The walk in which a comment was come by; 0 for none.
    let mut walks = vec![0; comments.len()];
    for start in 0..comments.len() {
        let mut at = Some(start);
        while let Some(index) = at.filter(|index| walks[*index] == 0) {
            walks[index] = start + 1;
            at = answers[index].comment();
        }
        // Back where this walk has been before.
        let Some(met) = at.filter(|index| walks[*index] == start + 1) else { continue };
        let mut first = met;
        let mut around = answers[met].comment();
        while let Some(index) = around.filter(|index| *index != met) {
            if key(&comments[index]) < key(&comments[first]) {
                first = index;
            }
            around = answers[index].comment();
        }
        answers[first] = Answers::Instead(Reason::Circle);
    }
}

/// What comments stand in the order of: their time, then their id. Ids are numbers, mostly, and the longer one is larger.
fn key(found: &Found) -> (Option<i64>, usize, &str) {
    (found.created_ms, found.id.len(), &found.id)
}

/// Leaves out what is gone and has no answers that are there.
fn leave_out_unanswered(comments: &[Found], answers: &[Answers], lost: &mut [Option<Reason>]) {
    let mut answered = vec![0_usize; comments.len()];
    for index in (0..comments.len()).filter(|index| lost[*index].is_none()) {
        if let Some(parent) = answers[index].comment() {
            answered[parent] += 1;
        }
    }
    for start in 0..comments.len() {
        let mut at = Some(start);
        while let Some(index) = at.filter(|index| lost[*index].is_none() && answered[*index] == 0) {
            let Some(reason) = comments[index].gone else { break };
            lost[index] = Some(reason);
            at = answers[index].comment();
            if let Some(parent) = at {
                answered[parent] -= 1;
            }
        }
    }
}

/// Our id of each comment; each once.
fn uuids(origin: &str, comments: &[Found], lost: &[Option<Reason>]) -> Vec<Uuid> {
    let mut used = HashSet::new();
    let mut uuid = |(found, lost): (&Found, &Option<Reason>)| {
        if lost.is_some() {
            return Uuid::nil();
        }
        let own = found.uuid.filter(|uuid| used.insert(*uuid));
        own.unwrap_or_else(|| self::uuid(origin, &found.id))
    };
    comments.iter().zip(lost).map(&mut uuid).collect()
}

/// Our id of a comment, by where it comes from and its id there.
pub(super) fn uuid(origin: &str, id: &str) -> Uuid {
    Uuid::new_v5(&NAMESPACE, format!("{origin}\0{id}").as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Body;

    fn found(id: &str, parent: Option<&str>, created_ms: i64) -> Found {
        Found {
            thread: Some(0),
            id: id.into(),
            parent: parent.map(str::to_owned),
            written: Written { text: id.into(), body: Body::empty() },
            created_ms: Some(created_ms),
            status: Some(Status::Approved),
            ..Found::default()
        }
    }

    fn placed(comments: Vec<Found>) -> (Vec<(String, Option<String>)>, Report) {
        let threads = ["a", "b"].map(|name| Thread {
            label: name.into(),
            address: Ok(format!("https://news.example/{name}")),
            created_ms: Some(5),
        });
        let (placed, report) = place(Gathered { origin: "test".into(), threads: threads.into(), comments });
        let name = |id: &String| placed.iter().find(|known| known.id == *id).expect("a comment").text.clone();
        let pairs = placed.iter().map(|placed| (placed.text.clone(), placed.parent.as_ref().map(name))).collect();
        assert_eq!(report.read(), report.placed() + report.left_out(), "{report}");
        (pairs, report)
    }

    fn pairs(pairs: &[(&str, Option<&str>)]) -> Vec<(String, Option<String>)> {
        pairs.iter().map(|(id, parent)| ((*id).to_owned(), parent.map(str::to_owned))).collect()
    }

    #[test]
    fn parents_come_first_and_else_the_earlier() {
        let comments = vec![found("10", Some("9"), 1), found("9", None, 3), found("8", None, 3), found("7", None, 2)];
        let expected = pairs(&[("7", None), ("8", None), ("9", None), ("10", Some("9"))]);
        assert_eq!(placed(comments).0, expected);
    }

    #[test]
    fn what_answers_nothing_or_itself_answers_the_article() {
        let comments = vec![
            found("1", Some("1"), 1),
            found("2", Some("4"), 4),
            found("3", Some("2"), 3),
            found("4", Some("3"), 5),
            found("5", Some("2"), 6),
            found("6", Some("404"), 7),
        ];
        let (order, report) = placed(comments);
        let expected = [("1", None), ("3", None), ("6", None), ("4", Some("3")), ("2", Some("4")), ("5", Some("2"))];
        let mut sorted = order.clone();
        sorted.sort();
        let mut wanted = pairs(&expected);
        wanted.sort();
        assert_eq!(sorted, wanted, "{order:?}");
        assert_eq!([Reason::Circle, Reason::ParentMissing].map(|reason| report.count(reason)), [2, 1]);
    }

    #[test]
    fn an_answer_stays_under_its_own_article() {
        let comments = vec![found("1", None, 1), Found { thread: Some(1), ..found("2", Some("1"), 2) }];
        let (order, report) = placed(comments);
        assert_eq!(order, pairs(&[("1", None), ("2", None)]));
        assert_eq!(report.count(Reason::ParentElsewhere), 1);
    }

    #[test]
    fn what_is_gone_stays_while_it_is_answered() {
        let gone = |found: Found| Found { gone: Some(Reason::Deleted), ..found };
        let comments = vec![
            gone(found("1", None, 1)),
            found("2", Some("1"), 2),
            gone(found("3", None, 3)),
            gone(found("4", Some("3"), 4)),
            gone(found("5", Some("2"), 5)),
        ];
        let (order, report) = placed(comments);
        assert_eq!(order, pairs(&[("", None), ("2", Some(""))]));
        assert_eq!([Reason::Deleted, Reason::PlaceKept].map(|reason| report.count(reason)), [3, 1]);
    }

    #[test]
    fn ids_stand_once_and_threads_have_addresses() {
        let comments = vec![
            found("1", None, 1),
            found("1", None, 1),
            found("", None, 1),
            Found { thread: None, ..found("2", None, 1) },
            Found { created_ms: None, ..found("3", None, 0) },
        ];
        let (order, report) = placed(comments);
        assert_eq!(order, pairs(&[("1", None), ("3", None)]));
        let reasons = [Reason::Twice, Reason::NoId, Reason::NoAddress, Reason::NoDate];
        assert_eq!(reasons.map(|reason| report.count(reason)), [1; 4]);
    }

    #[test]
    fn a_thread_is_as_deep_as_the_store_takes_it() {
        let mut comments = vec![found("0", None, 0)];
        for depth in 1..1_010_i64 {
            comments.push(found(&depth.to_string(), Some(&(depth - 1).to_string()), depth));
        }
        let (order, report) = placed(comments);
        assert_eq!(report.count(Reason::TooDeep), 9);
        assert_eq!(order.last(), pairs(&[("1009", Some("999"))]).first());
    }
}
