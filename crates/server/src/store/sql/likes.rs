//! Who likes what.

use super::{Sql, Told, articles, comments::tell, values};
use crate::store::{CommentChange, Owner, StoreError};

/// Says whether a voter likes a comment, and how many do then. Said again it changes nothing.
pub(crate) fn set(
    sql: &dyn Sql,
    id: &str,
    voter: &Owner,
    likes: bool,
    told: &mut Told,
) -> Result<Option<u64>, StoreError> {
    articles::hold_of(sql, id)?;
    let find = "SELECT seq, likes FROM comments WHERE id = ?1 AND status = 'approved'";
    let found: Option<(i64, u64)> = sql.some(find, values![id], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let Some((seq, known)) = found else { return Ok(None) };
    let change = if likes {
        "INSERT INTO likes (comment_seq, voter) VALUES (?1, ?2) ON CONFLICT DO NOTHING"
    } else {
        "DELETE FROM likes WHERE comment_seq = ?1 AND voter = ?2"
    };
    if sql.execute(change, values![seq, voter])? == 0 {
        return Ok(Some(known));
    }
    let now = count(sql, seq, if likes { 1 } else { -1 })?;
    tell(sql, seq, CommentChange::Changed, told)?;
    Ok(Some(now))
}

/// Takes back all that a voter likes; tells how many those were.
pub(super) fn erase(sql: &dyn Sql, voter: &Owner, told: &mut Told) -> Result<u64, StoreError> {
    let delete = "DELETE FROM likes WHERE voter = ?1 RETURNING comment_seq";
    let liked: Vec<i64> = sql.all(delete, values![voter], |row| row.get(0))?;
    for seq in &liked {
        count(sql, *seq, -1)?;
        tell(sql, *seq, CommentChange::Changed, told)?;
    }
    Ok(liked.len() as u64)
}

fn count(sql: &dyn Sql, seq: i64, by: i64) -> Result<u64, StoreError> {
    let update = "UPDATE comments SET likes = likes + ?1 WHERE seq = ?2 RETURNING likes";
    sql.one(update, values![by, seq], |row| row.get(0))
}
