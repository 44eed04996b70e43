//! Where views and comments are kept. SQL occurs only below this module.

pub(crate) mod copy;
mod engine;
pub(crate) mod newsroom;
mod postgres;
mod sql;
mod sqlite;

use std::{collections::HashMap, fmt, sync::Arc};

use async_trait::async_trait;
use engagement::{
    comments::{Erased, OwnPage, Sort, Status},
    live::Counts,
};
use serde::{Serialize, Serializer};
use serde_json::value::RawValue;

use newsroom::{Newsroom, Rules, StoredVerdict};
pub(crate) use {postgres::PostgresStore, sqlite::SqliteStore};

/// A comment whose blocks are the JSON they were stored as.
pub(crate) type Comment = engagement::comments::Comment<Body>;
/// A page of such comments.
pub(crate) type Page = engagement::comments::Page<Body>;

/// A store of views and comments. What it has answered for is durable, and told to its [`Listener`] before the answer.
#[async_trait]
pub(crate) trait Store: Newsroom + copy::Copies {
    /// What is counted of an article; zeros for one nobody has seen.
    async fn counts(&self, article: &ArticleKey) -> Result<Counts, StoreError>;

    /// Records a view.
    async fn record_view(&self, view: View) -> Result<Recorded, StoreError>;

    /// Stores a comment.
    async fn add_comment(&self, new: NewComment) -> Result<Added, StoreError>;

    /// Gives a comment of the owner's another text.
    async fn edit_comment(&self, id: &str, by: Permission, edit: Edit) -> Result<Changed, StoreError>;

    /// Deletes a comment of the owner's; its place stays while it has replies.
    async fn delete_comment(&self, id: &str, by: Permission) -> Result<Changed, StoreError>;

    /// Says whether a voter likes a comment, and how many do then; `None` when there is no such comment.
    async fn like(&self, id: &str, voter: Owner, likes: bool) -> Result<Option<u64>, StoreError>;

    /// Keeps a report, one of each reporter; tells whether there is such a comment.
    async fn report(&self, id: &str, report: Report) -> Result<bool, StoreError>;

    /// Puts a comment first, or no longer; tells whether there is such a comment.
    async fn pin(&self, id: &str, is_pinned: bool) -> Result<bool, StoreError>;

    /// A page of an article's comments; `None` when the comment it is to be about is not listed there.
    async fn page(&self, query: PageQuery) -> Result<Option<Page>, StoreError>;

    /// The comments of an owner, the latest first.
    async fn own(&self, owner: Owner, before: Option<i64>, limit: u16) -> Result<OwnPage, StoreError>;

    /// Erases all that is an owner's.
    async fn erase(&self, owner: Owner) -> Result<Erased, StoreError>;

    /// The fingerprints of the latest comments, the latest first.
    async fn fingerprints(&self, limit: u16) -> Result<Vec<u64>, StoreError>;

    /// The key of a day, made when first asked for and the same for everyone who asks.
    async fn day_key(&self, day: i64) -> Result<DayKey, StoreError>;

    /// Forgets what is no longer needed.
    async fn forget(&self, bounds: Forget) -> Result<(), StoreError>;

    /// Other keys of articles, and which article each leads to.
    async fn aliases(&self) -> Result<Vec<(ArticleKey, ArticleKey)>, StoreError>;

    /// A random key of that name, made when first asked for and the same for everyone who asks.
    async fn server_key(&self, name: &str) -> Result<[u8; 32], StoreError>;

    /// Notices what others have written, where nobody tells of it; called every other second.
    async fn look_around(&self) -> Result<(), StoreError>;

    /// Whether the store answers.
    async fn ping(&self) -> Result<(), StoreError>;
}

/// Who is told of what was committed, in the order of the commits.
pub(crate) trait Listener: Send + Sync {
    /// Something about an article is not what it was. Called where others wait: it must not.
    fn committed(&self, change: &Committed);

    /// The same, while what it is now is told later, when it has been read again.
    fn outdated(&self, article: &ArticleKey);

    /// Whether anybody waits to be told of an article.
    fn is_awaited(&self, article: &ArticleKey) -> bool;
}

/// What was committed.
#[derive(Clone, Debug)]
pub(crate) enum Committed {
    /// Something of one article.
    Article {
        /// The article.
        article: ArticleKey,
        /// What is counted of it now.
        counts: Counts,
        /// The comment that is new or changed.
        comment: Option<Box<(CommentChange, Comment)>>,
    },
    /// Rules: what is read of any article may be otherwise.
    Rules,
    /// Keys of articles, or more than can be told one by one: whoever was told of something has to ask anew.
    Much,
}

