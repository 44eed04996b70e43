//! The store in one SQLite file.
//!
//! One thread writes and commits in groups; readers have connections of their own, which in WAL mode never wait for it.

mod comments;
mod health;
mod likes;
mod readers;
mod schema;
mod threads;
mod views;
mod writer;

use std::{path::Path, sync::Arc, time::Duration};

use anyhow::Context as _;
use async_trait::async_trait;
use engagement::{
    comments::{Erased, OwnPage},
    live::Counts,
};
use rusqlite::{Connection, ErrorCode, OpenFlags, OptionalExtension as _, Row, config::DbConfig};

use super::{
    Added, Changed, DayKey, Edit, Listener, NewComment, Owner, Page, PageQuery, Permission, Recorded, Report, Store,
    StoreError, View,
};
use health::Health;
use readers::Readers;
use writer::Writer;

/// How long a write waits for another process that holds the database.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);
/// How much of the file is mapped into memory.
const MAPPED_BYTES: i64 = 256 << 20;
/// The most that each connection keeps of it besides, in KiB.
const CACHED_KIB: i64 = 8 << 10;
/// The most that the log takes once it has been copied into the file; more is given back to the disk.
const LOG_BYTES: i64 = 64 << 20;
/// Statements kept prepared on each connection: more than there are.
const STATEMENTS: usize = 64;

/// One SQLite file in WAL mode.
pub(crate) struct SqliteStore {
    // Closed first: the last connection to close copies the log into the file, and these may not write.
    readers: Readers,
    writer: Writer,
    health: Arc<Health>,
}

impl SqliteStore {
    /// Opens the database in a folder, making both when missing. What is committed is told to the listener.
    ///
    /// # Errors
    ///
    /// When the folder cannot be written, or holds something that is no database of ours.
    pub(crate) fn open(folder: &Path, listener: Arc<dyn Listener>) -> anyhow::Result<Self> {
        std::fs::create_dir_all(folder).with_context(|| format!("cannot make the folder {}", folder.display()))?;
        let file = folder.join("article-viewer.sqlite");
        let connect =
            |flags| connect(&file, flags).with_context(|| format!("cannot open the database {}", file.display()));
        let mut writing = connect(OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE)?;
        schema::bring_up_to_date(&mut writing)
            .with_context(|| format!("cannot bring the database {} up to date", file.display()))?;
        schema::check(&writing).with_context(|| format!("the database {} is damaged", file.display()))?;
        let health = Arc::new(Health::of(&file)?);
        let readers = Readers::open(|| connect(OpenFlags::SQLITE_OPEN_READ_ONLY), Arc::clone(&health))?;
        Ok(Self { writer: Writer::start(writing, listener, Arc::clone(&health))?, readers, health })
    }
}

