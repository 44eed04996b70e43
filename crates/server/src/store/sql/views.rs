//! Views, the marks that keep one visitor from counting twice, and what is forgotten.

use super::{Sql, Told, articles, comments, values};
use crate::store::{Committed, DayKey, Forget, Recorded, StoreError, View};

/// How many comments are cleared of their words at once: keeps the writer from holding others up.
const CLEARED: u16 = 500;

/// Records a view; it counts when its visitor has no mark that holds.
pub(crate) fn record(sql: &dyn Sql, view: &View, told: &mut Told) -> Result<Recorded, StoreError> {
    let article = articles::hold(sql, &view.article, view.seen_ms)?;
    if is_marked_before(sql, article, view)? || !mark(sql, article, view)? {
        let find = "SELECT views, comments FROM articles WHERE id = ?1";
        return Ok(Recorded { counted: false, counts: sql.one(find, values![article], articles::read_counts)? });
    }
    let count = "UPDATE articles SET views = views + 1 WHERE id = ?1 RETURNING views, comments";
    let counts = sql.one(count, values![article], articles::read_counts)?;
    told.push(Committed::Article { article: view.article.clone(), counts, comment: None });
    Ok(Recorded { counted: true, counts })
}

/// Whether the visitor has a mark under the key of the day before.
fn is_marked_before(sql: &dyn Sql, article: i64, view: &View) -> Result<bool, StoreError> {
    let Some(before) = &view.visitor_before else { return Ok(false) };
    let find = "SELECT 1 FROM view_marks WHERE article_id = ?1 AND visitor = ?2 AND counted_ms > ?3";
    Ok(sql.some(find, values![article, before, view.marks_hold_after_ms], |_| Ok(()))?.is_some())
}

/// Marks the visitor, unless a mark holds.
fn mark(sql: &dyn Sql, article: i64, view: &View) -> Result<bool, StoreError> {
    let mark = "INSERT INTO view_marks (article_id, visitor, counted_ms) VALUES (?1, ?2, ?3)
                ON CONFLICT (article_id, visitor) DO UPDATE SET counted_ms = ?3 WHERE view_marks.counted_ms <= ?4";
    Ok(sql.execute(mark, values![article, &view.visitor, view.seen_ms, view.marks_hold_after_ms])? == 1)
}

/// The key of a day, made when there is none.
pub(crate) fn day_key(sql: &dyn Sql, day: i64) -> Result<DayKey, StoreError> {
    let find = "SELECT key FROM day_keys WHERE day = ?1";
    loop {
        if let Some(key) = sql.some(find, values![day], |row| row.get(0))? {
            return Ok(key);
        }
        let insert = "INSERT INTO day_keys (day, key) VALUES (?1, ?2) ON CONFLICT (day) DO NOTHING";
        sql.execute(insert, values![day, &random()?])?;
    }
}

/// A key of the server, made when there is none.
pub(crate) fn server_key(sql: &dyn Sql, name: &str) -> Result<[u8; 32], StoreError> {
    let find = "SELECT value FROM server_keys WHERE name = ?1";
    loop {
        if let Some(key) = sql.some(find, values![name], |row| row.get(0))? {
            return Ok(key);
        }
        let insert = "INSERT INTO server_keys (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO NOTHING";
        sql.execute(insert, values![name, &random()?])?;
    }
}

fn random() -> Result<[u8; 32], StoreError> {
    let mut key = [0; 32];
    getrandom::fill(&mut key).map_err(|error| StoreError::Failed(error.to_string()))?;
    Ok(key)
}

/// Forgets what is no longer needed.
pub(crate) fn forget(sql: &dyn Sql, bounds: Forget, told: &mut Told) -> Result<(), StoreError> {
    sql.execute("DELETE FROM view_marks WHERE counted_ms <= ?1", values![bounds.marks_ms])?;
    sql.execute("DELETE FROM day_keys WHERE day < ?1", values![bounds.keys_day])?;
    sql.execute("DELETE FROM sessions WHERE until_ms <= ?1", values![bounds.now_ms])?;
    sql.execute("DELETE FROM invitations WHERE until_ms <= ?1", values![bounds.now_ms])?;
    if let Some(before) = bounds.networks_ms {
        let old = "SELECT seq FROM comments WHERE network IS NOT NULL AND created_ms < ?1 LIMIT ?2";
        sql.execute(&format!("UPDATE comments SET network = NULL WHERE seq IN ({old})"), values![before, CLEARED])?;
    }
    sql.execute("DELETE FROM bans WHERE until_ms <= ?1", values![bounds.now_ms])?;
    if let Some(before) = bounds.log_ms {
        // By the entry of a ban it is lifted.
        let old = "DELETE FROM decisions WHERE at_ms < ?1 AND NOT EXISTS (SELECT 1 FROM bans b WHERE b.decision = decisions.id)";
        sql.execute(old, values![before])?;
    }
    if let Some(before) = bounds.words_ms {
        words(sql, before, told)?;
    }
    Ok(())
}

/// Erases the words of comments that were deleted or taken for spam before a time.
fn words(sql: &dyn Sql, before_ms: i64, told: &mut Told) -> Result<(), StoreError> {
    let find = format!(
        "SELECT c.seq, c.status FROM comments c
         WHERE c.status IN ('spam', 'trash') AND c.author_name <> '' AND COALESCE(c.decided_ms, c.created_ms) < ?1
         ORDER BY c.article_id, c.seq LIMIT ?2{}",
        sql.held()
    );
    let old = sql.all(&find, values![before_ms, CLEARED], |row| Ok((row.get(0)?, comments::status(row, 1)?)))?;
    for (seq, was) in old {
        comments::erase_one(sql, seq, was, told)?;
    }
    Ok(())
}
