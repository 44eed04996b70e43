//! What moderators decide, its log, and how it is taken back.

use engagement::comments::Status;
use serde::{Deserialize, Serialize};

use super::{Sql, Told, articles, comments, reports, rules, values};
use crate::store::{
    Owner, StoreError, Visitor,
    newsroom::{
        Action, Actor, ArticleRules, Change, Decided, Decision, Hold, LogEntry, Outcome, Rules, Undone, can_be_undone,
    },
};

/// Entries about a comment. That a ban was lifted decides nothing about it.
const ABOUT: &str = "comment = ?1 AND action <> 'unban'";
/// How long nothing is taken from the network of a banned writer: addresses are given to others after a while.
const NETWORK_BAN_MS: i64 = 7 * 24 * 60 * 60 * 1000;

impl Action {
    /// Where a comment stands after it.
    const fn status(self, now: Status) -> Status {
        match self {
            Self::Approve => Status::Approved,
            Self::Reject | Self::Delete => Status::Trash,
            Self::Spam | Self::Ban => Status::Spam,
            Self::Unban => now,
        }
    }
}

/// What a decision is about.
#[derive(Clone, Copy)]
pub(super) enum Subject<'s> {
    Team,
    Site(&'s str),
    Article(&'s str, i64),
    Comment(&'s str, i64, &'s str),
}

/// How things were before a decision, as the log keeps it.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Was {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    status: Option<Status>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    decided_ms: Option<i64>,
    #[serde(default)]
    pinned: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    hold: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    read_only_days: Option<u32>,
    #[serde(default)]
    closed: bool,
    /// Whose place in the team it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    moderator: Option<String>,
    /// The key of an article that got another.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    key: Option<String>,
    /// How it is after it, where one can read so in the log.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    became: Option<Became>,
}

/// How rules or a key are after a decision.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Became {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    hold: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    read_only_days: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    key: Option<String>,
    /// Whether two articles became one.
    #[serde(default)]
    merged: bool,
}

impl Was {
    pub(super) fn of_site(rules: Option<Rules>, now: Rules) -> Self {
        let hold = rules.map(|rules| rules.hold.print());
        let became = Became { hold: Some(now.hold.print()), read_only_days: now.read_only_days, ..Became::default() };
        let read_only_days = rules.and_then(|rules| rules.read_only_days);
        Self { hold, read_only_days, became: Some(became), ..Self::default() }
    }

    pub(super) fn of_article(rules: ArticleRules, now: ArticleRules) -> Self {
        let hold = rules.hold.map(Hold::print);
        let became =
            Became { hold: now.hold.map(Hold::print), read_only_days: now.read_only_days, ..Became::default() };
        let ArticleRules { read_only_days, is_closed: closed, .. } = rules;
        Self { hold, read_only_days, closed, became: Some(became), ..Self::default() }
    }

    fn of_key(key: &str, now: &str, merged: bool) -> Self {
        let became = Became { key: Some(now.to_owned()), merged, ..Became::default() };
        Self { key: Some(key.to_owned()), became: Some(became), ..Self::default() }
    }

    pub(super) fn of_team(moderator: Option<&str>) -> Self {
        Self { moderator: moderator.map(str::to_owned), ..Self::default() }
    }

    fn hold(&self) -> Option<Hold> {
        self.hold.as_deref().and_then(Hold::parse)
    }

    /// What the log says of it besides the action.
    fn change(&self, action: &str) -> Option<Change> {
        let became = self.became.as_ref()?;
        let rules = |hold: &Option<String>, read_only_days| ArticleRules {
            hold: hold.as_deref().and_then(Hold::parse),
            read_only_days,
            is_closed: self.closed,
        };
        match action {
            "rules" => Some(Change::Rules {
                was: rules(&self.hold, self.read_only_days),
                now: rules(&became.hold, became.read_only_days),
            }),
            "rename" => {
                Some(Change::Key { was: self.key.clone()?, now: became.key.clone()?, is_merged: became.merged })
            }
            _ => None,
        }
    }
}

/// Writes an entry of the log. Two that are written at once get one number, and the second tries again.
pub(super) fn log(sql: &dyn Sql, by: &Actor, action: &str, subject: Subject, was: &Was) -> Result<Decided, StoreError> {
    write(sql, by, action, subject, was, None)
}

