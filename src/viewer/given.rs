//! What stands in the element already, before anything is loaded.

use web_sys::HtmlElement;

use crate::browser::js;

/// What the page brought along.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Given {
    /// A text of ours, written ahead or drawn before, with its revision.
    Text {
        /// What it says, in short.
        revision: String,
    },
    /// An article as data, in a `<script type="application/json">`.
    Data(String),
    /// The host's own article.
    Own,
    /// Nothing.
    Nothing,
}

impl Given {
    /// Looks at the element's children.
    pub(super) fn of(host: &HtmlElement) -> Self {
        let child = |selector| js::find(Some(host), selector);
        if let Some(revision) =
            child(":scope > [data-av-revision]").and_then(|child| js::attribute(&child, "data-av-revision"))
        {
            return Self::Text { revision };
        }
        if let Some(data) = child(":scope > script[type='application/json']") {
            return Self::Data(js::get_text(&data, "textContent").unwrap_or_default());
        }
        if js::get_node(host, "firstElementChild").is_some() { Self::Own } else { Self::Nothing }
    }
}
