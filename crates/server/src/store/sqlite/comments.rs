//! Comments written, changed and taken away.

use engagement::{
    comments::{Author, Erased, Own, OwnPage, Status},
    limits::MAX_DEPTH,
};
use rusqlite::{Connection, OptionalExtension as _, Row, params, types::Type};

use super::{article_id, counts, likes};
use crate::store::{
    Added, Body, Changed, Comment, CommentChange, Committed, Edit, NewComment, Owner, Permission, Report, StoreError,
};

/// The columns of a [`Comment`], in the order [`comment`] reads them.
pub(super) const COLUMNS: &str = "c.seq, c.id, p.id, c.author_name, c.body, c.text, c.created_ms, c.modified_ms, c.likes, \
                                  c.replies, c.pinned, c.status";
/// What [`COLUMNS`] are of.
pub(super) const FROM: &str = "comments c LEFT JOIN comments p ON p.seq = c.parent_seq";

/// A comment and its number.
pub(super) fn comment(row: &Row) -> rusqlite::Result<(i64, Comment)> {
    let status = status(row, 11)?;
    let is_there = status != Status::Trash;
    let body = match row.get::<_, Option<String>>(4)? {
        Some(body) => Body::new(body),
        None => crate::markdown::plain(&row.get::<_, String>(5)?),
    };
    let comment = Comment {
        id: row.get(1)?,
        parent: row.get(2)?,
        author: if is_there { Some(Author { name: row.get(3)?, staff: false }) } else { None },
        body: if is_there { body } else { Body::empty() },
        created_ms: row.get(6)?,
        modified_ms: row.get(7)?,
        likes: row.get(8)?,
        replies: row.get(9)?,
        pinned: row.get(10)?,
        status,
    };
    Ok((row.get(0)?, comment))
}

fn status(row: &Row, column: usize) -> rusqlite::Result<Status> {
    let word: String = row.get(column)?;
    let all = [Status::Approved, Status::Hold, Status::Spam, Status::Trash];
    all.into_iter()
        .find(|status| status.as_str() == word)
        .ok_or_else(|| rusqlite::Error::InvalidColumnType(column, word, Type::Text))
}

fn by_seq(connection: &Connection, seq: i64) -> rusqlite::Result<Comment> {
    let mut find = connection.prepare_cached(&format!("SELECT {COLUMNS} FROM {FROM} WHERE c.seq = ?"))?;
    find.query_row([seq], |row| Ok(comment(row)?.1))
}

/// Stores a comment, once for each id.
pub(super) fn add(connection: &Connection, new: &NewComment, told: &mut Vec<Committed>) -> Result<Added, StoreError> {
    let article = article_id(connection, &new.article)?;
    if let Some(known) = again(connection, article, new)? {
        return Ok(known);
    }
    let (parent, depth) = match &new.parent {
        None => (0, 0),
        Some(parent) => {
            let mut find = connection
                .prepare_cached("SELECT seq, depth FROM comments WHERE id = ? AND article_id = ? AND shown = 1")?;
            let found: Option<(i64, u16)> =
                find.query_row(params![parent, article], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
            match found {
                None => return Ok(Added::NoParent),
                Some((_, MAX_DEPTH..)) => return Ok(Added::TooDeep),
                Some((seq, depth)) => (seq, depth + 1),
            }
        }
    };
    let edit = &new.edit;
    let mut insert = connection.prepare_cached(
        "INSERT INTO comments (id, article_id, parent_seq, depth, author_name, text, body, created_ms, status, shown, owner,
                               verdicts, fingerprint)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?, ?)",
    )?;
    let status = edit.status.as_str();
    // SQLite has signed numbers alone; the bits are what counts.
    let fingerprint = edit.fingerprint.map(u64::cast_signed);
    let (name, text, body, at) = (&new.author_name, &edit.text, edit.body.json(), edit.at_ms);
    insert.execute(params![
        new.id,
        article,
        parent,
        depth,
        name,
        text,
        body,
        at,
        status,
        new.owner,
        edit.verdicts,
        fingerprint
    ])?;
    let seq = connection.last_insert_rowid();
    if edit.status.is_approved() {
        count(connection, seq, 1)?;
    }
    settle(connection, seq)?;
    tell(connection, seq, CommentChange::New, told)?;
    Ok(Added::New(by_seq(connection, seq)?))
}

