//! Who likes what.

use rusqlite::{Connection, OptionalExtension as _, params};

use super::comments::tell;
use crate::store::{CommentChange, Committed, Owner, StoreError};

/// Says whether a voter likes a comment, and how many do then. Said again it changes nothing.
pub(super) fn set(
    connection: &Connection,
    id: &str,
    voter: &Owner,
    likes: bool,
    told: &mut Vec<Committed>,
) -> Result<Option<u64>, StoreError> {
    let Some((seq, known)) = approved(connection, id)? else { return Ok(None) };
    let sql = if likes {
        "INSERT INTO likes (comment_seq, voter) VALUES (?, ?) ON CONFLICT DO NOTHING"
    } else {
        "DELETE FROM likes WHERE comment_seq = ? AND voter = ?"
    };
    if connection.prepare_cached(sql)?.execute(params![seq, voter])? == 0 {
        return Ok(Some(known));
    }
    let now = count(connection, seq, if likes { 1 } else { -1 })?;
    tell(connection, seq, CommentChange::Changed, told)?;
    Ok(Some(now))
}

/// Takes back all that a voter likes; tells how many those were.
pub(super) fn erase(connection: &Connection, voter: &Owner, told: &mut Vec<Committed>) -> Result<u64, StoreError> {
    let mut delete = connection.prepare_cached("DELETE FROM likes WHERE voter = ? RETURNING comment_seq")?;
    let liked = delete.query_map([voter], |row| row.get(0))?.collect::<rusqlite::Result<Vec<i64>>>()?;
    for seq in &liked {
        count(connection, *seq, -1)?;
        tell(connection, *seq, CommentChange::Changed, told)?;
    }
    Ok(liked.len() as u64)
}

fn approved(connection: &Connection, id: &str) -> rusqlite::Result<Option<(i64, u64)>> {
    let mut find = connection.prepare_cached("SELECT seq, likes FROM comments WHERE id = ? AND status = 'approved'")?;
    find.query_row([id], |row| Ok((row.get(0)?, row.get(1)?))).optional()
}

fn count(connection: &Connection, seq: i64, by: i64) -> rusqlite::Result<u64> {
    let mut update =
        connection.prepare_cached("UPDATE comments SET likes = likes + ? WHERE seq = ? RETURNING likes")?;
    update.query_row(params![by, seq], |row| row.get(0))
}
