//! Sites as the store knows them, whether or not the settings still do.

use super::Sql;
use crate::store::{StoreError, newsroom::StoredSite};

/// All sites of which there is an article, or rules.
pub(crate) fn all(sql: &dyn Sql) -> Result<Vec<StoredSite>, StoreError> {
    // A sum of whole numbers is none in PostgreSQL.
    let find = "SELECT site, count(*), CAST(sum(comments) AS BIGINT) FROM articles GROUP BY site
                UNION ALL
                SELECT name, 0, 0 FROM sites WHERE NOT EXISTS (SELECT 1 FROM articles WHERE site = name) ORDER BY 1";
    sql.all(find, &[], |row| Ok(StoredSite { name: row.get(0)?, articles: row.get(1)?, comments: row.get(2)? }))
}
