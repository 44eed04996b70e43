//! What moderators ask of the store: the queue, decisions that can be undone, their log, and who they are.

use async_trait::async_trait;
use serde::{Deserialize, Serialize};

use super::{ArticleKey, Comment, StoreError};
use crate::views::DAY_MS;

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

/// What can be decided about a comment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Action {
    /// Everybody may see it; reports of it are settled.
    Approve,
    /// It is not published. Its words are kept for a while.
    Reject,
    /// It is spam.
    Spam,
    /// What was published is so no longer. Its words are kept for a while, its place while it has replies.
    Delete,
    /// Its writer may not comment on this site any more, and it is spam.
    Ban,
    /// Its writer may comment on this site again. The comment stays where it is.
    Unban,
}

impl Action {
    /// The word it is logged and sent as.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Approve => "approve",
            Self::Reject => "reject",
            Self::Spam => "spam",
            Self::Delete => "delete",
            Self::Ban => "ban",
            Self::Unban => "unban",
        }
    }

    /// The action of a word.
    pub(crate) fn parse(word: &str) -> Option<Self> {
        let all = [Self::Approve, Self::Reject, Self::Spam, Self::Delete, Self::Ban, Self::Unban];
        all.into_iter().find(|action| action.as_str() == word)
    }
}

/// A decision about a comment.
#[derive(Clone, Debug)]
pub(crate) struct Decision {
    /// The comment's id.
    pub(crate) comment: String,
    /// What is decided.
    pub(crate) action: Action,
    /// When the comment was last edited, as the moderator saw it; 0 for never.
    pub(crate) seen_ms: Option<i64>,
    /// By whom.
    pub(crate) by: Actor,
}

/// What became of a decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// It is carried out.
    Done(Decided),
    /// The bans of the writer are lifted. There is no way back but another ban.
    Lifted,
    /// There is no such comment, or it has no words any more.
    Gone,
    /// It would have published words that the moderator has not seen.
    Edited,
}

/// A decision that is carried out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Decided {
    /// Its entry in the log, by which it can be undone.
    pub(crate) entry: i64,
}

/// What became of the wish for other rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ruled {
    /// They are so now.
    Changed(Decided),
    /// They were so already.
    Same,
}

/// What became of the wish to undo.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Undone {
    /// All is as it was before.
    Yes,
    /// The ban is lifted; the comment stays where it is, since somebody has decided about it, or it is gone.
    Lifted,
    /// What it was about is no longer there.
    Gone,
    /// There is no such entry, or it cannot be undone.
    Missing,
    /// It was undone already.
    Already,
    /// Somebody has decided otherwise since.
    Overtaken,
}

/// An entry of the log. It holds no words of anybody's comment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct LogEntry {
    /// Its number.
    pub(crate) id: i64,
    /// When.
    pub(crate) at_ms: i64,
    /// Who.
    pub(crate) actor: String,
    /// What: the word of an [`Action`], `undo`, `close`, `open`, `rules`, `rename` or `rename-site`; of the team `invite`, `join`, `renew`,
    /// `password` or `dismiss`.
    pub(crate) action: String,
    /// The site.
    pub(crate) site: String,
    /// The article it was about.
    pub(crate) article: Option<ArticleEntry>,
    /// The comment it was about.
    pub(crate) comment: Option<String>,
    /// The moderator it was about, where that is not who did it.
    pub(crate) moderator: Option<String>,
    /// What was otherwise before; it is not known of what was decided long ago.
    pub(crate) change: Option<Change>,
    /// The entry that it undoes.
    pub(crate) undoes: Option<i64>,
    /// Whether it was undone.
    pub(crate) is_undone: bool,
    /// Whether it can be.
    pub(crate) can_be_undone: bool,
}

/// What an entry of the log has changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Change {
    /// Rules. A site that has no word about what is held went by the settings.
    Rules {
        /// As they were.
        was: ArticleRules,
        /// As they became.
        now: ArticleRules,
    },
    /// The key of an article.
    Key {
        /// As it was.
        was: String,
        /// As it became.
        now: String,
        /// Whether another article had it, and the two became one.
        is_merged: bool,
    },
}

/// Whether what an entry of the log stands for can be taken back. Undoing cannot: one decides anew.
pub(crate) fn can_be_undone(action: &str) -> bool {
    Action::parse(action).is_some_and(|action| action != Action::Unban) || matches!(action, "close" | "open" | "rules")
}

