//! Articles: found, made, counted, renamed.

use engagement::live::Counts;

use super::{Row, Sql, Told, comments, values};
use crate::{
    articles::canonical,
    store::{ArticleKey, CommentChange, Committed, StoreError},
};

/// An article's number, and its row held until the end of the transaction: what is written under one article is written in a row.
pub(crate) fn hold(sql: &dyn Sql, article: &ArticleKey, now_ms: i64) -> Result<i64, StoreError> {
    let find = format!("SELECT id FROM articles WHERE site = ?1 AND key = ?2{}", sql.held());
    let key = values![&*article.site, &article.key];
    loop {
        if let Some(id) = sql.some(&find, key, |row| row.get(0))? {
            return Ok(id);
        }
        // Somebody else may make it meanwhile; then it is found the next time.
        sql.execute(
            "INSERT INTO articles (site, key, created_ms) VALUES (?1, ?2, ?3) ON CONFLICT (site, key) DO NOTHING",
            values![&*article.site, &article.key, now_ms],
        )?;
    }
}

/// The number of the article that a key leads to: its own, or one that it had before.
pub(crate) fn called(sql: &dyn Sql, article: &ArticleKey) -> Result<Option<i64>, StoreError> {
    let find = "SELECT id FROM articles WHERE site = ?1 AND key = ?2
                UNION ALL SELECT article_id FROM aliases WHERE site = ?1 AND key = ?2";
    sql.some(find, values![&*article.site, &article.key], |row| row.get(0))
}

/// The same, where it is made when there is none.
pub(crate) fn make_known(sql: &dyn Sql, article: &ArticleKey, now_ms: i64) -> Result<i64, StoreError> {
    called(sql, article)?.map_or_else(|| hold(sql, article, now_ms), Ok)
}

/// Holds the article of a comment; tells its number. `None` when there is no such comment.
pub(super) fn hold_of(sql: &dyn Sql, comment: &str) -> Result<Option<i64>, StoreError> {
    let of = "SELECT article_id FROM comments WHERE id = ?1";
    sql.some(&format!("SELECT id FROM articles WHERE id = ({of}){}", sql.held()), values![comment], |row| row.get(0))
}

/// What is counted of an article.
pub(crate) fn counts(sql: &dyn Sql, article: &ArticleKey) -> Result<Counts, StoreError> {
    let find = "SELECT views, comments FROM articles WHERE site = ?1 AND key = ?2";
    Ok(sql.some(find, values![&*article.site, &article.key], read_counts)?.unwrap_or_default())
}

/// Views and comments, the row's first two columns.
pub(super) fn read_counts(row: &dyn Row) -> Result<Counts, StoreError> {
    Ok(Counts { views: row.get(0)?, comments: row.get(1)? })
}

/// A site and a key, from a column on.
pub(super) fn read_key(row: &dyn Row, column: usize) -> Result<ArticleKey, StoreError> {
    Ok(ArticleKey { site: row.get::<String>(column)?.into(), key: row.get(column + 1)? })
}

/// All other keys of articles, and which article each leads to.
pub(crate) fn aliases(sql: &dyn Sql) -> Result<Vec<(ArticleKey, ArticleKey)>, StoreError> {
    let find = "SELECT l.site, l.key, a.site, a.key FROM aliases l JOIN articles a ON a.id = l.article_id";
    sql.all(find, &[], |row| Ok((read_key(row, 0)?, read_key(row, 2)?)))
}

/// Gives an article another key, under which it is found from now on; the old one leads there. An article that has the key already
/// takes over all of this one. Tells the number it has then; `None` when there is no such article.
pub(crate) fn rename(sql: &dyn Sql, id: i64, key: &str, told: &mut Told) -> Result<Option<i64>, StoreError> {
    let find = format!("SELECT site, key FROM articles WHERE id = ?1{}", sql.held());
    let Some(old) = sql.some(&find, values![id], |row| read_key(row, 0))? else { return Ok(None) };
    if old.key == key {
        return Ok(Some(id));
    }
    let find = format!("SELECT id FROM articles WHERE site = ?1 AND key = ?2{}", sql.held());
    let taken: Option<i64> = sql.some(&find, values![&*old.site, key], |row| row.get(0))?;
    // A key is an article's own or leads to one, never both.
    sql.execute("DELETE FROM aliases WHERE site = ?1 AND key = ?2", values![&*old.site, key])?;
    let new = taken.unwrap_or(id);
    if taken.is_some() {
        merge(sql, id, new)?;
    } else {
        sql.execute("UPDATE articles SET key = ?2 WHERE id = ?1", values![id, key])?;
    }
    sql.execute("INSERT INTO aliases (site, key, article_id) VALUES (?1, ?2, ?3)", values![&*old.site, &old.key, new])?;
    told.push(Committed::Much);
    Ok(Some(new))
}

