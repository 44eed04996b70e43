//! What the engines have in common: each operation of a store, within a transaction of whatever engine it is.

use std::sync::Arc;

use async_trait::async_trait;
use engagement::{
    comments::{Erased, OwnPage},
    live::Counts,
};
use tokio::sync::mpsc;

use super::{
    Added, ArticleKey, Changed, DayKey, Defaults, Edit, Forget, NewComment, Owner, Page, PageQuery, Permission,
    Recorded, Report, Store, StoreError, View,
    copy::{Copies, Kept, Known, Loaded, Moved, Person, Record, Scope, SiteOf},
    newsroom::{
        Actor, ArticleEntry, ArticleRules, Decision, Invitation, LogEntry, Newsroom, Outcome, Queue, QueueQuery, Ruled,
        Rules, Search, StoredSite, TokenHash, Undone,
    },
    sql::{
        Sql, Told, articles, comments, copy, decisions, likes, moderators, people, queue, reports, rules, sites,
        threads, views,
    },
};

/// A database.
pub(super) trait Engine: Send + Sync {
    /// What goes for sites that have no rules of their own.
    fn defaults(&self) -> &Defaults;

    /// Reads from one moment of the database.
    fn read<T: Send + 'static>(
        &self,
        act: impl Fn(&dyn Sql) -> Result<T, StoreError> + Send + Sync + 'static,
    ) -> impl Future<Output = Result<T, StoreError>> + Send;

    /// Writes in a transaction; what it reports as told goes to the listener once that is committed. It may be tried again
    /// when others were faster.
    fn write<T: Send + 'static>(
        &self,
        act: impl Fn(&dyn Sql, &mut Told) -> Result<T, StoreError> + Send + Sync + 'static,
    ) -> impl Future<Output = Result<T, StoreError>> + Send;

    /// Reads from one moment of the database, however long that takes, and once: what was sent on is not taken back.
    fn read_at_length(
        &self,
        act: impl Fn(&dyn Sql) -> Result<(), StoreError> + Send + Sync + 'static,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// Writes in a transaction that may take longer than anybody who asks for one thing would wait.
    fn write_at_length<T: Send + 'static>(
        &self,
        act: impl Fn(&dyn Sql, &mut Told) -> Result<T, StoreError> + Send + Sync + 'static,
    ) -> impl Future<Output = Result<T, StoreError>> + Send;

    /// Records a view, together with whatever others wait.
    fn record_view(&self, view: View) -> impl Future<Output = Result<Recorded, StoreError>> + Send;

    /// Whether the database answers and takes what is written.
    fn ping(&self) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// Notices what others have written, where nobody tells of it.
    fn look_around(&self) -> impl Future<Output = Result<(), StoreError>> + Send;
}

#[async_trait]
impl<E: Engine> Store for E {
    async fn counts(&self, article: &ArticleKey) -> Result<Counts, StoreError> {
        let article = article.clone();
        self.read(move |sql| articles::counts(sql, &article)).await
    }

    async fn record_view(&self, view: View) -> Result<Recorded, StoreError> {
        Engine::record_view(self, view).await
    }

    async fn add_comment(&self, new: NewComment) -> Result<Added, StoreError> {
        let defaults = self.defaults().clone();
        self.write(move |sql, told| comments::add(sql, &new, &defaults, told)).await
    }

    async fn edit_comment(&self, id: &str, by: Permission, edit: Edit) -> Result<Changed, StoreError> {
        let (id, defaults) = (id.to_owned(), self.defaults().clone());
        self.write(move |sql, told| comments::edit(sql, &id, &by, &edit, &defaults, told)).await
    }

    async fn delete_comment(&self, id: &str, by: Permission) -> Result<Changed, StoreError> {
        let id = id.to_owned();
        self.write(move |sql, told| comments::delete(sql, &id, &by, told)).await
    }

    async fn like(&self, id: &str, voter: Owner, likes: bool) -> Result<Option<u64>, StoreError> {
        let id = id.to_owned();
        self.write(move |sql, told| likes::set(sql, &id, &voter, likes, told)).await
    }

    async fn report(&self, id: &str, report: Report) -> Result<bool, StoreError> {
        let (id, defaults) = (id.to_owned(), self.defaults().clone());
        self.write(move |sql, told| reports::report(sql, &id, &report, &defaults, told)).await
    }

    async fn pin(&self, id: &str, is_pinned: bool) -> Result<bool, StoreError> {
        let id = id.to_owned();
        self.write(move |sql, told| comments::pin(sql, &id, is_pinned, told)).await
    }

