//! What was committed goes to those who wait for it, on this server and on all others.
//!
//! A transaction ends with a `NOTIFY` for each thing it changed: which article, which comment, and no more. One task of each server
//! hears it, and of what its own server committed by a channel. It reads what is there now, and tells that: events that overtake each
//! other cannot make anything look older than it is. Where the channel to the database was lost, nobody knows what was missed, and whoever
//! listens has to ask anew.

use std::{
    collections::HashMap,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use deadpool_postgres::Pool;
use futures_util::{StreamExt as _, stream};
use tokio::{
    runtime::Handle,
    sync::mpsc,
    time::{Instant, timeout},
};
use tokio_postgres::{AsyncMessage, Config, error::SqlState};

use super::{READ, connect, statements::Statements};
use crate::store::{
    ArticleKey, CommentChange, Committed, Listener, StoreError,
    sql::{Sql as _, Told, articles, values},
};

/// The channel.
const CHANNEL: &str = "article_viewer";
/// How often the connection that hears is asked whether it is there, and how long it may take.
const HEARTBEAT: (Duration, Duration) = (Duration::from_secs(10), Duration::from_secs(5));
/// After how long a lost connection is made again.
const AGAIN: Duration = Duration::from_millis(500);
/// Changes read at once.
const AT_ONCE: usize = 256;

/// Something to be told.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Item {
    Article { article: ArticleKey, comment: Option<(CommentChange, String)> },
    Rules,
    Much,
}

/// Both ends of what is told.
#[derive(Clone)]
pub(super) struct News {
    /// Tells our own notifications from those of others.
    server: Arc<str>,
    items: mpsc::UnboundedSender<Item>,
    listener: Arc<dyn Listener>,
    /// Some engines that speak PostgreSQL's language have no `NOTIFY`.
    has_channel: Arc<AtomicBool>,
}

impl News {
    /// Begins to hear and to tell.
    pub(super) fn start(config: Config, pool: Pool, listener: Arc<dyn Listener>) -> Self {
        let (items, waiting) = mpsc::unbounded_channel();
        let server = uuid::Uuid::from_bytes(random()).simple().to_string().into();
        let news = Self { server, items, listener, has_channel: Arc::new(AtomicBool::new(true)) };
        tokio::spawn(hear(config, Arc::clone(&news.server), news.items.downgrade(), Arc::clone(&news.has_channel)));
        tokio::spawn(tell(pool, waiting, Arc::clone(&news.listener)));
        news
    }

    /// Tells other servers, once the transaction is committed.
    pub(super) fn notify(&self, statements: &Statements, told: &Told) -> Result<(), StoreError> {
        if !self.has_channel.load(Ordering::Relaxed) {
            return Ok(());
        }
        for item in told.iter().map(Item::of) {
            let payload = self.payload(&item);
            statements.each("SELECT pg_notify(?1, ?2)", values![CHANNEL, &payload], &mut |_| Ok(()))?;
        }
        Ok(())
    }

    /// What is notified of, as [`read`] reads it.
    pub(super) fn payload_of_views(&self, article: &ArticleKey) -> String {
        self.payload(&Item::Article { article: article.clone(), comment: None })
    }

