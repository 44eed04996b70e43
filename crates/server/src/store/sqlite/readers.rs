//! Connections that read.

use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::Connection;
use tokio::sync::Semaphore;

use super::{health::Health, statements::Statements};
use crate::store::{StoreError, sql::Sql};

/// Readers at once. More than the cores of a small machine gains nothing.
const READERS: usize = 4;

/// A pool of connections that only read, each used by one at a time.
pub(super) struct Readers {
    idle: Arc<Mutex<Vec<Connection>>>,
    places: Arc<Semaphore>,
    health: Arc<Health>,
}

impl Readers {
    /// Opens the connections.
    pub(super) fn open(connect: impl Fn() -> anyhow::Result<Connection>, health: Arc<Health>) -> anyhow::Result<Self> {
        let idle = (0..READERS).map(|_| connect()).collect::<anyhow::Result<_>>()?;
        Ok(Self { idle: Arc::new(Mutex::new(idle)), places: Arc::new(Semaphore::new(READERS)), health })
    }

    /// Reads from one moment of the database, on a thread that may wait for the disk.
    pub(super) async fn read<T: Send + 'static>(
        &self,
        act: impl FnOnce(&dyn Sql) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let stopped = || StoreError::Failed("the readers have stopped".to_owned());
        let place = Arc::clone(&self.places).acquire_owned().await.map_err(|_| stopped())?;
        let (idle, health) = (Arc::clone(&self.idle), Arc::clone(&self.health));
        let work = move || {
            let _place = place;
            let lock = || idle.lock().unwrap_or_else(PoisonError::into_inner);
            let mut connection = lock().pop().ok_or_else(stopped)?;
            let result = snapshot(&mut connection, act);
            health.note(&result);
            lock().push(connection);
            result
        };
        tokio::task::spawn_blocking(work).await.map_err(|_| stopped())?
    }
}

/// All statements of a transaction see the same moment.
fn snapshot<T>(
    connection: &mut Connection,
    act: impl FnOnce(&dyn Sql) -> Result<T, StoreError>,
) -> Result<T, StoreError> {
    let transaction = connection.transaction()?;
    act(&Statements(&transaction))
}