/// What to answer when there is a comment of that id.
fn again(connection: &Connection, article: i64, new: &NewComment) -> rusqlite::Result<Option<Added>> {
    let mut find = connection.prepare_cached(
        "SELECT c.seq, c.article_id = ?2 AND c.author_name = ?3 AND c.text = ?4 AND p.id IS ?5 AND c.owner IS ?6
         FROM comments c LEFT JOIN comments p ON p.seq = c.parent_seq WHERE c.id = ?1",
    )?;
    let same = params![new.id, article, new.author_name, new.edit.text, new.parent, new.owner];
    let found: Option<(i64, bool)> = find.query_row(same, |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
    let Some((seq, is_same)) = found else { return Ok(None) };
    Ok(Some(if is_same { Added::Again(by_seq(connection, seq)?) } else { Added::Conflict }))
}

/// Gives a comment another text.
pub(super) fn edit(
    connection: &Connection,
    id: &str,
    by: &Permission,
    edit: &Edit,
    told: &mut Vec<Committed>,
) -> Result<Changed, StoreError> {
    let (seq, was) = match permitted(connection, id, by)? {
        Ok(found) => found,
        Err(refusal) => return Ok(refusal),
    };
    let mut update = connection.prepare_cached(
        "UPDATE comments SET text = ?, body = ?, modified_ms = max(?, created_ms), status = ?, verdicts = ?, fingerprint = ? WHERE seq = ?",
    )?;
    // What a moderator has to look at stays so, whatever its new text.
    let status = if was == Status::Approved { edit.status } else { was };
    let fingerprint = edit.fingerprint.map(u64::cast_signed);
    update.execute(params![
        edit.text,
        edit.body.json(),
        edit.at_ms,
        status.as_str(),
        edit.verdicts,
        fingerprint,
        seq
    ])?;
    changed(connection, seq, was, status, told)
}

/// Takes a comment away. Its words are gone; its place stays while it has replies.
pub(super) fn delete(
    connection: &Connection,
    id: &str,
    by: &Permission,
    told: &mut Vec<Committed>,
) -> Result<Changed, StoreError> {
    match permitted(connection, id, by)? {
        Ok((seq, was)) => erase_one(connection, seq, was, told),
        Err(refusal) => Ok(refusal),
    }
}

/// The number and standing of a comment that may be changed, or why it may not.
fn permitted(connection: &Connection, id: &str, by: &Permission) -> rusqlite::Result<Result<(i64, Status), Changed>> {
    let mut find = connection.prepare_cached(
        "SELECT seq, owner IS ?2, created_ms > ?3, status FROM comments WHERE id = ?1 AND status != 'trash'",
    )?;
    let found = find
        .query_row(params![id, by.owner, by.created_after_ms], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?, status(row, 3)?))
        })
        .optional()?;
    Ok(match found {
        None => Err(Changed::Missing),
        Some((_, false, _, _)) => Err(Changed::NotYours),
        Some((_, true, false, _)) => Err(Changed::TooLate),
        Some((seq, true, true, status)) => Ok((seq, status)),
    })
}

fn erase_one(connection: &Connection, seq: i64, was: Status, told: &mut Vec<Committed>) -> Result<Changed, StoreError> {
    let mut update = connection.prepare_cached(
        "UPDATE comments SET text = '', body = '[]', author_name = '', owner = NULL, status = 'trash', pinned = 0,
                             verdicts = '[]', fingerprint = NULL WHERE seq = ?",
    )?;
    update.execute([seq])?;
    connection.prepare_cached("DELETE FROM reports WHERE comment_seq = ?")?.execute([seq])?;
    changed(connection, seq, was, Status::Trash, told)
}

