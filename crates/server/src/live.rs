//! Fan-out: what is committed goes to everyone who has the article open.

use std::{collections::HashMap, sync::Mutex};

use axum::body::Bytes;
use engagement::live::{CHANGE, COMMENT, Counts};
use serde::Serialize;
use tokio::sync::{broadcast, watch};

use crate::store::{ArticleKey, Comment, CommentChange};

/// Comments a slow reader may lag behind before it is told to load the list again.
const BACKLOG: usize = 64;

/// The readers of every article.
#[derive(Debug, Default)]
pub(crate) struct Hub {
    topics: Mutex<HashMap<ArticleKey, Topic>>,
}

#[derive(Debug)]
struct Topic {
    /// Only the latest counts matter, so they overwrite each other.
    counts: watch::Sender<Counts>,
    /// Events as they are sent, printed once for all.
    comments: broadcast::Sender<Bytes>,
}

/// One reader of one article.
#[derive(Debug)]
pub(crate) struct Subscription {
    pub(crate) counts: watch::Receiver<Counts>,
    pub(crate) comments: broadcast::Receiver<Bytes>,
}

impl Hub {
    /// Begins to listen. What is committed from now on arrives; ask the store for what was before.
    pub(crate) fn subscribe(&self, article: &ArticleKey) -> Subscription {
        let mut topics = self.lock();
        let topic = topics.entry(article.clone()).or_insert_with(|| Topic {
            counts: watch::Sender::new(Counts::default()),
            comments: broadcast::Sender::new(BACKLOG),
        });
        Subscription { counts: topic.counts.subscribe(), comments: topic.comments.subscribe() }
    }

    /// Tells what was committed.
    pub(crate) fn publish(&self, article: &ArticleKey, counts: Counts, comment: Option<&(CommentChange, Comment)>) {
        let mut topics = self.lock();
        match topics.get(article) {
            Some(topic) if topic.comments.receiver_count() > 0 => {
                topic.counts.send_if_modified(|known| std::mem::replace(known, counts) != counts);
                if let Some((kind, comment)) = comment {
                    let name = match kind {
                        CommentChange::New => COMMENT,
                        CommentChange::Changed => CHANGE,
                    };
                    // Without readers there is nobody to tell.
                    let _ = topic.comments.send(event(name, comment));
                }
            }
            // Its last reader has left.
            Some(_) => {
                topics.remove(article);
            }
            None => {}
        }
    }

    /// Whether anybody listens.
    pub(crate) fn has_readers(&self, article: &ArticleKey) -> bool {
        self.lock().get(article).is_some_and(|topic| topic.comments.receiver_count() > 0)
    }

    /// Ends all streams; their readers open others, and ask for what they have missed.
    pub(crate) fn end_all(&self) {
        self.lock().clear();
    }

    /// How many listen to anything.
    pub(crate) fn readers(&self) -> usize {
        self.lock().values().map(|topic| topic.comments.receiver_count()).sum()
    }

    /// Drops the topics nobody listens to any more.
    pub(crate) fn prune(&self) {
        self.lock().retain(|_, topic| topic.comments.receiver_count() > 0);
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<ArticleKey, Topic>> {
        // A panic while the map was held cannot have left it half-changed: every change is one call.
        self.topics.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

/// An event as it is sent (HTML, "Parsing an event stream"). JSON has no line breaks.
pub(crate) fn event(name: &str, data: &impl Serialize) -> Bytes {
    // What is sent are plain structs, which always have a JSON form.
    let data = serde_json::to_string(data).unwrap_or_default();
    ["event: ", name, "\ndata: ", &data, "\n\n"].concat().into()
}