/// Gives an article to the site of this key, which is its own; what the key leads to there takes over all of it.
pub(super) fn give_to(sql: &dyn Sql, id: i64, place: &ArticleKey) -> Result<(), StoreError> {
    match called(sql, place)? {
        Some(there) => merge(sql, id, there),
        None => sql.execute("UPDATE articles SET site = ?2 WHERE id = ?1", values![id, &*place.site]).map(|_| ()),
    }
}

/// Has another key of an article lead to it on the site where the article is now. What was written there under that key joins it.
pub(super) fn take_alias_along(sql: &dyn Sql, from: &str, key: &str, told: &mut Told) -> Result<(), StoreError> {
    let find = "SELECT a.id, a.site, a.key FROM aliases l JOIN articles a ON a.id = l.article_id
                WHERE l.site = ?1 AND l.key = ?2";
    let of = sql.some(find, values![from, key], |row| Ok((row.get::<i64>(0)?, read_key(row, 1)?)))?;
    let Some((id, article)) = of else { return Ok(()) };
    sql.execute("DELETE FROM aliases WHERE site = ?1 AND key = ?2", values![from, key])?;
    let find = format!("SELECT id FROM articles WHERE site = ?1 AND key = ?2{}", sql.held());
    if let Some(other) = sql.some(&find, values![&*article.site, key], |row| row.get(0))? {
        return rename(sql, other, &article.key, told).map(|_| ());
    }
    let insert = "INSERT INTO aliases (site, key, article_id) VALUES (?1, ?2, ?3) ON CONFLICT (site, key) DO NOTHING";
    sql.execute(insert, values![&*article.site, key, id]).map(|_| ())
}

/// Moves all of an article to another, and deletes it.
fn merge(sql: &dyn Sql, from: i64, to: i64) -> Result<(), StoreError> {
    let both = values![from, to];
    sql.execute(
        "UPDATE articles SET views = views + (SELECT views FROM articles WHERE id = ?1),
                             comments = comments + (SELECT comments FROM articles WHERE id = ?1),
                             created_ms = CASE WHEN created_ms < (SELECT created_ms FROM articles WHERE id = ?1) THEN created_ms
                                               ELSE (SELECT created_ms FROM articles WHERE id = ?1) END
         WHERE id = ?2",
        both,
    )?;
    for table in ["comments", "aliases", "decisions"] {
        sql.execute(&format!("UPDATE {table} SET article_id = ?2 WHERE article_id = ?1"), both)?;
    }
    // Whoever has seen both was counted twice; from now on once.
    sql.execute("DELETE FROM view_marks WHERE article_id = ?1", values![from])?;
    sql.execute("DELETE FROM articles WHERE id = ?1", values![from]).map(|_| ())
}

/// What there is to tell of an article now, and of a comment under it.
pub(crate) fn news(
    sql: &dyn Sql,
    article: &ArticleKey,
    comment: Option<(CommentChange, &str)>,
    told: &mut Told,
) -> Result<(), StoreError> {
    let Some((change, id)) = comment else {
        told.push(Committed::Article { article: article.clone(), counts: counts(sql, article)?, comment: None });
        return Ok(());
    };
    match sql.some("SELECT seq FROM comments WHERE id = ?1", values![id], |row| row.get(0))? {
        Some(seq) => comments::tell_whatever_it_is(sql, seq, change, told),
        None => Ok(()),
    }
}

/// Articles that went by several spellings of one address become one, under which all are found.
pub(crate) fn make_keys_canonical(sql: &dyn Sql) -> Result<(), StoreError> {
    let find = "SELECT id, key FROM articles ORDER BY id";
    for (id, key) in sql.all(find, &[], |row| Ok((row.get::<i64>(0)?, row.get::<String>(1)?)))? {
        rename(sql, id, &canonical(&key), &mut Told::new())?;
    }
    Ok(())
}
