//! What is logged once for each failed request, and would fill the disk in a storm of them.

use std::{
    num::NonZeroU32,
    sync::{
        LazyLock,
        atomic::{AtomicU64, Ordering},
    },
};

use governor::{DefaultDirectRateLimiter, Quota, RateLimiter};

use crate::store::StoreError;

/// Lines a second, and as many at once: enough to see what is wrong.
const LINES: NonZeroU32 = NonZeroU32::new(5).expect("it is not zero");

/// Says that the store failed, or counts it for the next line.
pub(crate) fn store_failed(error: &StoreError) {
    static BUDGET: LazyLock<DefaultDirectRateLimiter> = LazyLock::new(|| RateLimiter::direct(Quota::per_second(LINES)));
    static LEFT_OUT: AtomicU64 = AtomicU64::new(0);
    if BUDGET.check().is_err() {
        LEFT_OUT.fetch_add(1, Ordering::Relaxed);
        return;
    }
    match LEFT_OUT.swap(0, Ordering::Relaxed) {
        0 => tracing::error!(%error, "the store failed"),
        left_out => tracing::error!(%error, left_out, "the store failed, as it did for others"),
    }
}
