//! What a store holds, as records that another store takes: for backups, for moving to another engine, for other programs.
//!
//! Records name articles by site and key, comments by id, and never by the numbers one database happens to have. They come in an
//! order in which each finds what it refers to; the last says how many there were.

use std::{collections::BTreeMap, sync::Arc};

use async_trait::async_trait;
use base64::{Engine as _, prelude::BASE64_STANDARD};
use engagement::comments::{Own, Status};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use tokio::sync::mpsc;

use super::{Owner, StoreError, newsroom::Actor};

/// A store that can be copied.
#[async_trait]
pub(crate) trait Copies: Send + Sync {
    /// Sends all records of one moment.
    async fn dump(&self, scope: Scope, records: mpsc::Sender<Record>) -> Result<(), StoreError>;

    /// Stores records, all of them or none.
    async fn load(&self, records: Vec<Record>, known: Known) -> Result<Loaded, StoreError>;

    /// Takes all bans back: those that still are come with the records.
    async fn lift_bans(&self) -> Result<(), StoreError>;

    /// How many of these comments are there, whatever their standing.
    async fn count_known(&self, ids: Vec<String>) -> Result<u64, StoreError>;

    /// How many comments there are, whatever their standing.
    async fn count_comments(&self) -> Result<u64, StoreError>;

    /// Gives the article that a key leads to another one; tells whether there is such an article.
    async fn rename_key(&self, site: &str, from: &str, to: &str, by: Actor) -> Result<bool, StoreError>;

    /// Moves all that is stored of a site: each article to the site of its key, the rest to one.
    async fn rename_site(&self, from: &str, to: &str, site_of: Arc<SiteOf>, by: Actor) -> Result<Moved, StoreError>;

    /// What is kept of a person.
    async fn person(&self, person: Person) -> Result<Kept, StoreError>;

    /// Erases a person's comments, likes and reports; tells how many comments. Bans stay.
    async fn erase_person(&self, person: Person) -> Result<u64, StoreError>;
}

/// What is kept of a person.
#[derive(Clone, Debug, Default, Serialize)]
pub(crate) struct Kept {
    /// What they wrote.
    pub(crate) comments: Vec<Own>,
    /// The comments that they like.
    pub(crate) likes: Vec<String>,
    /// What they reported.
    pub(crate) reports: Vec<Reported>,
    /// The sites on which they may not write.
    pub(crate) banned_on: Vec<String>,
}

/// What somebody said of a comment.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Reported {
    /// The comment.
    pub(crate) comment: String,
    /// What is wrong with it.
    pub(crate) reason: String,
    /// When it was said.
    pub(crate) created_ms: i64,
}

/// Which site an article of a key goes to.
pub(crate) type SiteOf = dyn Fn(&str) -> Arc<str> + Send + Sync;

/// How many articles have gone to which site.
pub(crate) type Moved = BTreeMap<Arc<str>, u64>;

/// Whose comments.
#[derive(Clone, Debug)]
pub(crate) enum Person {
    /// Those of a secret or an account, by its hash.
    Owner(Owner),
    /// Those of whoever wrote this one, by its id; that one alone, where nobody knows.
    Comment(String),
    /// Those under a name, whoever used it.
    Name(String),
}

/// What is copied.
#[derive(Clone, Debug, Default)]
pub(crate) struct Scope {
    /// One site alone.
    pub(crate) site: Option<String>,
    /// Comments article by article, rather than in the order in which they came.
    pub(crate) is_by_article: bool,
    /// Besides what was published or said, what only this server needs: moderators, their log, bans, keys.
    pub(crate) is_whole: bool,
}

/// What becomes of a record whose comment is there already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Known {
    /// What is there stays as it is.
    Stays,
    /// What is there becomes as the record says.
    Follows,
}

/// What became of records.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Loaded {
    /// Comments that are new.
    pub(crate) new: u64,
    /// Comments that were there.
    pub(crate) known: u64,
    /// Comments that were there and are otherwise now.
    pub(crate) changed: u64,
    /// Comments whose parent is not there, or as deep as a thread goes; they answer the article now.
    pub(crate) moved: u64,
}

impl std::ops::AddAssign for Loaded {
    fn add_assign(&mut self, other: Self) {
        self.new += other.new;
        self.known += other.known;
        self.changed += other.changed;
        self.moved += other.moved;
    }
}

/// Something that is stored. Times are milliseconds since 1970-01-01T00:00:00Z, bytes are base64.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case", rename_all_fields = "kebab-case", deny_unknown_fields)]
pub(crate) enum Record {
    /// The first: what wrote the records, and the version of their form.
    Begin {
        /// Always `article-viewer`.
        of: String,
        /// The version, 1.
        version: u32,
    },
    /// The rules of a site.
    Site { name: String, hold: String, read_only_days: Option<u32> },
    /// An article.
    Article {
        site: String,
        key: String,
        views: u64,
        created_ms: i64,
        hold: Option<String>,
        read_only_days: Option<u32>,
        closed_ms: Option<i64>,
    },
    /// Another key of an article.
    Alias { site: String, key: String, article: String },
    /// A comment.
    Comment(Box<Remark>),
    /// Somebody likes a comment.
    Like { comment: String, voter: Bytes },
    /// Somebody reported a comment.
    Report { comment: String, reporter: Bytes, reason: String, created_ms: i64, is_settled: bool },
    /// A moderator, with the hash of the password.
    Moderator { name: String, password: String, created_ms: i64 },
    /// Somebody may not comment.
    Ban { site: String, owner: Option<Bytes>, network: Option<Bytes>, until_ms: Option<i64>, decision: Option<i64> },
    /// An entry of the log.
    Decision {
        id: i64,
        at_ms: i64,
        actor: String,
        action: String,
        site: String,
        article: Option<String>,
        comment: Option<String>,
        was: String,
        undoes: Option<i64>,
    },
    /// A key of the server.
    ServerKey { name: String, value: Bytes },
    /// The last: how many came before it. Without it the rest is missing.
    End {
        records: u64,
        /// The SHA-256 of all bytes before it, in a file.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        sha256: Option<Bytes>,
    },
}

/// A comment, with all that is known of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct Remark {
    pub(crate) id: String,
    pub(crate) site: String,
    pub(crate) article: String,
    #[serde(default)]
    pub(crate) parent: Option<String>,
    pub(crate) author_name: String,
    #[serde(default)]
    pub(crate) staff: bool,
    /// As it was written, in Markdown.
    pub(crate) text: String,
    /// As it is shown: blocks of the native article format, as JSON.
    #[serde(default)]
    pub(crate) body: Option<String>,
    pub(crate) created_ms: i64,
    #[serde(default)]
    pub(crate) modified_ms: Option<i64>,
    pub(crate) status: Status,
    #[serde(default)]
    pub(crate) pinned: bool,
    #[serde(default)]
    pub(crate) likes: u64,
    #[serde(default)]
    pub(crate) owner: Option<Bytes>,
    #[serde(default)]
    pub(crate) network: Option<Bytes>,
    /// What the rules said, as JSON.
    #[serde(default)]
    pub(crate) verdicts: Option<String>,
    #[serde(default)]
    pub(crate) fingerprint: Option<i64>,
    #[serde(default)]
    pub(crate) decided_ms: Option<i64>,
}

/// Bytes, in base64 where they are text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Bytes(pub(crate) Vec<u8>);

impl Serialize for Bytes {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&BASE64_STANDARD.encode(&self.0))
    }
}

impl<'de> Deserialize<'de> for Bytes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        BASE64_STANDARD.decode(text).map(Self).map_err(serde::de::Error::custom)
    }
}
