//! What moderators decide, what becomes of it, and the log that has it.

use serde::{Deserialize, Serialize};

use super::{Actor, ArticleEntry, ArticleRules};

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
