//! Fan-out: what is committed goes to everyone who has the article open.

use std::{collections::HashMap, sync::Mutex};

use engagement::{comments::Comment, live::Counts};
use tokio::sync::{broadcast, watch};

/// New comments a slow reader may lag behind before it is told to load the list again.
const BACKLOG: usize = 64;

/// The readers of every article.
#[derive(Debug, Default)]
pub(crate) struct Hub {
    topics: Mutex<HashMap<String, Topic>>,
}

#[derive(Debug)]
struct Topic {
    /// Only the latest counts matter, so they overwrite each other.
    counts: watch::Sender<Counts>,
    comments: broadcast::Sender<Comment>,
}

/// One reader of one article.
#[derive(Debug)]
pub(crate) struct Subscription {
    pub(crate) counts: watch::Receiver<Counts>,
    pub(crate) comments: broadcast::Receiver<Comment>,
}

impl Hub {
    /// Begins to listen. What is committed from now on arrives; ask the store for what was before.
    pub(crate) fn subscribe(&self, article: &str) -> Subscription {
        let mut topics = self.lock();
        let topic = topics.entry(article.to_owned()).or_insert_with(|| Topic {
            counts: watch::Sender::new(Counts::default()),
            comments: broadcast::Sender::new(BACKLOG),
        });
        Subscription { counts: topic.counts.subscribe(), comments: topic.comments.subscribe() }
    }

    /// Tells what is counted now. Counts only grow, so an older answer that arrives late changes nothing.
    pub(crate) fn publish_counts(&self, article: &str, counts: Counts) {
        self.with_readers(article, |topic| {
            topic.counts.send_if_modified(|known| {
                let grown =
                    Counts { views: known.views.max(counts.views), comments: known.comments.max(counts.comments) };
                std::mem::replace(known, grown) != grown
            });
        });
    }

    /// Tells of a new comment.
    pub(crate) fn publish_comment(&self, article: &str, comment: &Comment) {
        self.with_readers(article, |topic| {
            // Without readers there is nobody to tell.
            let _ = topic.comments.send(comment.clone());
        });
    }

    /// Acts on an article's topic, or drops it when its last reader has left.
    fn with_readers(&self, article: &str, act: impl FnOnce(&Topic)) {
        let mut topics = self.lock();
        match topics.get(article) {
            Some(topic) if topic.comments.receiver_count() > 0 => act(topic),
            Some(_) => {
                topics.remove(article);
            }
            None => {}
        }
    }

    /// Drops the topics nobody listens to any more.
    pub(crate) fn prune(&self) {
        self.lock().retain(|_, topic| topic.comments.receiver_count() > 0);
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<String, Topic>> {
        // A panic while the map was held cannot have left it half-changed: every change is one call.
        self.topics.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}
