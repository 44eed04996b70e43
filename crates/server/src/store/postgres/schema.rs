//! The tables, version by version.

use std::time::Duration;

use anyhow::{Context as _, bail};
use tokio_postgres::{Client, Config};

use super::connect;
use crate::articles::canonical;

/// What makes each version of the one before.
const VERSIONS: [&str; 2] = [
    include_str!("../../../migrations/postgres/0001_conversation.sql"),
    include_str!("../../../migrations/postgres/0002_newsroom.sql"),
];

/// Who of several servers that start at once does the work; the number is ours alone by convention.
const LOCK: i64 = 0x6172_7469_636c_6573;

/// How long is waited for the server that does it.
const PATIENCE: Duration = Duration::from_mins(10);

/// Makes the tables, or those of an older version into today's: all of it or nothing. Of servers that start at once one does it, and
/// the others find it done.
pub(super) async fn bring_up_to_date(config: &Config) -> anyhow::Result<()> {
    let (client, connection) = connect::alone(config).await?;
    let connection = tokio::spawn(connection);
    let outcome = tokio::time::timeout(PATIENCE, migrate(&client)).await;
    drop(client);
    let _ = connection.await;
    outcome.context("another server has been at it for ten minutes")?
}

async fn migrate(client: &Client) -> anyhow::Result<()> {
    // The lock ends with the transaction, however that ends.
    client.batch_execute("BEGIN").await?;
    client.query("SELECT pg_advisory_xact_lock($1)", &[&LOCK]).await?;
    client.batch_execute("CREATE TABLE IF NOT EXISTS schema_version (version INTEGER NOT NULL)").await?;
    let row = client.query_opt("SELECT max(version) FROM schema_version", &[]).await?;
    let known = row.and_then(|row| row.get::<_, Option<i32>>(0)).unwrap_or_default();
    let known = usize::try_from(known)?;
    if known > VERSIONS.len() {
        bail!(
            "the database was written by a later version of this server: its tables are version {known}, ours {}",
            VERSIONS.len()
        );
    }
    for (version, statements) in VERSIONS.iter().enumerate().skip(known) {
        client.batch_execute(statements).await.with_context(|| format!("version {}", version + 1))?;
    }
    if known < VERSIONS.len() {
        make_keys_canonical(client).await?;
        let version = i32::try_from(VERSIONS.len())?;
        client.execute("DELETE FROM schema_version", &[]).await?;
        client.execute("INSERT INTO schema_version (version) VALUES ($1)", &[&version]).await?;
    }
    client.batch_execute("COMMIT").await?;
    Ok(())
}

/// Keys of articles become canonical addresses, where no other article has that already.
async fn make_keys_canonical(client: &Client) -> anyhow::Result<()> {
    for row in client.query("SELECT id, key FROM articles", &[]).await? {
        let (id, key): (i64, String) = (row.get(0), row.get(1));
        let new = canonical(&key);
        if new != key {
            let free =
                "UPDATE articles SET key = $2 WHERE id = $1 AND NOT EXISTS (SELECT 1 FROM articles WHERE key = $2)";
            client.execute(free, &[&id, &new]).await?;
        }
    }
    Ok(())
}