fn write(
    sql: &dyn Sql,
    by: &Actor,
    action: &str,
    subject: Subject,
    was: &Was,
    undoes: Option<i64>,
) -> Result<Decided, StoreError> {
    let (site, article, comment) = match subject {
        Subject::Team => ("", None, None),
        Subject::Site(site) => (site, None, None),
        Subject::Article(site, article) => (site, Some(article), None),
        Subject::Comment(site, article, comment) => (site, Some(article), Some(comment)),
    };
    let was = serde_json::to_string(was).unwrap_or_else(|_| "{}".to_owned());
    let entry = sql.one(
        "INSERT INTO decisions (id, at_ms, actor, action, site, article_id, comment, was, undoes)
         VALUES ((SELECT COALESCE(max(id), 0) + 1 FROM decisions), ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) RETURNING id",
        values![by.at_ms, &by.name, action, site, article, comment, &was, undoes],
        |row| row.get(0),
    )?;
    Ok(Decided { entry })
}

/// A comment that is decided about.
struct Case {
    seq: i64,
    article: i64,
    site: String,
    status: Status,
    pinned: bool,
    decided_ms: Option<i64>,
    edited_ms: Option<i64>,
    reports: u32,
    owner: Option<Owner>,
    network: Option<Visitor>,
}

/// A comment whose words are still there.
fn case(sql: &dyn Sql, comment: &str) -> Result<Option<Case>, StoreError> {
    if articles::hold_of(sql, comment)?.is_none() {
        return Ok(None);
    }
    let find = "SELECT c.seq, c.article_id, a.site, c.status, c.pinned, c.decided_ms, c.modified_ms, c.reports,
                       c.owner, c.network
                FROM comments c JOIN articles a ON a.id = c.article_id WHERE c.id = ?1 AND c.author_name <> ''";
    sql.some(find, values![comment], |row| {
        Ok(Case {
            seq: row.get(0)?,
            article: row.get(1)?,
            site: row.get(2)?,
            status: comments::status(row, 3)?,
            pinned: row.get(4)?,
            decided_ms: row.get(5)?,
            edited_ms: row.get(6)?,
            reports: row.get(7)?,
            owner: row.get(8)?,
            network: row.get(9)?,
        })
    })
}

/// Carries out a decision about a comment.
pub(crate) fn decide(sql: &dyn Sql, decision: &Decision, told: &mut Told) -> Result<Outcome, StoreError> {
    let Decision { comment, action, seen_ms, by } = decision;
    let Some(case) = case(sql, comment)? else { return Ok(Outcome::Gone) };
    if *action == Action::Unban {
        return unban(sql, comment, &case, by);
    }
    let after = action.status(case.status);
    // A button that is pressed twice decides once.
    let latest = latest(sql, ABOUT, values![comment])?;
    if let Some((entry, known)) = latest
        && known == action.as_str()
        && case.status == after
        && case.reports == 0
    {
        return Ok(Outcome::Done(Decided { entry }));
    }
    if *action == Action::Approve && seen_ms.is_some_and(|seen| seen != case.edited_ms.unwrap_or_default()) {
        return Ok(Outcome::Edited);
    }
    let was = Was { status: Some(case.status), decided_ms: case.decided_ms, pinned: case.pinned, ..Was::default() };
    let decided = log(sql, by, action.as_str(), Subject::Comment(&case.site, case.article, comment), &was)?;
    sql.execute(
        "UPDATE reports SET settled = ?2 WHERE comment_seq = ?1 AND settled IS NULL",
        values![case.seq, decided.entry],
    )?;
    if *action == Action::Ban {
        ban(sql, &case, by.at_ms, decided)?;
    }
    stand(sql, &case, after, Some(by.at_ms), case.pinned && *action == Action::Approve, told)?;
    Ok(Outcome::Done(decided))
}

fn ban(sql: &dyn Sql, case: &Case, now_ms: i64, decided: Decided) -> Result<(), StoreError> {
    let insert = "INSERT INTO bans (site, owner, network, until_ms, decision) VALUES (?1, ?2, ?3, ?4, ?5)";
    if let Some(owner) = &case.owner {
        sql.execute(insert, values![&case.site, owner, None::<&str>, None::<i64>, decided.entry])?;
    }
    if let Some(network) = &case.network {
        sql.execute(insert, values![&case.site, None::<&str>, network, now_ms + NETWORK_BAN_MS, decided.entry])?;
    }
    Ok(())
}