    async fn page(&self, query: PageQuery) -> Result<Option<Page>, StoreError> {
        let defaults = self.defaults().clone();
        self.read(move |sql| threads::page(sql, &query, &defaults)).await
    }

    async fn own(&self, owner: Owner, before: Option<i64>, limit: u16) -> Result<OwnPage, StoreError> {
        self.read(move |sql| comments::own(sql, &owner, before, limit)).await
    }

    async fn erase(&self, owner: Owner) -> Result<Erased, StoreError> {
        self.write(move |sql, told| comments::erase(sql, &owner, told)).await
    }

    async fn fingerprints(&self, limit: u16) -> Result<Vec<u64>, StoreError> {
        self.read(move |sql| comments::fingerprints(sql, limit)).await
    }

    async fn day_key(&self, day: i64) -> Result<DayKey, StoreError> {
        self.write(move |sql, _| views::day_key(sql, day)).await
    }

    async fn forget(&self, bounds: Forget) -> Result<(), StoreError> {
        self.write(move |sql, told| views::forget(sql, bounds, told)).await
    }

    async fn aliases(&self) -> Result<Vec<(ArticleKey, ArticleKey)>, StoreError> {
        self.read(|sql| articles::aliases(sql)).await
    }

    async fn server_key(&self, name: &str) -> Result<[u8; 32], StoreError> {
        let name = name.to_owned();
        self.write(move |sql, _| views::server_key(sql, &name)).await
    }

    async fn look_around(&self) -> Result<(), StoreError> {
        Engine::look_around(self).await
    }

    async fn ping(&self) -> Result<(), StoreError> {
        Engine::ping(self).await
    }
}

#[async_trait]
impl<E: Engine> Newsroom for E {
    async fn queue(&self, query: QueueQuery, now_ms: i64) -> Result<Queue, StoreError> {
        self.read(move |sql| queue::page(sql, &query, now_ms)).await
    }

    async fn decide(&self, decision: Decision) -> Result<Outcome, StoreError> {
        self.write(move |sql, told| decisions::decide(sql, &decision, told)).await
    }

    async fn undo(&self, entry: i64, by: Actor) -> Result<Undone, StoreError> {
        self.write(move |sql, told| decisions::undo(sql, entry, &by, told)).await
    }

    async fn latest(&self, entry: i64) -> Result<Option<String>, StoreError> {
        self.read(move |sql| decisions::latest_of(sql, entry)).await
    }

    async fn log(&self, before: Option<i64>, limit: u16) -> Result<Vec<LogEntry>, StoreError> {
        self.read(move |sql| decisions::entries(sql, before, limit)).await
    }

    async fn sites(&self) -> Result<Vec<StoredSite>, StoreError> {
        self.read(|sql| sites::all(sql)).await
    }

    async fn site_rules(&self, site: &str) -> Result<Option<Rules>, StoreError> {
        let site = site.to_owned();
        self.read(move |sql| rules::site(sql, &site)).await
    }

    async fn set_site_rules(&self, site: &str, rules: Rules, by: Actor) -> Result<Ruled, StoreError> {
        let site = site.to_owned();
        self.write(move |sql, told| rules::set_site(sql, &site, rules, &by, told)).await
    }

    async fn articles(&self, site: Option<&str>, limit: u16) -> Result<Vec<ArticleEntry>, StoreError> {
        let site = site.map(str::to_owned);
        self.read(move |sql| rules::articles(sql, site.as_deref(), limit)).await
    }

    async fn find_articles(&self, search: Search, limit: u16) -> Result<Vec<ArticleEntry>, StoreError> {
        self.read(move |sql| rules::find_articles(sql, &search, limit)).await
    }

    async fn called(&self, article: ArticleKey) -> Result<Option<i64>, StoreError> {
        self.read(move |sql| articles::called(sql, &article)).await
    }

    async fn make_known(&self, article: ArticleKey, now_ms: i64) -> Result<i64, StoreError> {
        self.write(move |sql, _| articles::make_known(sql, &article, now_ms)).await
    }

    async fn article(&self, id: i64) -> Result<Option<ArticleEntry>, StoreError> {
        self.read(move |sql| rules::article(sql, id)).await
    }

    async fn set_article_rules(&self, id: i64, rules: ArticleRules, by: Actor) -> Result<Option<Ruled>, StoreError> {
        self.write(move |sql, told| rules::set_article(sql, id, rules, &by, told)).await
    }

