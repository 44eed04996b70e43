//! The events of a stream.

use utoipa::ToSchema;

/// One event of a stream.
#[derive(ToSchema)]
#[expect(dead_code, reason = "it is there for its schema")]
pub(in crate::routes) struct Event {
    /// What it tells.
    #[schema(inline)]
    event: Name,
    /// JSON: `Counts` with `counts`, a `Comment` with the others.
    #[schema(content_media_type = "application/json")]
    data: String,
}

/// The names are those of `engagement::live`.
#[derive(ToSchema)]
#[serde(rename_all = "lowercase")]
#[expect(dead_code, reason = "it is there for its schema")]
enum Name {
    Counts,
    Comment,
    Change,
}
