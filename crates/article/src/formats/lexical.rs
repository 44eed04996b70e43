//! Lexical's editor state, also with the nodes of Ghost's editor and of Payload.
//!
//! Source: lexical.dev, "Serialization & Deserialization".

use super::{draft::Draft, rich::Dialect};
use crate::{Json, ReadError};

pub(super) fn matches(first: &Json, _: &Json) -> bool {
    first.at("root/type").is_some_and(|kind| kind.is("root"))
}

#[expect(clippy::unnecessary_wraps, reason = "all formats are read by functions of one type")]
pub(super) fn read(state: &Json, draft: &mut Draft) -> Result<(), ReadError> {
    draft.plain("headline", state.at("title"));
    Dialect::PLAIN.read(state.each_at("root/children"), draft);
    Ok(())
}
