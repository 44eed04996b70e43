//! What the server says without being asked, over one stream per article (HTML, "Server-sent events").

use serde::{Deserialize, Serialize};

/// The event that carries [`Counts`]: the first of every stream, then whenever they change.
pub const COUNTS: &str = "counts";
/// The event that carries a new [`Comment`](crate::comments::Comment).
pub const COMMENT: &str = "comment";
/// The event that carries a comment that is not what it was: edited, deleted, liked, pinned.
pub const CHANGE: &str = "change";
/// All of them.
pub const ALL: &str = "counts comment change";

/// What is counted of an article.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Counts {
    /// How often it was seen.
    pub views: u64,
    /// How many comments it has.
    pub comments: u64,
}
