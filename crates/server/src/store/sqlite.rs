//! The store in one SQLite file.

use std::{path::Path, time::Duration};

use anyhow::Context as _;
use async_trait::async_trait;
use engagement::{
    comments::{Author, Comment, Page, Sort},
    live::Counts,
};
use sqlx::{
    Row as _, Sqlite, SqlitePool, Transaction,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteRow, SqliteSynchronous},
};

use super::{Added, Cursor, DayKey, NewComment, PageQuery, Recorded, Store, StoreError, View};

/// How long a write waits for another process that holds the database.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);
/// Readers at once. WAL readers do not wait for the writer; more than the cores of a small machine gains nothing.
const READERS: u32 = 4;

/// One SQLite file in WAL mode.
///
/// There is one writing connection: SQLite has one writer at a time anyway, and waiting for a connection in a queue is
/// fairer than waiting for the file's lock in a retry loop.
pub struct SqliteStore {
    writer: SqlitePool,
    readers: SqlitePool,
}

impl SqliteStore {
    /// Opens the database in a folder, making both when missing.
    ///
    /// # Errors
    ///
    /// When the folder cannot be written, or holds something that is no database of ours.
    pub async fn open(folder: &Path) -> anyhow::Result<Self> {
        std::fs::create_dir_all(folder).with_context(|| format!("cannot make the folder {}", folder.display()))?;
        let file = folder.join("article-viewer.sqlite");
        let options = SqliteConnectOptions::new()
            .filename(&file)
            .journal_mode(SqliteJournalMode::Wal)
            // FULL syncs the log at every commit: what was acknowledged survives a power cut. NORMAL would lose the
            // last commits (SQLite, "PRAGMA synchronous").
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            // A deleted day key is overwritten, not merely unlinked: with it, old marks could be compared again.
            .pragma("secure_delete", "ON")
            .busy_timeout(BUSY_TIMEOUT);
        let writer = SqlitePoolOptions::new()
            .max_connections(1)
            .connect_with(options.clone().create_if_missing(true))
            .await
            .with_context(|| format!("cannot open the database {}", file.display()))?;
        sqlx::migrate!("migrations/sqlite")
            .run(&writer)
            .await
            .with_context(|| format!("cannot bring the database {} up to date", file.display()))?;
        let readers = SqlitePoolOptions::new().max_connections(READERS).connect_with(options.read_only(true)).await?;
        Ok(Self { writer, readers })
    }

    /// Begins a write. `IMMEDIATE` takes the lock at once: a transaction that reads first and writes later fails with
    /// `SQLITE_BUSY_SNAPSHOT`, which no time-out waits for.
    async fn begin(&self) -> Result<Transaction<'static, Sqlite>, StoreError> {
        Ok(self.writer.begin_with("BEGIN IMMEDIATE").await?)
    }
}

#[async_trait]
impl Store for SqliteStore {
    async fn counts(&self, article: &str) -> Result<Counts, StoreError> {
        let row = sqlx::query("SELECT views, comments FROM articles WHERE key = ?")
            .bind(article)
            .fetch_optional(&self.readers)
            .await?;
        Ok(row.map_or_else(Counts::default, |row| counts(&row)))
    }

    async fn record_views(&self, views: &[View]) -> Result<Vec<Recorded>, StoreError> {
        let mut transaction = self.begin().await?;
        let mut counted = Vec::with_capacity(views.len());
        for view in views {
            counted.push(mark(&mut transaction, view).await?);
        }
        let mut recorded = Vec::with_capacity(views.len());
        for (article, is_counted) in counted {
            let row = sqlx::query("UPDATE articles SET views = views + ? WHERE id = ? RETURNING views, comments")
                .bind(i64::from(is_counted))
                .bind(article)
                .fetch_one(&mut *transaction)
                .await?;
            recorded.push(Recorded { counted: is_counted, counts: counts(&row) });
        }
        transaction.commit().await?;
        Ok(recorded)
    }