    /// The channel, when there is one.
    pub(super) fn channel(&self) -> Option<&'static str> {
        self.has_channel.load(Ordering::Relaxed).then_some(CHANNEL)
    }

    fn payload(&self, item: &Item) -> String {
        let server = &self.server;
        match item {
            Item::Rules => format!("{server}\nrules"),
            Item::Much => format!("{server}\nmuch"),
            Item::Article { article: ArticleKey { site, key }, comment } => {
                let (kind, comment) = match comment {
                    None => ("counts", ""),
                    Some((CommentChange::New, id)) => ("new", id.as_str()),
                    Some((CommentChange::Changed, id)) => ("changed", id.as_str()),
                };
                format!("{server}\n{kind}\n{comment}\n{site}\n{key}")
            }
        }
    }

    /// Tells this server of what it has committed. What it keeps ready is outdated at once: whoever wrote it may ask next.
    pub(super) fn tell(&self, told: &Told) {
        for change in told {
            match change {
                Committed::Article { article, comment, .. } => {
                    if comment.is_some() {
                        self.listener.outdated(article);
                    }
                    // Without a reader of the channel the process is about to end.
                    let _ = self.items.send(Item::of(change));
                }
                all => self.listener.committed(all),
            }
        }
    }

    /// Where nobody tells what others write, lists hold for as long as it takes to be called again.
    pub(super) fn look_around(&self) {
        if !self.has_channel.load(Ordering::Relaxed) {
            self.listener.committed(&Committed::Rules);
        }
    }
}

impl Item {
    fn of(change: &Committed) -> Self {
        match change {
            Committed::Rules => Self::Rules,
            Committed::Much => Self::Much,
            Committed::Article { article, comment, .. } => {
                let comment = comment.as_ref().map(|told| (told.0, told.1.id.clone()));
                Self::Article { article: article.clone(), comment }
            }
        }
    }
}

fn random() -> [u8; 16] {
    let mut bytes = [0; 16];
    // Without entropy the server does not get this far.
    let _ = getrandom::fill(&mut bytes);
    bytes
}

/// What a notification means; nothing, when it is ours or not understood.
fn read(payload: &str, server: &str) -> Option<Item> {
    let mut lines = payload.splitn(5, '\n');
    if lines.next()? == server {
        return None;
    }
    let kind = lines.next()?;
    match kind {
        "rules" => return Some(Item::Rules),
        "much" => return Some(Item::Much),
        _ => {}
    }
    let id = lines.next()?.to_owned();
    let article = ArticleKey { site: lines.next()?.into(), key: lines.next()?.to_owned() };
    let comment = match kind {
        "counts" => None,
        "new" => Some((CommentChange::New, id)),
        "changed" => Some((CommentChange::Changed, id)),
        _ => return None,
    };
    Some(Item::Article { article, comment })
}

/// Hears what other servers tell, for as long as there is somebody to tell it to.
async fn hear(config: Config, server: Arc<str>, items: mpsc::WeakUnboundedSender<Item>, has_channel: Arc<AtomicBool>) {
    while items.strong_count() > 0 {
        match hear_once(&config, &server, &items).await {
            Ok(()) => {}
            Err(error) if is_unknown(&error) => {
                tracing::warn!(
                    "this database has no LISTEN: what other servers write is seen after two seconds, and not live"
                );
                has_channel.store(false, Ordering::Relaxed);
                return;
            }
            Err(error) => tracing::debug!(%error, "the channel to the database was lost"),
        }
        tokio::time::sleep(AGAIN).await;
    }
}

fn is_unknown(error: &anyhow::Error) -> bool {
    let code = error.downcast_ref::<tokio_postgres::Error>().and_then(tokio_postgres::Error::code);
    code.is_some_and(|code| [SqlState::FEATURE_NOT_SUPPORTED, SqlState::SYNTAX_ERROR].contains(code))
}

async fn hear_once(config: &Config, server: &str, items: &mpsc::WeakUnboundedSender<Item>) -> anyhow::Result<()> {
    let (client, mut connection) = connect::alone(config).await?;
    let (sender, mut heard) = mpsc::unbounded_channel();
    let connection = tokio::spawn(async move {
        let mut messages = stream::poll_fn(move |context| connection.poll_message(context));
        while let Some(Ok(message)) = messages.next().await {
            if let AsyncMessage::Notification(notification) = message
                && sender.send(notification).is_err()
            {
                return;
            }
        }
    });
    timeout(HEARTBEAT.1, client.batch_execute(&format!("LISTEN {CHANNEL}"))).await??;
    // Before this nobody heard anything.
    if let Some(items) = items.upgrade() {
        let _ = items.send(Item::Much);
    }
    let mut next = Instant::now() + HEARTBEAT.0;
    loop {
        tokio::select! {
            notification = heard.recv() => {
                let (Some(notification), Some(items)) = (notification, items.upgrade()) else { break };
                if let Some(item) = read(notification.payload(), server) {
                    let _ = items.send(item);
                }
            }
            () = tokio::time::sleep_until(next) => {
                if items.strong_count() == 0 {
                    break;
                }
                timeout(HEARTBEAT.1, client.batch_execute("SELECT 1")).await??;
                next = Instant::now() + HEARTBEAT.0;
            }
        }
    }
    connection.abort();
    Ok(())
}

