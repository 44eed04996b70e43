//! Where views and comments are kept. SQL occurs only below this module.

mod sqlite;

use std::fmt;

use async_trait::async_trait;
use engagement::{
    comments::{Comment, Page, Sort},
    live::Counts,
};

pub use sqlite::SqliteStore;

/// A store of views and comments. What it has answered for is durable.
#[async_trait]
pub trait Store: Send + Sync {
    /// What is counted of an article; zeros for one nobody has seen.
    async fn counts(&self, article: &str) -> Result<Counts, StoreError>;

    /// Records views in one transaction; the answers come in the order of the views.
    async fn record_views(&self, views: &[View]) -> Result<Vec<Recorded>, StoreError>;

    /// Stores comments in one transaction; the answers come in the order of the comments.
    async fn add_comments(&self, comments: &[NewComment]) -> Result<Vec<Added>, StoreError>;

    /// A page of an article's comments.
    async fn comments(&self, query: &PageQuery) -> Result<Page, StoreError>;

    /// The key of a day, made when first asked for and the same for everyone who asks.
    async fn day_key(&self, day: i64) -> Result<DayKey, StoreError>;

    /// Forgets marks from before a time and keys from before a day.
    async fn forget(&self, marks_before_ms: i64, keys_before_day: i64) -> Result<(), StoreError>;

    /// Whether the store answers.
    async fn ping(&self) -> Result<(), StoreError>;
}

/// The key visitors of one day are hashed with.
pub type DayKey = [u8; 32];

/// A visitor of an article: a keyed hash.
pub type Visitor = [u8; 16];

/// An article was seen.
#[derive(Clone, Debug)]
pub struct View {
    /// The article.
    pub article: String,
    /// Who saw it.
    pub visitor: Visitor,
    /// The same visitor under the key of the day before, while marks of that day still hold.
    pub visitor_before: Option<Visitor>,
    /// When.
    pub seen_ms: i64,
    /// Marks from this time or earlier no longer hold.
    pub marks_hold_after_ms: i64,
}

/// What became of a view.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Recorded {
    /// Whether it counts.
    pub counted: bool,
    /// What is counted of the article now.
    pub counts: Counts,
}

/// A comment to be stored.
#[derive(Clone, Debug)]
pub struct NewComment {
    /// The article.
    pub article: String,
    /// The comment, its id made by the writer's browser.
    pub comment: Comment,
}

/// What became of a comment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Added {
    /// Stored.
    New {
        /// What is counted of the article now.
        counts: Counts,
    },
    /// Stored before, under the same id: a retry.
    Again(Comment),
    /// The id belongs to another comment.
    Conflict,
}

/// Which page of an article's comments.
#[derive(Clone, Debug)]
pub struct PageQuery {
    /// The article.
    pub article: String,
    /// The order.
    pub sort: Sort,
    /// The last comment of the page before.
    pub after: Option<Cursor>,
    /// How many.
    pub limit: u16,
}

/// A place between two comments: the key of the last one before it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cursor {
    /// When it was stored.
    pub created_ms: i64,
    /// Its id.
    pub id: String,
}

impl Cursor {
    /// The cursor as clients hold it.
    pub fn print(created_ms: i64, id: &str) -> String {
        format!("{created_ms}~{id}")
    }

    /// Reads what [`Cursor::print`] wrote.
    pub fn parse(text: &str) -> Option<Self> {
        let (created_ms, id) = text.split_once('~')?;
        let id = uuid::Uuid::try_parse(id).ok()?;
        Some(Self { created_ms: created_ms.parse().ok()?, id: id.to_string() })
    }
}

/// Why a store did not do what it was asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StoreError {
    /// The disk is full.
    Full,
    /// Somebody else holds the database.
    Busy,
    /// Anything else, in the store's own words.
    Failed(String),
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Full => f.write_str("the disk is full"),
            Self::Busy => f.write_str("the database is held by somebody else"),
            Self::Failed(why) => f.write_str(why),
        }
    }
}

impl std::error::Error for StoreError {}
