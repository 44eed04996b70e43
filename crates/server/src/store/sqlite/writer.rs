//! Group commit: what arrives while one commit is under way is committed together by the next.
//!
//! A commit to disk takes its time however much is in it. Nothing is delayed on purpose: a lone write is committed at once,
//! and a crowd pays for one sync instead of one each. An answer is given only after its commit.

use std::{
    sync::Arc,
    thread::{self, JoinHandle},
};

use anyhow::Context as _;
use rusqlite::Connection;
use tokio::sync::{mpsc, oneshot};

use super::{health::Health, statements::Statements};
use crate::store::{
    Listener, StoreError,
    sql::{Sql, Told},
};

/// The most writes of one commit: keeps a commit, and so the wait of the next, to some tens of milliseconds.
const MAX_GROUP: usize = 512;
/// Writes that may wait before their callers do.
const QUEUE: usize = 4096;

/// The thread that writes. It ends with this, after what was asked of it before.
pub(super) struct Writer {
    queue: Option<mpsc::Sender<Box<dyn Write>>>,
    thread: Option<JoinHandle<()>>,
}

impl Drop for Writer {
    fn drop(&mut self) {
        self.queue = None;
        // A process that ends meanwhile would leave the log beside the file.
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

impl Writer {
    pub(super) fn start(
        connection: Connection,
        listener: Arc<dyn Listener>,
        health: Arc<Health>,
    ) -> anyhow::Result<Self> {
        let (queue, mut waiting) = mpsc::channel(QUEUE);
        let work = move || {
            let mut group = Vec::new();
            while waiting.blocking_recv_many(&mut group, MAX_GROUP) > 0 {
                let outcome = health.check().and_then(|()| commit(&connection, &mut group));
                health.note(&outcome);
                for write in group.drain(..) {
                    health.note(&write.outcome());
                    write.answer(&outcome, &*listener);
                }
            }
        };
        let thread = thread::Builder::new().name("writer".to_owned()).spawn(work);
        let thread = thread.context("cannot start the thread that writes")?;
        Ok(Self { queue: Some(queue), thread: Some(thread) })
    }

    /// Commits a write, together with whatever else is waiting; then tells the listener, then answers. The caller's going
    /// away changes nothing of that.
    pub(super) async fn write<T: Send + 'static>(
        &self,
        act: impl FnOnce(&dyn Sql, &mut Told) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let stopped = || StoreError::Failed("the thread that writes has stopped".to_owned());
        let (reply, answer) = oneshot::channel();
        let write = Job { act: Some(act), outcome: None, told: Told::new(), reply };
        self.queue.as_ref().ok_or_else(stopped)?.send(Box::new(write)).await.map_err(|_| stopped())?;
        answer.await.map_err(|_| stopped())?
    }
}

/// Does all writes in one transaction. One that fails leaves no trace and does not take the others along.
fn commit(connection: &Connection, group: &mut [Box<dyn Write>]) -> Result<(), StoreError> {
    let run = |sql| connection.prepare_cached(sql)?.execute([]).map_err(StoreError::from);
    // The lock is taken at once: a transaction that reads first and writes later fails with SQLITE_BUSY_SNAPSHOT, which no
    // time-out waits for.
    run("BEGIN IMMEDIATE")?;
    let all = || {
        for write in group {
            run("SAVEPOINT write")?;
            let is_done = write.run(connection);
            // A full disk may have ended the whole transaction.
            if connection.is_autocommit() {
                return Err(StoreError::Full);
            }
            if !is_done {
                run("ROLLBACK TO write")?;
            }
            run("RELEASE write")?;
        }
        run("COMMIT")
    };
    let outcome = all();
    if outcome.is_err() && !connection.is_autocommit() {
        // Should this fail too, the next transaction cannot begin and says so.
        let _ = run("ROLLBACK");
    }
    outcome.map(|_| ())
}

/// Something to be written.
trait Write: Send {
    /// Writes it, inside a transaction; tells whether that went well.
    fn run(&mut self, connection: &Connection) -> bool;

    /// How that went.
    fn outcome(&self) -> Result<(), StoreError>;

    /// Answers whoever asked for it.
    fn answer(self: Box<Self>, committed: &Result<(), StoreError>, listener: &dyn Listener);
}

struct Job<Act, T> {
    act: Option<Act>,
    outcome: Option<Result<T, StoreError>>,
    told: Told,
    reply: oneshot::Sender<Result<T, StoreError>>,
}

impl<T, Act> Write for Job<Act, T>
where
    T: Send,
    Act: FnOnce(&dyn Sql, &mut Told) -> Result<T, StoreError> + Send,
{
    fn run(&mut self, connection: &Connection) -> bool {
        self.outcome = self.act.take().map(|act| act(&Statements(connection), &mut self.told));
        matches!(self.outcome, Some(Ok(_)))
    }

    fn outcome(&self) -> Result<(), StoreError> {
        match &self.outcome {
            Some(Err(error)) => Err(error.clone()),
            _ => Ok(()),
        }
    }

    fn answer(self: Box<Self>, committed: &Result<(), StoreError>, listener: &dyn Listener) {
        let answer = match (committed, self.outcome) {
            (Ok(()), Some(Ok(value))) => {
                for change in &self.told {
                    listener.committed(change);
                }
                Ok(value)
            }
            (_, Some(Err(error))) => Err(error),
            (Err(error), _) => Err(error.clone()),
            (Ok(()), None) => Err(StoreError::Failed("a write was not done".to_owned())),
        };
        // A caller that has gone away needs no answer.
        let _ = self.reply.send(answer);
    }
}
