//! What every request can reach.

use std::{
    collections::HashMap,
    sync::{Arc, PoisonError, RwLock},
};

use anyhow::Context as _;
use axum::http::{Extensions, HeaderMap};
use tokio::sync::watch;

use crate::{
    client,
    clock::Clock,
    error::Error,
    lists::Lists,
    live::Hub,
    metrics::Metrics,
    moderation::Moderation,
    moderators::Passwords,
    settings::Settings,
    sites::Sites,
    store::{
        ArticleKey, Committed, Forget, Listener, PostgresStore, SqliteStore, Store, StoreError, Visitor,
        newsroom::{Newsroom, StoredSite},
    },
    views::{self, DAY_MS, DayKeys},
};

/// Other keys of articles.
async fn aliases(store: &dyn Store) -> Result<HashMap<ArticleKey, ArticleKey>, StoreError> {
    Ok(store.aliases().await?.into_iter().collect())
}

/// Opens the store of the settings.
pub(crate) async fn open_store(
    settings: &Settings,
    sites: &Sites,
    listener: Arc<dyn Listener>,
) -> anyhow::Result<Arc<dyn Store>> {
    let defaults = sites.defaults(settings);
    Ok(match &settings.database_url {
        None => Arc::new(SqliteStore::open(&settings.data, defaults, listener)?),
        Some(url) => {
            let connections = settings.database_connections.get();
            let store = PostgresStore::open(url, connections, defaults, listener).await;
            Arc::new(store.context("cannot use the database of --database-url")?)
        }
    })
}

/// What is stored of a site that no setting names is shown nowhere: mostly it was stored before there was a file of sites.
async fn warn_of_sites_without_settings(store: &dyn Store, sites: &Sites) -> Result<(), StoreError> {
    let stored = store.sites().await?;
    for StoredSite { name, articles, comments } in stored {
        let known = sites.all().first().filter(|_| articles > 0 && sites.named(&name).is_none());
        if let Some(known) = known {
            tracing::warn!(
                "no setting names the site {name}, so what is stored of it is shown nowhere (articles: {articles}, \
                 comments: {comments}): name it in the file of --sites, or give it to another with \
                 `article-server rename-site {name} {}`, and the same --sites and --data or --database-url",
                known.name
            );
        }
    }
    Ok(())
}

/// The server's parts, shared by all requests.
pub struct App {
    pub(crate) settings: Settings,
    pub(crate) sites: Sites,
    pub(crate) store: Arc<dyn Store>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) limits: client::Limits,
    pub(crate) day_keys: DayKeys,
    pub(crate) moderation: Moderation,
    pub(crate) passwords: Passwords,
    pub(crate) metrics: Metrics,
    pub(crate) news: Arc<News>,
    /// What the network of a comment is hashed with.
    network_key: [u8; 32],
    /// Other keys of articles.
    aliases: RwLock<HashMap<ArticleKey, ArticleKey>>,
    stopping: watch::Sender<bool>,
}

/// Who is told of what is committed: the readers who have the article open, and the lists kept ready.
#[derive(Debug, Default)]
pub(crate) struct News {
    pub(crate) hub: Hub,
    pub(crate) lists: Lists,
    /// Changes when keys of articles may have.
    pub(crate) keys: watch::Sender<()>,
}

impl Listener for News {
    fn committed(&self, change: &Committed) {
        match change {
            Committed::Article { article, counts, comment } => {
                if comment.is_some() {
                    self.lists.outdate(article);
                }
                self.hub.publish(article, *counts, comment.as_deref());
            }
            Committed::Rules => self.lists.outdate_all(),
            Committed::Much => {
                self.lists.outdate_all();
                self.keys.send_replace(());
                self.hub.end_all();
            }
        }
    }

    fn outdated(&self, article: &ArticleKey) {
        self.lists.outdate(article);
    }

    fn is_awaited(&self, article: &ArticleKey) -> bool {
        self.hub.has_readers(article)
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
        let sites = Sites::new(&settings)?;
        let store = open_store(&settings, &sites, Arc::clone(&news) as Arc<dyn Listener>).await?;
        warn_of_sites_without_settings(&*store, &sites).await?;
        let limits = client::Limits::new(&settings);
        let moderation = Moderation::new(&settings, &*store).await?;
        let day_keys = DayKeys::default();
        let stopping = watch::Sender::new(false);
        let network_key = store.server_key("network").await.context("cannot read the keys of the server")?;
        let aliases = RwLock::new(aliases(&*store).await?);
        let mut keys = news.keys.subscribe();
        let metrics = Metrics::default();
        let app = Self {
            settings,
            sites,
            store,
            clock,
            limits,
            day_keys,
            moderation,
            passwords: Passwords::new(metrics.passwords.clone()),
            metrics,
            news,
            network_key,
            aliases,
            stopping,
        };
        let app = Arc::new(app);
        let known = Arc::downgrade(&app);
        tokio::spawn(async move {
            while keys.changed().await.is_ok() {
                let Some(app) = known.upgrade() else { break };
                if let Err(error) = app.read_aliases().await {
                    tracing::warn!(%error, "keys of articles could not be read; trying again in a minute");
                }
            }
        });
        Ok(app)
    }

    /// The moderators' side of the store.
    pub(crate) fn newsroom(&self) -> &dyn Newsroom {
        &*self.store
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
        self.moderation.refresh(&*self.store).await?;
        self.read_aliases().await?;
        let now_ms = self.clock.now_ms();
        let marks_ms = now_ms - views::WINDOW_MS;
        let keys_day = marks_ms.div_euclid(DAY_MS);
        self.day_keys.forget(keys_day);
        let days_ago = |days: u32| (days > 0).then(|| now_ms - i64::from(days) * DAY_MS);
        let bounds = Forget {
            marks_ms,
            keys_day,
            now_ms,
            words_ms: days_ago(self.settings.keep_deleted_days),
            networks_ms: Some(now_ms - i64::from(self.settings.keep_network_days) * DAY_MS),
            log_ms: days_ago(self.settings.keep_log_days),
        };
        self.store.forget(bounds).await
    }

    /// Notices what other processes have written, where nobody tells of it; called every other second.
    ///
    /// # Errors
    ///
    /// When the store fails.
    pub async fn look_around(&self) -> Result<(), StoreError> {
        self.store.look_around().await
    }

    /// The article that a request means.
    pub(crate) fn article(&self, id: &str, headers: &HeaderMap) -> Result<ArticleKey, Error> {
        let article = self.sites.article(id, headers)?;
        let aliases = self.aliases.read().unwrap_or_else(PoisonError::into_inner);
        Ok(aliases.get(&article).cloned().unwrap_or(article))
    }

    /// Reads the other keys of articles anew.
    pub(crate) async fn read_aliases(&self) -> Result<(), StoreError> {
        let read = aliases(&*self.store).await?;
        *self.aliases.write().unwrap_or_else(PoisonError::into_inner) = read;
        Ok(())
    }

    /// What the network of an address is known by for some days, where that is kept.
    pub(crate) fn network(&self, address: std::net::IpAddr) -> Option<Visitor> {
        (self.settings.keep_network_days > 0).then(|| views::network_hash(&self.network_key, address))
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
