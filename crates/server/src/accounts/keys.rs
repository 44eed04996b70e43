//! The keys that are known, and when they are asked for again.
//!
//! They are fetched when the first token needs them, and kept. One request is under way at a time. A source that fails is
//! asked less and less often, and what is known goes on being used for a day.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use anyhow::{Context as _, anyhow};

use super::{
    fetch::{self, Fetch},
    set::{Key, KeySet},
    source::KeySource,
};

/// After how long keys are fetched anew.
const FRESH_MS: u64 = 3_600_000;
/// For how long they are used when no newer ones can be had.
const USABLE_MS: u64 = 24 * FRESH_MS;
/// How often a key nobody knows may lead to a request: anybody can name one.
const UNKNOWN_EVERY_MS: u64 = 60_000;
/// How long is waited after the first failure; twice as long after each more.
const FIRST_WAIT_MS: u64 = 1_000;
/// The longest wait.
const LONGEST_WAIT_MS: u64 = 5 * 60_000;

/// What is known of a key.
pub(super) enum Lookup {
    /// This is it.
    Found(Arc<Key>),
    /// The site does not have it.
    Unknown,
    /// Nobody can tell.
    Unavailable { retry_after_seconds: u64 },
}

/// The keys of a site, as far as they are known.
pub(super) struct Keys {
    source: KeySource,
    fetch: Fetch,
    state: Mutex<State>,
    /// Held by whoever is fetching.
    turn: tokio::sync::Mutex<()>,
}

#[derive(Default)]
struct State {
    /// The keys, and when they were fetched.
    known: Option<(Arc<KeySet>, i64)>,
    /// When they were last asked for.
    asked_ms: Option<i64>,
    /// How often they were asked for.
    requests: u64,
    /// How many of the latest requests came to nothing, the one under way among them.
    failures: u32,
    /// Whether the log says so.
    is_told: bool,
}

impl State {
    /// What is known of a key without asking, and whether that is all there is to it.
    fn look_up(&self, id: Option<&str>, now_ms: i64) -> (Lookup, bool) {
        let waited_ms = self.asked_ms.map_or(u64::MAX, |asked_ms| asked_ms.abs_diff(now_ms));
        let wait_ms = self.wait_ms();
        let may_ask = waited_ms >= wait_ms;
        let unavailable =
            Lookup::Unavailable { retry_after_seconds: wait_ms.saturating_sub(waited_ms).div_ceil(1_000).max(1) };
        let known = self.known.as_ref().map(|(keys, fetched_ms)| (keys, fetched_ms.abs_diff(now_ms)));
        let Some((keys, age_ms)) = known.filter(|(_, age_ms)| *age_ms <= USABLE_MS) else {
            return (unavailable, !may_ask);
        };
        match keys.find(id) {
            Some(key) => (Lookup::Found(key), age_ms < FRESH_MS || !may_ask),
            // It may be a key newer than what is known.
            None if self.failures > 0 => (unavailable, !may_ask),
            None => (Lookup::Unknown, waited_ms < UNKNOWN_EVERY_MS),
        }
    }

    fn wait_ms(&self) -> u64 {
        match self.failures {
            0 => 0,
            more => FIRST_WAIT_MS.saturating_mul(1 << (more - 1).min(16)).min(LONGEST_WAIT_MS),
        }
    }
}

impl Keys {
    /// Keys in a file are read now, so that nobody waits for the first token to learn that they are not there.
    pub(super) fn open(source: KeySource) -> anyhow::Result<Self> {
        if let KeySource::File(file) = &source {
            let wanted = || format!("cannot read the keys of the accounts (--user-keys) in {}", file.display());
            let bytes = fetch::read(file).with_context(wanted)?;
            KeySet::parse(&bytes).map_err(|why| anyhow!(why)).with_context(wanted)?;
        }
        let fetch = Fetch::new(source.clone())?;
        Ok(Self { source, fetch, state: Mutex::default(), turn: tokio::sync::Mutex::default() })
    }

    /// The key of an id. Without one it is the only one there is.
    pub(super) async fn find(&self, id: Option<&str>, now_ms: i64) -> Lookup {
        let (known, is_final, requests) = {
            let state = self.state();
            let (known, is_final) = state.look_up(id, now_ms);
            (known, is_final, state.requests)
        };
        let _turn = match (self.turn.try_lock(), known) {
            // Somebody else is at it, and what is known will do.
            (Err(_), known @ Lookup::Found(_)) => return known,
            (Err(_), _) => self.turn.lock().await,
            (Ok(_), known) if is_final => return known,
            (Ok(turn), _) => turn,
        };
        let (known, is_final) = self.state().look_up(id, now_ms);
        // Whoever has waited for a request takes what came of it.
        if is_final || self.state().requests != requests {
            return known;
        }
        self.ask(now_ms).await;
        self.state().look_up(id, now_ms).0
    }

    /// Asks for the keys. It counts as a failure until it is none: a reader who does not wait for it has no way round that.
    async fn ask(&self, now_ms: i64) {
        {
            let mut state = self.state();
            state.asked_ms = Some(now_ms);
            state.requests += 1;
            state.failures = state.failures.saturating_add(1);
        }
        let outcome = self.fetch.get().await;
        let mut state = self.state();
        match outcome {
            Ok(keys) => {
                if std::mem::take(&mut state.is_told) {
                    tracing::info!(source = %self.source, "the keys of the accounts are there again");
                }
                state.known = Some((Arc::new(keys), now_ms));
                state.failures = 0;
            }
            // The first of a row says it all.
            Err(why) => {
                if !std::mem::replace(&mut state.is_told, true) {
                    tracing::warn!(source = %self.source, why, "the keys of the accounts cannot be had");
                }
            }
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // A panic while it was held cannot have left it half-changed: every change is of numbers.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
