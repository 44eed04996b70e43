//! Records written of what is stored.

use std::cell::Cell;

use crate::store::{
    StoreError,
    copy::{Bytes, Record, Remark, Scope},
    sql::{Row, Sql, Value, comments},
};

/// Comments read at once: what a long thread takes of memory does not grow with it.
const AT_ONCE: i64 = 1_000;

/// Where records go, one by one.
pub(crate) type Take<'t> = dyn FnMut(Record) -> Result<(), StoreError> + 't;

/// All records, in an order in which each finds what it refers to.
pub(crate) fn dump(sql: &dyn Sql, scope: &Scope, take: &mut Take) -> Result<(), StoreError> {
    let site = scope.site.as_deref();
    let of = |column: &str| if site.is_some() { format!("WHERE {column} = ?1") } else { String::new() };
    let only: Vec<Value> = site.map(Value::Text).into_iter().collect();
    take(Record::Begin { of: "article-viewer".to_owned(), version: 1 })?;
    let count = Cell::new(1);
    let mut take = |record| {
        count.set(count.get() + 1);
        take(record)
    };

    let find = format!("SELECT name, hold, read_only_days FROM sites {} ORDER BY name", of("name"));
    sql.each(&find, &only, &mut |row| {
        take(Record::Site { name: row.get(0)?, hold: row.get(1)?, read_only_days: row.get(2)? })
    })?;
    articles_of(sql, site, &mut take)?;
    let find = format!(
        "SELECT l.site, l.key, a.key FROM aliases l JOIN articles a ON a.id = l.article_id {} ORDER BY l.site, l.key",
        of("l.site")
    );
    sql.each(&find, &only, &mut |row| {
        take(Record::Alias { site: row.get(0)?, key: row.get(1)?, article: row.get(2)? })
    })?;
    if scope.is_by_article {
        for article in commented(sql, site)? {
            remarks(sql, Of::Article(article), &mut take)?;
        }
    } else {
        remarks(sql, site.map_or(Of::All, Of::Site), &mut take)?;
    }
    if scope.is_whole {
        of_the_server(sql, &mut take)?;
    }
    take(Record::End { records: count.get(), sha256: None })
}

fn articles_of(sql: &dyn Sql, site: Option<&str>, take: &mut Take) -> Result<(), StoreError> {
    let of_site = if site.is_some() { "AND site = ?3" } else { "" };
    let find = format!(
        "SELECT id, site, key, views, created_ms, hold, read_only_days, closed_ms
         FROM articles WHERE id > ?1 {of_site} ORDER BY id LIMIT ?2"
    );
    let mut last = i64::MIN;
    loop {
        let mut values = vec![Value::Whole(last), Value::Whole(AT_ONCE)];
        values.extend(site.map(Value::Text));
        let mut found = 0;
        sql.each(&find, &values, &mut |row| {
            found += 1;
            last = row.get(0)?;
            take(Record::Article {
                site: row.get(1)?,
                key: row.get(2)?,
                views: row.get(3)?,
                created_ms: row.get(4)?,
                hold: row.get(5)?,
                read_only_days: row.get(6)?,
                closed_ms: row.get(7)?,
            })
        })?;
        if found < AT_ONCE {
            return Ok(());
        }
    }
}

/// Articles somebody has written about.
fn commented(sql: &dyn Sql, site: Option<&str>) -> Result<Vec<i64>, StoreError> {
    let of_site = if site.is_some() { "AND a.site = ?1" } else { "" };
    let only: Vec<Value> = site.map(Value::Text).into_iter().collect();
    let is_commented = "EXISTS (SELECT 1 FROM comments c WHERE c.article_id = a.id)";
    sql.all(&format!("SELECT a.id FROM articles a WHERE {is_commented} {of_site} ORDER BY a.id"), &only, |row| {
        row.get(0)
    })
}

/// Whose comments.
#[derive(Clone, Copy)]
enum Of<'s> {
    All,
    Site(&'s str),
    Article(i64),
}

