//! What readers do while something happens to the database, and what they are told.

use std::{
    collections::BTreeSet,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering},
    },
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

use super::helpers::{AT_LAST, Answer, Request, SECRET, assert_sums, found, like, listed, post, see, wait_until_ready};
use crate::{database::Database, process::key};

/// How many read and write at once.
const READERS: u32 = 6;

/// What they were told.
#[derive(Default)]
struct Told {
    comments: Mutex<BTreeSet<String>>,
    liked: Mutex<BTreeSet<String>>,
    views: AtomicU64,
    asked_views: AtomicU32,
    successes: AtomicU64,
    refusals: AtomicU64,
    /// Answers that nobody should get.
    wrong: Mutex<Vec<String>>,
    is_over: AtomicBool,
}

/// Readers who go on until they are told to stop.
pub(super) struct Traffic {
    told: Arc<Told>,
    port: u16,
    readers: Vec<JoinHandle<()>>,
}

impl Traffic {
    /// Begins, and has had its first answers.
    pub(super) fn start(port: u16) -> Self {
        let told = Arc::new(Told::default());
        let readers = (0..READERS).map(|number| {
            let told = Arc::clone(&told);
            thread::spawn(move || {
                while !told.is_over.load(Ordering::Relaxed) {
                    told.round(port, number);
                }
            })
        });
        let traffic = Self { readers: readers.collect(), told, port };
        traffic.wait_for_successes();
        traffic
    }

    /// Waits until as much has been done as a few rounds of everybody.
    pub(super) fn wait_for_successes(&self) {
        Self::wait_for_more(&self.told.successes, u64::from(READERS) * 12);
    }

    /// Waits until a few have been told that nothing can be done.
    pub(super) fn wait_for_refusals(&self) {
        Self::wait_for_more(&self.told.refusals, 4);
    }

    fn wait_for_more(number: &AtomicU64, more: u64) {
        let (began, wanted) = (Instant::now(), number.load(Ordering::Relaxed) + more);
        while number.load(Ordering::Relaxed) < wanted {
            assert!(began.elapsed() < AT_LAST, "nobody is answered like that any more");
            thread::sleep(Duration::from_millis(10));
        }
    }

    /// Waits until everything works again, stops, and looks whether all that was acknowledged is there.
    pub(super) fn end(self, database: &Database) {
        wait_until_ready(self.port);
        self.wait_for_successes();
        self.told.is_over.store(true, Ordering::Relaxed);
        for reader in self.readers {
            reader.join().expect("a reader does not panic");
        }
        let told = &self.told;
        assert_eq!(*told.wrong.lock().expect("nobody panics"), Vec::<String>::new());
        let all = listed(self.port, "a");
        for id in told.comments.lock().expect("nobody panics").iter() {
            assert_eq!(found(&all, id).0, 1, "{id} was acknowledged");
        }
        for id in told.liked.lock().expect("nobody panics").iter() {
            assert_eq!(found(&all, id), (1, 1), "the like of {id} was acknowledged");
        }
        let views: u64 = database.texts("SELECT views FROM articles WHERE key = 'a'")[0].parse().expect("a number");
        let (least, most) = (told.views.load(Ordering::Relaxed), told.asked_views.load(Ordering::Relaxed));
        assert!((least..=most.into()).contains(&views), "{views} views of {least} to {most}");
        assert_sums(database);
    }
}

impl Told {
    /// A reader reads, sees, writes and likes.
    fn round(&self, port: u16, number: u32) {
        // Each list is another, so that none is kept ready.
        let path = format!("/api/v1/comments?article=a&limit={}", 1 + number);
        self.note("list", Request { method: "GET", path: &path, headers: "", body: None }.send(port));
        let visitor = self.asked_views.fetch_add(1, Ordering::Relaxed);
        if self.note("view", see(port, "a", visitor)) {
            self.views.fetch_add(1, Ordering::Relaxed);
        }
        let id = key();
        // Whoever is told to try again does, with the same key.
        for _ in 0..3 {
            if self.note("post", post(port, "a", &id, "Kept.", SECRET)) {
                self.comments.lock().expect("nobody panics").insert(id.clone());
                if self.note("like", like(port, &id, SECRET)) {
                    self.liked.lock().expect("nobody panics").insert(id);
                }
                return;
            }
        }
    }

    /// Whether something was done.
    fn note(&self, what: &str, outcome: std::io::Result<Answer>) -> bool {
        match outcome {
            Ok(answer) if answer.is_success() => {
                self.successes.fetch_add(1, Ordering::Relaxed);
                return true;
            }
            Ok(answer) if answer.is_unavailable() => {
                self.refusals.fetch_add(1, Ordering::Relaxed);
                thread::sleep(Duration::from_millis(20));
            }
            wrong => self.wrong.lock().expect("nobody panics").push(format!("{what}: {wrong:?}")),
        }
        false
    }
}
