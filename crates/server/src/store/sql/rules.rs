//! What goes under an article: what is held, until when anything is taken, and from whom nothing is.

use super::{Row, Sql, Told, articles::read_key, decisions, values};
use crate::store::{
    Committed, Defaults, Owner, StoreError, Visitor,
    newsroom::{Actor, ArticleEntry, ArticleRules, Hold, Ruled, Rules, Search, closes_ms},
};

/// The rules of an article, with those of its site where it has none.
#[derive(Clone, Copy, Debug)]
pub(super) struct Effective {
    pub(super) hold: Hold,
    /// From when on nothing more is taken.
    pub(super) closes_ms: Option<i64>,
}

impl Effective {
    pub(super) fn is_closed(&self, now_ms: i64) -> bool {
        self.closes_ms.is_some_and(|closes| closes <= now_ms)
    }
}

/// What goes under an article; what goes everywhere when there is none of that number yet.
pub(super) fn of_article(sql: &dyn Sql, article: i64, defaults: &Defaults) -> Result<Effective, StoreError> {
    let find = "SELECT a.site, a.created_ms, a.hold, a.read_only_days, a.closed_ms, s.hold, s.read_only_days
                FROM articles a LEFT JOIN sites s ON s.name = a.site WHERE a.id = ?1";
    let effective = sql.some(find, values![article], |row| {
        let site = of_site(row, 5)?.unwrap_or_else(|| defaults.of(&row.get::<String>(0).unwrap_or_default()));
        let own: Option<String> = row.get(2)?;
        let closes = [row.get::<Option<i64>>(4)?, closes_ms(row.get(1)?, row.get(3)?, site.read_only_days)];
        Ok(Effective {
            hold: own.and_then(|words| Hold::parse(&words)).unwrap_or(site.hold),
            closes_ms: closes.into_iter().flatten().min(),
        })
    })?;
    Ok(effective.unwrap_or(Effective { hold: defaults.rules.hold, closes_ms: None }))
}

/// The rules of a site, from a column on.
fn of_site(row: &dyn Row, column: usize) -> Result<Option<Rules>, StoreError> {
    let Some(hold) = row.get::<Option<String>>(column)? else { return Ok(None) };
    Ok(Some(Rules { hold: Hold::parse(&hold).unwrap_or_default(), read_only_days: row.get(column + 1)? }))
}

/// Whether nothing is taken from somebody.
pub(super) fn is_banned(
    sql: &dyn Sql,
    site: &str,
    owner: Option<&Owner>,
    network: Option<&Visitor>,
    now_ms: i64,
) -> Result<bool, StoreError> {
    let find = "SELECT 1 FROM bans WHERE site = ?1 AND (owner = ?2 OR network = ?3)
                AND (until_ms IS NULL OR until_ms > ?4) LIMIT 1";
    Ok(sql.some(find, values![site, owner, network, now_ms], |_| Ok(()))?.is_some())
}

/// The rules of a site that has its own.
pub(crate) fn site(sql: &dyn Sql, site: &str) -> Result<Option<Rules>, StoreError> {
    let find = "SELECT hold, read_only_days FROM sites WHERE name = ?1";
    Ok(sql.some(find, values![site], |row| of_site(row, 0))?.flatten())
}

/// Gives a site rules, or takes them away.
pub(super) fn put_site(sql: &dyn Sql, site: &str, rules: Option<Rules>, told: &mut Told) -> Result<(), StoreError> {
    match rules {
        None => sql.execute("DELETE FROM sites WHERE name = ?1", values![site])?,
        Some(rules) => sql.execute(
            "INSERT INTO sites (name, hold, read_only_days) VALUES (?1, ?2, ?3)
             ON CONFLICT (name) DO UPDATE SET hold = ?2, read_only_days = ?3",
            values![site, &rules.hold.print(), rules.read_only_days],
        )?,
    };
    told.push(Committed::Rules);
    Ok(())
}

/// Gives a site rules, and logs it where they were others.
pub(crate) fn set_site(
    sql: &dyn Sql,
    name: &str,
    rules: Rules,
    by: &Actor,
    told: &mut Told,
) -> Result<Ruled, StoreError> {
    let was = site(sql, name)?;
    if was == Some(rules) {
        return Ok(Ruled::Same);
    }
    put_site(sql, name, Some(rules), told)?;
    let was = decisions::Was::of_site(was, rules);
    decisions::log(sql, by, "rules", decisions::Subject::Site(name), &was).map(Ruled::Changed)
}

