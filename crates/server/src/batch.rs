//! Group commit: what arrives while one commit is under way is committed together by the next.
//!
//! A commit to disk takes milliseconds however much is in it. Nothing is delayed on purpose: a lone request is committed
//! at once, and a crowd pays for one sync instead of one each. An answer is given only after its commit.

use std::future::Future;

use tokio::sync::{mpsc, oneshot};

use crate::store::StoreError;

/// The most jobs of one commit: keeps a commit, and so the wait of the next, to some tens of milliseconds.
const MAX_BATCH: usize = 512;
/// Jobs that may wait before callers do.
const QUEUE: usize = 4096;

/// A queue of jobs in front of a function that commits many at once.
#[derive(Debug)]
pub(crate) struct Batcher<Job, Answer> {
    queue: mpsc::Sender<(Job, Reply<Answer>)>,
}

type Reply<Answer> = oneshot::Sender<Result<Answer, StoreError>>;

impl<Job: Send + 'static, Answer: Send + 'static> Batcher<Job, Answer> {
    /// Starts the worker; it ends when the batcher is dropped and its queue is empty.
    ///
    /// `commit` answers its jobs in order.
    pub(crate) fn start<Commit, Committed>(commit: Commit) -> Self
    where
        Commit: Fn(Vec<Job>) -> Committed + Send + 'static,
        Committed: Future<Output = Result<Vec<Answer>, StoreError>> + Send,
    {
        let (queue, mut jobs) = mpsc::channel(QUEUE);
        tokio::spawn(async move {
            let mut waiting = Vec::new();
            while jobs.recv_many(&mut waiting, MAX_BATCH).await > 0 {
                let (batch, replies): (Vec<Job>, Vec<Reply<Answer>>) = waiting.drain(..).unzip();
                match commit(batch).await {
                    Ok(answers) => {
                        for (reply, answer) in replies.into_iter().zip(answers) {
                            // A caller that has gone away needs no answer.
                            let _ = reply.send(Ok(answer));
                        }
                    }
                    Err(error) => {
                        for reply in replies {
                            let _ = reply.send(Err(error.clone()));
                        }
                    }
                }
            }
        });
        Self { queue }
    }

    /// Commits a job, together with whatever else is waiting.
    pub(crate) async fn submit(&self, job: Job) -> Result<Answer, StoreError> {
        let stopped = || StoreError::Failed("the worker has stopped".to_owned());
        let (reply, answer) = oneshot::channel();
        self.queue.send((job, reply)).await.map_err(|_| stopped())?;
        answer.await.map_err(|_| stopped())?
    }
}
