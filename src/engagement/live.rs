//! The live stream: opened while the page can be seen, opened again when it breaks, and honest about it.

use std::{cell::RefCell, rc::Rc};

use article::Object;
use engagement::live::ALL;

use super::answers;
use crate::{
    browser::{Subscription, js, parse_json},
    signal::{Signal, keep},
};

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

/// Something that the server told.
pub(crate) struct Heard {
    /// The event's name.
    pub(crate) name: String,
    /// What it says.
    pub(crate) event: Object,
    /// Whether it is the first of a stream.
    pub(crate) is_first: bool,
    /// Whether there was a stream before that one: something may have been missed.
    pub(crate) is_after_gap: bool,
}

/// What is open; a clone is the same stream.
#[derive(Clone)]
struct Stream(Rc<Inner>);

struct Inner {
    url: String,
    state: Signal<LiveState>,
    tell: Box<dyn Fn(Heard)>,
    open: RefCell<Option<Subscription>>,
    waiting: RefCell<Option<Subscription>>,
    /// How often in a row the stream has broken.
    breaks: RefCell<u32>,
    /// Whether nothing has arrived since the stream was opened.
    is_fresh: RefCell<bool>,
    /// Whether it has been open before.
    was_open: RefCell<bool>,
}

/// Opens the stream; it ends with the reactive owner at hand. Two of one address share what is open.
pub(crate) fn start(url: String, tell: Box<dyn Fn(Heard)>) -> Signal<LiveState> {
    let state = Signal::new(LiveState::default());
    let stream = Stream(Rc::new(Inner {
        url,
        state,
        tell,
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
    state
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
            (Some(inner), Some((name, data))) => Self(inner).arrived(name, &data),
            (Some(inner), None) => Self(inner).broke(),
            (None, _) => {}
        });
        *self.0.open.borrow_mut() = Some(stream);
    }

    fn close(&self) {
        self.0.waiting.take();
        self.0.open.take();
    }

    fn arrived(&self, name: String, data: &str) {
        let Some(event) = parse_json(data).and_then(answers::object) else { return };
        let mut is_after_gap = false;
        let is_first = self.0.is_fresh.replace(false);
        if is_first {
            // The first event of a stream: it works, whether the one before broke or was closed in a hidden tab.
            *self.0.breaks.borrow_mut() = 0;
            self.0.state.set(LiveState::Live);
            is_after_gap = self.0.was_open.replace(true);
        }
        (self.0.tell)(Heard { name, event, is_first, is_after_gap });
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
