//! The tables, version by version.

use anyhow::{bail, ensure};
use rusqlite::{Connection, TransactionBehavior};

/// What makes each version of the one before.
const VERSIONS: [&str; 2] = [
    include_str!("../../../migrations/sqlite/0001_views_and_comments.sql"),
    include_str!("../../../migrations/sqlite/0002_conversation.sql"),
];

/// Makes the tables, or those of an older version into today's: all of it or nothing.
pub(super) fn bring_up_to_date(connection: &mut Connection) -> anyhow::Result<()> {
    // Immediate: of two servers that start at once, the second waits and then finds the work done.
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let known: usize = transaction.pragma_query_value(None, "user_version", |row| row.get(0))?;
    if known > VERSIONS.len() {
        bail!(
            "it was written by a later version of this server: its tables are version {known}, ours {}",
            VERSIONS.len()
        );
    }
    for version in &VERSIONS[known..] {
        transaction.execute_batch(version)?;
    }
    transaction.pragma_update(None, "user_version", VERSIONS.len())?;
    transaction.commit()?;
    Ok(())
}

/// Reads the whole database once: better now than when somebody asks for the page that is damaged.
pub(super) fn check(connection: &Connection) -> anyhow::Result<()> {
    let found: String = connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    ensure!(found == "ok", found);
    Ok(())
}
