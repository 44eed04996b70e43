//! Comments to be looked at.

use super::{
    Row, Sql, Value,
    comments::{COLUMN_COUNT, COLUMNS, FROM, whole_comment},
    rules::{self, ENTRY, ENTRY_COUNT},
    values,
};
use crate::store::{
    Owner, StoreError, Visitor,
    newsroom::{Queue, QueueItem, QueueQuery, StoredReport, StoredVerdict, View},
};

/// The most reports of one comment that are shown.
const REPORTS: u16 = 20;

/// Comments whose words are gone are no more to be looked at.
const HAS_WORDS: &str = "c.author_name <> ''";

/// What is listed in a view.
const fn condition(view: View) -> &'static str {
    match view {
        View::Waiting => "c.status = 'hold'",
        View::Reported => "c.reports > 0 AND c.status IN ('approved', 'hold')",
        View::Spam => "c.status = 'spam'",
        View::Trash => "c.status = 'trash'",
        View::Published => "c.status = 'approved'",
    }
}

/// A page of comments.
pub(crate) fn page(sql: &dyn Sql, query: &QueueQuery, now_ms: i64) -> Result<Queue, StoreError> {
    let (of, value) = match (query.article, &query.site) {
        (Some(article), _) => (" AND c.article_id = ?1", Some(Value::Whole(article))),
        (None, Some(site)) => (" AND a.site = ?1", Some(Value::Text(site))),
        (None, None) => ("", None),
    };
    let is_rising = matches!(query.view, View::Waiting | View::Reported | View::Spam);
    let (than, order) = if is_rising { (">", "ASC") } else { ("<", "DESC") };
    let after = query.after.map(|seq| format!(" AND c.seq {than} {seq}")).unwrap_or_default();
    // One more than asked for tells whether there is another page.
    let find = format!(
        "SELECT {COLUMNS}, {ENTRY}, c.verdicts, c.owner, c.network
         FROM {FROM} JOIN articles a ON a.id = c.article_id
         WHERE {}{of}{after} AND {HAS_WORDS} ORDER BY c.seq {order} LIMIT {}",
        condition(query.view),
        u32::from(query.limit) + 1
    );
    let mut found = sql.all(&find, value.as_slice(), read)?;
    let has_more = found.len() > usize::from(query.limit);
    found.truncate(query.limit.into());
    let next = found.last().filter(|_| has_more).map(|found| found.seq);
    let items = found.into_iter().map(|found| found.item(sql, now_ms)).collect::<Result<_, _>>()?;
    let count = |view| {
        let count = format!(
            "SELECT count(*) FROM comments c JOIN articles a ON a.id = c.article_id WHERE {}{of} AND {HAS_WORDS}",
            condition(view)
        );
        sql.one(&count, value.as_slice(), |row| row.get(0))
    };
    Ok(Queue {
        items,
        next,
        waiting: count(View::Waiting)?,
        reported: count(View::Reported)?,
        spam: count(View::Spam)?,
    })
}

/// A comment, and what is still asked about it.
struct Found {
    seq: i64,
    item: QueueItem,
    owner: Option<Owner>,
    network: Option<Visitor>,
}

fn read(row: &dyn Row) -> Result<Found, StoreError> {
    let (seq, comment) = whole_comment(row)?;
    let rest = COLUMN_COUNT + ENTRY_COUNT;
    let verdicts: String = row.get(rest)?;
    let item = QueueItem {
        comment,
        article: rules::entry(row, COLUMN_COUNT)?,
        verdicts: serde_json::from_str::<Vec<StoredVerdict>>(&verdicts).unwrap_or_default(),
        reports: Vec::new(),
        published_by_writer: None,
        is_banned: false,
        can_be_banned: false,
    };
    Ok(Found { seq, item, owner: row.get(rest + 1)?, network: row.get(rest + 2)? })
}

impl Found {
    fn item(self, sql: &dyn Sql, now_ms: i64) -> Result<QueueItem, StoreError> {
        let Self { seq, item, owner, network } = self;
        let reports = "SELECT reason, created_ms FROM reports WHERE comment_seq = ?1 AND settled IS NULL ORDER BY created_ms LIMIT ?2";
        let reports = sql.all(reports, values![seq, REPORTS], |row| {
            Ok(StoredReport { reason: row.get(0)?, created_ms: row.get(1)? })
        })?;
        let published = "SELECT count(*) FROM comments WHERE owner = ?1 AND status = 'approved'";
        let published_by_writer =
            owner.map(|owner| sql.one(published, values![&owner], |row| row.get(0))).transpose()?;
        let is_banned = rules::is_banned(sql, &item.article.site, owner.as_ref(), network.as_ref(), now_ms)?;
        let can_be_banned = owner.is_some() || network.is_some();
        Ok(QueueItem { reports, published_by_writer, is_banned, can_be_banned, ..item })
    }
}
