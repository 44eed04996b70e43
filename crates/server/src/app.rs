//! What every request can reach.

use std::sync::Arc;

use axum::http::{Extensions, HeaderMap};
use tokio::sync::watch;

use crate::{
    client,
    clock::Clock,
    lists::Lists,
    live::Hub,
    moderation::Moderation,
    moderators::Passwords,
    settings::Settings,
    store::{Committed, Listener, SqliteStore, Store, StoreError, newsroom::Newsroom},
    views::{self, DayKeys},
};

/// The server's parts, shared by all requests.
pub struct App {
    pub(crate) settings: Settings,
    pub(crate) store: Arc<dyn Store>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) limits: client::Limits,
    pub(crate) day_keys: DayKeys,
    pub(crate) moderation: Moderation,
    pub(crate) passwords: Passwords,
    pub(crate) news: Arc<News>,
    stopping: watch::Sender<bool>,
}

/// Who is told of what is committed: the readers who have the article open, and the lists kept ready.
#[derive(Debug, Default)]
pub(crate) struct News {
    pub(crate) hub: Hub,
    pub(crate) lists: Lists,
}

impl Listener for News {
    fn committed(&self, change: &Committed) {
        if change.comment.is_some() {
            self.lists.outdate(&change.article);
        }
        self.hub.publish(change);
    }
}

impl App {
    /// Opens the store and puts the parts together.
    ///
    /// # Errors
    ///
    /// When the store cannot be opened or read, or a setting names a file that cannot.
    pub async fn open(settings: Settings, clock: Arc<dyn Clock>) -> anyhow::Result<Arc<Self>> {
        let news = Arc::new(News::default());
        let store = Arc::new(SqliteStore::open(&settings.data, Arc::clone(&news) as Arc<dyn Listener>)?);
        let limits = client::Limits::new(&settings);
        let moderation = Moderation::new(&settings, &*store).await?;
        let day_keys = DayKeys::default();
        let stopping = watch::Sender::new(false);
        Ok(Arc::new(Self {
            settings,
            store,
            clock,
            limits,
            day_keys,
            moderation,
            passwords: Passwords::default(),
            news,
            stopping,
        }))
    }

    /// The moderators' side of the store.
    pub(crate) fn newsroom(&self) -> &dyn Newsroom {
        unimplemented!("the store has no moderators' side yet")
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
        self.news.hub.prune();
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
