//! Who moderators are, how they come to be, and that they are signed in.

use super::{
    Sql,
    decisions::{Subject, Was, log},
    values,
};
use crate::store::{
    StoreError,
    newsroom::{Actor, Invitation, TokenHash},
};

/// All moderators, by name.
pub(crate) fn names(sql: &dyn Sql) -> Result<Vec<String>, StoreError> {
    sql.all("SELECT name FROM moderators ORDER BY name", &[], |row| row.get(0))
}

/// A moderator's password, as it is stored.
pub(crate) fn password(sql: &dyn Sql, name: &str) -> Result<Option<String>, StoreError> {
    sql.some("SELECT password FROM moderators WHERE name = ?1", values![name], |row| row.get(0))
}

/// Keeps an invitation, and logs whose it is.
pub(crate) fn invite(sql: &dyn Sql, invitation: &Invitation, by: Option<&Actor>) -> Result<(), StoreError> {
    let Invitation { token, name, until_ms } = invitation;
    let insert = "INSERT INTO invitations (token, name, until_ms) VALUES (?1, ?2, ?3)";
    sql.execute(insert, values![token, name.as_ref(), *until_ms])?;
    let Some(by) = by else { return Ok(()) };
    let action = if name.is_some() { "renew" } else { "invite" };
    log(sql, by, action, Subject::Team, &Was::of_team(name.as_deref())).map(|_| ())
}

/// An invitation that still holds.
pub(crate) fn invitation(sql: &dyn Sql, token: &TokenHash, now_ms: i64) -> Result<Option<Invitation>, StoreError> {
    find(sql, token, now_ms, "")
}

fn find(sql: &dyn Sql, token: &TokenHash, now_ms: i64, held: &str) -> Result<Option<Invitation>, StoreError> {
    let find = format!("SELECT name, until_ms FROM invitations WHERE token = ?1 AND until_ms > ?2{held}");
    sql.some(&find, values![token, now_ms], |row| {
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
    // Of two who follow the link at once, the second waits, and finds none.
    let Some(invitation) = find(sql, token, now_ms, sql.held())? else { return Ok(false) };
    let action = if invitation.name.is_some() { "password" } else { "join" };
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
    sql.execute("DELETE FROM invitations WHERE token = ?1", values![token])?;
    if names(sql)?.len() == 1 {
        // Each start printed one as long as there was nobody.
        forget_invitations(sql)?;
    }
    let by = Actor { name: name.to_owned(), at_ms: now_ms };
    log(sql, &by, action, Subject::Team, &Was::default()).map(|_| true)
}

fn forget_invitations(sql: &dyn Sql) -> Result<(), StoreError> {
    sql.execute("DELETE FROM invitations", &[]).map(|_| ())
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

/// Takes a moderator's right away, never the last one's, and logs it.
pub(crate) fn dismiss(sql: &dyn Sql, name: &str, by: Option<&Actor>) -> Result<bool, StoreError> {
    let find = format!("SELECT name FROM moderators ORDER BY name{}", sql.held());
    let all: Vec<String> = sql.all(&find, &[], |row| row.get(0))?;
    if all.len() < 2 {
        return Ok(false);
    }
    sql.execute("DELETE FROM sessions WHERE name = ?1", values![name])?;
    let was_there = sql.execute("DELETE FROM moderators WHERE name = ?1", values![name])? == 1;
    // Whoever is gone has no way back by a link they made.
    forget_invitations(sql)?;
    if let Some(by) = by.filter(|_| was_there) {
        log(sql, by, "dismiss", Subject::Team, &Was::of_team(Some(name)))?;
    }
    Ok(was_there)
}
