//! Views and comments of one article, as signals for the components and callbacks for the reader.

mod client;
mod comments;
mod draft;
mod live;
mod thread;
mod views;

use engagement::comments::Sort;
use leptos::prelude::*;
use web_sys::Element;

use self::{client::Client, comments::Comments, live::Live};
pub(crate) use self::{
    draft::Draft,
    live::LiveState,
    thread::{Sending, Thread, ThreadPhase},
};

/// What the components know of an article's readers, and what a reader can do (context type).
#[derive(Clone, Copy)]
pub(crate) struct Engagement {
    /// How often the article was seen; `None` while that is not known.
    pub(crate) views: Signal<Option<u64>>,
    /// How many comments it has; `None` while that is not known.
    pub(crate) comment_count: Signal<Option<u64>>,
    /// Whether the numbers are of now.
    pub(crate) live: Signal<LiveState>,
    /// The comments.
    pub(crate) thread: ReadSignal<Thread>,
    /// What the form begins with.
    pub(crate) draft: StoredValue<Draft>,
    /// What to announce to those who cannot see a comment appear.
    pub(crate) announcement: Signal<String>,
    /// The reader does something.
    pub(crate) act: Callback<Action>,
}

/// What a reader can do.
#[derive(Clone, Debug)]
pub(crate) enum Action {
    /// Write: the form has changed.
    Write(Draft),
    /// Post a comment that has passed the rules of writing.
    Post(Draft),
    /// Send a comment again that could not be sent.
    Retry(String),
    /// Give a comment up that could not be sent.
    Discard(String),
    /// Load the next page, or the first again after a failure.
    More,
    /// Choose the order.
    Sort(Sort),
}

/// What is counted, each unknown until somebody says it.
#[derive(Clone, Copy)]
struct Numbers {
    views: RwSignal<Option<u64>>,
    comments: RwSignal<Option<u64>>,
}

/// What the engagement of an article depends on; another means another engagement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Subject {
    /// The server's address.
    pub(crate) api: String,
    /// What it calls the article.
    pub(crate) article: String,
    /// Whether comments are wanted.
    pub(crate) has_comments: bool,
    /// Whether views are wanted.
    pub(crate) has_views: bool,
}

impl Engagement {
    /// Begins to listen, to list and, once `is_shown`, to watch whether the article is seen. All of it ends with the
    /// reactive owner at hand.
    pub(crate) fn start(subject: Subject, host: Element, is_shown: Signal<bool>) -> Self {
        let numbers = Numbers { views: RwSignal::new(None), comments: RwSignal::new(None) };
        let client = Client::new(&subject);
        let comments = Comments::start(client.clone(), &subject, numbers.comments);
        let live = Live::start(&client, numbers, comments);
        if subject.has_views {
            views::watch(client, host, is_shown, numbers.views);
        }
        Self {
            views: numbers.views.into(),
            comment_count: numbers.comments.into(),
            live: live.state(),
            thread: comments.thread(),
            draft: comments.draft(),
            announcement: comments.announcement(),
            act: Callback::new(move |action| comments.act(action)),
        }
    }
}
