//! Views and comments of one article, as signals for the components and callbacks for the reader.

mod answers;
mod client;
mod comments;
mod draft;
mod live;
mod thread;
mod views;

use std::sync::Arc;

use article::Json;
use engagement::comments::Sort;
use web_sys::HtmlElement;

use self::{client::Client, comments::Comments, live::Live};
pub(crate) use self::{
    draft::Draft,
    live::LiveState,
    thread::{Sending, Thread, ThreadPhase},
};
use crate::{config::Config, signal::Signal};

/// A comment whose body is the JSON it came as: it is read when it is drawn, and blocks need not be copied before, which
/// would be 2 KB of wasm.
pub(crate) type Comment = engagement::comments::Comment<Arc<Json>>;
/// A page of such comments.
type Page = engagement::comments::Page<Arc<Json>>;

/// What the components know of an article's readers, and what a reader can do.
#[derive(Clone, Copy)]
pub(crate) struct Engagement {
    /// How often the article was seen; `None` while that is not known.
    pub(crate) views: Signal<Option<u64>>,
    /// How many comments it has; `None` while that is not known.
    pub(crate) comment_count: Signal<Option<u64>>,
    /// Whether the numbers are of now.
    pub(crate) live: Signal<LiveState>,
    /// The comments.
    pub(crate) thread: Signal<Thread>,
    /// What is written in the form.
    pub(crate) draft: Signal<Draft>,
    /// What to announce to those who cannot see a comment appear.
    pub(crate) announcement: Signal<String>,
    comments: Comments,
}

/// What a reader can do.
#[derive(Clone, Debug)]
pub(crate) enum Action {
    /// Write: the form has changed.
    Write,
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
    views: Signal<Option<u64>>,
    comments: Signal<Option<u64>>,
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

impl Subject {
    /// What the attributes ask for, if they ask for anything.
    pub(crate) fn of(config: &Config) -> Option<Self> {
        let (has_comments, has_views) = (config.has_comments, config.has_views);
        let api = config.api.as_ref().filter(|_| has_comments || has_views)?.base.clone();
        Some(Self { api, article: config.article_id.clone()?, has_comments, has_views })
    }
}

impl Engagement {
    /// Begins to listen, to list and, once `is_shown`, to watch whether the article is seen. All of it ends with the
    /// reactive owner at hand.
    pub(crate) fn start(subject: Subject, host: HtmlElement, is_shown: impl Fn() -> bool + 'static) -> Self {
        let numbers = Numbers { views: Signal::new(None), comments: Signal::new(None) };
        let client = Client::new(&subject);
        let comments = Comments::start(client.clone(), &subject, numbers.comments, host.clone());
        let live = Live::start(&client, numbers, comments);
        if subject.has_views {
            views::watch(client, host, is_shown, numbers.views);
        }
        Self {
            views: numbers.views,
            comment_count: numbers.comments,
            live: live.state(),
            thread: comments.thread,
            draft: comments.draft,
            announcement: comments.announcement,
            comments,
        }
    }

    /// Does what the reader asks for.
    pub(crate) fn act(self, action: Action) {
        self.comments.act(action);
    }
}