/// Lifts all bans of a comment's writer on its site.
fn unban(sql: &dyn Sql, comment: &str, case: &Case, by: &Actor) -> Result<Outcome, StoreError> {
    let lift = "DELETE FROM bans WHERE site = ?1 AND (owner = ?2 OR network = ?3)";
    if sql.execute(lift, values![&case.site, case.owner.as_ref(), case.network.as_ref()])? > 0 {
        let subject = Subject::Comment(&case.site, case.article, comment);
        log(sql, by, Action::Unban.as_str(), subject, &Was::default())?;
    }
    Ok(Outcome::Lifted)
}

/// Makes a comment stand somewhere.
fn stand(
    sql: &dyn Sql,
    case: &Case,
    status: Status,
    decided_ms: Option<i64>,
    pinned: bool,
    told: &mut Told,
) -> Result<(), StoreError> {
    sql.execute(
        "UPDATE comments SET status = ?2, decided_ms = ?3, pinned = ?4 WHERE seq = ?1",
        values![case.seq, status.as_str(), decided_ms, pinned],
    )?;
    reports::count_reports(sql, case.seq)?;
    comments::changed(sql, case.seq, case.status, status, told).map(|_| ())
}

/// The latest entry about something, and its action.
fn latest(sql: &dyn Sql, about: &str, values: &[super::Value]) -> Result<Option<(i64, String)>, StoreError> {
    let find = format!("SELECT id, action FROM decisions WHERE {about} ORDER BY id DESC LIMIT 1");
    sql.some(&find, values, |row| Ok((row.get(0)?, row.get(1)?)))
}

/// The action of an entry, as long as it is the latest about what it is about, and a ban holds.
pub(crate) fn latest_of(sql: &dyn Sql, id: i64) -> Result<Option<String>, StoreError> {
    // That a ban was lifted is otherwise about the ban alone.
    let find = "SELECT action FROM decisions d WHERE id = ?1
                AND (action <> 'ban' OR EXISTS (SELECT 1 FROM bans b WHERE b.decision = d.id))
                AND NOT EXISTS (
                    SELECT 1 FROM decisions o WHERE o.id > d.id AND CASE
                        WHEN d.comment IS NOT NULL THEN o.comment = d.comment AND o.action <> 'unban'
                        WHEN d.article_id IS NOT NULL THEN o.article_id = d.article_id AND o.comment IS NULL
                        ELSE o.site = d.site AND o.article_id IS NULL END)";
    sql.some(find, values![id], |row| row.get(0))
}

/// An entry that may be undone.
struct Entry {
    action: String,
    site: String,
    article: Option<i64>,
    comment: Option<String>,
    was: Was,
}

/// Takes a decision back.
pub(crate) fn undo(sql: &dyn Sql, id: i64, by: &Actor, told: &mut Told) -> Result<Undone, StoreError> {
    let find = "SELECT action, site, article_id, comment, was FROM decisions WHERE id = ?1";
    let entry = sql.some(find, values![id], |row| {
        let was: String = row.get(4)?;
        Ok(Entry {
            action: row.get(0)?,
            site: row.get(1)?,
            article: row.get(2)?,
            comment: row.get(3)?,
            was: serde_json::from_str(&was).unwrap_or_default(),
        })
    })?;
    let Some(entry) = entry.filter(|entry| can_be_undone(&entry.action)) else {
        return Ok(Undone::Missing);
    };
    if sql.some("SELECT 1 FROM decisions WHERE undoes = ?1", values![id], |_| Ok(()))?.is_some() {
        return Ok(Undone::Already);
    }
    let Entry { site, article, comment, was, .. } = &entry;
    let mut undone = Undone::Yes;
    let subject = match (comment, article) {
        (Some(comment), Some(article)) => {
            // Whatever has become of the comment, the ban ends.
            let lifted = sql.execute("DELETE FROM bans WHERE decision = ?1", values![id])? > 0;
            undone = match undo_of_comment(sql, id, &entry, comment, told)? {
                Undone::Yes => Undone::Yes,
                _ if lifted => Undone::Lifted,
                otherwise => return Ok(otherwise),
            };
            Subject::Comment(site, *article, comment)
        }
        (None, Some(article)) => {
            if latest(sql, "article_id = ?1 AND comment IS NULL", values![*article])?
                .is_none_or(|(latest, _)| latest != id)
            {
                return Ok(Undone::Overtaken);
            }
            let before = ArticleRules { hold: was.hold(), read_only_days: was.read_only_days, is_closed: was.closed };
            rules::put_article(sql, *article, before, by.at_ms, told)?;
            Subject::Article(site, *article)
        }
        (_, None) => {
            let about = "site = ?1 AND article_id IS NULL";
            if latest(sql, about, values![site])?.is_none_or(|(latest, _)| latest != id) {
                return Ok(Undone::Overtaken);
            }
            let before = was.hold().map(|hold| Rules { hold, read_only_days: was.read_only_days });
            rules::put_site(sql, site, before, told)?;
            Subject::Site(site)
        }
    };
    write(sql, by, "undo", subject, &Was::default(), Some(id))?;
    Ok(undone)
}

