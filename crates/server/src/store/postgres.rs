//! The store in PostgreSQL: any number of servers on one database.
//!
//! Operations are the same SQL as on SQLite, each in a transaction on a connection of the pool. What is written under one article is
//! written in a row, because each transaction first holds the article's; where others were faster all the same, it is tried again.
//! Views are gathered while the last ones are being committed (`views`). What is committed is told to the other servers by `NOTIFY`, and
//! each reads what it means (`news`).

mod connect;
mod news;
mod schema;
mod statements;
mod views;

use std::{sync::Arc, time::Duration};

use anyhow::Context as _;
use deadpool_postgres::{Object, Pool};
use tokio::{runtime::Handle, time::Instant};
use tokio_postgres::{Error, error::SqlState};

use super::{
    Defaults, Listener, Recorded, StoreError, View,
    engine::Engine,
    sql::{Sql, Told},
};
use news::News;
use statements::Statements;
use views::Views;

/// How long one operation may take with all its statements: less than a request may.
const PATIENCE: Duration = Duration::from_secs(8);
/// The same for what reads or writes all there is: nobody waits for that in front of a page.
const LONG_PATIENCE: Duration = Duration::from_hours(24);
/// How often something is tried again that others kept from being done.
const ATTEMPTS: u32 = 6;
/// Within one moment, and nothing is written.
const READ: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY";
/// The same for as long as it takes, whoever takes what is read: the limits of a connection are for those who wait for a page.
const READ_AT_LENGTH: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY; \
                              SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0";
/// What others commit meanwhile is seen; an article that is held stays as it is.
const WRITE: &str = "BEGIN ISOLATION LEVEL READ COMMITTED, READ WRITE";

/// A PostgreSQL database.
pub(crate) struct PostgresStore {
    database: Database,
    views: Views,
    defaults: Defaults,
}

/// What all parts of the store share.
#[derive(Clone)]
struct Database {
    pool: Pool,
    news: News,
}

impl PostgresStore {
    /// Connects, and brings the tables up to date.
    ///
    /// # Errors
    ///
    /// When the database cannot be reached, or was written by a later version.
    pub(crate) async fn open(
        url: &str,
        connections: usize,
        defaults: Defaults,
        listener: Arc<dyn Listener>,
    ) -> anyhow::Result<Self> {
        let config = connect::config(url)?;
        schema::bring_up_to_date(&config).await.context("cannot bring the tables up to date")?;
        let pool = connect::pool(&config, connections)?;
        let database = Database { news: News::start(config, pool.clone(), listener), pool };
        Ok(Self { views: Views::start(database.clone()), database, defaults })
    }
}

impl Engine for PostgresStore {
    fn defaults(&self) -> &Defaults {
        &self.defaults
    }

    async fn read<T: Send + 'static>(
        &self,
        act: impl Fn(&dyn Sql) -> Result<T, StoreError> + Send + Sync + 'static,
    ) -> Result<T, StoreError> {
        self.database.run(READ, PATIENCE, move |sql, _| act(sql)).await
    }

    async fn write<T: Send + 'static>(
        &self,
        act: impl Fn(&dyn Sql, &mut Told) -> Result<T, StoreError> + Send + Sync + 'static,
    ) -> Result<T, StoreError> {
        self.database.run(WRITE, PATIENCE, act).await
    }

    async fn read_at_length(
        &self,
        act: impl Fn(&dyn Sql) -> Result<(), StoreError> + Send + Sync + 'static,
    ) -> Result<(), StoreError> {
        let deadline = Instant::now() + LONG_PATIENCE;
        let outcome =
            self.database.attempt(READ_AT_LENGTH, Arc::new(move |sql: &dyn Sql, _: &mut Told| act(sql)), deadline);
        outcome.await.map_err(|failure| failure.error)
    }

    async fn write_at_length<T: Send + 'static>(
        &self,
        act: impl Fn(&dyn Sql, &mut Told) -> Result<T, StoreError> + Send + Sync + 'static,
    ) -> Result<T, StoreError> {
        self.database.run(WRITE, LONG_PATIENCE, act).await
    }

    async fn record_view(&self, view: View) -> Result<Recorded, StoreError> {
        self.views.record(view).await
    }

    async fn ping(&self) -> Result<(), StoreError> {
        self.database.ping().await
    }

    async fn look_around(&self) -> Result<(), StoreError> {
        self.database.news.look_around();
        Ok(())
    }
}

/// Why something was not done, and whether to try it again.
struct Failure {
    error: StoreError,
    is_worth_another_try: bool,
}

