//! What a request can fail with, and what the caller is told.

use axum::{
    Json,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use engagement::{
    comments::CommentError,
    problem::{self, Problem},
};

use crate::{accounts::Refusal, log, store::StoreError};

/// A request that failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Error {
    /// A parameter, header or body is not as documented.
    Invalid { code: &'static str, detail: String },
    /// A comment that breaks a rule of writing.
    Comment(CommentError),
    /// An idempotency key that was used for something else.
    KeyReused,
    /// No comment of that id, or none that is listed.
    NoComment,
    /// An answer to a comment that is not there.
    NoParent,
    /// An answer to a comment that is as deep as a thread goes.
    TooDeep,
    /// An article of another site than the page that asks.
    OtherSite,
    /// An article under which nothing more is taken.
    Closed,
    /// Somebody from whom nothing is taken.
    Banned,
    /// No secret, where one is needed.
    NoSecret,
    /// A token that is not taken, cannot be checked, or is not there.
    Account(Refusal),
    /// A comment of somebody else's.
    NotYours,
    /// A comment that can no longer be changed.
    TooLate { minutes: u32 },
    /// A body of another media type than JSON.
    UnsupportedMediaType,
    /// A body over the limit.
    TooLarge,
    /// No such path.
    NotFound,
    /// A method the path does not have.
    MethodNotAllowed,
    /// Too many requests of one address.
    TooMany { retry_after_seconds: u64 },
    /// Took too long.
    TimedOut,
    /// Too many wait for the same already.
    Busy,
    /// The store could not do it.
    Store(StoreError),
    /// A fault of ours.
    Internal,
}

impl Error {
    pub(crate) fn invalid(code: &'static str, detail: impl Into<String>) -> Self {
        Self::Invalid { code, detail: detail.into() }
    }

    /// Its status, its code, its kind in a few words, and a sentence about it.
    #[expect(clippy::too_many_lines, reason = "a table")]
    pub(crate) fn problem(&self) -> (StatusCode, &str, &str, String) {
        match self {
            Self::Invalid { code, detail } => (StatusCode::BAD_REQUEST, code, "Not understood", detail.clone()),
            Self::Comment(error) => {
                (StatusCode::UNPROCESSABLE_ENTITY, error.code(), "Comment not taken", error.to_string())
            }
            Self::KeyReused => (
                StatusCode::UNPROCESSABLE_ENTITY,
                "idempotency-key-reused",
                "Key used before",
                "This Idempotency-Key was used for another comment.".to_owned(),
            ),
            Self::NoComment => {
                (StatusCode::NOT_FOUND, "comment-not-found", "Not found", "There is no such comment.".to_owned())
            }
            Self::NoParent => (
                StatusCode::UNPROCESSABLE_ENTITY,
                "parent-not-found",
                "Comment not taken",
                "The comment you answer is no longer there.".to_owned(),
            ),
            Self::TooDeep => (
                StatusCode::UNPROCESSABLE_ENTITY,
                "too-deep",
                "Comment not taken",
                "This exchange is as long as one can be. Please begin another.".to_owned(),
            ),
            Self::OtherSite => (
                StatusCode::NOT_FOUND,
                "article-not-found",
                "Not found",
                "This article is not of the site that asks.".to_owned(),
            ),
            Self::Closed => (
                StatusCode::FORBIDDEN,
                "comments-closed",
                "Comments are closed",
                "No more comments are taken on this article.".to_owned(),
            ),
            Self::Banned => {
                (StatusCode::FORBIDDEN, "banned", "Not allowed", "You may not comment on this site.".to_owned())
            }
            Self::NoSecret => (StatusCode::UNAUTHORIZED, "secret-missing", "No secret", no_secret()),
            Self::Account(refusal) => refusal.problem(),
            Self::NotYours => (
                StatusCode::FORBIDDEN,
                "not-yours",
                "Not yours",
                "Only whoever wrote a comment may change it, in the browser it was written in.".to_owned(),
            ),
            Self::TooLate { minutes } => (
                StatusCode::FORBIDDEN,
                "too-late",
                "Too late",
                format!("A comment can be changed for {minutes} minutes."),
            ),
            Self::UnsupportedMediaType => (
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                "json-expected",
                "Not JSON",
                "Send the body as application/json.".to_owned(),
            ),
            Self::TooLarge => (
                StatusCode::PAYLOAD_TOO_LARGE,
                "body-too-large",
                "Too large",
                format!("Send at most {} bytes.", engagement::limits::MAX_BODY_BYTES),
            ),
            Self::NotFound => (StatusCode::NOT_FOUND, "not-found", "Not found", "There is nothing here.".to_owned()),
            Self::MethodNotAllowed => (
                StatusCode::METHOD_NOT_ALLOWED,
                "method-not-allowed",
                "Method not allowed",
                "This address does not take that method.".to_owned(),
            ),
            Self::TooMany { retry_after_seconds } => (
                StatusCode::TOO_MANY_REQUESTS,
                "too-many-requests",
                "Too many requests",
                format!("Please wait {retry_after_seconds} s and try again."),
            ),
            Self::TimedOut => {
                (StatusCode::REQUEST_TIMEOUT, "timed-out", "Took too long", "The request took too long.".to_owned())
            }
            Self::Store(StoreError::Full) => (
                StatusCode::INSUFFICIENT_STORAGE,
                "storage-full",
                "Storage full",
                "The server has no room left. Nothing was stored.".to_owned(),
            ),
            Self::Busy => (
                StatusCode::SERVICE_UNAVAILABLE,
                "busy",
                "Not available now",
                "Too many ask for this just now. Please try again.".to_owned(),
            ),
            Self::Store(_) => (
                StatusCode::SERVICE_UNAVAILABLE,
                "unavailable",
                "Not available now",
                "The server cannot store or read just now. Please try again.".to_owned(),
            ),
            Self::Internal => (
                StatusCode::INTERNAL_SERVER_ERROR,
                "internal",
                "Something went wrong",
                "Something went wrong on the server.".to_owned(),
            ),
        }
    }
}

impl Error {
    /// After how many seconds to try again, where that helps.
    pub(crate) fn retry_after(&self) -> Option<u64> {
        match self {
            Self::TooMany { retry_after_seconds } | Self::Account(Refusal::Unavailable { retry_after_seconds }) => {
                Some(*retry_after_seconds)
            }
            Self::Store(_) => Some(1),
            Self::Busy => Some(5),
            _ => None,
        }
    }
}

fn no_secret() -> String {
    format!(
        "Send `Authorization: Bearer` with the secret of the reader's browser, {} to {} letters, digits, - and _.",
        engagement::limits::MIN_SECRET_BYTES,
        engagement::limits::MAX_SECRET_BYTES
    )
}

impl From<StoreError> for Error {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        Self::Account(refusal)
    }
}

impl From<CommentError> for Error {
    fn from(error: CommentError) -> Self {
        Self::Comment(error)
    }
}

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        if let Self::Store(error) = &self {
            // Logged here and nowhere else; the reader is told nothing internal.
            log::store_failed(error);
        }
        let (status, code, title, detail) = self.problem();
        let body = Problem { code: code.to_owned(), title: title.to_owned(), status: status.as_u16(), detail };
        let mut response = (status, Json(body)).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(problem::CONTENT_TYPE));
        if let Some(seconds) = self.retry_after() {
            headers.insert(header::RETRY_AFTER, seconds.into());
        }
        response
    }
}
