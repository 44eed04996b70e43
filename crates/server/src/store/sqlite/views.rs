//! Views, and the marks that keep one visitor from counting twice.

use rusqlite::{Connection, OptionalExtension as _, params};

use super::{article_id, counts};
use crate::store::{Committed, DayKey, Recorded, StoreError, View};

/// Records a view; it counts when its visitor has no mark that holds.
pub(super) fn record(connection: &Connection, view: &View, told: &mut Vec<Committed>) -> Result<Recorded, StoreError> {
    let article = article_id(connection, &view.article)?;
    if is_marked_before(connection, article, view)? || !mark(connection, article, view)? {
        let mut find = connection.prepare_cached("SELECT views, comments FROM articles WHERE id = ?")?;
        return Ok(Recorded { counted: false, counts: find.query_row([article], counts)? });
    }
    let mut count =
        connection.prepare_cached("UPDATE articles SET views = views + 1 WHERE id = ? RETURNING views, comments")?;
    let counts = count.query_row([article], counts)?;
    told.push(Committed { article: view.article.clone(), counts, comment: None });
    Ok(Recorded { counted: true, counts })
}

/// Whether the visitor has a mark under the key of the day before.
fn is_marked_before(connection: &Connection, article: i64, view: &View) -> rusqlite::Result<bool> {
    let Some(before) = view.visitor_before else { return Ok(false) };
    connection
        .prepare_cached("SELECT 1 FROM view_marks WHERE article_id = ? AND visitor = ? AND counted_ms > ?")?
        .exists(params![article, before, view.marks_hold_after_ms])
}

/// Marks the visitor, unless a mark holds.
fn mark(connection: &Connection, article: i64, view: &View) -> rusqlite::Result<bool> {
    let mut mark = connection.prepare_cached(
        "INSERT INTO view_marks (article_id, visitor, counted_ms) VALUES (?1, ?2, ?3)
         ON CONFLICT (article_id, visitor) DO UPDATE SET counted_ms = ?3 WHERE counted_ms <= ?4",
    )?;
    Ok(mark.execute(params![article, view.visitor, view.seen_ms, view.marks_hold_after_ms])? == 1)
}

/// The key of a day, made when there is none.
pub(super) fn day_key(connection: &Connection, day: i64) -> Result<DayKey, StoreError> {
    let mut find = connection.prepare_cached("SELECT key FROM day_keys WHERE day = ?")?;
    if let Some(key) = find.query_row([day], |row| row.get(0)).optional()? {
        return Ok(key);
    }
    let mut key = DayKey::default();
    getrandom::fill(&mut key).map_err(|error| StoreError::Failed(error.to_string()))?;
    connection.prepare_cached("INSERT INTO day_keys (day, key) VALUES (?, ?)")?.execute(params![day, key])?;
    Ok(key)
}

/// Forgets what the definition of a view no longer needs.
pub(super) fn forget(connection: &Connection, marks_before_ms: i64, keys_before_day: i64) -> Result<(), StoreError> {
    connection.execute("DELETE FROM view_marks WHERE counted_ms <= ?", [marks_before_ms])?;
    connection.execute("DELETE FROM day_keys WHERE day < ?", [keys_before_day])?;
    Ok(())
}
