//! How much is taken, equal at both ends and in the store.

/// The longest article id, in characters: room for an address with a long title in it.
pub const MAX_ARTICLE_ID_CHARS: usize = 1024;
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
/// The deepest reply: an exchange of a thousand turns.
pub const MAX_DEPTH: u16 = 1_000;
/// The longest reason of a report, in characters.
pub const MAX_REASON_CHARS: usize = 500;
/// Replies that a page holds of each comment it lists; the others are asked for.
pub const REPLIES_SHOWN: usize = 20;
/// The shortest secret a reader's browser may make, in bytes: 128 bits as base64.
pub const MIN_SECRET_BYTES: usize = 22;
/// The longest.
pub const MAX_SECRET_BYTES: usize = 128;
