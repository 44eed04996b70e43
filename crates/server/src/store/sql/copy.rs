//! Records written of what is stored, and stored again.

use std::cell::Cell;

use engagement::limits::MAX_DEPTH;

use super::{Row, Sql, Told, Value, articles, comments, values};
use crate::store::{
    ArticleKey, Committed, StoreError,
    copy::{Bytes, Known, Loaded, Record, Remark, Scope},
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
    take(Record::End { records: count.get() })
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

/// How many comments of these ids there are.
pub(crate) fn count_known(sql: &dyn Sql, ids: &[String]) -> Result<u64, StoreError> {
    ids.iter().try_fold(0, |count, id| {
        let find = "SELECT count(*) FROM comments WHERE id = ?1";
        sql.one(find, values![id], |row| row.get::<u64>(0)).map(|is_there| count + is_there)
    })
}

/// Stores records.
pub(crate) fn load(sql: &dyn Sql, records: &[Record], known: Known, told: &mut Told) -> Result<Loaded, StoreError> {
    let mut loaded = Loaded::default();
    for record in records {
        match record {
            Record::Comment(remark) => load_remark(sql, remark, known, &mut loaded)?,
            record => load_other(sql, record, known, told)?,
        }
    }
    told.push(Committed::Much);
    Ok(loaded)
}

fn load_remark(sql: &dyn Sql, remark: &Remark, known: Known, loaded: &mut Loaded) -> Result<(), StoreError> {
    let key = leads_to(sql, &remark.site, &remark.article)?;
    let article = ArticleKey { site: remark.site.as_str().into(), key };
    let article = articles::hold(sql, &article, remark.created_ms)?;
    let find = "SELECT seq, status FROM comments WHERE id = ?1";
    let there = sql.some(find, values![&remark.id], |row| Ok((row.get(0)?, comments::status(row, 1)?)))?;
    if let Some((seq, was)) = there {
        loaded.known += 1;
        if known == Known::Follows {
            if follow(sql, seq, remark)? {
                loaded.changed += 1;
                comments::changed(sql, seq, was, remark.status, &mut Told::new())?;
            }
            // Those that still are come after it, as they are now; whoever has taken a like back does not.
            sql.execute("DELETE FROM likes WHERE comment_seq = ?1", values![seq])?;
            sql.execute("DELETE FROM reports WHERE comment_seq = ?1", values![seq])?;
            sql.execute("UPDATE comments SET reports = 0 WHERE seq = ?1 AND reports > 0", values![seq])?;
        }
        return Ok(());
    }
    let parent = match &remark.parent {
        None => Some((0_i64, 0_u16)),
        Some(parent) => {
            let find = "SELECT seq, depth FROM comments WHERE id = ?1 AND article_id = ?2";
            let found = sql.some(find, values![parent, article], |row| Ok((row.get(0)?, row.get::<u16>(1)?)))?;
            found.filter(|(_, depth)| *depth < MAX_DEPTH).map(|(seq, depth)| (seq, depth + 1))
        }
    };
    loaded.new += 1;
    loaded.moved += u64::from(parent.is_none());
    let (parent, depth) = parent.unwrap_or_default();
    let seq: i64 = sql.one(
        "INSERT INTO comments (id, article_id, parent_seq, depth, author_name, text, created_ms, status, shown)
         VALUES (?1, ?2, ?3, ?4, '', '', ?5, ?6, 0) RETURNING seq",
        values![&remark.id, article, parent, depth, remark.created_ms, remark.status.as_str()],
        |row| row.get(0),
    )?;
    follow(sql, seq, remark)?;
    if remark.status.is_approved() {
        comments::count(sql, seq, 1)?;
    }
    comments::settle(sql, seq)
}

/// The key of the article that a key leads to: itself, unless the article is called otherwise here.
fn leads_to(sql: &dyn Sql, site: &str, key: &str) -> Result<String, StoreError> {
    let find = "SELECT a.key FROM aliases l JOIN articles a ON a.id = l.article_id WHERE l.site = ?1 AND l.key = ?2";
    Ok(sql.some(find, values![site, key], |row| row.get(0))?.unwrap_or_else(|| key.to_owned()))
}

/// Makes a comment as a record says; tells whether it was otherwise.
fn follow(sql: &dyn Sql, seq: i64, remark: &Remark) -> Result<bool, StoreError> {
    const COLUMNS: [&str; 14] = [
        "author_name",
        "staff",
        "text",
        "body",
        "modified_ms",
        "status",
        "pinned",
        "likes",
        "owner",
        "network",
        "verdicts",
        "fingerprint",
        "decided_ms",
        "created_ms",
    ];
    let sets: Vec<_> = COLUMNS.iter().zip(2..).map(|(column, number)| format!("{column} = ?{number}")).collect();
    let differ: Vec<_> =
        COLUMNS.iter().zip(2..).map(|(column, number)| format!("{column} IS DISTINCT FROM ?{number}")).collect();
    let update = format!("UPDATE comments SET {} WHERE seq = ?1 AND ({})", sets.join(", "), differ.join(" OR "));
    let bytes = |bytes: &Option<Bytes>| bytes.as_ref().map(|bytes| bytes.0.clone());
    let (owner, network) = (bytes(&remark.owner), bytes(&remark.network));
    let values = values![
        seq,
        &remark.author_name,
        remark.staff,
        &remark.text,
        remark.body.as_ref(),
        remark.modified_ms,
        remark.status.as_str(),
        remark.pinned,
        remark.likes,
        owner.as_deref(),
        network.as_deref(),
        remark.verdicts.as_deref().unwrap_or("[]"),
        remark.fingerprint,
        remark.decided_ms,
        remark.created_ms,
    ];
    Ok(sql.execute(&update, values)? > 0)
}

fn load_other(sql: &dyn Sql, record: &Record, known: Known, told: &mut Told) -> Result<(), StoreError> {
    let follows = known == Known::Follows;
    match record {
        Record::Begin { .. } | Record::End { .. } | Record::Comment(_) => {}
        Record::Site { name, hold, read_only_days } => {
            let update = if follows { "DO UPDATE SET hold = ?2, read_only_days = ?3" } else { "DO NOTHING" };
            let insert = "INSERT INTO sites (name, hold, read_only_days) VALUES (?1, ?2, ?3) ON CONFLICT (name)";
            sql.execute(&format!("{insert} {update}"), values![name, hold, *read_only_days])?;
        }
        Record::Article { site, key, views, created_ms, hold, read_only_days, closed_ms } => {
            // Views never go backwards, and what was loaded once is not counted again.
            let rules = if follows { ", hold = ?5, read_only_days = ?6, closed_ms = ?7" } else { "" };
            let insert = format!(
                "INSERT INTO articles (site, key, views, created_ms, hold, read_only_days, closed_ms)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT (site, key) DO UPDATE
                 SET views = CASE WHEN articles.views < ?3 THEN ?3 ELSE articles.views END,
                     created_ms = CASE WHEN articles.created_ms > ?4 THEN ?4 ELSE articles.created_ms END{rules}"
            );
            if follows {
                // It is called that again.
                sql.execute("DELETE FROM aliases WHERE site = ?1 AND key = ?2", values![site, key])?;
            }
            let key = leads_to(sql, site, key)?;
            let values = values![site, &key, *views, *created_ms, hold.as_ref(), *read_only_days, *closed_ms];
            sql.execute(&insert, values)?;
        }
        Record::Alias { site, key, article } => load_alias(sql, (site, key), article, follows, told)?,
        Record::Like { comment, voter } => {
            let insert = "INSERT INTO likes (comment_seq, voter) SELECT seq, ?2 FROM comments WHERE id = ?1 ON CONFLICT DO NOTHING";
            if sql.execute(insert, values![comment, voter.0.as_slice()])? > 0 {
                let count = "(SELECT count(*) FROM likes l WHERE l.comment_seq = comments.seq)";
                let update = format!("UPDATE comments SET likes = {count} WHERE id = ?1 AND likes < {count}");
                sql.execute(&update, values![comment])?;
            }
        }
        Record::Report { comment, reporter, reason, created_ms, is_settled } => {
            let insert = "INSERT INTO reports (comment_seq, reporter, reason, created_ms, settled)
                          SELECT seq, ?2, ?3, ?4, CASE WHEN ?5 = 1 THEN 0 ELSE NULL END FROM comments WHERE id = ?1
                          ON CONFLICT DO NOTHING";
            let values = values![comment, reporter.0.as_slice(), reason, *created_ms, i64::from(*is_settled)];
            if sql.execute(insert, values)? > 0 && !is_settled {
                sql.execute("UPDATE comments SET reports = reports + 1 WHERE id = ?1", values![comment])?;
            }
        }
        // Another server's moderators are nobody here.
        other if follows => load_of_the_server(sql, other)?,
        _ => {}
    }
    Ok(())
}

/// Stores that a key leads to an article. What has been there under the key goes along where the record is to be followed.
fn load_alias(
    sql: &dyn Sql,
    (site, key): (&str, &str),
    article: &str,
    follows: bool,
    told: &mut Told,
) -> Result<(), StoreError> {
    let find = format!("SELECT id FROM articles WHERE site = ?1 AND key = ?2{}", sql.held());
    let there: Option<i64> = sql.some(&find, values![site, key], |row| row.get(0))?;
    match there {
        Some(id) if follows => {
            // Its views are counted with those of the article it has become.
            sql.execute("UPDATE articles SET views = 0 WHERE id = ?1", values![id])?;
            articles::rename(sql, id, article, told).map(|_| ())
        }
        // A key is an article's own or leads to one, never both.
        Some(_) => Ok(()),
        None => {
            let known = if follows { "DO UPDATE SET article_id = excluded.article_id" } else { "DO NOTHING" };
            let insert = "INSERT INTO aliases (site, key, article_id)
                          SELECT ?1, ?2, id FROM articles WHERE site = ?1 AND key = ?3 ON CONFLICT (site, key)";
            sql.execute(&format!("{insert} {known}"), values![site, key, article]).map(|_| ())
        }
    }
}

fn load_of_the_server(sql: &dyn Sql, record: &Record) -> Result<(), StoreError> {
    match record {
        Record::Moderator { name, password, created_ms } => {
            let insert = "INSERT INTO moderators (name, password, created_ms) VALUES (?1, ?2, ?3)
                          ON CONFLICT (name) DO UPDATE SET password = ?2";
            sql.execute(insert, values![name, password, *created_ms])?;
        }
        Record::Ban { site, owner, network, until_ms, decision } => {
            let (owner, network) = (owner.as_ref().map(|b| b.0.as_slice()), network.as_ref().map(|b| b.0.as_slice()));
            let insert = "INSERT INTO bans (site, owner, network, until_ms, decision)
                          SELECT ?1, ?2, ?3, ?4, ?5 WHERE NOT EXISTS (SELECT 1 FROM bans WHERE site = ?1
                          AND owner IS NOT DISTINCT FROM ?2 AND network IS NOT DISTINCT FROM ?3)";
            sql.execute(insert, values![site, owner, network, *until_ms, *decision])?;
        }
        Record::Decision { id, at_ms, actor, action, site, article, comment, was, undoes } => {
            let insert = "INSERT INTO decisions (id, at_ms, actor, action, site, article_id, comment, was, undoes)
                          VALUES (?1, ?2, ?3, ?4, ?5, (SELECT id FROM articles WHERE site = ?5 AND key = ?6), ?7, ?8, ?9)
                          ON CONFLICT (id) DO NOTHING";
            let values = values![*id, *at_ms, actor, action, site, article.as_ref(), comment.as_ref(), was, *undoes];
            sql.execute(insert, values)?;
        }
        Record::ServerKey { name, value } => {
            let insert =
                "INSERT INTO server_keys (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = ?2";
            sql.execute(insert, values![name, value.0.as_slice()])?;
        }
        _ => {}
    }
    Ok(())
}
