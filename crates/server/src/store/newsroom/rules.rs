//! What is held, until when comments are taken, and the articles and sites that this is said of.

use crate::views::DAY_MS;

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
