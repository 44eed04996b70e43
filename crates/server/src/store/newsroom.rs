//! What moderators ask of the store: the queue, decisions that can be undone, their log, and who they are.

mod log;
mod rules;

use async_trait::async_trait;
use serde::{Deserialize, Serialize};

pub use self::rules::Hold;
pub(crate) use self::{
    log::{Action, Change, Decided, Decision, LogEntry, Outcome, Ruled, Undone, can_be_undone},
    rules::{ArticleEntry, ArticleRules, Rules, Search, StoredSite, Thread, closes_ms},
};
use super::{ArticleKey, Comment, StoreError};

/// The hash of a token: of a session, or of an invitation.
pub(crate) type TokenHash = [u8; 32];

/// The moderators' side of a store.
#[async_trait]
pub(crate) trait Newsroom: Send + Sync {
    /// A page of comments to be looked at.
    async fn queue(&self, query: QueueQuery, now_ms: i64) -> Result<Queue, StoreError>;

    /// Carries out what a moderator decides about a comment.
    async fn decide(&self, decision: Decision) -> Result<Outcome, StoreError>;

    /// Takes a decision back.
    async fn undo(&self, entry: i64, by: Actor) -> Result<Undone, StoreError>;

    /// The action of an entry, as long as it is the latest about what it is about, and a ban holds.
    async fn latest(&self, entry: i64) -> Result<Option<String>, StoreError>;

    /// What was decided, the latest first: so many entries before one.
    async fn log(&self, before: Option<i64>, limit: u16) -> Result<Vec<LogEntry>, StoreError>;

    /// The sites that something is stored of, by name.
    async fn sites(&self) -> Result<Vec<StoredSite>, StoreError>;

    /// The rules of a site that has its own; `None` for one that goes by the server's settings.
    async fn site_rules(&self, site: &str) -> Result<Option<Rules>, StoreError>;

    /// Gives a site rules.
    async fn set_site_rules(&self, site: &str, rules: Rules, by: Actor) -> Result<Ruled, StoreError>;

    /// Articles that were commented lately, at most so many; of one site, or of all.
    async fn articles(&self, site: Option<&str>, limit: u16) -> Result<Vec<ArticleEntry>, StoreError>;

    /// Articles that have a text in their key, commented or not, at most so many; of one site, or of all. The one that is
    /// found under a key, whichever its site, comes first.
    async fn find_articles(&self, search: Search, limit: u16) -> Result<Vec<ArticleEntry>, StoreError>;

    /// The number of the article that a key leads to.
    async fn called(&self, article: ArticleKey) -> Result<Option<i64>, StoreError>;

    /// The same, where it is made when there is none.
    async fn make_known(&self, article: ArticleKey, now_ms: i64) -> Result<i64, StoreError>;

    /// One article.
    async fn article(&self, id: i64) -> Result<Option<ArticleEntry>, StoreError>;

    /// Gives an article rules; `None` when there is no such article.
    async fn set_article_rules(&self, id: i64, rules: ArticleRules, by: Actor) -> Result<Option<Ruled>, StoreError>;

    /// Gives an article another key; the old one goes on leading there. An article that has the new key already takes
    /// over the comments and views of this one. Tells the article's number then; `None` when there is no such article.
    async fn rename(&self, id: i64, key: &str, by: Actor) -> Result<Option<i64>, StoreError>;

    /// All moderators, by name.
    async fn moderators(&self) -> Result<Vec<String>, StoreError>;

    /// A moderator's password, as it is stored.
    async fn password(&self, name: &str) -> Result<Option<String>, StoreError>;

    /// Keeps an invitation; with a name it is for that moderator's new password.
    async fn invite(&self, invitation: Invitation, by: Option<Actor>) -> Result<(), StoreError>;

    /// An invitation that still holds.
    async fn invitation(&self, token: TokenHash, now_ms: i64) -> Result<Option<Invitation>, StoreError>;

