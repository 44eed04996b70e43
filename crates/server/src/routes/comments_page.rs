//! `GET /comments`: what `GET /api/v1/comments` tells programs, for people.

use std::sync::Arc;

use axum::{
    extract::{Path, State},
    http::{Extensions, HeaderMap, HeaderValue, Uri, header},
    response::{IntoResponse as _, Redirect, Response},
};
use engagement::comments::Sort;
use serde::Deserialize;
use url::form_urlencoded;

use super::{
    comments::List,
    extract::{Parameters, article_id},
};
use crate::{App, error::Error, html, lists::Form};

/// What to show. Parameters that others add to addresses are none of ours.
#[derive(Debug, Deserialize)]
pub(super) struct Show {
    article: String,
    #[serde(default)]
    sort: Sort,
    cursor: Option<String>,
    parent: Option<String>,
}

/// One page of an article's comments.
pub(super) async fn show(
    State(app): State<Arc<App>>,
    extensions: Extensions,
    headers: HeaderMap,
    parameters: Result<Parameters<Show>, Error>,
) -> Response {
    let answer = async {
        app.limits.reads.take(app.client(&extensions, &headers))?;
        let Parameters(Show { article, sort, cursor, parent }) = parameters?;
        let list = List { article, sort, limit: None, cursor, parent, around: None };
        Ok(app.news.lists.answer(list.query(&app, &headers)?, Form::Html, &app).await?.respond(&headers))
    };
    answer.await.unwrap_or_else(|error| refusal(&error))
}

/// The same for a program.
fn refusal(error: &Error) -> Response {
    let (status, _, title, detail) = error.problem();
    let mut response = error.clone().into_response();
    *response.body_mut() = html::refusal(status, title, &detail).into();
    let headers = response.headers_mut();
    headers.remove(header::CONTENT_LENGTH);
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    headers.insert(header::CONTENT_SECURITY_POLICY, html::policy());
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// An article's id in the path, as some would write it: there is one address of each page.
pub(super) async fn find(uri: Uri, Path(article): Path<String>) -> Response {
    let article = match article_id(&article) {
        Ok(article) => article,
        Err(error) => return refusal(&error),
    };
    let query = form_urlencoded::Serializer::new(String::new()).append_pair("article", article).finish();
    // From this page's own place, so that it holds wherever the server is mounted.
    let up = "../".repeat(uri.path().matches('/').count().saturating_sub(1));
    Redirect::permanent(&format!("{up}comments?{query}")).into_response()
}
