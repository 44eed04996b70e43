//! What is said at the head of a page about what was just done.

use std::str::FromStr;

use maud::{Markup, html};

use crate::store::newsroom::Action;

/// What became of what somebody asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Said {
    Approve,
    Reject,
    Spam,
    Delete,
    Ban,
    Lifted,
    Undo,
    Close,
    Open,
    Rules,
    Rename,
    Dismissed,
    Gone,
    Edited,
    Missing,
    Same,
    Already,
    Overtaken,
    Last,
}

/// Its word in an address, and the sentence.
const SAID: [(Said, &str, &str); 19] = [
    (Said::Approve, "approve", "Approved."),
    (Said::Reject, "reject", "Rejected."),
    (Said::Spam, "spam", "Marked as spam."),
    (Said::Delete, "delete", "Deleted."),
    (Said::Ban, "ban", "Banned: the comment is spam now, and its writer can write no more on this site."),
    (Said::Lifted, "lifted", "The ban is lifted. The comment stays where it is."),
    (Said::Undo, "undo", "Taken back: all is as it was before."),
    (Said::Close, "close", "Closed: no more comments are taken under this article."),
    (Said::Open, "open", "Open again, within the rules below."),
    (Said::Rules, "rules", "The rules were changed."),
    (Said::Rename, "rename", "The article has this address now; the one before leads here."),
    (Said::Dismissed, "dismissed", "Removed, and signed out everywhere."),
    (Said::Gone, "gone", "This comment is no longer there. Nothing was done."),
    (Said::Edited, "edited", "It was edited since you looked. Nothing was done: please read it again."),
    (Said::Missing, "missing", "This cannot be taken back. Nothing was done."),
    (Said::Same, "same", "It was so already. Nothing was changed."),
    (Said::Already, "already", "This was taken back before. Nothing was done."),
    (Said::Overtaken, "overtaken", "Somebody has decided otherwise since. Nothing was taken back."),
    (Said::Last, "last", "Nobody was removed: the last moderator stays."),
];

impl Said {
    /// What is said of a decision.
    pub(crate) const fn of(action: Action) -> Self {
        match action {
            Action::Approve => Self::Approve,
            Action::Reject => Self::Reject,
            Action::Spam => Self::Spam,
            Action::Delete => Self::Delete,
            Action::Ban => Self::Ban,
            Action::Unban => Self::Lifted,
        }
    }

    /// The word it has in an address.
    pub(crate) fn as_str(self) -> &'static str {
        SAID.iter().find(|(said, ..)| *said == self).map_or("", |(_, word, _)| word)
    }

    fn sentence(self) -> &'static str {
        SAID.iter().find(|(said, ..)| *said == self).map_or("", |(.., sentence)| sentence)
    }

    fn is_a_change(self) -> bool {
        !matches!(
            self,
            Self::Gone | Self::Edited | Self::Missing | Self::Same | Self::Already | Self::Overtaken | Self::Last
        )
    }
}

impl FromStr for Said {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        SAID.iter().find(|(_, word, _)| *word == text).map(|(said, ..)| *said).ok_or(())
    }
}

/// The line at the head of a page.
#[derive(Clone, Debug)]
pub(crate) struct Flash {
    pub(crate) said: Said,
    /// The entry by which it can be taken back.
    pub(crate) entry: Option<i64>,
    /// The comment it was about.
    pub(crate) about: Option<String>,
    /// The page it stands on.
    pub(crate) back: String,
}

impl Flash {
    pub(super) fn draw(&self) -> Markup {
        html! {
            div.flash role="status" data-kind=[(!self.said.is_a_change()).then_some("warning")] {
                p { (self.said.sentence()) }
                @if let Some(entry) = self.entry { (undo(entry, self.about.as_deref(), &self.back, true)) }
            }
        }
    }
}

/// The button that takes a decision back; `u` presses it where it is the only one.
pub(super) fn undo(entry: i64, about: Option<&str>, back: &str, is_only: bool) -> Markup {
    let (key, label) = if is_only { (Some("u"), None) } else { (None, Some(format!("Undo no. {entry}"))) };
    html! {
        form method="post" action="undo" {
            input type="hidden" name="entry" value=(entry);
            input type="hidden" name="back" value=(back);
            @if let Some(about) = about { input type="hidden" name="about" value=(about); }
            button.quiet data-key=[key] aria-keyshortcuts=[key] aria-label=[label] { "Undo" }
        }
    }
}
