//! Comments written, changed and taken away.

use engagement::{
    comments::{Author, Erased, Own, OwnPage, Status},
    limits::MAX_DEPTH,
};

use super::{Row, Sql, Told, articles, likes, reports, rules, values};
use crate::{
    moderation::policy,
    store::{
        Added, Body, Changed, Comment, CommentChange, Committed, Defaults, Edit, NewComment, Owner, Permission,
        StoreError,
    },
};

/// The columns of a [`Comment`], in the order [`comment`] reads them.
pub(super) const COLUMNS: &str = "c.seq, c.id, p.id, c.author_name, c.body, c.text, c.created_ms, c.modified_ms, c.likes, \
                                  c.replies, c.pinned, c.status, c.staff";
/// How many these are.
pub(super) const COLUMN_COUNT: usize = 13;
/// What [`COLUMNS`] are of.
pub(super) const FROM: &str = "comments c LEFT JOIN comments p ON p.seq = c.parent_seq";

/// A comment as its readers see it, and its number.
pub(super) fn comment(row: &dyn Row) -> Result<(i64, Comment), StoreError> {
    let (seq, comment) = whole_comment(row)?;
    Ok((seq, if comment.status == Status::Trash { without_words(comment) } else { comment }))
}

/// A comment with its words, whatever its standing, and its number.
pub(super) fn whole_comment(row: &dyn Row) -> Result<(i64, Comment), StoreError> {
    let body = match row.get::<Option<String>>(4)? {
        Some(body) => Body::new(body),
        None => crate::markdown::plain(&row.get::<String>(5)?),
    };
    let comment = Comment {
        id: row.get(1)?,
        parent: row.get(2)?,
        author: Some(Author { name: row.get(3)?, staff: row.get(12)? }),
        body,
        created_ms: row.get(6)?,
        modified_ms: row.get(7)?,
        likes: row.get(8)?,
        replies: row.get(9)?,
        pinned: row.get(10)?,
        status: status(row, 11)?,
    };
    Ok((row.get(0)?, comment))
}

fn without_words(comment: Comment) -> Comment {
    Comment { author: None, body: Body::empty(), ..comment }
}

pub(super) fn status(row: &dyn Row, column: usize) -> Result<Status, StoreError> {
    let word: String = row.get(column)?;
    Status::parse(&word).ok_or_else(|| StoreError::Failed(format!("column {column} holds {word:?}")))
}

pub(super) fn by_seq(sql: &dyn Sql, seq: i64) -> Result<Comment, StoreError> {
    sql.one(&format!("SELECT {COLUMNS} FROM {FROM} WHERE c.seq = ?1"), values![seq], |row| Ok(comment(row)?.1))
}

/// Stores a comment, once for each id.
pub(crate) fn add(sql: &dyn Sql, new: &NewComment, defaults: &Defaults, told: &mut Told) -> Result<Added, StoreError> {
    let article = articles::hold(sql, &new.article, new.edit.at_ms)?;
    let rules = rules::of_article(sql, article, defaults)?;
    let (parent, depth) = match place(sql, new, article, &rules)? {
        Ok(place) => place,
        // What was taken once is not refused when it comes again.
        Err(refusal) => return Ok(again(sql, article, new)?.unwrap_or(refusal)),
    };
    let edit = &new.edit;
    let writer = policy::Writer {
        is_staff: new.is_staff,
        is_new: rules.hold.first && !has_published(sql, &new.article.site, new.owner.as_ref())?,
    };
    let (status, verdicts) = policy::standing(rules.hold, writer, edit);
    let inserted: Option<i64> = sql.some(
        "INSERT INTO comments (id, article_id, parent_seq, depth, author_name, text, body, created_ms, status, shown, owner,
                               verdicts, fingerprint, staff, network)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, 0, ?10, ?11, ?12, ?13, ?14) ON CONFLICT (id) DO NOTHING RETURNING seq",
        values![
            &new.id,
            article,
            parent,
            depth,
            &new.author_name,
            &edit.text,
            edit.body.json(),
            edit.at_ms,
            status.as_str(),
            new.owner.as_ref(),
            &verdicts,
            edit.fingerprint,
            new.is_staff,
            new.network.as_ref(),
        ],
        |row| row.get(0),
    )?;
    let Some(seq) = inserted else { return Ok(again(sql, article, new)?.unwrap_or(Added::Conflict)) };
    if status.is_approved() {
        count(sql, seq, 1)?;
    }
    settle(sql, seq)?;
    let comment = by_seq(sql, seq)?;
    if status.is_approved() {
        tell_of(sql, seq, CommentChange::New, comment.clone(), told)?;
    }
    Ok(Added::New(comment))
}

