//! `GET` and `POST /api/v1/comments`

use std::sync::Arc;

use axum::{
    Json,
    extract::State,
    http::{Extensions, HeaderMap, StatusCode},
};
use engagement::{
    comments::{self, Author, Comment, NewComment, Page, Sort},
    limits::{DEFAULT_PAGE, MAX_PAGE},
};
use serde::Deserialize;

use super::extract::{self, Parameters, article_id, idempotency_key};
use crate::{
    App,
    error::Error,
    store::{self, Added, Cursor, PageQuery},
};

/// What to list.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct List {
    article: String,
    #[serde(default)]
    sort: Sort,
    limit: Option<u16>,
    cursor: Option<String>,
}

/// One page of an article's comments.
pub(super) async fn list(
    State(app): State<Arc<App>>,
    extensions: Extensions,
    headers: HeaderMap,
    Parameters(list): Parameters<List>,
) -> Result<Json<Page>, Error> {
    app.limits.reads.take(app.client(&extensions, &headers))?;
    let after =
        match list.cursor.as_deref() {
            None => None,
            Some(text) => Some(Cursor::parse(text).ok_or_else(|| {
                Error::invalid("cursor-invalid", "Pass `cursor` as the page before gave it in `next`.")
            })?),
        };
    let query = PageQuery {
        article: article_id(&list.article)?.to_owned(),
        sort: list.sort,
        after,
        limit: list.limit.unwrap_or(DEFAULT_PAGE).clamp(1, MAX_PAGE),
    };
    Ok(Json(app.store.comments(&query).await?))
}

/// Stores a comment. Sent again with the same key it is the same comment: 201 the first time, 200 after that.
pub(super) async fn add(
    State(app): State<Arc<App>>,
    extensions: Extensions,
    headers: HeaderMap,
    extract::Json(new): extract::Json<NewComment>,
) -> Result<(StatusCode, Json<Comment>), Error> {
    app.limits.posts.take(app.client(&extensions, &headers))?;
    let comment = Comment {
        id: idempotency_key(&headers)?,
        parent: None,
        author: Author { name: comments::parse_name(&new.author.name)? },
        text: comments::parse_text(&new.text)?,
        created_ms: app.clock.now_ms(),
    };
    let article = article_id(&new.article)?.to_owned();
    match app.comments.submit(store::NewComment { article, comment: comment.clone() }).await? {
        Added::New { .. } => Ok((StatusCode::CREATED, Json(comment))),
        Added::Again(stored) => Ok((StatusCode::OK, Json(stored))),
        Added::Conflict => Err(Error::KeyReused),
    }
}
