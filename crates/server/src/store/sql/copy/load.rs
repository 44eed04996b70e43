//! Records stored again.

use engagement::limits::MAX_DEPTH;

use crate::store::{
    ArticleKey, Committed, StoreError,
    copy::{Bytes, Known, Loaded, Record, Remark},
    sql::{Sql, Told, articles, comments, values},
};

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

/// How many comments of these ids there are.
pub(crate) fn count_known(sql: &dyn Sql, ids: &[String]) -> Result<u64, StoreError> {
    ids.iter().try_fold(0, |count, id| {
        let find = "SELECT count(*) FROM comments WHERE id = ?1";
        sql.one(find, values![id], |row| row.get::<u64>(0)).map(|is_there| count + is_there)
    })
}
