//! Runs of text inside a block.

use serde::Serialize;

use crate::SafeUrl;

/// A piece of running text: plain, or a span with a meaning.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum Inline {
    /// Plain text.
    Text(String),
    /// Text with a meaning.
    Span(Span),
}

/// Text with a meaning.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "type", rename_all = "kebab-case")]
pub enum Span {
    /// Of strong importance.
    Strong {
        /// The text.
        content: Vec<Inline>,
    },
    /// Stressed.
    Emphasis {
        /// The text.
        content: Vec<Inline>,
    },
    /// Leads somewhere.
    Link {
        /// Where to.
        url: SafeUrl,
        /// The text.
        content: Vec<Inline>,
    },
    /// Computer code.
    Code {
        /// The code.
        text: String,
    },
    /// Below the line.
    Sub {
        /// The text.
        content: Vec<Inline>,
    },
    /// Above the line.
    Sup {
        /// The text.
        content: Vec<Inline>,
    },
    /// Marked for reference.
    Mark {
        /// The text.
        content: Vec<Inline>,
    },
    /// No longer so.
    Strike {
        /// The text.
        content: Vec<Inline>,
    },
    /// A line break that means something, as in a verse or an address.
    Break,
    /// Refers to the footnote of this id.
    Note {
        /// The footnote's id.
        id: String,
    },
}

/// The text of some inlines, without their meaning.
pub fn plain_text(content: &[Inline]) -> String {
    let mut text = String::new();
    append_plain_text(content, &mut text);
    text
}

pub(crate) fn append_plain_text(content: &[Inline], text: &mut String) {
    for inline in content {
        match inline {
            Inline::Text(piece) | Inline::Span(Span::Code { text: piece }) => text.push_str(piece),
            Inline::Span(
                Span::Strong { content }
                | Span::Emphasis { content }
                | Span::Link { content, .. }
                | Span::Sub { content }
                | Span::Sup { content }
                | Span::Mark { content }
                | Span::Strike { content },
            ) => append_plain_text(content, text),
            Inline::Span(Span::Break) => text.push('\n'),
            Inline::Span(Span::Note { .. }) => {}
        }
    }
}
