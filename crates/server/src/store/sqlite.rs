//! The store in one SQLite file.
//!
//! One thread writes and commits in groups; readers have connections of their own, which in WAL mode never wait for it.

mod health;
mod readers;
mod schema;
mod statements;
mod writer;

use std::{
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use anyhow::Context as _;
use rusqlite::{Connection, ErrorCode, OpenFlags, config::DbConfig};

use super::{
    Committed, Defaults, Listener, Recorded, StoreError, View,
    engine::Engine,
    sql::{Sql, Told, values, views},
};
use health::Health;
use readers::Readers;
use writer::Writer;

/// How long a write waits for another process that holds the database.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);
/// How long is waited between two tries where SQLite itself does not wait.
const PAUSE: Duration = Duration::from_millis(20);
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
    defaults: Defaults,
}

impl SqliteStore {
    /// The file of the database in a folder.
    pub(crate) fn file(folder: &Path) -> PathBuf {
        folder.join("article-viewer.sqlite")
    }

    /// Opens the database in a folder, making both when missing. What is committed is told to the listener.
    ///
    /// # Errors
    ///
    /// When the folder cannot be written, or holds something that is no database of ours.
    pub(crate) fn open(folder: &Path, defaults: Defaults, listener: Arc<dyn Listener>) -> anyhow::Result<Self> {
        std::fs::create_dir_all(folder).with_context(|| format!("cannot make the folder {}", folder.display()))?;
        let file = Self::file(folder);
        let connect =
            |flags| connect(&file, flags).with_context(|| format!("cannot open the database {}", file.display()));
        let mut writing = connect(OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE)?;
        schema::bring_up_to_date(&mut writing)
            .with_context(|| format!("cannot bring the database {} up to date", file.display()))?;
        schema::check(&writing).with_context(|| format!("the database {} is damaged", file.display()))?;
        let health = Arc::new(Health::of(&file)?);
        let readers = Readers::open(|| connect(OpenFlags::SQLITE_OPEN_READ_ONLY), Arc::clone(&health))?;
        Ok(Self { writer: Writer::start(writing, listener, Arc::clone(&health))?, readers, health, defaults })
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
        write_ahead(&connection)?;
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

/// Has changes logged before they are made. Of two processes that ask for it first, one is told at once that the database is
/// locked: SQLite does not wait here, whatever its time-out.
fn write_ahead(connection: &Connection) -> rusqlite::Result<()> {
    let mut waited = Duration::ZERO;
    loop {
        match connection.pragma_update(None, "journal_mode", "WAL") {
            Err(error) if error.sqlite_error_code() == Some(ErrorCode::DatabaseBusy) && waited < BUSY_TIMEOUT => {
                std::thread::sleep(PAUSE);
                waited += PAUSE;
            }
            outcome => return outcome,
        }
    }
}

impl Engine for SqliteStore {
    fn defaults(&self) -> &Defaults {
        &self.defaults
    }

    async fn read<T: Send + 'static>(
        &self,
        act: impl Fn(&dyn Sql) -> Result<T, StoreError> + Send + Sync + 'static,
    ) -> Result<T, StoreError> {
        self.readers.read(act).await
    }

    async fn write<T: Send + 'static>(
        &self,
        act: impl Fn(&dyn Sql, &mut Told) -> Result<T, StoreError> + Send + Sync + 'static,
    ) -> Result<T, StoreError> {
        self.writer.write(act).await
    }

    async fn read_at_length(
        &self,
        act: impl Fn(&dyn Sql) -> Result<(), StoreError> + Send + Sync + 'static,
    ) -> Result<(), StoreError> {
        self.readers.read(act).await
    }

    async fn write_at_length<T: Send + 'static>(
        &self,
        act: impl Fn(&dyn Sql, &mut Told) -> Result<T, StoreError> + Send + Sync + 'static,
    ) -> Result<T, StoreError> {
        self.writer.write(act).await
    }

    async fn record_view(&self, view: View) -> Result<Recorded, StoreError> {
        self.writer.write(move |sql, told| views::record(sql, &view, told)).await
    }

    async fn ping(&self) -> Result<(), StoreError> {
        self.health.check()?;
        self.readers.read(|sql| sql.each("SELECT 1 FROM articles LIMIT 1", &[], &mut |_| Ok(()))).await
    }

    /// Another process, such as a command that imports, may have written to the file; SQLite numbers what others commit.
    async fn look_around(&self) -> Result<(), StoreError> {
        let seen = Arc::clone(&self.health);
        self.writer
            .write(move |sql, told| {
                let version: i64 = sql.one("PRAGMA data_version", values![], |row| row.get(0))?;
                if seen.is_other_version(version) {
                    told.push(Committed::Much);
                }
                Ok(())
            })
            .await
    }
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
