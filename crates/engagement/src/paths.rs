//! Where things are on the server.
//!
//! An article is named by the `article` query parameter, not by a path segment: its id is usually an address, and
//! proxies disagree about what `%2F` in a path means.

/// Every version of the API is under this; no article is.
pub const API_ROOT: &str = "/api/";
/// `POST`: an article was seen.
pub const VIEWS: &str = "/api/v1/views";
/// `GET`: comments of an article; `POST`: a new one.
pub const COMMENTS: &str = "/api/v1/comments";
/// `PUT`: another text; `DELETE`: gone. What is under it is the comment's.
pub const COMMENT: &str = "/api/v1/comments/{id}";
/// `PUT`: the reader likes a comment; `DELETE`: no longer.
pub const LIKE: &str = "/api/v1/comments/{id}/like";
/// `PUT`: somebody should look at a comment.
pub const REPORT: &str = "/api/v1/comments/{id}/report";
/// `PUT`: the site puts a comment first; `DELETE`: no longer.
pub const PIN: &str = "/api/v1/comments/{id}/pin";
/// `POST`: what a comment would look like.
pub const PREVIEW: &str = "/api/v1/preview";
/// `GET`: the reader's own comments; `DELETE`: all of them are erased.
pub const ME: &str = "/api/v1/me";
/// `GET`: server-sent events of an article.
pub const LIVE: &str = "/api/v1/live";
/// `GET`: the document of this API.
pub const OPENAPI: &str = "/api/v1/openapi.json";
/// `GET`: the process answers.
pub const HEALTHZ: &str = "/healthz";
/// `GET`: requests should be sent here.
pub const READYZ: &str = "/readyz";
/// `GET`: comments of an article as a page, for readers without scripts.
pub const COMMENTS_PAGE: &str = "/comments";
/// The same, where the article stands in the path; leads there.
pub const COMMENTS_PAGE_OF: &str = "/comments/{*article}";
/// The header that makes a repeated post one comment
/// (draft-ietf-httpapi-idempotency-key-header-07). Its value is a UUID and becomes the comment's id.
pub const IDEMPOTENCY_KEY: &str = "idempotency-key";
