//! The live stream: opened while the page can be seen, opened again when it breaks, and honest about it.

use std::{cell::RefCell, rc::Rc};

use super::{Numbers, answers, client::Client, comments::Comments};
use crate::{
    browser::{Subscription, js, parse_json},
    signal::{Signal, keep},
};
use article::Object;
use engagement::live::{ALL, COMMENT, COUNTS};

/// The first wait after a break; each further one is twice as long.
const FIRST_WAIT_MS: u32 = 1_000;
/// The longest wait.
const LONGEST_WAIT_MS: u32 = 60_000;

/// Whether the numbers are of now.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum LiveState {
    /// The first answer has not come.
    #[default]
    Connecting,
    /// They are.
    Live,
    /// They were when the stream broke.
    Stale,
}

/// The stream of one article.
#[derive(Clone, Copy)]
pub(super) struct Live {
    state: Signal<LiveState>,
}

/// What is open; a clone is the same stream.
#[derive(Clone)]
struct Stream(Rc<Inner>);

struct Inner {
    url: String,
    state: Signal<LiveState>,
    numbers: Numbers,
    comments: Comments,
    open: RefCell<Option<Subscription>>,
    waiting: RefCell<Option<Subscription>>,
    /// How often in a row the stream has broken.
    breaks: RefCell<u32>,
    /// Whether nothing has arrived since the stream was opened.
    is_fresh: RefCell<bool>,
    /// Whether it has been open before: then something may have been missed.
    was_open: RefCell<bool>,
}

impl Live {
    /// Opens the stream; it ends with the reactive owner at hand.
    pub(super) fn start(client: &Client, numbers: Numbers, comments: Comments) -> Self {
        let state = Signal::new(LiveState::default());
        let stream = Stream(Rc::new(Inner {
            url: client.live_url(),
            state,
            numbers,
            comments,
            open: RefCell::default(),
            waiting: RefCell::default(),
            breaks: RefCell::default(),
            is_fresh: RefCell::default(),
            was_open: RefCell::default(),
        }));
        stream.follow_visibility();
        let listeners = ["visibilitychange", "online"].map(|event| {
            let stream = stream.clone();
            // The first of them bubbles from the document.
            Subscription::listen(None, event, move |_| stream.follow_visibility())
        });
        // Dropped with the owner: the listeners first, then what is open.
        keep((listeners, Guard(stream)));
        Self { state }
    }

    pub(super) fn state(self) -> Signal<LiveState> {
        self.state
    }
}

/// Ends the stream: its own callbacks hold it too, so dropping the last outer handle would not.
struct Guard(Stream);

impl Drop for Guard {
    fn drop(&mut self) {
        self.0.close();
    }
}

impl Stream {
    /// Open while the page can be seen, closed while it cannot.
    fn follow_visibility(&self) {
        if js::is_visible() {
            if self.0.open.borrow().is_none() {
                self.close();
                *self.0.breaks.borrow_mut() = 0;
                self.open();
            }
        } else {
            self.close();
        }
    }

    fn open(&self) {
        self.0.is_fresh.replace(true);
        let this = Rc::downgrade(&self.0);
        let stream = Subscription::stream(&self.0.url, ALL, move |event| match (this.upgrade(), event) {
            (Some(inner), Some((name, data))) => Self(inner).arrived(&name, &data),
            (Some(inner), None) => Self(inner).broke(),
            (None, _) => {}
        });
        *self.0.open.borrow_mut() = Some(stream);
    }

    fn close(&self) {
        self.0.waiting.take();
        self.0.open.take();
    }

    fn arrived(&self, name: &str, data: &str) {
        let Some(event) = parse_json(data).and_then(answers::object) else { return };
        if self.0.is_fresh.replace(false) {
            // The first event of a stream: it works, whether the one before broke or was closed in a hidden tab.
            *self.0.breaks.borrow_mut() = 0;
            self.0.state.set(LiveState::Live);
            let was_open = self.0.was_open.replace(true);
            if was_open || self.has_missed(name, &event) {
                self.0.comments.reload();
            }
        }
        match name {
            COUNTS => {
                if let Some(counts) = answers::counts(&event) {
                    self.0.numbers.views.set(Some(counts.views));
                    self.0.numbers.comments.set(Some(counts.comments));
                }
            }
            _ => {
                if let Some(comment) = answers::comment(event) {
                    self.0.comments.arrived(comment, name == COMMENT);
                }
            }
        }
    }

    /// Whether the list that was loaded before the stream was open is not that of now.
    fn has_missed(&self, name: &str, event: &Object) -> bool {
        let listed = self.0.numbers.comments.now();
        let told = answers::counts(event).filter(|_| name == COUNTS);
        listed.zip(told).is_some_and(|(listed, told)| listed != told.comments)
    }

    /// Tries again later: after 1 s, 2 s, 4 s … with jitter, so that a server that restarts is not met by everyone at
    /// once.
    fn broke(&self) {
        if self.0.state.now() == LiveState::Live {
            self.0.state.set(LiveState::Stale);
        }
        let breaks = self.0.breaks.replace_with(|breaks| breaks.saturating_add(1));
        let wait_ms = (FIRST_WAIT_MS << breaks.min(16)).min(LONGEST_WAIT_MS);
        let jitter_ms = js::random(wait_ms / 2);
        let stream = Rc::downgrade(&self.0);
        *self.0.waiting.borrow_mut() = Some(Subscription::timer(wait_ms - jitter_ms, move || {
            if let Some(inner) = stream.upgrade() {
                Self(inner).open();
            }
        }));
        // wasm-bindgen keeps a closure alive while it runs, and this runs inside one of the stream's.
        self.0.open.take();
    }
}
