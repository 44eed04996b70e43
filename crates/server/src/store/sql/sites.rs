//! Sites as the store knows them, whether or not the settings still do.

use std::sync::Arc;

use super::{Sql, Told, articles, decisions, values};
use crate::store::{
    ArticleKey, Committed, StoreError,
    copy::{Moved, SiteOf},
    newsroom::{Actor, StoredSite},
};

/// All sites of which there is an article, or rules.
pub(crate) fn all(sql: &dyn Sql) -> Result<Vec<StoredSite>, StoreError> {
    // A sum of whole numbers is none in PostgreSQL.
    let find = "SELECT site, count(*), CAST(sum(comments) AS BIGINT) FROM articles GROUP BY site
                UNION ALL
                SELECT name, 0, 0 FROM sites WHERE NOT EXISTS (SELECT 1 FROM articles WHERE site = name) ORDER BY 1";
    sql.all(find, &[], |row| Ok(StoredSite { name: row.get(0)?, articles: row.get(1)?, comments: row.get(2)? }))
}

/// Moves all that is stored of a site: each article to the site of its key, the rest to one. What is there already under a key
/// takes over what comes to it.
pub(crate) fn rename(
    sql: &dyn Sql,
    from: &str,
    to: &str,
    site_of: &SiteOf,
    by: &Actor,
    told: &mut Told,
) -> Result<Moved, StoreError> {
    let mut moved = Moved::new();
    let find = format!("SELECT id, key FROM articles WHERE site = ?1 ORDER BY id{}", sql.held());
    for (id, key) in sql.all(&find, values![from], |row| Ok((row.get::<i64>(0)?, row.get::<String>(1)?)))? {
        let site = site_of(&key);
        articles::give_to(sql, id, &ArticleKey { site: Arc::clone(&site), key })?;
        *moved.entry(site).or_default() += 1;
    }
    for key in sql.all("SELECT key FROM aliases WHERE site = ?1", values![from], |row| row.get::<String>(0))? {
        articles::take_alias_along(sql, from, &key, told)?;
    }
    let others = moved.keys().map(|site| &**site).filter(|site| *site != to);
    move_rest(sql, from, to, others)?;
    decisions::log(sql, by, "rename-site", decisions::Subject::Site(to), &decisions::Was::default())?;
    told.push(Committed::Much);
    Ok(moved)
}

/// Moves rules, bans and the log; some articles have gone to other sites.
fn move_rest<'s>(sql: &dyn Sql, from: &str, to: &str, others: impl Iterator<Item = &'s str>) -> Result<(), StoreError> {
    let both = values![from, to];
    let rename = "UPDATE sites SET name = ?2 WHERE name = ?1 AND NOT EXISTS (SELECT 1 FROM sites WHERE name = ?2)";
    sql.execute(rename, both)?;
    sql.execute("DELETE FROM sites WHERE name = ?1", values![from])?;
    // Whoever could not write under an article still cannot, wherever it is now.
    for other in others {
        sql.execute(
            "INSERT INTO bans (site, owner, network, until_ms, decision)
             SELECT ?2, owner, network, until_ms, decision FROM bans WHERE site = ?1",
            values![from, other],
        )?;
    }
    sql.execute("UPDATE bans SET site = ?2 WHERE site = ?1", both)?;
    let site = "COALESCE((SELECT a.site FROM articles a WHERE a.id = decisions.article_id), ?2)";
    sql.execute(&format!("UPDATE decisions SET site = {site} WHERE site = ?1"), both).map(|_| ())
}
