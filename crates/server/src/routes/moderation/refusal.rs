//! Why there is no page, as a page.

use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{Html, IntoResponse, Redirect, Response},
};

use crate::{error::Error, html, log, store::StoreError};

/// A request that gets another page than it asked for.
#[derive(Debug)]
pub(super) enum Refusal {
    /// What the API would say, too.
    Error(Error),
    /// Nothing of that name, in a sentence.
    Missing(&'static str),
    /// Something that was filled in, in a sentence.
    Wrong(String),
    /// Whoever asks has to sign in first.
    SignIn,
    /// A form was sent by somebody whose session is over.
    Over,
    /// Whoever comes from another site is not known before the next request (`SameSite=Strict`).
    Again,
    /// A form that stands on another site's page.
    Elsewhere,
}

impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        Self::Error(error)
    }
}

impl From<StoreError> for Refusal {
    fn from(error: StoreError) -> Self {
        Self::Error(error.into())
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let said = |status, title: &str, detail: &str| {
            (status, Html(html::moderation::refusal(status, title, detail))).into_response()
        };
        match self {
            Self::Error(error) => {
                if let Error::Store(error) = &error {
                    // Logged here and nowhere else; nobody is told anything internal.
                    log::store_failed(error);
                }
                let (status, _, title, detail) = error.problem();
                let mut response = said(status, title, &detail);
                if let Some(seconds) = error.retry_after() {
                    response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
                }
                response
            }
            Self::Missing(detail) => said(StatusCode::NOT_FOUND, "Not found", detail),
            Self::Wrong(detail) => said(StatusCode::BAD_REQUEST, "Not understood", &detail),
            Self::SignIn => Redirect::to("sign-in").into_response(),
            Self::Over => Redirect::to("sign-in?why=over").into_response(),
            Self::Again => Html(html::moderation::again()).into_response(),
            Self::Elsewhere => said(
                StatusCode::FORBIDDEN,
                "Not from here",
                "This was sent by a page of another site, so nothing was done. If it was yours, the proxy in front of this \
                 server changes the Host or Origin of requests.",
            ),
        }
    }
}
