//! What is kept of one person, as they may ask a newsroom to be told, or to have erased.

use engagement::comments::Own;

use super::{
    Sql, Told, Value, articles,
    comments::{OWN, OWN_FROM, erase_one, own_comment, status},
    values,
};
use crate::store::{
    Owner, StoreError,
    copy::{Kept, Person, Reported},
};

/// Whose a comment is, where that is known.
fn owner_of(sql: &dyn Sql, comment: &str) -> Result<Option<Owner>, StoreError> {
    Ok(sql.some("SELECT owner FROM comments WHERE id = ?1", values![comment], |row| row.get(0))?.flatten())
}

/// The condition that picks a person's comments, where the first parameter says whose.
fn of(person: &Person) -> (&'static str, Value<'_>) {
    match person {
        Person::Owner(owner) => ("c.owner = ?1", owner.into()),
        Person::Comment(comment) => {
            ("(c.id = ?1 OR c.owner = (SELECT owner FROM comments WHERE id = ?1))", comment.into())
        }
        Person::Name(name) => ("c.author_name = ?1", name.into()),
    }
}

/// A person's comments, as they wrote them.
fn comments(sql: &dyn Sql, person: &Person) -> Result<Vec<Own>, StoreError> {
    let (condition, value) = of(person);
    let find = format!("SELECT {OWN} FROM {OWN_FROM} WHERE {condition} AND c.author_name <> '' ORDER BY c.seq");
    sql.all(&find, &[value], |row| Ok(own_comment(row)?.1))
}

/// By what a person is known, where anything but their comments is kept of them.
fn known_by(sql: &dyn Sql, person: &Person) -> Result<Option<Owner>, StoreError> {
    match person {
        Person::Owner(owner) => Ok(Some(*owner)),
        Person::Comment(comment) => owner_of(sql, comment),
        Person::Name(_) => Ok(None),
    }
}

/// What is kept of a person.
pub(crate) fn kept(sql: &dyn Sql, person: &Person) -> Result<Kept, StoreError> {
    let comments = comments(sql, person)?;
    let Some(owner) = known_by(sql, person)? else { return Ok(Kept { comments, ..Kept::default() }) };
    let likes = "SELECT c.id FROM likes l JOIN comments c ON c.seq = l.comment_seq WHERE l.voter = ?1 ORDER BY c.seq";
    let reports = "SELECT c.id, r.reason, r.created_ms FROM reports r JOIN comments c ON c.seq = r.comment_seq
                   WHERE r.reporter = ?1 ORDER BY c.seq";
    let banned_on = "SELECT DISTINCT site FROM bans WHERE owner = ?1 ORDER BY site";
    Ok(Kept {
        comments,
        likes: sql.all(likes, values![&owner], |row| row.get(0))?,
        reports: sql.all(reports, values![&owner], |row| {
            Ok(Reported { comment: row.get(0)?, reason: row.get(1)?, created_ms: row.get(2)? })
        })?,
        banned_on: sql.all(banned_on, values![&owner], |row| row.get(0))?,
    })
}

/// Erases a person's comments, and their likes and reports where it is known which these are; tells how many comments.
pub(crate) fn erase(sql: &dyn Sql, person: &Person, told: &mut Told) -> Result<u64, StoreError> {
    if let Some(owner) = known_by(sql, person)? {
        return Ok(super::comments::erase(sql, &owner, told)?.comments);
    }
    let comments = comments(sql, person)?;
    for Own { id, .. } in &comments {
        articles::hold_of(sql, id)?;
        let find = "SELECT seq, status FROM comments WHERE id = ?1";
        let (seq, was) = sql.one(find, values![id], |row| Ok((row.get(0)?, status(row, 1)?)))?;
        erase_one(sql, seq, was, told)?;
    }
    Ok(comments.len() as u64)
}
