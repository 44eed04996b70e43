//! Documents of `ProseMirror` and of what is made with it: `TipTap`, the Atlassian Document Format.
//!
//! Sources: prosemirror.net, "Document structure"; tiptap.dev, "Schema"; developer.atlassian.com, "Atlassian Document
//! Format". A document is the text alone.

use super::{draft::Draft, rich::Dialect};
use crate::{Json, ReadError};

pub(super) fn matches(first: &Json, _: &Json) -> bool {
    first.at("type").is_some_and(|kind| kind.is("doc")) && first.at("content").is_some_and(|it| it.as_array().is_some())
}

#[expect(clippy::unnecessary_wraps, reason = "all formats are read by functions of one type")]
pub(super) fn read(document: &Json, draft: &mut Draft) -> Result<(), ReadError> {
    Dialect::PLAIN.read(document.each_at("content"), draft);
    Ok(())
}