/// The columns of an [`ArticleEntry`], in the order [`entry`] reads them.
pub(super) const ENTRY: &str =
    "a.id, a.site, a.key, a.comments, a.views, a.created_ms, a.hold, a.read_only_days, a.closed_ms";
/// How many these are.
pub(super) const ENTRY_COUNT: usize = 9;

/// An article, from a column on.
pub(super) fn entry(row: &dyn Row, column: usize) -> Result<ArticleEntry, StoreError> {
    let key = read_key(row, column + 1)?;
    let hold: Option<String> = row.get(column + 6)?;
    Ok(ArticleEntry {
        id: row.get(column)?,
        site: key.site.to_string(),
        key: key.key,
        comments: row.get(column + 3)?,
        views: row.get(column + 4)?,
        created_ms: row.get(column + 5)?,
        rules: ArticleRules {
            hold: hold.and_then(|words| Hold::parse(&words)),
            read_only_days: row.get(column + 7)?,
            is_closed: row.get::<Option<i64>>(column + 8)?.is_some(),
        },
    })
}

/// One article.
pub(crate) fn article(sql: &dyn Sql, id: i64) -> Result<Option<ArticleEntry>, StoreError> {
    sql.some(&format!("SELECT {ENTRY} FROM articles a WHERE a.id = ?1"), values![id], |row| entry(row, 0))
}

/// Articles that were commented lately: those of the latest thousands of comments.
pub(crate) fn articles(sql: &dyn Sql, site: Option<&str>, limit: u16) -> Result<Vec<ArticleEntry>, StoreError> {
    let of_site = if site.is_some() { "WHERE a.site = ?2" } else { "" };
    let find = format!(
        "SELECT {ENTRY} FROM articles a JOIN (
             SELECT article_id, max(seq) AS latest FROM (SELECT article_id, seq FROM comments ORDER BY seq DESC LIMIT 5000) AS late
             GROUP BY article_id
         ) AS talk ON talk.article_id = a.id {of_site} ORDER BY talk.latest DESC LIMIT ?1"
    );
    match site {
        Some(site) => sql.all(&find, values![limit, site], |row| entry(row, 0)),
        None => sql.all(&find, values![limit], |row| entry(row, 0)),
    }
}

/// Articles that have a text in their key, those first heard of last before the others, and one before all.
pub(crate) fn find_articles(sql: &dyn Sql, search: &Search, limit: u16) -> Result<Vec<ArticleEntry>, StoreError> {
    let Search { text, id, site } = search;
    // What stands for any text, and what says that it does not here.
    let escaped = text.replace('!', "!!").replace('%', "!%").replace('_', "!_");
    let find = format!(
        "SELECT {ENTRY} FROM articles a
         WHERE a.id = ?3 OR (lower(a.key) LIKE lower(?2) ESCAPE '!' AND a.site = COALESCE(?4, a.site))
         ORDER BY CASE WHEN a.id = ?3 THEN 0 ELSE 1 END, a.id DESC LIMIT ?1"
    );
    sql.all(&find, values![limit, &format!("%{escaped}%"), *id, site.as_ref()], |row| entry(row, 0))
}

/// Gives an article rules.
pub(super) fn put_article(
    sql: &dyn Sql,
    id: i64,
    rules: ArticleRules,
    now_ms: i64,
    told: &mut Told,
) -> Result<(), StoreError> {
    let hold = rules.hold.map(Hold::print);
    sql.execute(
        "UPDATE articles SET hold = ?2, read_only_days = ?3,
                closed_ms = CASE WHEN ?4 = 0 THEN NULL ELSE COALESCE(closed_ms, ?5) END WHERE id = ?1",
        values![id, hold.as_ref(), rules.read_only_days, i64::from(rules.is_closed), now_ms],
    )?;
    told.push(Committed::Rules);
    Ok(())
}

/// Gives an article rules, and logs it where they were others; `None` when there is no such article.
pub(crate) fn set_article(
    sql: &dyn Sql,
    id: i64,
    rules: ArticleRules,
    by: &Actor,
    told: &mut Told,
) -> Result<Option<Ruled>, StoreError> {
    let Some(was) = article(sql, id)? else { return Ok(None) };
    if was.rules == rules {
        return Ok(Some(Ruled::Same));
    }
    put_article(sql, id, rules, by.at_ms, told)?;
    let action = match (was.rules.is_closed, rules.is_closed) {
        (false, true) => "close",
        (true, false) => "open",
        _ => "rules",
    };
    let subject = decisions::Subject::Article(&was.site, id);
    let was = decisions::Was::of_article(was.rules, rules);
    decisions::log(sql, by, action, subject, &was).map(|decided| Some(Ruled::Changed(decided)))
}