/// Makes a comment stand where it stood, unless somebody has decided otherwise since, or its words are gone.
fn undo_of_comment(
    sql: &dyn Sql,
    id: i64,
    entry: &Entry,
    comment: &str,
    told: &mut Told,
) -> Result<Undone, StoreError> {
    let (Some(action), Some(before)) = (Action::parse(&entry.action), entry.was.status) else {
        return Ok(Undone::Missing);
    };
    let Some(case) = case(sql, comment)? else { return Ok(Undone::Gone) };
    let is_latest = latest(sql, ABOUT, values![comment])?.is_some_and(|(latest, _)| latest == id);
    if !is_latest || case.status != action.status(case.status) {
        return Ok(Undone::Overtaken);
    }
    sql.execute("UPDATE reports SET settled = NULL WHERE settled = ?1", values![id])?;
    stand(sql, &case, before, entry.was.decided_ms, entry.was.pinned, told)?;
    Ok(Undone::Yes)
}

/// Gives an article another key, and logs it.
pub(crate) fn rename(
    sql: &dyn Sql,
    id: i64,
    key: &str,
    by: &Actor,
    told: &mut Told,
) -> Result<Option<i64>, StoreError> {
    let Some(was) = rules::article(sql, id)? else { return Ok(None) };
    let Some(now) = articles::rename(sql, id, key, told)? else { return Ok(None) };
    if was.key != key {
        log(sql, by, "rename", Subject::Article(&was.site, now), &Was::of_key(&was.key, key, now != id))?;
    }
    Ok(Some(now))
}

/// What was decided, the latest first.
pub(crate) fn entries(sql: &dyn Sql, before: Option<i64>, limit: u16) -> Result<Vec<LogEntry>, StoreError> {
    let find = format!(
        "SELECT d.id, d.at_ms, d.actor, d.action, d.site, d.comment, d.was, d.undoes,
                CASE WHEN EXISTS (SELECT 1 FROM decisions u WHERE u.undoes = d.id) THEN 1 ELSE 0 END,
                CASE WHEN d.comment IS NULL OR c.author_name <> '' OR EXISTS (SELECT 1 FROM bans b WHERE b.decision = d.id)
                     THEN 1 ELSE 0 END, {}
         FROM decisions d LEFT JOIN articles a ON a.id = d.article_id LEFT JOIN comments c ON c.id = d.comment
         WHERE d.id < ?1 ORDER BY d.id DESC LIMIT ?2",
        rules::ENTRY
    );
    sql.all(&find, values![before.unwrap_or(i64::MAX), limit], |row| {
        let (was, article): (String, Option<i64>) = (row.get(6)?, row.get(10)?);
        let (action, is_undone, is_there): (String, bool, bool) = (row.get(3)?, row.get(8)?, row.get(9)?);
        let was = serde_json::from_str::<Was>(&was).unwrap_or_default();
        Ok(LogEntry {
            id: row.get(0)?,
            at_ms: row.get(1)?,
            actor: row.get(2)?,
            can_be_undone: !is_undone && is_there && can_be_undone(&action),
            change: was.change(&action),
            action,
            site: row.get(4)?,
            comment: row.get(5)?,
            moderator: was.moderator,
            undoes: row.get(7)?,
            is_undone,
            article: article.map(|_| rules::entry(row, 10)).transpose()?,
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_that_was_written_before_changes_were_is_read_without_one() {
        let check = |was: &str, action| serde_json::from_str::<Was>(was).expect("an entry").change(action);
        assert_eq!(check(r#"{"pinned":false,"hold":"all","read_only_days":3,"closed":false}"#, "rules"), None);
        assert_eq!(check(r#"{"pinned":false,"closed":false}"#, "rename"), None);
    }
}
