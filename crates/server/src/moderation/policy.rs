//! What a newsroom wants to look at before anybody else, whatever the rules against spam say.

use engagement::comments::Status;

use crate::store::{
    Edit,
    newsroom::{Hold, StoredVerdict},
};

/// What is known of whoever writes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Writer {
    /// They belong to the site, which vouches for what they write.
    pub(crate) is_staff: bool,
    /// Nothing of theirs was published yet, where that matters.
    pub(crate) is_new: bool,
}

/// Where a comment stands, and everything that was said of it, as JSON.
pub(crate) fn standing(hold: Hold, writer: Writer, edit: &Edit) -> (Status, String) {
    if writer.is_staff {
        return (Status::Approved, print(&[]));
    }
    let checks = [
        (hold.all, "hold-all", "Every comment is looked at first here."),
        (hold.first && writer.is_new, "hold-first", "Nothing of this writer was published yet."),
        (hold.links && has_link(edit), "hold-links", "It has a link."),
    ];
    let more = checks.iter().filter(|(is_on, ..)| *is_on).map(|(_, rule, why)| verdict(rule, why));
    let all: Vec<_> = edit.verdicts.iter().cloned().chain(more).collect();
    let status = if edit.status.is_approved() && all.len() > edit.verdicts.len() { Status::Hold } else { edit.status };
    (status, print(&all))
}

/// What is said of a comment that readers have reported so often.
pub(crate) fn reported(reports: u32) -> String {
    print(&[verdict("hold-reported", &format!("{reports} readers reported it."))])
}

/// In the blocks, where a link is one however it was written; a quotation mark within a text is escaped there.
fn has_link(edit: &Edit) -> bool {
    edit.body.json().contains(r#""type":"link""#)
}

fn verdict(rule: &str, reason: &str) -> StoredVerdict {
    StoredVerdict { rule: rule.to_owned(), status: Status::Hold, reason: reason.to_owned() }
}

fn print(verdicts: &[StoredVerdict]) -> String {
    serde_json::to_string(verdicts).unwrap_or_else(|_| "[]".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Body;

    fn check(hold: &str, body: &str, writer: Writer, was: Status, expected: Status, rules: &[&str]) {
        let edit = Edit {
            text: "…".to_owned(),
            body: Body::new(body.to_owned()),
            at_ms: 0,
            status: was,
            verdicts: Vec::new(),
            fingerprint: None,
        };
        let (status, verdicts) = standing(Hold::parse(hold).expect("words"), writer, &edit);
        assert_eq!(status, expected, "{hold} {body}");
        let verdicts: Vec<StoredVerdict> = serde_json::from_str(&verdicts).expect("verdicts");
        assert_eq!(verdicts.iter().map(|verdict| &*verdict.rule).collect::<Vec<_>>(), rules);
    }

    #[test]
    fn a_policy_holds_what_it_names_and_nothing_of_the_staff() {
        let reader = Writer { is_staff: false, is_new: false };
        let (new, staff) = (Writer { is_new: true, ..reader }, Writer { is_staff: true, is_new: true });
        let link = r#"[{"type":"link"}]"#;
        check("", link, new, Status::Approved, Status::Approved, &[]);
        check("all", "[]", reader, Status::Approved, Status::Hold, &["hold-all"]);
        check("first", "[]", reader, Status::Approved, Status::Approved, &[]);
        check("first links", link, new, Status::Approved, Status::Hold, &["hold-first", "hold-links"]);
        check("all first links", link, staff, Status::Approved, Status::Approved, &[]);
        check("all", link, staff, Status::Spam, Status::Approved, &[]);
        check("all", "[]", reader, Status::Spam, Status::Spam, &["hold-all"]);
    }
}