/// What a comment answers and how deep that is, or why it is not taken.
fn place(
    sql: &dyn Sql,
    new: &NewComment,
    article: i64,
    rules: &rules::Effective,
) -> Result<Result<(i64, u16), Added>, StoreError> {
    if rules.is_closed(new.edit.at_ms) {
        return Ok(Err(Added::Closed));
    }
    if rules::is_banned(sql, &new.article.site, new.owner.as_ref(), new.network.as_ref(), new.edit.at_ms)? {
        return Ok(Err(Added::Banned));
    }
    let Some(parent) = &new.parent else { return Ok(Ok((0, 0))) };
    let find = "SELECT seq, depth FROM comments WHERE id = ?1 AND article_id = ?2 AND shown = 1";
    Ok(match sql.some(find, values![parent, article], |row| Ok((row.get(0)?, row.get::<u16>(1)?)))? {
        None => Err(Added::NoParent),
        Some((_, MAX_DEPTH..)) => Err(Added::TooDeep),
        Some((seq, depth)) => Ok((seq, depth + 1)),
    })
}

/// What to answer when there is a comment of that id.
fn again(sql: &dyn Sql, article: i64, new: &NewComment) -> Result<Option<Added>, StoreError> {
    let find = "SELECT c.seq, CASE WHEN c.article_id = ?2 AND c.author_name = ?3 AND c.text = ?4
                                        AND p.id IS NOT DISTINCT FROM ?5 AND c.owner IS NOT DISTINCT FROM ?6 THEN 1 ELSE 0 END
                FROM comments c LEFT JOIN comments p ON p.seq = c.parent_seq WHERE c.id = ?1";
    let same = values![&new.id, article, &new.author_name, &new.edit.text, new.parent.as_ref(), new.owner.as_ref()];
    let found: Option<(i64, bool)> = sql.some(find, same, |row| Ok((row.get(0)?, row.get(1)?)))?;
    let Some((seq, is_same)) = found else { return Ok(None) };
    Ok(Some(if is_same { Added::Again(by_seq(sql, seq)?) } else { Added::Conflict }))
}

/// Whether somebody has a published comment on a site.
fn has_published(sql: &dyn Sql, site: &str, owner: Option<&Owner>) -> Result<bool, StoreError> {
    let Some(owner) = owner else { return Ok(false) };
    let find = "SELECT 1 FROM comments c JOIN articles a ON a.id = c.article_id
                WHERE c.owner = ?1 AND c.status = 'approved' AND a.site = ?2 LIMIT 1";
    Ok(sql.some(find, values![owner, site], |_| Ok(()))?.is_some())
}

/// Gives a comment another text.
pub(crate) fn edit(
    sql: &dyn Sql,
    id: &str,
    by: &Permission,
    edit: &Edit,
    defaults: &Defaults,
    told: &mut Told,
) -> Result<Changed, StoreError> {
    let Some(article) = articles::hold_of(sql, id)? else { return Ok(Changed::Missing) };
    let (seq, was) = match permitted(sql, id, by)? {
        Ok(found) => found,
        Err(refusal) => return Ok(refusal),
    };
    let rules = rules::of_article(sql, article, defaults)?;
    if rules.is_closed(edit.at_ms) {
        return Ok(Changed::Closed);
    }
    let staff = sql.one("SELECT staff FROM comments WHERE seq = ?1", values![seq], |row| row.get(0))?;
    let (judged, verdicts) = policy::standing(rules.hold, policy::Writer { is_staff: staff, is_new: false }, edit);
    // What a moderator has to look at stays so, whatever its new text.
    let status = if was == Status::Approved { judged } else { was };
    sql.execute(
        "UPDATE comments SET text = ?2, body = ?3, modified_ms = CASE WHEN created_ms > ?4 THEN created_ms ELSE ?4 END,
                             status = ?5, verdicts = ?6, fingerprint = ?7 WHERE seq = ?1",
        values![seq, &edit.text, edit.body.json(), edit.at_ms, status.as_str(), &verdicts, edit.fingerprint],
    )?;
    changed(sql, seq, was, status, told)
}

/// Takes a comment away. Its words are gone; its place stays while it has replies.
pub(crate) fn delete(sql: &dyn Sql, id: &str, by: &Permission, told: &mut Told) -> Result<Changed, StoreError> {
    articles::hold_of(sql, id)?;
    match permitted(sql, id, by)? {
        Ok((seq, was)) => erase_one(sql, seq, was, told),
        Err(refusal) => Ok(refusal),
    }
}

