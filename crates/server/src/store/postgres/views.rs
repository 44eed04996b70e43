//! Views, all that wait in one transaction: however many read one article, its row is written once for all of them.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use deadpool_postgres::Object;
use engagement::live::Counts;
use tokio::{
    sync::{mpsc, oneshot},
    time::timeout,
};

use super::{ATTEMPTS, Database, PATIENCE, WRITE, of};
use crate::store::{ArticleKey, Committed, Recorded, StoreError, View, Visitor};

/// The most views of one transaction.
const MAX_GROUP: usize = 1_000;
/// Views that may wait before their callers do.
const QUEUE: usize = 4_096;

/// Somebody waits for what becomes of a view.
struct Waiting {
    view: View,
    reply: oneshot::Sender<Result<Recorded, StoreError>>,
}

/// Where views are gathered.
pub(super) struct Views(mpsc::Sender<Waiting>);

impl Views {
    /// Begins to write what is gathered. Nothing is delayed on purpose: a lone view is committed at once.
    pub(super) fn start(database: Database) -> Self {
        let (sender, mut waiting) = mpsc::channel(QUEUE);
        tokio::spawn(async move {
            let mut group = Vec::new();
            while waiting.recv_many(&mut group, MAX_GROUP).await > 0 {
                write(&database, std::mem::take(&mut group)).await;
            }
        });
        Self(sender)
    }

    /// Records a view.
    pub(super) async fn record(&self, view: View) -> Result<Recorded, StoreError> {
        let stopped = || StoreError::Failed("nobody writes views any more".to_owned());
        let (reply, answer) = oneshot::channel();
        self.0.send(Waiting { view, reply }).await.map_err(|_| stopped())?;
        answer.await.map_err(|_| stopped())?
    }
}

async fn write(database: &Database, group: Vec<Waiting>) {
    let views: Vec<&View> = group.iter().map(|waiting| &waiting.view).collect();
    let outcome = record_all(database, &views).await;
    if let Err(StoreError::Away(_)) = &outcome {
        database.mistrust();
    }
    match outcome {
        Ok((recorded, told)) => {
            database.news.tell(&told);
            for (waiting, recorded) in group.into_iter().zip(recorded) {
                // A caller that has gone away needs no answer.
                let _ = waiting.reply.send(Ok(recorded));
            }
        }
        Err(error) => {
            for waiting in group {
                let _ = waiting.reply.send(Err(error.clone()));
            }
        }
    }
}

type Outcome = (Vec<Recorded>, Vec<Committed>);

async fn record_all(database: &Database, views: &[&View]) -> Result<Outcome, StoreError> {
    let mut attempt = 0;
    loop {
        attempt += 1;
        let client = database.client().await?;
        let outcome = timeout(PATIENCE, Group { client: &client, database, views }.record()).await;
        let outcome = outcome.unwrap_or_else(|_| Err(StoreError::Away("it does not answer in time".to_owned())));
        let error = match outcome {
            Ok(outcome) => return Ok(outcome),
            Err(error) => error,
        };
        // Nobody knows what state the connection is in; without it the transaction ends.
        drop(Object::take(client));
        if error != StoreError::Overtaken || attempt == ATTEMPTS {
            return Err(error);
        }
    }
}

/// Views that are recorded together.
struct Group<'g> {
    client: &'g Object,
    database: &'g Database,
    views: &'g [&'g View],
}