/// An article: its site, and what it is called there.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct ArticleKey {
    /// The site's name.
    pub(crate) site: Arc<str>,
    /// Its canonical address, or whatever else the site calls it.
    pub(crate) key: String,
}

/// What goes for sites that have no rules of their own.
#[derive(Clone, Debug, Default)]
pub(crate) struct Defaults {
    /// The rules of sites that are named in the settings.
    pub(crate) of_site: HashMap<Arc<str>, Rules>,
    /// Those of all others.
    pub(crate) rules: Rules,
    /// How many reports hold a comment, where reports do.
    pub(crate) reports_to_hold: u32,
}

impl Defaults {
    /// The rules of a site.
    pub(crate) fn of(&self, site: &str) -> Rules {
        self.of_site.get(site).copied().unwrap_or(self.rules)
    }
}

/// What is forgotten: all that is from before these times. What has none is kept.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Forget {
    /// Marks of views.
    pub(crate) marks_ms: i64,
    /// Keys of days.
    pub(crate) keys_day: i64,
    /// Now: what held until then no longer does.
    pub(crate) now_ms: i64,
    /// Words of deleted comments, and spam.
    pub(crate) words_ms: Option<i64>,
    /// Networks that comments came from.
    pub(crate) networks_ms: Option<i64>,
    /// Entries of the log.
    pub(crate) log_ms: Option<i64>,
}

/// What became of a comment that others see.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CommentChange {
    /// It is new.
    New,
    /// It was edited, deleted, liked or pinned.
    Changed,
}

/// The blocks of a comment, as the JSON they were stored as.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Body(Arc<str>);

impl Body {
    /// Blocks as JSON.
    pub(crate) fn new(json: String) -> Self {
        Self(json.into())
    }

    /// No blocks.
    pub(crate) fn empty() -> Self {
        Self("[]".into())
    }

    /// The JSON.
    pub(crate) fn json(&self) -> &str {
        &self.0
    }
}

impl Serialize for Body {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serde_json::from_str::<&RawValue>(&self.0).map_err(serde::ser::Error::custom)?.serialize(serializer)
    }
}

/// The key visitors of one day are hashed with.
pub(crate) type DayKey = [u8; 32];

/// A visitor of an article: a keyed hash.
pub(crate) type Visitor = [u8; 16];

/// Whose a comment or a like is: the hash of a secret that only the reader's browser has, or of an account of the site.
pub(crate) type Owner = [u8; 32];

/// An article was seen.
#[derive(Clone, Debug)]
pub(crate) struct View {
    /// The article.
    pub(crate) article: ArticleKey,
    /// Who saw it.
    pub(crate) visitor: Visitor,
    /// The same visitor under the key of the day before, while marks of that day still hold.
    pub(crate) visitor_before: Option<Visitor>,
    /// When.
    pub(crate) seen_ms: i64,
    /// Marks from this time or earlier no longer hold.
    pub(crate) marks_hold_after_ms: i64,
}

/// What became of a view.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Recorded {
    /// Whether it counts.
    pub(crate) counted: bool,
    /// What is counted of the article now.
    pub(crate) counts: Counts,
}

/// A comment to be stored.
#[derive(Clone, Debug)]
pub(crate) struct NewComment {
    /// The article.
    pub(crate) article: ArticleKey,
    /// Its UUID, made by the writer's browser.
    pub(crate) id: String,
    /// The comment it answers.
    pub(crate) parent: Option<String>,
    /// The writer's name.
    pub(crate) author_name: String,
    /// What was written and what moderation said of it.
    pub(crate) edit: Edit,
    /// Who may change it.
    pub(crate) owner: Option<Owner>,
    /// Whether its writer belongs to the site.
    pub(crate) is_staff: bool,
    /// What the network it came from is known by for some days; nothing where that is not kept.
    pub(crate) network: Option<Visitor>,
}

/// A text, and what moderation said of it.
#[derive(Clone, Debug)]
pub(crate) struct Edit {
    /// As it was written, in Markdown.
    pub(crate) text: String,
    /// As it is shown.
    pub(crate) body: Body,
    /// When.
    pub(crate) at_ms: i64,
    /// Where the comment stands with it.
    pub(crate) status: Status,
    /// What each rule said.
    pub(crate) verdicts: Vec<StoredVerdict>,
    /// What texts that are nearly the same have nearly in common.
    pub(crate) fingerprint: Option<u64>,
}