/// The number and standing of a comment that may be changed, or why it may not.
fn permitted(sql: &dyn Sql, id: &str, by: &Permission) -> Result<Result<(i64, Status), Changed>, StoreError> {
    let find = "SELECT seq, CASE WHEN owner = ?2 THEN 1 ELSE 0 END, CASE WHEN created_ms > ?3 THEN 1 ELSE 0 END, status
                FROM comments WHERE id = ?1 AND status <> 'trash'";
    let found = sql.some(find, values![id, &by.owner, by.created_after_ms], |row| {
        Ok((row.get(0)?, row.get(1)?, row.get(2)?, status(row, 3)?))
    })?;
    Ok(match found {
        None => Err(Changed::Missing),
        Some((_, false, _, _)) => Err(Changed::NotYours),
        Some((_, true, false, _)) => Err(Changed::TooLate),
        Some((seq, true, true, status)) => Ok((seq, status)),
    })
}

/// Erases a comment's words and all that could tell whose it was.
pub(super) fn erase_one(sql: &dyn Sql, seq: i64, was: Status, told: &mut Told) -> Result<Changed, StoreError> {
    sql.execute(
        "UPDATE comments SET text = '', body = '[]', author_name = '', owner = NULL, network = NULL, staff = 0, status = 'trash',
                             pinned = 0, verdicts = '[]', fingerprint = NULL, reports = 0 WHERE seq = ?1",
        values![seq],
    )?;
    sql.execute("DELETE FROM reports WHERE comment_seq = ?1", values![seq])?;
    changed(sql, seq, was, Status::Trash, told)
}

/// Counts, lists and tells what a change of standing means.
pub(super) fn changed(
    sql: &dyn Sql,
    seq: i64,
    was: Status,
    is: Status,
    told: &mut Told,
) -> Result<Changed, StoreError> {
    let by = i64::from(is.is_approved()) - i64::from(was.is_approved());
    if by != 0 {
        count(sql, seq, by)?;
    }
    settle(sql, seq)?;
    let comment = by_seq(sql, seq)?;
    if was.is_approved() || is.is_approved() {
        // Whoever has the article open has not met what was not published.
        let change = if by > 0 { CommentChange::New } else { CommentChange::Changed };
        tell_of(sql, seq, change, comment.clone(), told)?;
    }
    Ok(Changed::Yes(comment))
}

/// Puts a comment first, or no longer.
pub(crate) fn pin(sql: &dyn Sql, id: &str, is_pinned: bool, told: &mut Told) -> Result<bool, StoreError> {
    articles::hold_of(sql, id)?;
    let update = "UPDATE comments SET pinned = ?2 WHERE id = ?1 AND status = 'approved' RETURNING seq";
    let Some(seq) = sql.some(update, values![id, is_pinned], |row| row.get(0))? else { return Ok(false) };
    tell(sql, seq, CommentChange::Changed, told)?;
    Ok(true)
}

/// The columns of an [`Own`], in the order [`own_comment`] reads them.
pub(super) const OWN: &str = "c.seq, c.id, a.key, p.id, c.author_name, c.text, c.created_ms, c.modified_ms, c.status, c.likes, \
                              c.staff";
/// What [`OWN`] is of.
pub(super) const OWN_FROM: &str =
    "comments c JOIN articles a ON a.id = c.article_id LEFT JOIN comments p ON p.seq = c.parent_seq";