/// Counts, lists and tells what a change of standing means.
fn changed(
    connection: &Connection,
    seq: i64,
    was: Status,
    is: Status,
    told: &mut Vec<Committed>,
) -> Result<Changed, StoreError> {
    let by = i64::from(is.is_approved()) - i64::from(was.is_approved());
    if by != 0 {
        count(connection, seq, by)?;
    }
    settle(connection, seq)?;
    if was.is_approved() || is.is_approved() {
        tell_whatever_it_is(connection, seq, CommentChange::Changed, told)?;
    }
    Ok(Changed::Yes(by_seq(connection, seq)?))
}

/// Puts a comment first, or no longer.
pub(super) fn pin(
    connection: &Connection,
    id: &str,
    is_pinned: bool,
    told: &mut Vec<Committed>,
) -> Result<bool, StoreError> {
    let mut update = connection
        .prepare_cached("UPDATE comments SET pinned = ? WHERE id = ? AND status = 'approved' RETURNING seq")?;
    let Some(seq) = update.query_row(params![is_pinned, id], |row| row.get(0)).optional()? else { return Ok(false) };
    tell(connection, seq, CommentChange::Changed, told)?;
    Ok(true)
}

/// Keeps a report, one of each reporter.
pub(super) fn report(connection: &Connection, id: &str, report: &Report) -> Result<bool, StoreError> {
    let mut find = connection.prepare_cached("SELECT seq FROM comments WHERE id = ? AND status = 'approved'")?;
    let Some(seq) = find.query_row([id], |row| row.get::<_, i64>(0)).optional()? else { return Ok(false) };
    let mut insert = connection.prepare_cached(
        "INSERT INTO reports (comment_seq, reporter, reason, created_ms) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (comment_seq, reporter) DO UPDATE SET reason = ?3, created_ms = ?4",
    )?;
    insert.execute(params![seq, report.reporter, report.reason, report.at_ms])?;
    Ok(true)
}

/// The comments of an owner, the latest first.
pub(super) fn own(
    connection: &Connection,
    owner: &Owner,
    before: Option<i64>,
    limit: u16,
) -> Result<OwnPage, StoreError> {
    let mut find = connection.prepare_cached(
        "SELECT c.seq, c.id, a.key, p.id, c.author_name, c.text, c.created_ms, c.modified_ms, c.status, c.likes
         FROM comments c JOIN articles a ON a.id = c.article_id LEFT JOIN comments p ON p.seq = c.parent_seq
         WHERE c.owner = ? AND c.seq < ? ORDER BY c.seq DESC LIMIT ?",
    )?;
    let own = |row: &Row| {
        let own = Own {
            id: row.get(1)?,
            article: row.get(2)?,
            parent: row.get(3)?,
            author: Author { name: row.get(4)?, staff: false },
            text: row.get(5)?,
            created_ms: row.get(6)?,
            modified_ms: row.get(7)?,
            // What was taken for spam is told to wait, as it was when it was posted.
            status: match status(row, 8)? {
                Status::Spam => Status::Hold,
                status => status,
            },
            likes: row.get(9)?,
        };
        Ok((row.get::<_, i64>(0)?, own))
    };
    // One more than asked for tells whether there is another page.
    let rows = find.query_map(params![owner, before.unwrap_or(i64::MAX), i64::from(limit) + 1], own)?;
    let mut rows = rows.collect::<rusqlite::Result<Vec<_>>>()?;
    let has_more = rows.len() > usize::from(limit);
    rows.truncate(usize::from(limit));
    let next = rows.last().filter(|_| has_more).map(|(seq, _)| seq.to_string());
    Ok(OwnPage { comments: rows.into_iter().map(|(_, own)| own).collect(), next })
}

