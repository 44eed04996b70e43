//! The list of keys.

use maud::{Markup, html};

/// Each key, and what it does.
const KEYS: [(&str, &str); 13] = [
    ("j or ↓", "the next comment"),
    ("k or ↑", "the one before"),
    ("a", "approve, publish or keep"),
    ("r", "reject"),
    ("s", "spam"),
    ("d", "delete"),
    ("b or l", "ban the writer, or lift the ban"),
    ("u", "undo what was just done"),
    ("g, then w, r, s, t or p", "what waits, was reported, is spam, in the trash, or published"),
    ("g, then l", "the log"),
    ("g, then q", "the queue"),
    ("g, then o or m", "the articles, or the team"),
    ("?", "this list"),
];

/// The list, folded. Keys need scripts: without them the list says so.
pub(super) fn help() -> Markup {
    html! {
        details.keys #keys {
            summary { "Keys" }
            dl {
                @for (key, words) in KEYS {
                    div { dt { kbd { (key) } } dd { (words) } }
                }
            }
            p { "They need scripts, and do nothing while you write. " button.quiet #no-keys type="button" hidden { "Turn off" } }
        }
    }
}
