//! What readers want somebody to look at.

use engagement::comments::Status;

use super::{Sql, Told, articles, comments::changed, rules, values};
use crate::{
    moderation::policy,
    store::{Defaults, Owner, Report, StoreError},
};

/// Keeps a report, one of each reporter. Where reports hold comments, enough of them do, unless a moderator has looked already.
pub(crate) fn report(
    sql: &dyn Sql,
    id: &str,
    report: &Report,
    defaults: &Defaults,
    told: &mut Told,
) -> Result<bool, StoreError> {
    let Some(article) = articles::hold_of(sql, id)? else { return Ok(false) };
    let find = "SELECT seq, CASE WHEN decided_ms IS NULL THEN 0 ELSE 1 END FROM comments WHERE id = ?1 AND status = 'approved'";
    let found = sql.some(find, values![id], |row| Ok((row.get::<i64>(0)?, row.get::<bool>(1)?)))?;
    let Some((seq, is_decided)) = found else { return Ok(false) };
    sql.execute(
        "INSERT INTO reports (comment_seq, reporter, reason, created_ms) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (comment_seq, reporter) DO UPDATE SET reason = ?3, created_ms = ?4, settled = NULL",
        values![seq, &report.reporter, &report.reason, report.at_ms],
    )?;
    let reports = count_reports(sql, seq)?;
    if rules::of_article(sql, article, defaults)?.hold.reported && !is_decided && reports >= defaults.reports_to_hold {
        let verdicts = policy::reported(reports);
        sql.execute("UPDATE comments SET status = 'hold', verdicts = ?2 WHERE seq = ?1", values![seq, &verdicts])?;
        changed(sql, seq, Status::Approved, Status::Hold, told)?;
    }
    Ok(true)
}

/// Takes back all that somebody reported. What that has held stays so until a moderator has looked.
pub(super) fn erase(sql: &dyn Sql, reporter: &Owner) -> Result<(), StoreError> {
    let delete = "DELETE FROM reports WHERE reporter = ?1 RETURNING comment_seq";
    let seqs: Vec<i64> = sql.all(delete, values![reporter], |row| row.get(0))?;
    for seq in seqs {
        count_reports(sql, seq)?;
    }
    Ok(())
}

/// Counts the reports of a comment that nobody has settled.
pub(super) fn count_reports(sql: &dyn Sql, seq: i64) -> Result<u32, StoreError> {
    sql.one(
        "UPDATE comments SET reports = (SELECT count(*) FROM reports WHERE comment_seq = ?1 AND settled IS NULL) WHERE seq = ?1
         RETURNING reports",
        values![seq],
        |row| row.get(0),
    )
}