/// Erases the comments and likes of an owner.
pub(super) fn erase(connection: &Connection, owner: &Owner, told: &mut Vec<Committed>) -> Result<Erased, StoreError> {
    let mut find = connection.prepare_cached("SELECT seq, status FROM comments WHERE owner = ?")?;
    let rows = find.query_map([owner], |row| Ok((row.get(0)?, status(row, 1)?)))?;
    let comments = rows.collect::<rusqlite::Result<Vec<_>>>()?;
    for (seq, was) in &comments {
        erase_one(connection, *seq, *was, told)?;
    }
    Ok(Erased { comments: comments.len() as u64, likes: likes::erase(connection, owner, told)? })
}

/// The fingerprints of the latest comments, the latest first.
pub(super) fn fingerprints(connection: &Connection, limit: u16) -> Result<Vec<u64>, StoreError> {
    let mut find = connection.prepare_cached(
        "SELECT fingerprint FROM (SELECT fingerprint FROM comments ORDER BY seq DESC LIMIT ?)
                         WHERE fingerprint IS NOT NULL",
    )?;
    let rows = find.query_map([limit], |row| row.get::<_, i64>(0))?;
    Ok(rows.map(|row| row.map(i64::cast_unsigned)).collect::<rusqlite::Result<_>>()?)
}

/// Counts a comment of its article, or no longer.
fn count(connection: &Connection, seq: i64, by: i64) -> rusqlite::Result<()> {
    let mut update = connection.prepare_cached(
        "UPDATE articles SET comments = comments + ?1 WHERE id = (SELECT article_id FROM comments WHERE seq = ?2)",
    )?;
    update.execute(params![by, seq]).map(|_| ())
}

/// Lists a comment, or no longer; and so on with what it answers, whose place may have been kept for it alone.
fn settle(connection: &Connection, seq: i64) -> rusqlite::Result<()> {
    let mut list = connection.prepare_cached(
        "UPDATE comments SET shown = NOT shown
         WHERE seq = ? AND shown != (status = 'approved' OR (status = 'trash' AND replies > 0))
         RETURNING parent_seq, shown",
    )?;
    let mut count = connection.prepare_cached("UPDATE comments SET replies = replies + ? WHERE seq = ?")?;
    let mut at = seq;
    while let Some((parent, shown)) =
        list.query_row([at], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, bool>(1)?))).optional()?
    {
        count.execute(params![if shown { 1 } else { -1 }, parent])?;
        at = parent;
    }
    Ok(())
}

/// Tells of a comment that everybody sees.
pub(super) fn tell(
    connection: &Connection,
    seq: i64,
    change: CommentChange,
    told: &mut Vec<Committed>,
) -> rusqlite::Result<()> {
    let mut find = connection.prepare_cached("SELECT status = 'approved' FROM comments WHERE seq = ?")?;
    if find.query_row([seq], |row| row.get(0))? {
        tell_whatever_it_is(connection, seq, change, told)?;
    }
    Ok(())
}

/// Tells of a comment; what is not approved is told as gone.
fn tell_whatever_it_is(
    connection: &Connection,
    seq: i64,
    change: CommentChange,
    told: &mut Vec<Committed>,
) -> rusqlite::Result<()> {
    let mut find = connection.prepare_cached(
        "SELECT a.views, a.comments, a.key FROM comments c JOIN articles a ON a.id = c.article_id WHERE c.seq = ?",
    )?;
    let (counts, article) = find.query_row([seq], |row| Ok((counts(row)?, row.get(2)?)))?;
    let mut comment = by_seq(connection, seq)?;
    if !comment.status.is_approved() {
        comment = Comment { author: None, body: Body::empty(), status: Status::Trash, ..comment };
    }
    told.push(Committed { article, counts, comment: Some((change, comment)) });
    Ok(())
}