    async fn rename(&self, id: i64, key: &str, by: Actor) -> Result<Option<i64>, StoreError> {
        let key = key.to_owned();
        self.write(move |sql, told| decisions::rename(sql, id, &key, &by, told)).await
    }

    async fn moderators(&self) -> Result<Vec<String>, StoreError> {
        self.read(|sql| moderators::names(sql)).await
    }

    async fn password(&self, name: &str) -> Result<Option<String>, StoreError> {
        let name = name.to_owned();
        self.read(move |sql| moderators::password(sql, &name)).await
    }

    async fn invite(&self, invitation: Invitation, by: Option<Actor>) -> Result<(), StoreError> {
        self.write(move |sql, _| moderators::invite(sql, &invitation, by.as_ref())).await
    }

    async fn invitation(&self, token: TokenHash, now_ms: i64) -> Result<Option<Invitation>, StoreError> {
        self.read(move |sql| moderators::invitation(sql, &token, now_ms)).await
    }

    async fn accept(&self, token: TokenHash, name: &str, password: &str, now_ms: i64) -> Result<bool, StoreError> {
        let (name, password) = (name.to_owned(), password.to_owned());
        self.write(move |sql, _| moderators::accept(sql, &token, &name, &password, now_ms)).await
    }

    async fn begin_session(&self, token: TokenHash, name: &str, until_ms: i64) -> Result<(), StoreError> {
        let name = name.to_owned();
        self.write(move |sql, _| moderators::begin_session(sql, &token, &name, until_ms)).await
    }

    async fn session(&self, token: TokenHash, now_ms: i64) -> Result<Option<String>, StoreError> {
        self.read(move |sql| moderators::session(sql, &token, now_ms)).await
    }

    async fn end_session(&self, token: TokenHash) -> Result<(), StoreError> {
        self.write(move |sql, _| moderators::end_session(sql, &token)).await
    }

    async fn dismiss(&self, name: &str, by: Option<Actor>) -> Result<bool, StoreError> {
        let name = name.to_owned();
        self.write(move |sql, _| moderators::dismiss(sql, &name, by.as_ref())).await
    }
}

#[async_trait]
impl<E: Engine> Copies for E {
    async fn dump(&self, scope: Scope, records: mpsc::Sender<Record>) -> Result<(), StoreError> {
        self.read_at_length(move |sql| {
            copy::dump(sql, &scope, &mut |record| {
                let stopped = |_| StoreError::Failed("nobody takes the records".to_owned());
                records.blocking_send(record).map_err(stopped)
            })
        })
        .await
    }

    async fn load(&self, records: Vec<Record>, known: Known) -> Result<Loaded, StoreError> {
        self.write_at_length(move |sql, told| copy::load(sql, &records, known, told)).await
    }

    async fn lift_bans(&self) -> Result<(), StoreError> {
        self.write(|sql, _| sql.execute("DELETE FROM bans", &[]).map(|_| ())).await
    }

    async fn count_known(&self, ids: Vec<String>) -> Result<u64, StoreError> {
        self.read(move |sql| copy::count_known(sql, &ids)).await
    }

    async fn count_comments(&self) -> Result<u64, StoreError> {
        self.read(|sql| sql.one("SELECT count(*) FROM comments", &[], |row| row.get(0))).await
    }

    async fn rename_key(&self, site: &str, from: &str, to: &str, by: Actor) -> Result<bool, StoreError> {
        let (key, to) = (ArticleKey { site: site.into(), key: from.to_owned() }, to.to_owned());
        self.write(move |sql, told| {
            let Some(id) = articles::called(sql, &key)? else { return Ok(false) };
            decisions::rename(sql, id, &to, &by, told).map(|id| id.is_some())
        })
        .await
    }

    async fn rename_site(&self, from: &str, to: &str, site_of: Arc<SiteOf>, by: Actor) -> Result<Moved, StoreError> {
        let (from, to) = (from.to_owned(), to.to_owned());
        self.write_at_length(move |sql, told| sites::rename(sql, &from, &to, &*site_of, &by, told)).await
    }

    async fn person(&self, person: Person) -> Result<Kept, StoreError> {
        self.read(move |sql| people::kept(sql, &person)).await
    }

    async fn erase_person(&self, person: Person) -> Result<u64, StoreError> {
        self.write(move |sql, told| people::erase(sql, &person, told)).await
    }
}
