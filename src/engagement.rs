//! What is counted of an article, as signals for the components.

pub(crate) mod answers;
pub(crate) mod client;
pub(crate) mod live;
mod views;

use engagement::live::COUNTS;
use web_sys::HtmlElement;

pub(crate) use self::live::LiveState;
use self::{client::Client, live::Heard};
use crate::{config::Config, signal::Signal};

/// What the components know of an article's readers.
#[derive(Clone, Copy)]
pub(crate) struct Engagement {
    /// How often the article was seen; `None` while that is not known.
    pub(crate) views: Signal<Option<u64>>,
    /// How many comments it has; `None` while that is not known.
    pub(crate) comment_count: Signal<Option<u64>>,
    /// Whether the numbers are of now.
    pub(crate) live: Signal<LiveState>,
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
    /// Begins to listen and, once `is_shown`, to watch whether the article is seen. All of it ends with the reactive owner
    /// at hand.
    pub(crate) fn start(subject: &Subject, host: HtmlElement, is_shown: impl Fn() -> bool + 'static) -> Self {
        let (views, comment_count) = (Signal::new(None), Signal::new(None));
        let client = Client::new(&subject.api, &subject.article);
        let heard = move |heard: Heard| {
            let counts = if heard.name == COUNTS { answers::counts(&heard.event) } else { None };
            if let Some(counts) = counts {
                views.set(Some(counts.views));
                comment_count.set(Some(counts.comments));
            }
        };
        let live = live::start(client.live_url(), Box::new(heard));
        if subject.has_views {
            views::watch(client, host, is_shown, views);
        }
        Self { views, comment_count, live }
    }
}