/// Comments, those that came first before what answers them; after some of them, who likes and who reported these.
fn remarks(sql: &dyn Sql, of: Of, take: &mut Take) -> Result<(), StoreError> {
    let (condition, only) = match of {
        Of::All => ("", None),
        Of::Site(site) => ("AND a.site = ?3", Some(Value::Text(site))),
        Of::Article(article) => ("AND c.article_id = ?3", Some(Value::Whole(article))),
    };
    let find = format!(
        "SELECT c.seq, c.id, a.site, a.key, p.id, c.author_name, c.staff, c.text, c.body, c.created_ms, c.modified_ms, c.status,
                c.pinned, c.likes, c.owner, c.network, c.verdicts, c.fingerprint, c.decided_ms
         FROM comments c JOIN articles a ON a.id = c.article_id LEFT JOIN comments p ON p.seq = c.parent_seq
         WHERE c.seq > ?1 {condition} ORDER BY c.seq LIMIT ?2"
    );
    let mut last = i64::MIN;
    loop {
        let mut values = vec![Value::Whole(last), Value::Whole(AT_ONCE)];
        values.extend(only);
        let (before, mut found) = (last, 0);
        sql.each(&find, &values, &mut |row| {
            found += 1;
            last = row.get(0)?;
            take(Record::Comment(Box::new(remark(row)?)))
        })?;
        let mut values = vec![Value::Whole(before), Value::Whole(last)];
        values.extend(only);
        said_of_comments(sql, condition, &values, take)?;
        if found < AT_ONCE {
            return Ok(());
        }
    }
}

fn remark(row: &dyn Row) -> Result<Remark, StoreError> {
    Ok(Remark {
        id: row.get(1)?,
        site: row.get(2)?,
        article: row.get(3)?,
        parent: row.get(4)?,
        author_name: row.get(5)?,
        staff: row.get(6)?,
        text: row.get(7)?,
        body: row.get(8)?,
        created_ms: row.get(9)?,
        modified_ms: row.get(10)?,
        status: comments::status(row, 11)?,
        pinned: row.get(12)?,
        likes: row.get(13)?,
        owner: bytes(row, 14)?,
        network: bytes(row, 15)?,
        verdicts: row.get(16)?,
        fingerprint: row.get(17)?,
        decided_ms: row.get(18)?,
    })
}

fn bytes(row: &dyn Row, column: usize) -> Result<Option<Bytes>, StoreError> {
    Ok(row.get::<Option<Vec<u8>>>(column)?.map(Bytes))
}

fn said_of_comments(sql: &dyn Sql, condition: &str, only: &[Value], take: &mut Take) -> Result<(), StoreError> {
    let from = format!(
        "c ON c.seq = t.comment_seq JOIN articles a ON a.id = c.article_id
         WHERE t.comment_seq > ?1 AND t.comment_seq <= ?2 {condition}"
    );
    let find = format!("SELECT c.id, t.voter FROM likes t JOIN comments {from} ORDER BY t.comment_seq, t.voter");
    sql.each(&find, only, &mut |row| take(Record::Like { comment: row.get(0)?, voter: Bytes(row.get(1)?) }))?;
    let find = format!(
        "SELECT c.id, t.reporter, t.reason, t.created_ms, CASE WHEN t.settled IS NULL THEN 0 ELSE 1 END
         FROM reports t JOIN comments {from} ORDER BY t.comment_seq, t.reporter"
    );
    sql.each(&find, only, &mut |row| {
        take(Record::Report {
            comment: row.get(0)?,
            reporter: Bytes(row.get(1)?),
            reason: row.get(2)?,
            created_ms: row.get(3)?,
            is_settled: row.get(4)?,
        })
    })
}

/// What only the server needs.
fn of_the_server(sql: &dyn Sql, take: &mut Take) -> Result<(), StoreError> {
    sql.each("SELECT name, password, created_ms FROM moderators ORDER BY name", &[], &mut |row| {
        take(Record::Moderator { name: row.get(0)?, password: row.get(1)?, created_ms: row.get(2)? })
    })?;
    let find = "SELECT site, owner, network, until_ms, decision FROM bans ORDER BY id";
    sql.each(find, &[], &mut |row| {
        take(Record::Ban {
            site: row.get(0)?,
            owner: bytes(row, 1)?,
            network: bytes(row, 2)?,
            until_ms: row.get(3)?,
            decision: row.get(4)?,
        })
    })?;
    let find = "SELECT d.id, d.at_ms, d.actor, d.action, d.site, a.key, d.comment, d.was, d.undoes
                FROM decisions d LEFT JOIN articles a ON a.id = d.article_id ORDER BY d.id";
    sql.each(find, &[], &mut |row| {
        take(Record::Decision {
            id: row.get(0)?,
            at_ms: row.get(1)?,
            actor: row.get(2)?,
            action: row.get(3)?,
            site: row.get(4)?,
            article: row.get(5)?,
            comment: row.get(6)?,
            was: row.get(7)?,
            undoes: row.get(8)?,
        })
    })?;
    sql.each("SELECT name, value FROM server_keys ORDER BY name", &[], &mut |row| {
        take(Record::ServerKey { name: row.get(0)?, value: Bytes(row.get(1)?) })
    })
}
