//! What is kept of one person, as they may ask a newsroom to be told, or to have erased.

use engagement::comments::Own;

use super::{
    Sql, Told, Value, articles,
    comments::{OWN, OWN_FROM, erase_one, own_comment, status},
    values,
};
use crate::store::{Owner, StoreError, copy::Person};

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
pub(crate) fn comments(sql: &dyn Sql, person: &Person) -> Result<Vec<Own>, StoreError> {
    let (condition, value) = of(person);
    let find = format!("SELECT {OWN} FROM {OWN_FROM} WHERE {condition} AND c.author_name <> '' ORDER BY c.seq");
    sql.all(&find, &[value], |row| Ok(own_comment(row)?.1))
}

/// Erases a person's comments, and their likes where it is known which these are; tells how many comments.
pub(crate) fn erase(sql: &dyn Sql, person: &Person, told: &mut Told) -> Result<u64, StoreError> {
    let owner = match person {
        Person::Owner(owner) => Some(*owner),
        Person::Comment(comment) => owner_of(sql, comment)?,
        Person::Name(_) => None,
    };
    if let Some(owner) = owner {
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