    /// Uses an invitation up and stores the moderator's password, ending the sessions they had; `false` when the invitation
    /// holds no more, or the name is somebody else's.
    async fn accept(&self, token: TokenHash, name: &str, password: &str, now_ms: i64) -> Result<bool, StoreError>;

    /// Begins a session.
    async fn begin_session(&self, token: TokenHash, name: &str, until_ms: i64) -> Result<(), StoreError>;

    /// Whose session it is, while it holds.
    async fn session(&self, token: TokenHash, now_ms: i64) -> Result<Option<String>, StoreError>;

    /// Ends a session.
    async fn end_session(&self, token: TokenHash) -> Result<(), StoreError>;

    /// Takes a moderator's right away, sessions and all; tells whether there was one, and never takes the last one's.
    async fn dismiss(&self, name: &str, by: Option<Actor>) -> Result<bool, StoreError>;
}

/// Who decides, and when.
#[derive(Clone, Debug)]
pub(crate) struct Actor {
    /// The moderator's name.
    pub(crate) name: String,
    /// The time.
    pub(crate) at_ms: i64,
}

/// Which comments are listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum View {
    /// Those that wait.
    #[default]
    Waiting,
    /// Those that readers reported, published or not, until somebody decides.
    Reported,
    /// Those that were taken for spam.
    Spam,
    /// Those that were rejected or deleted, while their words are kept.
    Trash,
    /// Those that everybody sees.
    Published,
}

/// Which page of the queue. What waits, is reported or spam is listed from the oldest on; the others from the latest.
#[derive(Clone, Debug, Default)]
pub(crate) struct QueueQuery {
    /// Which comments.
    pub(crate) view: View,
    /// Of one site alone.
    pub(crate) site: Option<String>,
    /// Of one article alone.
    pub(crate) article: Option<i64>,
    /// Those behind this number in the order of the list.
    pub(crate) after: Option<i64>,
    /// How many.
    pub(crate) limit: u16,
}

/// A page of the queue.
#[derive(Clone, Debug, Default)]
pub(crate) struct Queue {
    /// The comments.
    pub(crate) items: Vec<QueueItem>,
    /// What to pass as `after` for the next page.
    pub(crate) next: Option<i64>,
    /// How many wait, under the same site or article.
    pub(crate) waiting: u64,
    /// How many are reported.
    pub(crate) reported: u64,
    /// How many were taken for spam.
    pub(crate) spam: u64,
}

/// A comment as moderators see it: with its words and its writer's name, whatever its standing.
#[derive(Clone, Debug)]
pub(crate) struct QueueItem {
    /// The comment; its author and body are there even when it was deleted, unless its words are gone.
    pub(crate) comment: Comment,
    /// The article.
    pub(crate) article: ArticleEntry,
    /// What the rules said when it was written.
    pub(crate) verdicts: Vec<StoredVerdict>,
    /// What readers said.
    pub(crate) reports: Vec<StoredReport>,
    /// How many comments of its writer are published; `None` when the writer is not known again.
    pub(crate) published_by_writer: Option<u64>,
    /// Whether its writer is banned.
    pub(crate) is_banned: bool,
    /// Whether its writer would be known again: nobody knows whose an imported comment is.
    pub(crate) can_be_banned: bool,
}

/// What a rule said of a comment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct StoredVerdict {
    /// The rule's name.
    pub(crate) rule: String,
    /// Where it wanted the comment to stand.
    pub(crate) status: engagement::comments::Status,
    /// Why.
    pub(crate) reason: String,
}

/// What a reader said of a comment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct StoredReport {
    /// In the reader's words; may be empty.
    pub(crate) reason: String,
    /// When.
    pub(crate) created_ms: i64,
}

/// Somebody may become a moderator, or choose another password.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Invitation {
    /// The hash of what stands in the link.
    pub(crate) token: TokenHash,
    /// Whose new password it is for; anybody's who has the link, when absent.
    pub(crate) name: Option<String>,
    /// Until when it holds.
    pub(crate) until_ms: i64,
}