    async fn add_comments(&self, comments: &[NewComment]) -> Result<Vec<Added>, StoreError> {
        let mut transaction = self.begin().await?;
        let mut added = Vec::with_capacity(comments.len());
        for new in comments {
            added.push(add(&mut transaction, new).await?);
        }
        transaction.commit().await?;
        Ok(added)
    }

    async fn comments(&self, query: &PageQuery) -> Result<Page, StoreError> {
        let (sql, first) = match query.sort {
            Sort::Newest => (
                "SELECT c.* FROM comments c JOIN articles a ON a.id = c.article_id
                 WHERE a.key = ?1 AND c.status = 'approved' AND (c.created_ms, c.id) < (?2, ?3)
                 ORDER BY c.created_ms DESC, c.id DESC LIMIT ?4",
                // Later than any: `~` sorts after every character of a UUID.
                Cursor { created_ms: i64::MAX, id: "~".to_owned() },
            ),
            Sort::Oldest => (
                "SELECT c.* FROM comments c JOIN articles a ON a.id = c.article_id
                 WHERE a.key = ?1 AND c.status = 'approved' AND (c.created_ms, c.id) > (?2, ?3)
                 ORDER BY c.created_ms, c.id LIMIT ?4",
                Cursor { created_ms: i64::MIN, id: String::new() },
            ),
        };
        let after = query.after.as_ref().unwrap_or(&first);
        // Count and comments are of one moment.
        let mut snapshot = self.readers.begin().await?;
        let count = sqlx::query("SELECT views, comments FROM articles WHERE key = ?")
            .bind(&query.article)
            .fetch_optional(&mut *snapshot)
            .await?
            .map_or(0, |row| counts(&row).comments);
        let mut comments: Vec<Comment> = sqlx::query(sql)
            .bind(&query.article)
            .bind(after.created_ms)
            .bind(&after.id)
            // One more than asked for tells whether there is another page.
            .bind(i64::from(query.limit) + 1)
            .fetch_all(&mut *snapshot)
            .await?
            .iter()
            .map(comment)
            .collect();
        let has_more = comments.len() > usize::from(query.limit);
        comments.truncate(usize::from(query.limit));
        let last = comments.last().filter(|_| has_more);
        let next = last.map(|comment| Cursor::print(comment.created_ms, &comment.id));
        Ok(Page { comments, next, count })
    }

    async fn day_key(&self, day: i64) -> Result<DayKey, StoreError> {
        let mut fresh = DayKey::default();
        getrandom::fill(&mut fresh).map_err(|error| StoreError::Failed(error.to_string()))?;
        let mut transaction = self.begin().await?;
        sqlx::query("INSERT INTO day_keys (day, key) VALUES (?, ?) ON CONFLICT DO NOTHING")
            .bind(day)
            .bind(fresh.as_slice())
            .execute(&mut *transaction)
            .await?;
        let row = sqlx::query("SELECT key FROM day_keys WHERE day = ?").bind(day).fetch_one(&mut *transaction).await?;
        transaction.commit().await?;
        let key: Vec<u8> = row.get("key");
        DayKey::try_from(key).map_err(|_| StoreError::Failed("a day key has the wrong length".to_owned()))
    }

    async fn forget(&self, marks_before_ms: i64, keys_before_day: i64) -> Result<(), StoreError> {
        let mut transaction = self.begin().await?;
        sqlx::query("DELETE FROM view_marks WHERE counted_ms <= ?")
            .bind(marks_before_ms)
            .execute(&mut *transaction)
            .await?;
        sqlx::query("DELETE FROM day_keys WHERE day < ?").bind(keys_before_day).execute(&mut *transaction).await?;
        transaction.commit().await?;
        Ok(())
    }

    async fn ping(&self) -> Result<(), StoreError> {
        sqlx::query("SELECT 1 FROM articles LIMIT 1").fetch_optional(&self.readers).await?;
        Ok(())
    }
}