/// What is held for a moderator before anybody sees it, besides what the rules against spam hold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a box of its own in a form")]
pub struct Hold {
    /// Everything.
    pub all: bool,
    /// The first comment of a writer who has none that was published.
    pub first: bool,
    /// What has a link.
    pub links: bool,
    /// What readers report, until somebody has looked.
    pub reported: bool,
}

impl Hold {
    /// The words it is written as, a space between two; empty for none.
    pub(crate) fn print(self) -> String {
        let words = [(self.all, "all"), (self.first, "first"), (self.links, "links"), (self.reported, "reported")];
        words.iter().filter(|(is_on, _)| *is_on).map(|(_, word)| *word).collect::<Vec<_>>().join(" ")
    }

    /// Reads words separated by spaces or commas; `none` is none of them.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let mut hold = Self::default();
        for word in text.split([' ', ',']).filter(|word| !word.is_empty()) {
            match word {
                "all" => hold.all = true,
                "first" => hold.first = true,
                "links" => hold.links = true,
                "reported" => hold.reported = true,
                "none" => {}
                _ => return None,
            }
        }
        Some(hold)
    }
}

/// The rules of a site.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Rules {
    /// What is held.
    pub(crate) hold: Hold,
    /// After how many days under one article nothing more is taken; never, when absent.
    pub(crate) read_only_days: Option<u32>,
}

/// A site that something is stored of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct StoredSite {
    /// Its name.
    pub(crate) name: String,
    /// How many articles are its.
    pub(crate) articles: u64,
    /// Published comments under these.
    pub(crate) comments: u64,
}

/// The rules of an article; what is absent is as on its site.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct ArticleRules {
    /// What is held.
    pub(crate) hold: Option<Hold>,
    /// After how many days nothing more is taken.
    pub(crate) read_only_days: Option<u32>,
    /// Whether nothing more is taken at all.
    pub(crate) is_closed: bool,
}

/// An article, as moderators see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ArticleEntry {
    /// Its number.
    pub(crate) id: i64,
    /// Its site.
    pub(crate) site: String,
    /// Its key.
    pub(crate) key: String,
    /// Published comments.
    pub(crate) comments: u64,
    /// How often it was seen.
    pub(crate) views: u64,
    /// When it was first heard of.
    pub(crate) created_ms: i64,
    /// Its rules.
    pub(crate) rules: ArticleRules,
}

/// Which articles are looked for.
#[derive(Clone, Debug)]
pub(crate) struct Search {
    /// What they have in their key, in small letters or capitals.
    pub(crate) text: String,
    /// One that is found whatever it has in its key.
    pub(crate) id: Option<i64>,
    /// Of one site alone.
    pub(crate) site: Option<String>,
}

/// Whether comments are taken under an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Thread {
    /// They are.
    Open,
    /// They are, until then.
    Until(i64),
    /// They are not since then, by the article's age.
    Over(i64),
    /// They are not: a moderator closed it.
    Closed,
}

impl ArticleEntry {
    /// Whether comments are taken, on a site with these rules.
    pub(crate) fn thread(&self, site: Rules, now_ms: i64) -> Thread {
        match closes_ms(self.created_ms, self.rules.read_only_days, site.read_only_days) {
            _ if self.rules.is_closed => Thread::Closed,
            Some(closes_ms) if closes_ms <= now_ms => Thread::Over(closes_ms),
            Some(closes_ms) => Thread::Until(closes_ms),
            None => Thread::Open,
        }
    }
}

/// When an article takes no more comments by its age: by its own days, or by those of its site. 0 is for no end.
pub(crate) fn closes_ms(created_ms: i64, own_days: Option<u32>, site_days: Option<u32>) -> Option<i64> {
    let days = own_days.or(site_days).filter(|days| *days > 0)?;
    Some(created_ms + i64::from(days) * DAY_MS)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_held_is_read_as_it_was_written() {
        for words in ["", "all", "first links", "first links reported"] {
            assert_eq!(Hold::parse(words).map(Hold::print), Some(words.to_owned()));
        }
        assert_eq!(Hold::parse("none"), Some(Hold::default()));
        assert_eq!(Hold::parse("everything"), None);
    }
}