/// A comment as whoever wrote it sees it, and its number.
pub(super) fn own_comment(row: &dyn Row) -> Result<(i64, Own), StoreError> {
    let own = Own {
        id: row.get(1)?,
        article: row.get(2)?,
        parent: row.get(3)?,
        author: Author { name: row.get(4)?, staff: row.get(10)? },
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
    Ok((row.get(0)?, own))
}

/// The comments of an owner, the latest first.
pub(crate) fn own(sql: &dyn Sql, owner: &Owner, before: Option<i64>, limit: u16) -> Result<OwnPage, StoreError> {
    let find = format!("SELECT {OWN} FROM {OWN_FROM} WHERE c.owner = ?1 AND c.seq < ?2 ORDER BY c.seq DESC LIMIT ?3");
    // One more than asked for tells whether there is another page.
    let mut rows = sql.all(&find, values![owner, before.unwrap_or(i64::MAX), i64::from(limit) + 1], own_comment)?;
    let has_more = rows.len() > usize::from(limit);
    rows.truncate(usize::from(limit));
    let next = rows.last().filter(|_| has_more).map(|(seq, _)| seq.to_string());
    Ok(OwnPage { comments: rows.into_iter().map(|(_, own)| own).collect(), next })
}

/// Erases the comments, likes and reports of an owner.
pub(crate) fn erase(sql: &dyn Sql, owner: &Owner, told: &mut Told) -> Result<Erased, StoreError> {
    let find = format!(
        "SELECT id FROM articles WHERE id IN (SELECT article_id FROM comments WHERE owner = ?1
         UNION SELECT c.article_id FROM likes l JOIN comments c ON c.seq = l.comment_seq WHERE l.voter = ?1
         UNION SELECT c.article_id FROM reports r JOIN comments c ON c.seq = r.comment_seq WHERE r.reporter = ?1)
         ORDER BY id{}",
        sql.held()
    );
    let held: Vec<i64> = sql.all(&find, values![owner], |row| row.get(0))?;
    let mut comments =
        sql.all("SELECT seq, status, article_id FROM comments WHERE owner = ?1", values![owner], |row| {
            Ok((row.get(0)?, status(row, 1)?, row.get::<i64>(2)?))
        })?;
    // What came under another article meanwhile is not held: whoever deletes it now would count it, too.
    comments.retain(|(_, _, article)| held.contains(article));
    for (seq, was, _) in &comments {
        erase_one(sql, *seq, *was, told)?;
    }
    reports::erase(sql, owner)?;
    Ok(Erased { comments: comments.len() as u64, likes: likes::erase(sql, owner, told)? })
}

/// The fingerprints of the latest comments, the latest first.
pub(crate) fn fingerprints(sql: &dyn Sql, limit: u16) -> Result<Vec<u64>, StoreError> {
    let find = "SELECT fingerprint FROM (SELECT fingerprint, seq FROM comments ORDER BY seq DESC LIMIT ?1) AS latest
                WHERE fingerprint IS NOT NULL ORDER BY seq DESC";
    sql.all(find, values![limit], |row| row.get(0))
}

/// Counts a comment of its article, or no longer.
pub(super) fn count(sql: &dyn Sql, seq: i64, by: i64) -> Result<(), StoreError> {
    let update =
        "UPDATE articles SET comments = comments + ?1 WHERE id = (SELECT article_id FROM comments WHERE seq = ?2)";
    sql.execute(update, values![by, seq]).map(|_| ())
}

/// Lists a comment, or no longer; and so on with what it answers, whose place may have been kept for it alone.
pub(super) fn settle(sql: &dyn Sql, seq: i64) -> Result<(), StoreError> {
    let list = "UPDATE comments SET shown = 1 - shown
                WHERE seq = ?1 AND shown <> CASE WHEN status = 'approved' OR (status = 'trash' AND replies > 0) THEN 1 ELSE 0 END
                RETURNING parent_seq, shown";
    let mut at = seq;
    while let Some((parent, shown)) =
        sql.some(list, values![at], |row| Ok((row.get::<i64>(0)?, row.get::<bool>(1)?)))?
    {
        let by: i64 = if shown { 1 } else { -1 };
        if parent == 0 {
            break;
        }
        sql.execute("UPDATE comments SET replies = replies + ?1 WHERE seq = ?2", values![by, parent])?;
        at = parent;
    }
    Ok(())
}

/// Tells of a comment that everybody sees.
pub(super) fn tell(sql: &dyn Sql, seq: i64, change: CommentChange, told: &mut Told) -> Result<(), StoreError> {
    let comment = by_seq(sql, seq)?;
    if comment.status.is_approved() { tell_of(sql, seq, change, comment, told) } else { Ok(()) }
}

/// Tells of a comment, whatever its standing.
pub(super) fn tell_whatever_it_is(
    sql: &dyn Sql,
    seq: i64,
    change: CommentChange,
    told: &mut Told,
) -> Result<(), StoreError> {
    let comment = by_seq(sql, seq)?;
    tell_of(sql, seq, change, comment, told)
}

/// Tells of a comment; what is not approved is told as gone.
fn tell_of(
    sql: &dyn Sql,
    seq: i64,
    change: CommentChange,
    mut comment: Comment,
    told: &mut Told,
) -> Result<(), StoreError> {
    let find = "SELECT a.views, a.comments, a.site, a.key FROM comments c JOIN articles a ON a.id = c.article_id WHERE c.seq = ?1";
    let (counts, article) =
        sql.one(find, values![seq], |row| Ok((articles::read_counts(row)?, articles::read_key(row, 2)?)))?;
    if !comment.status.is_approved() {
        comment = Comment { status: Status::Trash, ..without_words(comment) };
    }
    told.push(Committed::Article { article, counts, comment: Some(Box::new((change, comment))) });
    Ok(())
}
