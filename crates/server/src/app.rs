//! What every request can reach.

use std::sync::Arc;

use axum::http::{Extensions, HeaderMap};
use tokio::sync::watch;

use crate::{
    batch::Batcher,
    client,
    clock::Clock,
    live::Hub,
    settings::Settings,
    store::{Added, NewComment, Recorded, Store, StoreError, View},
    views::{self, DayKeys},
};

/// The server's parts, shared by all requests.
pub struct App {
    pub(crate) settings: Settings,
    pub(crate) store: Arc<dyn Store>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) limits: client::Limits,
    pub(crate) day_keys: DayKeys,
    pub(crate) hub: Arc<Hub>,
    pub(crate) views: Batcher<View, Recorded>,
    pub(crate) comments: Batcher<NewComment, Added>,
    stopping: watch::Sender<bool>,
}

impl App {
    /// Puts the parts together and starts the two committers.
    pub fn new(settings: Settings, store: Arc<dyn Store>, clock: Arc<dyn Clock>) -> Arc<Self> {
        let hub = Arc::new(Hub::default());
        let views = {
            let (store, hub) = (Arc::clone(&store), Arc::clone(&hub));
            Batcher::start(move |batch: Vec<View>| {
                let (store, hub) = (Arc::clone(&store), Arc::clone(&hub));
                async move {
                    let recorded = store.record_views(&batch).await?;
                    for (view, recorded) in batch.iter().zip(&recorded).filter(|(_, recorded)| recorded.counted) {
                        hub.publish_counts(&view.article, recorded.counts);
                    }
                    Ok(recorded)
                }
            })
        };
        let comments = {
            let (store, hub) = (Arc::clone(&store), Arc::clone(&hub));
            Batcher::start(move |batch: Vec<NewComment>| {
                let (store, hub) = (Arc::clone(&store), Arc::clone(&hub));
                async move {
                    let added = store.add_comments(&batch).await?;
                    for (new, added) in batch.iter().zip(&added) {
                        if let Added::New { counts } = added {
                            hub.publish_comment(&new.article, &new.comment);
                            hub.publish_counts(&new.article, *counts);
                        }
                    }
                    Ok(added)
                }
            })
        };
        let limits = client::Limits::new(&settings);
        let stopping = watch::Sender::new(false);
        Arc::new(Self { settings, store, clock, limits, day_keys: DayKeys::default(), hub, views, comments, stopping })
    }

    /// The address a request comes from.
    pub(crate) fn client(&self, extensions: &Extensions, headers: &HeaderMap) -> std::net::IpAddr {
        client::address(extensions, headers, &self.settings.trusted_proxies)
    }

    /// Forgets what is no longer needed; called every minute.
    ///
    /// # Errors
    ///
    /// When the store fails; the rest is forgotten all the same.
    pub async fn forget(&self) -> Result<(), StoreError> {
        self.limits.prune();
        self.hub.prune();
        views::forget(&*self.store, &self.day_keys, self.clock.now_ms()).await
    }

    /// Tells streams to end and readiness to say no.
    pub fn stop(&self) {
        self.stopping.send_replace(true);
    }

    /// Becomes true when the server is about to stop.
    pub(crate) fn stopping(&self) -> watch::Receiver<bool> {
        self.stopping.subscribe()
    }
}
