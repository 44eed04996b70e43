//! What stands in the element already, before anything is loaded.

use web_sys::HtmlElement;

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
        let child = |selector| host.query_selector(selector).ok().flatten();
        if let Some(revision) =
            child(":scope > [data-av-revision]").and_then(|child| child.get_attribute("data-av-revision"))
        {
            return Self::Text { revision };
        }
        if let Some(data) = child(":scope > script[type='application/json']") {
            return Self::Data(data.text_content().unwrap_or_default());
        }
        if host.child_element_count() > 0 { Self::Own } else { Self::Nothing }
    }
}
