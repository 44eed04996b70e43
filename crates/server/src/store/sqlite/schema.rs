//! The tables, version by version.

use anyhow::{bail, ensure};
use rusqlite::{Connection, TransactionBehavior};

use super::statements::Statements;
use crate::store::sql::articles::make_keys_canonical;

/// What makes each version of the one before.
const VERSIONS: [&str; 3] = [
    include_str!("../../../migrations/sqlite/0001_views_and_comments.sql"),
    include_str!("../../../migrations/sqlite/0002_conversation.sql"),
    include_str!("../../../migrations/sqlite/0003_newsroom.sql"),
];
/// The version from which on the key of an article is its canonical address.
const CANONICAL: usize = 3;

/// Makes the tables, or those of an older version into today's: all of it or nothing.
pub(super) fn bring_up_to_date(connection: &mut Connection) -> anyhow::Result<()> {
    // Tables are written anew while others refer to them (SQLite, "Making Other Kinds Of Table Schema Changes"). Within a
    // transaction this changes nothing.
    connection.pragma_update(None, "foreign_keys", false)?;
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
    if known < VERSIONS.len() {
        if known < CANONICAL {
            make_keys_canonical(&Statements(&transaction))?;
        }
        let mut loose = transaction.prepare("PRAGMA foreign_key_check")?;
        ensure!(!loose.exists([])?, "rows of its tables refer to others that are not there");
    }
    transaction.pragma_update(None, "user_version", VERSIONS.len())?;
    transaction.commit()?;
    connection.pragma_update(None, "foreign_keys", true)?;
    Ok(())
}

/// Reads the whole database once: better now than when somebody asks for the page that is damaged.
pub(super) fn check(connection: &Connection) -> anyhow::Result<()> {
    let found: String = connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    ensure!(found == "ok", found);
    Ok(())
}
