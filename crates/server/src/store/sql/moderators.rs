//! Who moderators are, how they come to be, and that they are signed in.

use super::{Sql, values};
use crate::store::{
    StoreError,
    newsroom::{Invitation, TokenHash},
};

/// All moderators, by name.
pub(crate) fn names(sql: &dyn Sql) -> Result<Vec<String>, StoreError> {
    sql.all("SELECT name FROM moderators ORDER BY name", &[], |row| row.get(0))
}

/// A moderator's password, as it is stored.
pub(crate) fn password(sql: &dyn Sql, name: &str) -> Result<Option<String>, StoreError> {
    sql.some("SELECT password FROM moderators WHERE name = ?1", values![name], |row| row.get(0))
}

/// Keeps an invitation.
pub(crate) fn invite(sql: &dyn Sql, invitation: &Invitation) -> Result<(), StoreError> {
    let insert = "INSERT INTO invitations (token, name, until_ms) VALUES (?1, ?2, ?3)";
    let values = values![&invitation.token, invitation.name.as_ref(), invitation.until_ms];
    sql.execute(insert, values).map(|_| ())
}

/// An invitation that still holds.
pub(crate) fn invitation(sql: &dyn Sql, token: &TokenHash, now_ms: i64) -> Result<Option<Invitation>, StoreError> {
    let find = "SELECT name, until_ms FROM invitations WHERE token = ?1 AND until_ms > ?2";
    sql.some(find, values![token, now_ms], |row| {
        Ok(Invitation { token: *token, name: row.get(0)?, until_ms: row.get(1)? })
    })
}

/// Uses an invitation up.
pub(crate) fn accept(
    sql: &dyn Sql,
    token: &TokenHash,
    name: &str,
    password: &str,
    now_ms: i64,
) -> Result<bool, StoreError> {
    let Some(invitation) = invitation(sql, token, now_ms)? else { return Ok(false) };
    let is_done = match invitation.name {
        Some(invited) if invited != name => 0,
        Some(_) => sql.execute("UPDATE moderators SET password = ?2 WHERE name = ?1", values![name, password])?,
        None => sql.execute(
            "INSERT INTO moderators (name, password, created_ms) VALUES (?1, ?2, ?3) ON CONFLICT (name) DO NOTHING",
            values![name, password, now_ms],
        )?,
    };
    if is_done == 0 {
        return Ok(false);
    }
    sql.execute("DELETE FROM sessions WHERE name = ?1", values![name])?;
    // Of two who follow the link at once, the second deletes nothing.
    Ok(sql.execute("DELETE FROM invitations WHERE token = ?1", values![token])? == 1)
}

/// Begins a session.
pub(crate) fn begin_session(sql: &dyn Sql, token: &TokenHash, name: &str, until_ms: i64) -> Result<(), StoreError> {
    let insert = "INSERT INTO sessions (token, name, until_ms) VALUES (?1, ?2, ?3)";
    sql.execute(insert, values![token, name, until_ms]).map(|_| ())
}

/// Whose session it is, while it holds.
pub(crate) fn session(sql: &dyn Sql, token: &TokenHash, now_ms: i64) -> Result<Option<String>, StoreError> {
    let find =
        "SELECT s.name FROM sessions s JOIN moderators m ON m.name = s.name WHERE s.token = ?1 AND s.until_ms > ?2";
    sql.some(find, values![token, now_ms], |row| row.get(0))
}

/// Ends a session.
pub(crate) fn end_session(sql: &dyn Sql, token: &TokenHash) -> Result<(), StoreError> {
    sql.execute("DELETE FROM sessions WHERE token = ?1", values![token]).map(|_| ())
}

/// Takes a moderator's right away; never the last one's.
pub(crate) fn dismiss(sql: &dyn Sql, name: &str) -> Result<bool, StoreError> {
    let find = format!("SELECT name FROM moderators ORDER BY name{}", sql.held());
    let all: Vec<String> = sql.all(&find, &[], |row| row.get(0))?;
    if all.len() < 2 {
        return Ok(false);
    }
    sql.execute("DELETE FROM sessions WHERE name = ?1", values![name])?;
    Ok(sql.execute("DELETE FROM moderators WHERE name = ?1", values![name])? == 1)
}
