//! How much is taken, equal at both ends and in the store.

/// The longest article id, in bytes: room for an address with a long title in it.
pub const MAX_ARTICLE_ID_BYTES: usize = 1024;
/// The longest name, in characters.
pub const MAX_NAME_CHARS: usize = 60;
/// The longest comment, in characters: about two printed pages.
pub const MAX_TEXT_CHARS: usize = 5_000;
/// The largest request body, in bytes: a comment of 5,000 characters of four bytes, each escaped as JSON, with room to
/// spare.
pub const MAX_BODY_BYTES: usize = 64 * 1024;
/// Comments in one page when none is asked for.
pub const DEFAULT_PAGE: u16 = 20;
/// The most comments in one page.
pub const MAX_PAGE: u16 = 100;