/// A connection with our settings, which SQLite keeps for each.
fn connect(file: &Path, flags: OpenFlags) -> anyhow::Result<Connection> {
    let connection = Connection::open_with_flags(file, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    connection.busy_timeout(BUSY_TIMEOUT)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    // Without it the planner looks at the values of parameters, and plans anew whenever one changes: half of the time that a
    // page took.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    // Pages are read where the system has them, without a call for each; the log's are not.
    connection.pragma_update(None, "mmap_size", MAPPED_BYTES)?;
    connection.pragma_update(None, "cache_size", -CACHED_KIB)?;
    // Nothing is asked of a folder for temporary files: there may be none.
    connection.pragma_update(None, "temp_store", "MEMORY")?;
    if flags.contains(OpenFlags::SQLITE_OPEN_READ_WRITE) {
        connection.pragma_update(None, "journal_mode", "WAL")?;
        // FULL syncs the log at every commit: what was acknowledged survives a power cut. NORMAL would lose the last
        // commits (SQLite, "PRAGMA synchronous").
        connection.pragma_update(None, "synchronous", "FULL")?;
        connection.pragma_update(None, "foreign_keys", true)?;
        connection.pragma_update(None, "journal_size_limit", LOG_BYTES)?;
        // A deleted day key is overwritten, not merely unlinked: with it, old marks could be compared again. So is a
        // comment that its writer erased.
        connection.pragma_update(None, "secure_delete", true)?;
    }
    Ok(connection)
}

#[async_trait]
impl Store for SqliteStore {
    async fn counts(&self, article: &str) -> Result<Counts, StoreError> {
        let article = article.to_owned();
        self.readers.read(move |connection| Ok(counts_of(connection, &article)?)).await
    }

    async fn record_view(&self, view: View) -> Result<Recorded, StoreError> {
        self.writer.write(move |connection, told| views::record(connection, &view, told)).await
    }

    async fn add_comment(&self, new: NewComment) -> Result<Added, StoreError> {
        self.writer.write(move |connection, told| comments::add(connection, &new, told)).await
    }

    async fn edit_comment(&self, id: &str, by: Permission, edit: Edit) -> Result<Changed, StoreError> {
        let id = id.to_owned();
        self.writer.write(move |connection, told| comments::edit(connection, &id, &by, &edit, told)).await
    }

    async fn delete_comment(&self, id: &str, by: Permission) -> Result<Changed, StoreError> {
        let id = id.to_owned();
        self.writer.write(move |connection, told| comments::delete(connection, &id, &by, told)).await
    }

    async fn like(&self, id: &str, voter: Owner, likes: bool) -> Result<Option<u64>, StoreError> {
        let id = id.to_owned();
        self.writer.write(move |connection, told| likes::set(connection, &id, &voter, likes, told)).await
    }

    async fn report(&self, id: &str, report: Report) -> Result<bool, StoreError> {
        let id = id.to_owned();
        self.writer.write(move |connection, _| comments::report(connection, &id, &report)).await
    }

    async fn pin(&self, id: &str, is_pinned: bool) -> Result<bool, StoreError> {
        let id = id.to_owned();
        self.writer.write(move |connection, told| comments::pin(connection, &id, is_pinned, told)).await
    }

    async fn page(&self, query: PageQuery) -> Result<Option<Page>, StoreError> {
        self.readers.read(move |connection| threads::page(connection, &query)).await
    }

    async fn own(&self, owner: Owner, before: Option<i64>, limit: u16) -> Result<OwnPage, StoreError> {
        self.readers.read(move |connection| comments::own(connection, &owner, before, limit)).await
    }

    async fn erase(&self, owner: Owner) -> Result<Erased, StoreError> {
        self.writer.write(move |connection, told| comments::erase(connection, &owner, told)).await
    }

    async fn fingerprints(&self, limit: u16) -> Result<Vec<u64>, StoreError> {
        self.readers.read(move |connection| comments::fingerprints(connection, limit)).await
    }

    async fn day_key(&self, day: i64) -> Result<DayKey, StoreError> {
        self.writer.write(move |connection, _| views::day_key(connection, day)).await
    }

    async fn forget(&self, marks_before_ms: i64, keys_before_day: i64) -> Result<(), StoreError> {
        self.writer.write(move |connection, _| views::forget(connection, marks_before_ms, keys_before_day)).await
    }

    async fn ping(&self) -> Result<(), StoreError> {
        self.health.check()?;
        self.readers
            .read(|connection| {
                connection.prepare_cached("SELECT 1 FROM articles LIMIT 1")?.query_row([], |_| Ok(())).optional()?;
                Ok(())
            })
            .await
    }
}

fn counts_of(connection: &Connection, article: &str) -> rusqlite::Result<Counts> {
    let mut statement = connection.prepare_cached("SELECT views, comments FROM articles WHERE key = ?")?;
    Ok(statement.query_row([article], counts).optional()?.unwrap_or_default())
}

/// The number of an article, made when missing.
fn article_id(connection: &Connection, key: &str) -> rusqlite::Result<i64> {
    let mut find = connection.prepare_cached("SELECT id FROM articles WHERE key = ?")?;
    if let Some(id) = find.query_row([key], |row| row.get(0)).optional()? {
        return Ok(id);
    }
    connection.prepare_cached("INSERT INTO articles (key) VALUES (?) RETURNING id")?.query_row([key], |row| row.get(0))
}

/// Views and comments, the row's first two columns.
fn counts(row: &Row) -> rusqlite::Result<Counts> {
    Ok(Counts { views: row.get(0)?, comments: row.get(1)? })
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => Self::Full,
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy,
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => Self::Damaged,
            _ => Self::Failed(error.to_string()),
        }
    }
}