/// What became of a comment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Added {
    /// Stored.
    New(Comment),
    /// Stored before, under the same id: a retry.
    Again(Comment),
    /// The id belongs to another comment.
    Conflict,
    /// What it answers is not there, or not listed, or under another article.
    NoParent,
    /// What it answers is as deep as a thread goes.
    TooDeep,
    /// Nothing more is taken under this article.
    Closed,
    /// Its writer may not comment here.
    Banned,
}

/// Who wants to change a comment.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Permission {
    /// Whose comments these are.
    pub(crate) owner: Owner,
    /// Comments from before this time stay as they are.
    pub(crate) created_after_ms: i64,
}

/// What became of a change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Changed {
    /// It was made.
    Yes(Comment),
    /// There is no such comment.
    Missing,
    /// It is somebody else's.
    NotYours,
    /// It is too old.
    TooLate,
    /// Nothing more is taken under its article.
    Closed,
}

/// Somebody should look at a comment.
#[derive(Clone, Debug)]
pub(crate) struct Report {
    /// Who says so.
    pub(crate) reporter: Owner,
    /// Why.
    pub(crate) reason: String,
    /// When.
    pub(crate) at_ms: i64,
}

/// Which page of an article's comments.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct PageQuery {
    /// The article.
    pub(crate) article: ArticleKey,
    /// The order.
    pub(crate) sort: Sort,
    /// What is listed.
    pub(crate) of: Level,
    /// Where the page begins.
    pub(crate) cursor: Option<Cursor>,
    /// How many, replies not counted.
    pub(crate) limit: u16,
}

/// Which comments a page lists.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Level {
    /// Those that answer the article.
    Article,
    /// Those that answer a comment.
    Comment(String),
    /// Those that answer the article, from the one in whose thread a comment is; that comment is on the page.
    Around(String),
}

/// A place between two comments: the key of the one before it, or after it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Cursor {
    /// Whether the page ends here rather than begins.
    pub(crate) is_end: bool,
    /// How many like the comment; 0 where that is not the order.
    pub(crate) likes: i64,
    /// When it was stored.
    pub(crate) created_ms: i64,
    /// Its number.
    pub(crate) seq: i64,
}

impl Cursor {
    /// The cursor as clients hold it.
    pub(crate) fn print(self) -> String {
        let Self { is_end, likes, created_ms, seq } = self;
        format!("{}{likes}~{created_ms}~{seq}", if is_end { "b" } else { "a" })
    }

    /// Reads what [`Cursor::print`] wrote.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        // Before or after.
        let is_end = text.starts_with('b');
        let mut numbers = text.strip_prefix(['a', 'b'])?.split('~');
        let mut number = || Self::number(numbers.next()?);
        let cursor = Self { is_end, likes: number()?, created_ms: number()?, seq: number()? };
        numbers.next().is_none().then_some(cursor)
    }

    /// A number as it is printed: no other way of writing it, and room to count on.
    pub(crate) fn number(text: &str) -> Option<i64> {
        let digits = text.strip_prefix('-').unwrap_or(text);
        let is_number = (1..=18).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
        text.parse().ok().filter(|_| is_number)
    }
}

/// Why a store did not do what it was asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StoreError {
    /// The disk is full.
    Full,
    /// Somebody else holds the database.
    Busy,
    /// The database cannot be reached just now, or takes nothing, in its own words.
    Away(String),
    /// What others did at the same time kept this from being done.
    Overtaken,
    /// The database is not what it should be.
    Damaged,
    /// Anything else, in the store's own words.
    Failed(String),
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Full => f.write_str("the disk is full"),
            Self::Busy => f.write_str("the database is held by somebody else"),
            Self::Away(why) => write!(f, "the database cannot be reached: {why}"),
            Self::Overtaken => f.write_str("too much was written at the same time"),
            Self::Damaged => f.write_str("the database is damaged"),
            Self::Failed(why) => f.write_str(why),
        }
    }
}

impl std::error::Error for StoreError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_is_read_as_it_was_written_and_nothing_else_is() {
        for is_end in [false, true] {
            let cursor = Cursor { is_end, likes: 3, created_ms: -5, seq: 7 };
            assert_eq!(Cursor::parse(&cursor.print()), Some(cursor));
        }
        for wrong in ["", "a", "a1~2", "a1~2~3~4", "1~2~3", "a1~2~x", "b1~2~99999999999999999999", "a+1~2~3"] {
            assert_eq!(Cursor::parse(wrong), None, "{wrong}");
        }
    }
}
