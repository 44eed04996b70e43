//! What became of the comments of a file, for a person to read.

use std::{collections::BTreeMap, fmt};

/// So many examples of each kind are shown; the others are counted.
const MAX_EXAMPLES: usize = 10;
/// So much of an example is shown, in characters.
const MAX_EXAMPLE_CHARS: usize = 120;

/// What became of the comments of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Report {
    /// Comments in the file.
    read: u64,
    /// Comments that have a place.
    placed: u64,
    /// What was noted, in the order of the kinds.
    noted: BTreeMap<Reason, Noted>,
}

/// Comments of which the same is to be said.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Noted {
    count: u64,
    examples: Vec<String>,
}

/// Why a comment is not there, or not as it was. The first ones leave it out, the others change something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Reason {
    /// The thread has no address.
    NoAddress,
    /// The thread's address is a path.
    Path,
    /// The thread's address is not one of the web.
    NotWeb,
    /// The thread's address is longer than is kept.
    LongAddress,
    /// The comment has no id.
    NoId,
    /// Another comment of the file has the id.
    Twice,
    /// It was deleted where it comes from.
    Deleted,
    /// The article was deleted where it comes from.
    ArticleDeleted,
    /// Nothing is left of its text.
    NoText,
    /// A site wrote it, not a person.
    Pingback,
    /// It is something else that is kept among comments, such as a note on an order.
    NotByReader,
    /// One of the above, but there are answers to it.
    PlaceKept,
    /// What it answers is not there.
    ParentMissing,
    /// What it answers is under another article.
    ParentElsewhere,
    /// It answers itself, by way of others.
    Circle,
    /// It is an answer to an answer, more times than are kept.
    TooDeep,
    /// When it was written is not to be understood.
    NoDate,
    /// Where it stands is not to be understood.
    NoStatus,
    /// Its article is not for everybody.
    NotPublic,
    /// The name is longer than is kept.
    LongName,
    /// The text is longer than is taken from readers.
    LongText,
}

impl Reason {
    /// Whether the comment is left out.
    const fn is_loss(self) -> bool {
        (self as u8) < Self::PlaceKept as u8
    }

    /// What is said of the comments.
    const fn sentence(self) -> &'static str {
        match self {
            Self::NoAddress => "no address for the thread",
            Self::Path => "the address is a path: give --base https://…",
            Self::NotWeb => "the address is not one of the web (http or https, without a user name)",
            Self::LongAddress => "the address is longer than 1,024 characters",
            Self::NoId => "no id",
            Self::Twice => "the id stood in the file before",
            Self::Deleted => "deleted in the source",
            Self::ArticleDeleted => "the article was deleted in the source",
            Self::NoText => "no text",
            Self::Pingback => "pingback or trackback left out",
            Self::NotByReader => "of a type of its own, such as a note on an order: no comment of a reader",
            Self::PlaceKept => "deleted or without text, but answered: its place is kept, without name and words",
            Self::ParentMissing => "parent missing: kept as an answer to the article",
            Self::ParentElsewhere => "parent under another article: kept as an answer to the article",
            Self::Circle => "parents lead in a circle: kept as an answer to the article",
            Self::TooDeep => "more than 1,000 answers deep: kept as an answer to the comment before its parent",
            Self::NoDate => "date not understood: kept with that of what it answers",
            Self::NoStatus => "status not understood: held for a moderator",
            Self::NotPublic => "the article is a draft, private or has a password: held for a moderator",
            Self::LongName => "name longer than 60 characters: cut",
            Self::LongText => "text longer than 5,000 characters: kept whole",
        }
    }
}

impl Report {
    /// A comment was read.
    pub(super) const fn count_read(&mut self) {
        self.read += 1;
    }

    /// A comment has its place.
    pub(super) const fn count_placed(&mut self) {
        self.placed += 1;
    }

    /// Notes something of a comment; `example` says which.
    pub(super) fn note(&mut self, reason: Reason, example: impl FnOnce() -> String) {
        let noted = self.noted.entry(reason).or_default();
        noted.count += 1;
        if noted.examples.len() < MAX_EXAMPLES {
            // What a file says is shown in a terminal, which obeys control characters.
            let example =
                example().chars().map(|c| if c.is_control() { ' ' } else { c }).take(MAX_EXAMPLE_CHARS).collect();
            noted.examples.push(example);
        }
    }

    /// How many comments were read.
    #[cfg(test)]
    pub(crate) const fn read(&self) -> u64 {
        self.read
    }

    /// How many have a place.
    #[cfg(test)]
    pub(crate) const fn placed(&self) -> u64 {
        self.placed
    }

    /// How many are left out, each for one reason.
    pub(crate) fn left_out(&self) -> u64 {
        self.noted.iter().filter(|(reason, _)| reason.is_loss()).map(|(_, noted)| noted.count).sum()
    }

    /// How many comments a reason was given for.
    #[cfg(test)]
    pub(super) fn count(&self, reason: Reason) -> u64 {
        self.noted.get(&reason).map_or(0, |noted| noted.count)
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (title, is_loss) in [("Left out:", true), ("Placed, but not as they were:", false)] {
            let mut of_kind = self.noted.iter().filter(|(reason, _)| reason.is_loss() == is_loss).peekable();
            if of_kind.peek().is_some() {
                writeln!(f, "{title}")?;
            }
            for (reason, noted) in of_kind {
                writeln!(f, "  {}: {}", noted.count, reason.sentence())?;
                for example in &noted.examples {
                    writeln!(f, "    {example}")?;
                }
                let more = noted.count - noted.examples.len() as u64;
                if more > 0 {
                    writeln!(f, "    and {more} more")?;
                }
            }
        }
        let Self { read, placed, .. } = self;
        let comments = if *read == 1 { "comment" } else { "comments" };
        writeln!(f, "{read} {comments} read = {placed} placed + {} left out.", self.left_out())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sum_adds_up_and_examples_end() {
        let mut report = Report::default();
        for number in 0..25 {
            report.count_read();
            report.note(Reason::NoText, || format!("comment {number}\u{1b}[2J"));
        }
        report.count_read();
        report.count_placed();
        report.note(Reason::LongText, || "comment 25".into());
        let text = report.to_string();
        assert!(text.starts_with("Left out:\n  25: no text\n    comment 0 [2J\n"), "{text}");
        assert!(text.contains("    and 15 more\nPlaced, but not as they were:\n  1: text longer"), "{text}");
        assert!(text.ends_with("\n26 comments read = 1 placed + 25 left out.\n"), "{text}");
    }

    #[test]
    fn a_file_without_trouble_is_one_line() {
        let mut report = Report::default();
        report.count_read();
        report.count_placed();
        assert_eq!(report.to_string(), "1 comment read = 1 placed + 0 left out.\n");
    }
}