/// The article's row, made when missing.
async fn article_id(transaction: &mut Transaction<'static, Sqlite>, key: &str) -> Result<i64, StoreError> {
    let found =
        sqlx::query("SELECT id FROM articles WHERE key = ?").bind(key).fetch_optional(&mut **transaction).await?;
    if let Some(row) = found {
        return Ok(row.get("id"));
    }
    let row = sqlx::query("INSERT INTO articles (key) VALUES (?) RETURNING id")
        .bind(key)
        .fetch_one(&mut **transaction)
        .await?;
    Ok(row.get("id"))
}

/// Marks the visitor; tells the article's row and whether the view counts.
async fn mark(transaction: &mut Transaction<'static, Sqlite>, view: &View) -> Result<(i64, bool), StoreError> {
    let article = article_id(transaction, &view.article).await?;
    if let Some(before) = view.visitor_before {
        let held = sqlx::query("SELECT 1 FROM view_marks WHERE article_id = ? AND visitor = ? AND counted_ms > ?")
            .bind(article)
            .bind(before.as_slice())
            .bind(view.marks_hold_after_ms)
            .fetch_optional(&mut **transaction)
            .await?;
        if held.is_some() {
            return Ok((article, false));
        }
    }
    let marked = sqlx::query(
        "INSERT INTO view_marks (article_id, visitor, counted_ms) VALUES (?1, ?2, ?3)
         ON CONFLICT (article_id, visitor) DO UPDATE SET counted_ms = ?3 WHERE counted_ms <= ?4",
    )
    .bind(article)
    .bind(view.visitor.as_slice())
    .bind(view.seen_ms)
    .bind(view.marks_hold_after_ms)
    .execute(&mut **transaction)
    .await?;
    Ok((article, marked.rows_affected() == 1))
}

async fn add(transaction: &mut Transaction<'static, Sqlite>, new: &NewComment) -> Result<Added, StoreError> {
    let article = article_id(transaction, &new.article).await?;
    let comment = &new.comment;
    let inserted = sqlx::query(
        "INSERT INTO comments (id, article_id, parent, author_name, text, created_ms) VALUES (?, ?, ?, ?, ?, ?)
         ON CONFLICT (id) DO NOTHING",
    )
    .bind(&comment.id)
    .bind(article)
    .bind(&comment.parent)
    .bind(&comment.author.name)
    .bind(&comment.text)
    .bind(comment.created_ms)
    .execute(&mut **transaction)
    .await?;
    if inserted.rows_affected() == 1 {
        let row = sqlx::query("UPDATE articles SET comments = comments + 1 WHERE id = ? RETURNING views, comments")
            .bind(article)
            .fetch_one(&mut **transaction)
            .await?;
        return Ok(Added::New { counts: counts(&row) });
    }
    let row =
        sqlx::query("SELECT * FROM comments WHERE id = ?").bind(&comment.id).fetch_one(&mut **transaction).await?;
    let stored = self::comment(&row);
    let is_same = row.get::<i64, _>("article_id") == article
        && (&stored.author, &stored.text, &stored.parent) == (&comment.author, &comment.text, &comment.parent);
    Ok(if is_same { Added::Again(stored) } else { Added::Conflict })
}

fn counts(row: &SqliteRow) -> Counts {
    // The columns are never negative: they only ever grow by what was inserted.
    let number = |column: &str| u64::try_from(row.get::<i64, _>(column)).unwrap_or_default();
    Counts { views: number("views"), comments: number("comments") }
}

fn comment(row: &SqliteRow) -> Comment {
    Comment {
        id: row.get("id"),
        parent: row.get("parent"),
        author: Author { name: row.get("author_name") },
        text: row.get("text"),
        created_ms: row.get("created_ms"),
    }
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        // Primary result codes of SQLite: 13 is FULL, 5 is BUSY and 6 LOCKED; extended codes keep them in the low byte.
        let code = error
            .as_database_error()
            .and_then(sqlx::error::DatabaseError::code)
            .and_then(|code| code.parse::<u32>().ok());
        match code.map(|code| code & 0xFF) {
            Some(13) => Self::Full,
            Some(5 | 6) => Self::Busy,
            _ if matches!(error, sqlx::Error::PoolTimedOut) => Self::Busy,
            _ => Self::Failed(error.to_string()),
        }
    }
}