impl Group<'_> {
    async fn record(&self) -> Result<Outcome, StoreError> {
        self.client.batch_execute(WRITE).await.map_err(|error| of(&error))?;
        let outcome = self.within().await.map_err(|error| of(&error))?;
        self.client.batch_execute("COMMIT").await.map_err(|error| of(&error))?;
        Ok(outcome)
    }

    async fn within(&self) -> Result<Outcome, tokio_postgres::Error> {
        let ids = self.articles().await?;
        let id_of = |view: &View| ids.get(&view.article).copied().unwrap_or_default();
        let marked = self.marked_before(&id_of).await?;
        // Sorted: two servers that mark the same visitors wait for each other in one order.
        let mut marks: BTreeMap<(i64, Visitor), usize> = BTreeMap::new();
        for (number, view) in self.views.iter().enumerate() {
            let is_marked = view.visitor_before.is_some_and(|before| marked.contains(&(id_of(view), before)));
            if !is_marked {
                marks.entry((id_of(view), view.visitor)).or_insert(number);
            }
        }
        let counted = self.mark(&marks).await?;
        let mut more: BTreeMap<i64, i64> = BTreeMap::new();
        for (article, _) in &counted {
            *more.entry(*article).or_default() += 1;
        }
        let counts = self.count(&more, &ids).await?;
        let told: Vec<_> = ids
            .iter()
            .filter(|(_, id)| more.contains_key(id))
            .map(|(article, id)| Committed::Article {
                article: article.clone(),
                counts: counts.get(id).copied().unwrap_or_default(),
                comment: None,
            })
            .collect();
        self.notify(&told).await?;
        let first: BTreeSet<usize> =
            marks.iter().filter(|(mark, _)| counted.contains(mark)).map(|(_, number)| *number).collect();
        let recorded = self.views.iter().enumerate().map(|(number, view)| Recorded {
            counted: first.contains(&number),
            counts: counts.get(&id_of(view)).copied().unwrap_or_default(),
        });
        Ok((recorded.collect(), told))
    }

    /// The numbers of all articles, those made that are missing.
    async fn articles(&self) -> Result<HashMap<ArticleKey, i64>, tokio_postgres::Error> {
        let mut seen: BTreeMap<(&str, &str), i64> = BTreeMap::new();
        for view in self.views {
            seen.entry((&view.article.site, &view.article.key)).or_insert(view.seen_ms);
        }
        let sites: Vec<&str> = seen.keys().map(|(site, _)| *site).collect();
        let keys: Vec<&str> = seen.keys().map(|(_, key)| *key).collect();
        let times: Vec<i64> = seen.values().copied().collect();
        let find = "SELECT a.site, a.key, a.id FROM articles a
                    JOIN unnest($1::text[], $2::text[]) AS w (site, key) ON a.site = w.site AND a.key = w.key";
        let find = self.client.prepare_cached(find).await?;
        let mut found = self.client.query(&find, &[&sites, &keys]).await?;
        if found.len() < seen.len() {
            let insert = "INSERT INTO articles (site, key, created_ms)
                          SELECT site, key, at FROM unnest($1::text[], $2::text[], $3::bigint[]) AS w (site, key, at)
                          ON CONFLICT (site, key) DO NOTHING";
            let insert = self.client.prepare_cached(insert).await?;
            self.client.execute(&insert, &[&sites, &keys, &times]).await?;
            found = self.client.query(&find, &[&sites, &keys]).await?;
        }
        let key = |row: &tokio_postgres::Row| ArticleKey { site: row.get::<_, &str>(0).into(), key: row.get(1) };
        Ok(found.iter().map(|row| (key(row), row.get(2))).collect())
    }

    /// Those who have a mark under the key of the day before.
    async fn marked_before(
        &self,
        id_of: &impl Fn(&View) -> i64,
    ) -> Result<BTreeSet<(i64, Visitor)>, tokio_postgres::Error> {
        let before =
            self.views.iter().filter_map(|view| Some((id_of(view), view.visitor_before?, view.marks_hold_after_ms)));
        let (mut articles, mut visitors, mut after) = (Vec::new(), Vec::new(), Vec::new());
        for (article, visitor, hold_after) in before {
            articles.push(article);
            visitors.push(visitor.to_vec());
            after.push(hold_after);
        }
        if articles.is_empty() {
            return Ok(BTreeSet::new());
        }
        let find = "SELECT m.article_id, m.visitor FROM view_marks m
                    JOIN unnest($1::bigint[], $2::bytea[], $3::bigint[]) AS w (article_id, visitor, hold_after)
                    ON m.article_id = w.article_id AND m.visitor = w.visitor WHERE m.counted_ms > w.hold_after";
        let find = self.client.prepare_cached(find).await?;
        Ok(self.client.query(&find, &[&articles, &visitors, &after]).await?.iter().map(mark).collect())
    }

    /// Marks visitors, but for those whose mark holds; tells who was marked.
    async fn mark(
        &self,
        marks: &BTreeMap<(i64, Visitor), usize>,
    ) -> Result<BTreeSet<(i64, Visitor)>, tokio_postgres::Error> {
        let articles: Vec<i64> = marks.keys().map(|(article, _)| *article).collect();
        let visitors: Vec<&[u8]> = marks.keys().map(|(_, visitor)| visitor.as_slice()).collect();
        let view_of = |number: &usize| self.views.get(*number);
        let seen: Vec<i64> = marks.values().filter_map(|number| Some(view_of(number)?.seen_ms)).collect();
        let holds_ms = self.views.first().map_or(0, |view| view.seen_ms - view.marks_hold_after_ms);
        let insert = "INSERT INTO view_marks (article_id, visitor, counted_ms)
                      SELECT article_id, visitor, seen FROM unnest($1::bigint[], $2::bytea[], $3::bigint[])
                      AS w (article_id, visitor, seen) ORDER BY article_id, visitor
                      ON CONFLICT (article_id, visitor) DO UPDATE SET counted_ms = excluded.counted_ms
                      WHERE view_marks.counted_ms <= excluded.counted_ms - $4
                      RETURNING article_id, visitor";
        let insert = self.client.prepare_cached(insert).await?;
        let rows = self.client.query(&insert, &[&articles, &visitors, &seen, &holds_ms]).await?;
        Ok(rows.iter().map(mark).collect())
    }

    /// Adds views to articles, each once; tells what is counted of all.
    async fn count(
        &self,
        more: &BTreeMap<i64, i64>,
        ids: &HashMap<ArticleKey, i64>,
    ) -> Result<HashMap<i64, Counts>, tokio_postgres::Error> {
        let (articles, numbers): (Vec<i64>, Vec<i64>) =
            more.iter().map(|(article, number)| (*article, *number)).unzip();
        if !articles.is_empty() {
            // In the order of their numbers, as everybody who holds several does.
            let hold = self
                .client
                .prepare_cached("SELECT id FROM articles WHERE id = ANY ($1) ORDER BY id FOR UPDATE")
                .await?;
            self.client.query(&hold, &[&articles]).await?;
            let update =
                "UPDATE articles SET views = views + w.number FROM unnest($1::bigint[], $2::bigint[]) AS w (id, number)
                          WHERE articles.id = w.id";
            let update = self.client.prepare_cached(update).await?;
            self.client.execute(&update, &[&articles, &numbers]).await?;
        }
        let all: Vec<i64> = ids.values().copied().collect();
        let find = self.client.prepare_cached("SELECT id, views, comments FROM articles WHERE id = ANY ($1)").await?;
        let rows = self.client.query(&find, &[&all]).await?;
        let number = |row: &tokio_postgres::Row, column| row.get::<_, i64>(column).cast_unsigned();
        Ok(rows.iter().map(|row| (row.get(0), Counts { views: number(row, 1), comments: number(row, 2) })).collect())
    }

    /// Tells other servers, once this is committed.
    async fn notify(&self, told: &[Committed]) -> Result<(), tokio_postgres::Error> {
        let Some(channel) = self.database.news.channel() else { return Ok(()) };
        let payloads: Vec<String> = told
            .iter()
            .filter_map(|change| match change {
                Committed::Article { article, .. } => Some(self.database.news.payload_of_views(article)),
                _ => None,
            })
            .collect();
        if payloads.is_empty() {
            return Ok(());
        }
        let notify = self.client.prepare_cached("SELECT pg_notify($1, w) FROM unnest($2::text[]) AS w").await?;
        self.client.query(&notify, &[&channel, &payloads]).await.map(|_| ())
    }
}

/// Who was marked, the row's first two columns.
fn mark(row: &tokio_postgres::Row) -> (i64, Visitor) {
    (row.get(0), row.get::<_, &[u8]>(1).try_into().unwrap_or_default())
}