/// Reads what is there now of all that has changed, and tells it.
async fn tell(pool: Pool, mut waiting: mpsc::UnboundedReceiver<Item>, listener: Arc<dyn Listener>) {
    let mut items = Vec::new();
    while waiting.recv_many(&mut items, AT_ONCE).await > 0 {
        let mut changes: HashMap<ArticleKey, Vec<(CommentChange, String)>> = HashMap::new();
        for item in items.drain(..) {
            match item {
                Item::Rules => listener.committed(&Committed::Rules),
                Item::Much => listener.committed(&Committed::Much),
                Item::Article { article, comment } => {
                    if comment.is_some() {
                        listener.outdated(&article);
                    }
                    if listener.is_awaited(&article) {
                        let known = changes.entry(article).or_default();
                        match comment {
                            // A comment that is new and has changed since is told once, as it is now.
                            Some(comment) if !known.iter().any(|(_, id)| *id == comment.1) => known.push(comment),
                            _ => {}
                        }
                    }
                }
            }
        }
        if changes.is_empty() {
            continue;
        }
        match read_now(&pool, changes).await {
            Ok(told) => told.iter().for_each(|change| listener.committed(change)),
            Err(error) => {
                tracing::debug!(%error, "what has changed could not be read");
                listener.committed(&Committed::Much);
            }
        }
    }
}

async fn read_now(pool: &Pool, changes: HashMap<ArticleKey, Vec<(CommentChange, String)>>) -> Result<Told, StoreError> {
    let client = pool.get().await.map_err(|error| StoreError::Away(error.to_string()))?;
    let handle = Handle::current();
    let work = move || {
        let statements = Statements::new(&client, &handle, Instant::now() + super::PATIENCE);
        let read = || {
            let mut told = Told::new();
            statements.batch(READ)?;
            for (article, comments) in &changes {
                for (change, id) in comments {
                    articles::news(&statements, article, Some((*change, id)), &mut told)?;
                }
                articles::news(&statements, article, None, &mut told)?;
            }
            Ok(told)
        };
        let told = read();
        if statements.batch("COMMIT").is_err() {
            drop(deadpool_postgres::Object::take(client));
        }
        told
    };
    let stopped = |_| StoreError::Failed("a thread has stopped".to_owned());
    tokio::task::spawn_blocking(work).await.map_err(stopped)?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_one_server_tells_another_understands_and_itself_ignores() {
        let (items, _waiting) = mpsc::unbounded_channel();
        let news = News {
            server: "one".into(),
            items,
            listener: Arc::new(crate::app::News::default()),
            has_channel: Arc::new(AtomicBool::new(true)),
        };
        let article = ArticleKey { site: "default".into(), key: "https://paper.example/?a=1\u{2028}".to_owned() };
        for item in [
            Item::Rules,
            Item::Much,
            Item::Article { article: article.clone(), comment: None },
            Item::Article { article, comment: Some((CommentChange::New, "id".to_owned())) },
        ] {
            assert_eq!(read(&news.payload(&item), "two"), Some(item.clone()));
            assert_eq!(read(&news.payload(&item), "one"), None);
        }
        assert_eq!(read("nonsense", "two"), None);
    }
}