impl Database {
    /// Acts in a transaction. What is told is told once it is committed.
    async fn run<T: Send + 'static>(
        &self,
        begin: &'static str,
        patience: Duration,
        act: impl Fn(&dyn Sql, &mut Told) -> Result<T, StoreError> + Send + Sync + 'static,
    ) -> Result<T, StoreError> {
        let act = Arc::new(act);
        let deadline = Instant::now() + patience;
        let mut attempt = 0;
        loop {
            attempt += 1;
            let failure = match self.attempt(begin, Arc::clone(&act), deadline).await {
                Ok(value) => return Ok(value),
                Err(failure) => failure,
            };
            if !failure.is_worth_another_try || attempt == ATTEMPTS || Instant::now() >= deadline {
                return Err(failure.error);
            }
            // Two that met would meet again if both came back at once.
            tokio::time::sleep(Duration::from_millis(u64::from(attempt * (1 + rand_below(8))))).await;
        }
    }

    async fn attempt<T: Send + 'static>(
        &self,
        begin: &'static str,
        act: Arc<impl Fn(&dyn Sql, &mut Told) -> Result<T, StoreError> + Send + Sync + 'static>,
        deadline: Instant,
    ) -> Result<T, Failure> {
        let client = self.client().await.map_err(|error| Failure { error, is_worth_another_try: false })?;
        let (news, handle) = (self.news.clone(), Handle::current());
        // The statements are awaited on a thread that may wait.
        let work = move || {
            let statements = Statements::new(&client, &handle, deadline);
            let mut told = Told::new();
            let outcome = transaction(&statements, begin, |sql| {
                let value = act(sql, &mut told)?;
                news.notify(&statements, &told)?;
                Ok(value)
            });
            if statements.is_spoiled() {
                drop(Object::take(client));
            }
            outcome.map(|value| (value, told))
        };
        let stopped =
            |_| Failure { error: StoreError::Failed("a thread has stopped".to_owned()), is_worth_another_try: false };
        let outcome = tokio::task::spawn_blocking(work).await.map_err(stopped)?;
        if let Err(Failure { error: StoreError::Away(_), .. }) = &outcome {
            self.mistrust();
        }
        let (value, told) = outcome?;
        self.news.tell(&told);
        Ok(value)
    }

    /// A connection, when one is free in time.
    async fn client(&self) -> Result<Object, StoreError> {
        self.pool.get().await.map_err(|error| StoreError::Away(error.to_string()))
    }

    /// Connections that were made before a fault may lead to a server that takes nothing any more.
    fn mistrust(&self) {
        self.pool.retain(|_, _| false);
    }

    /// Whether the database answers, and takes what is written.
    async fn ping(&self) -> Result<(), StoreError> {
        let patience = Duration::from_secs(2);
        let late = |_| StoreError::Away("it does not answer in time".to_owned());
        let ask = async {
            let client = self.client().await?;
            let answer = client.query_one("SHOW transaction_read_only", &[]).await;
            answer.and_then(|row| row.try_get::<_, String>(0)).map_err(|error| of(&error))
        };
        let outcome = tokio::time::timeout(patience, ask).await.map_err(late).flatten();
        match outcome.as_deref() {
            Ok("off") => Ok(()),
            Ok(_) => {
                self.mistrust();
                Err(StoreError::Away("it takes nothing: it is read-only".to_owned()))
            }
            Err(_) => {
                self.mistrust();
                outcome.map(|_| ())
            }
        }
    }
}

/// Begins, acts, commits; or leaves no trace.
fn transaction<T>(
    statements: &Statements,
    begin: &str,
    act: impl FnOnce(&dyn Sql) -> Result<T, StoreError>,
) -> Result<T, Failure> {
    match statements.batch(begin).and_then(|()| act(statements)) {
        Ok(value) => match statements.batch("COMMIT") {
            Ok(()) => Ok(value),
            // Whether it was done nobody knows, when the connection broke here: whoever asked may ask again.
            Err(error) => Err(Failure { is_worth_another_try: error == StoreError::Overtaken, error }),
        },
        Err(error) => {
            if statements.batch("ROLLBACK").is_err() {
                statements.spoil();
            }
            // What was not committed was not done.
            let is_worth_another_try = matches!(error, StoreError::Overtaken) || statements.is_closed();
            Err(Failure { error, is_worth_another_try })
        }
    }
}

/// A number below another, by the hash of nothing under random keys.
fn rand_below(bound: u32) -> u32 {
    use std::hash::{BuildHasher as _, RandomState};
    u32::try_from(RandomState::new().hash_one(()) % u64::from(bound)).unwrap_or_default()
}

/// What an error of the driver means (PostgreSQL, appendix A, "Error Codes").
fn of(error: &Error) -> StoreError {
    let Some(database) = error.as_db_error() else {
        let source = std::error::Error::source(error);
        let is_away = error.is_closed() || source.is_some_and(<dyn std::error::Error>::is::<std::io::Error>);
        return if is_away { StoreError::Away(error.to_string()) } else { StoreError::Failed(error.to_string()) };
    };
    let code = database.code();
    let said = || format!("{}: {}", code.code(), database.message());
    match *code {
        SqlState::DISK_FULL => StoreError::Full,
        SqlState::T_R_SERIALIZATION_FAILURE | SqlState::T_R_DEADLOCK_DETECTED | SqlState::UNIQUE_VIOLATION => {
            StoreError::Overtaken
        }
        SqlState::LOCK_NOT_AVAILABLE | SqlState::QUERY_CANCELED => StoreError::Busy,
        SqlState::DATA_CORRUPTED | SqlState::INDEX_CORRUPTED => StoreError::Damaged,
        SqlState::READ_ONLY_SQL_TRANSACTION => StoreError::Away(said()),
        // Connection exceptions, insufficient resources, operator intervention.
        _ if ["08", "53", "57"].iter().any(|class| code.code().starts_with(class)) => StoreError::Away(said()),
        _ => StoreError::Failed(said()),
    }
}
