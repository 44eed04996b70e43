//! The rules.

use engagement::comments::Status;

use super::{Rule, Written, fingerprint::is_near};
use crate::store::newsroom::StoredVerdict as Verdict;

fn hold(rule: &str, reason: impl Into<String>) -> Verdict {
    Verdict { rule: rule.to_owned(), status: Status::Hold, reason: reason.into() }
}

/// A field that people do not see is left empty by them.
pub(super) struct Honeypot;

impl Rule for Honeypot {
    fn judge(&self, written: &Written) -> Option<Verdict> {
        let reason = "A field was filled in that people do not see.".to_owned();
        (!written.website.is_empty()).then_some(Verdict { rule: "honeypot".to_owned(), status: Status::Spam, reason })
    }
}

/// Nobody writes a comment in no time.
pub(super) struct TypingTime {
    pub(super) at_least_ms: u64,
}

impl Rule for TypingTime {
    fn judge(&self, written: &Written) -> Option<Verdict> {
        let took = written.typing_ms.filter(|took| *took < self.at_least_ms)?;
        Some(hold("typing-time", format!("It was written in {took} ms.")))
    }
}

/// Many links are seldom an opinion.
pub(super) struct Links {
    pub(super) at_most: usize,
}

impl Rule for Links {
    fn judge(&self, written: &Written) -> Option<Verdict> {
        // In the blocks, where a link is one however it was written; a quotation mark within a text is escaped there.
        let links = written.body.matches(r#""type":"link""#).count();
        (links > self.at_most).then(|| hold("links", format!("It has {links} links.")))
    }
}

/// The same text again and again is an advertisement.
pub(super) struct Repeated;

impl Rule for Repeated {
    fn judge(&self, written: &Written) -> Option<Verdict> {
        let ours = written.fingerprint?;
        let is_known = written.latest.iter().any(|known| is_near(*known, ours));
        is_known.then(|| hold("repeated", "It is nearly the same as an earlier comment."))
    }
}

/// Words that the site wants to look at first.
pub(super) struct Words(Vec<String>);

impl Words {
    /// One word or phrase a line; what begins with `#` is a remark.
    pub(super) fn new(list: &str) -> Self {
        let lines = list.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
        Self(lines.map(spaced).collect())
    }
}

impl Rule for Words {
    fn judge(&self, written: &Written) -> Option<Verdict> {
        let (name, text) = (spaced(written.name), spaced(written.text));
        let found = self.0.iter().find(|word| name.contains(*word) || text.contains(*word))?;
        Some(hold("words", format!("It has “{}”.", found.trim())))
    }
}

/// The words of a text in lower case, a space before and after each, so that a word is found whole.
fn spaced(text: &str) -> String {
    let text = text.to_lowercase();
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.fold(" ".to_owned(), |text, word| text + word + " ")
}

#[cfg(test)]
mod tests {
    use std::collections::VecDeque;

    use super::*;

    fn judge(rule: &dyn Rule, change: impl FnOnce(&mut Written)) -> Option<Status> {
        let latest = VecDeque::from([u64::MAX]);
        let mut written = Written {
            name: "Asha",
            text: "Good.",
            body: "[]",
            typing_ms: None,
            website: "",
            fingerprint: None,
            latest: &latest,
        };
        change(&mut written);
        rule.judge(&written).map(|verdict| verdict.status)
    }

    #[test]
    fn each_rule_speaks_against_one_thing() {
        let typing = TypingTime { at_least_ms: 1_500 };
        let words = Words::new("# Remarks are none\nCasino\n\nbest price");
        let rules: [&dyn Rule; 5] = [&Honeypot, &typing, &Links { at_most: 1 }, &Repeated, &words];
        for rule in rules {
            assert_eq!(judge(rule, |_| {}), None);
        }
        assert_eq!(judge(&Honeypot, |written| written.website = "https://x.example"), Some(Status::Spam));
        assert_eq!(judge(&typing, |written| written.typing_ms = Some(300)), Some(Status::Hold));
        assert_eq!(judge(&typing, |written| written.typing_ms = Some(1_500)), None);
        let links = r#"[{"type":"link"},{"type":"link"}]"#;
        assert_eq!(judge(&Links { at_most: 1 }, |written| written.body = links), Some(Status::Hold));
        assert_eq!(judge(&Repeated, |written| written.fingerprint = Some(u64::MAX - 1)), Some(Status::Hold));
        assert_eq!(judge(&words, |written| written.text = "The BEST  price!"), Some(Status::Hold));
        assert_eq!(judge(&words, |written| written.name = "casino"), Some(Status::Hold));
        assert_eq!(judge(&words, |written| written.text = "Casinos are not the word."), None);
    }
}
