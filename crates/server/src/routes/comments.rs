//! Comments: listed, written, changed, liked, reported.

use std::sync::Arc;

use axum::{
    Json,
    extract::{Path, State},
    http::{Extensions, HeaderMap, StatusCode},
    response::Response,
};
use engagement::{
    comments::{self, Likes, NewComment, Preview, Sort, Status, Text},
    limits::{DEFAULT_PAGE, MAX_REASON_CHARS},
};
use serde::Deserialize;
use utoipa::IntoParams;

use super::extract::{
    self, Parameters, administrator, article_id, comment_id, idempotency_key, page_size, participant, reader,
};
use super::openapi::refusals;
use crate::{
    App,
    client::network,
    error::Error,
    lists::Form,
    markdown,
    moderation::fingerprint,
    store::{self, Added, Body, Changed, Comment, Cursor, Edit, Level, Page, PageQuery, Permission},
};

/// What to list.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(super) struct List {
    /// The article.
    #[param(
        min_length = 1,
        max_length = 1024,
        pattern = "^[^\\x00-\\x1f\\x7f-\\x9f]*[^\\s\\x00-\\x1f\\x7f-\\x9f][^\\x00-\\x1f\\x7f-\\x9f]*$"
    )]
    pub(super) article: String,
    /// The order.
    #[serde(default)]
    #[param(inline)]
    pub(super) sort: Sort,
    /// How many, replies not counted.
    #[param(minimum = 1, maximum = 100, default = 20)]
    pub(super) limit: Option<u16>,
    /// Where the page begins: `next` or `previous` of another.
    #[param(pattern = "^[ab]-?[0-9]{1,18}~-?[0-9]{1,18}~-?[0-9]{1,18}$")]
    pub(super) cursor: Option<String>,
    /// The replies to this comment, instead of what answers the article.
    #[param(format = "uuid")]
    pub(super) parent: Option<String>,
    /// The page that this comment is on.
    #[param(format = "uuid")]
    pub(super) around: Option<String>,
}

impl List {
    pub(super) fn query(self, app: &App, headers: &HeaderMap) -> Result<PageQuery, Error> {
        let cursor = self.cursor.as_deref().map(|text| {
            Cursor::parse(text).ok_or_else(|| {
                Error::invalid("cursor-invalid", "Pass `cursor` as another page gave it in `next` or `previous`.")
            })
        });
        let of = match (self.parent, self.around) {
            (None, None) => Level::Article,
            (Some(parent), None) => Level::Comment(comment_id(&parent)?),
            (None, Some(around)) if cursor.is_none() => Level::Around(comment_id(&around)?),
            _ => {
                return Err(Error::invalid(
                    "query-invalid",
                    "Pass one of `parent` and `around`, and no `cursor` with `around`.",
                ));
            }
        };
        Ok(PageQuery {
            article: app.article(article_id(&self.article)?, headers)?,
            sort: self.sort,
            of,
            cursor: cursor.transpose()?,
            limit: page_size(self.limit, DEFAULT_PAGE)?,
        })
    }
}

/// One page of an article's comments.
#[utoipa::path(
    get,
    path = engagement::paths::COMMENTS,
    tag = "comments",
    operation_id = "listComments",
    params(List, ("If-None-Match" = Option<String>, Header, description = "The `ETag` of what is known.")),
    responses((status = 200, description = "The page.", body = Page, headers(("ETag" = String, description = "A weak one."))), (status = 304, description = "Nothing has changed."), refusals::OfList)
)]
pub(super) async fn list(
    State(app): State<Arc<App>>,
    extensions: Extensions,
    headers: HeaderMap,
    Parameters(list): Parameters<List>,
) -> Result<Response, Error> {
    app.limits.reads.take(app.client(&extensions, &headers))?;
    Ok(app.news.lists.answer(list.query(&app, &headers)?, Form::Json, &app).await?.respond(&headers))
}

/// Stores a comment. Sent again with the same key it is the same comment: 201 the first time, 200 after that, and 202 when it
/// waits for a moderator.
#[utoipa::path(
    post,
    path = engagement::paths::COMMENTS,
    tag = "comments",
    operation_id = "postComment",
    params(("Idempotency-Key" = String, Header, description = "A new UUID for each comment, which becomes its id; quoted or not.", format = "uuid")),
    request_body = NewComment,
    security((), ("secret" = []), ("token" = [])),
    responses((status = 201, description = "It was stored.", body = Comment), (status = 200, description = "It had been stored before.", body = Comment), (status = 202, description = "It waits for a moderator: `status` is `hold`.", body = Comment), refusals::OfAdd)
)]
pub(super) async fn add(
    State(app): State<Arc<App>>,
    extensions: Extensions,
    headers: HeaderMap,
    extract::Json(new): extract::Json<NewComment>,
) -> Result<(StatusCode, Json<Comment>), Error> {
    let address = app.client(&extensions, &headers);
    app.limits.posts.take(address)?;
    let article = app.article(article_id(&new.article)?, &headers)?;
    let reader = participant(&app, &headers).await?;
    let is_staff = reader.account.as_ref().is_some_and(|account| account.is_staff);
    // An account has the name its site gives it, whatever the page says.
    let author_name = match reader.account {
        Some(account) => account.name,
        None => comments::parse_name(&new.author.name)?,
    };
    let text = comments::parse_text(&new.text)?;
    let comment = store::NewComment {
        id: idempotency_key(&headers)?,
        parent: new.parent.as_deref().map(comment_id).transpose().map_err(|_| Error::NoParent)?,
        owner: reader.owner,
        edit: judged(&app, &author_name, text, new.typing_ms, &new.website),
        author_name,
        is_staff,
        article,
        network: app.network(address),
    };
    app.limits.article_posts.take_of(&comment.article)?;
    let text = comment.edit.text.clone();
    match app.store.add_comment(comment).await? {
        Added::New(comment) => {
            app.metrics.commented(comment.status);
            app.moderation.remember(&text);
            Ok((StatusCode::CREATED, comment))
        }
        Added::Again(comment) => Ok((StatusCode::OK, comment)),
        Added::Conflict => Err(Error::KeyReused),
        Added::NoParent => Err(Error::NoParent),
        Added::TooDeep => Err(Error::TooDeep),
        Added::Closed => Err(Error::Closed),
        Added::Banned => Err(Error::Banned),
    }
    .map(|(status, comment)| if comment.status.is_approved() { (status, Json(comment)) } else { waiting(comment) })
}

/// The answer to a comment that nobody sees yet. Whoever sends spam learns nothing from it.
fn waiting(comment: Comment) -> (StatusCode, Json<Comment>) {
    (StatusCode::ACCEPTED, Json(Comment { status: Status::Hold, ..comment }))
}

/// A text as it is stored, with what moderation says of it.
fn judged(app: &App, name: &str, text: String, typing_ms: Option<u64>, website: &str) -> Edit {
    let body = markdown::blocks(&text);
    let (status, verdicts) = app.moderation.judge(name, &text, body.json(), typing_ms, website);
    Edit { fingerprint: fingerprint(&text), text, body, at_ms: app.clock.now_ms(), status, verdicts }
}

/// What a comment would look like.
#[utoipa::path(
    post,
    path = engagement::paths::PREVIEW,
    tag = "comments",
    operation_id = "previewComment",
    request_body = Text,
    responses((status = 200, description = "The blocks that would be stored.", body = Preview<Body>), refusals::OfPreview)
)]
pub(super) async fn preview(
    State(app): State<Arc<App>>,
    extensions: Extensions,
    headers: HeaderMap,
    extract::Json(text): extract::Json<Text>,
) -> Result<Json<Preview<Body>>, Error> {
    app.limits.reads.take(app.client(&extensions, &headers))?;
    Ok(Json(Preview { body: markdown::blocks(&comments::parse_text(&text.text)?) }))
}

/// Gives a comment another text.
#[utoipa::path(
    put,
    path = engagement::paths::COMMENT,
    tag = "own",
    operation_id = "editComment",
    params(("id" = String, Path, description = "A comment's id.", format = "uuid")),
    request_body = Text,
    security(("secret" = []), ("token" = [])),
    responses((status = 200, description = "It was changed.", body = Comment), (status = 202, description = "It waits for a moderator now.", body = Comment), refusals::OfEdit)
)]
pub(super) async fn edit(
    State(app): State<Arc<App>>,
    extensions: Extensions,
    headers: HeaderMap,
    Path(id): Path<String>,
    extract::Json(text): extract::Json<Text>,
) -> Result<(StatusCode, Json<Comment>), Error> {
    app.limits.posts.take(app.client(&extensions, &headers))?;
    let edit = judged(&app, "", comments::parse_text(&text.text)?, None, "");
    let changed = app.store.edit_comment(&comment_id(&id)?, permission(&app, &headers).await?, edit).await?;
    let comment = self::changed(&app, changed)?;
    Ok(if comment.status.is_approved() { (StatusCode::OK, Json(comment)) } else { waiting(comment) })
}

/// Takes a comment away.
#[utoipa::path(
    delete,
    path = engagement::paths::COMMENT,
    tag = "own",
    operation_id = "deleteComment",
    params(("id" = String, Path, description = "A comment's id.", format = "uuid")),
    security(("secret" = []), ("token" = [])),
    responses((status = 204, description = "It is gone."), refusals::OfDelete)
)]
pub(super) async fn delete(
    State(app): State<Arc<App>>,
    extensions: Extensions,
    headers: HeaderMap,
    Path(id): Path<String>,
) -> Result<StatusCode, Error> {
    app.limits.posts.take(app.client(&extensions, &headers))?;
    let changed = app.store.delete_comment(&comment_id(&id)?, permission(&app, &headers).await?).await?;
    self::changed(&app, changed)?;
    Ok(StatusCode::NO_CONTENT)
}

async fn permission(app: &App, headers: &HeaderMap) -> Result<Permission, Error> {
    let window_ms = i64::from(app.settings.edit_minutes) * 60_000;
    let owner = reader(app, headers).await?.some_owner()?;
    Ok(Permission { owner, created_after_ms: app.clock.now_ms() - window_ms })
}

fn changed(app: &App, changed: Changed) -> Result<Comment, Error> {
    match changed {
        Changed::Yes(comment) => Ok(comment),
        Changed::Missing => Err(Error::NoComment),
        Changed::NotYours => Err(Error::NotYours),
        Changed::Closed => Err(Error::Closed),
        Changed::TooLate => Err(Error::TooLate { minutes: app.settings.edit_minutes }),
    }
}

/// The reader likes a comment.
#[utoipa::path(
    put,
    path = engagement::paths::LIKE,
    tag = "own",
    operation_id = "likeComment",
    params(("id" = String, Path, description = "A comment's id.", format = "uuid")),
    security(("secret" = []), ("token" = [])),
    responses((status = 200, description = "How many do now.", body = Likes), refusals::OfLike)
)]
pub(super) async fn like(
    State(app): State<Arc<App>>,
    extensions: Extensions,
    headers: HeaderMap,
    Path(id): Path<String>,
) -> Result<Json<Likes>, Error> {
    let address = app.client(&extensions, &headers);
    app.limits.likes.take(address)?;
    let (id, voter) = (comment_id(&id)?, participant(&app, &headers).await?.some_owner()?);
    app.limits.likes_of_one.take_of(&(network(address), id.clone()))?;
    app.store.like(&id, voter, true).await?.map(|likes| Json(Likes { likes })).ok_or(Error::NoComment)
}

/// The reader likes a comment no longer.
#[utoipa::path(
    delete,
    path = engagement::paths::LIKE,
    tag = "own",
    operation_id = "unlikeComment",
    params(("id" = String, Path, description = "A comment's id.", format = "uuid")),
    security(("secret" = []), ("token" = [])),
    responses((status = 200, description = "How many do now.", body = Likes), refusals::OfLike)
)]
pub(super) async fn unlike(
    State(app): State<Arc<App>>,
    extensions: Extensions,
    headers: HeaderMap,
    Path(id): Path<String>,
) -> Result<Json<Likes>, Error> {
    app.limits.likes.take(app.client(&extensions, &headers))?;
    let (id, voter) = (comment_id(&id)?, reader(&app, &headers).await?.some_owner()?);
    app.store.like(&id, voter, false).await?.map(|likes| Json(Likes { likes })).ok_or(Error::NoComment)
}

/// Somebody should look at a comment.
#[utoipa::path(
    put,
    path = engagement::paths::REPORT,
    tag = "own",
    operation_id = "reportComment",
    params(("id" = String, Path, description = "A comment's id.", format = "uuid")),
    request_body = comments::Report,
    security(("secret" = []), ("token" = [])),
    responses((status = 204, description = "The report is kept."), refusals::OfReport)
)]
pub(super) async fn report(
    State(app): State<Arc<App>>,
    extensions: Extensions,
    headers: HeaderMap,
    Path(id): Path<String>,
    extract::Json(report): extract::Json<comments::Report>,
) -> Result<StatusCode, Error> {
    app.limits.posts.take(app.client(&extensions, &headers))?;
    let reason = report.reason.chars().filter(|c| !c.is_control()).take(MAX_REASON_CHARS).collect();
    let reporter = participant(&app, &headers).await?.some_owner()?;
    let report = store::Report { reporter, reason, at_ms: app.clock.now_ms() };
    if app.store.report(&comment_id(&id)?, report).await? { Ok(StatusCode::NO_CONTENT) } else { Err(Error::NoComment) }
}

/// Puts a comment first.
#[utoipa::path(
    put,
    path = engagement::paths::PIN,
    tag = "moderation",
    operation_id = "pinComment",
    params(("id" = String, Path, description = "A comment's id.", format = "uuid")),
    security(("secret" = [])),
    responses((status = 204, description = "It is first."), refusals::OfPin)
)]
pub(super) async fn pin(app: State<Arc<App>>, headers: HeaderMap, Path(id): Path<String>) -> Result<StatusCode, Error> {
    set_pinned(app, &headers, &id, true).await
}

/// Puts a comment first no longer.
#[utoipa::path(
    delete,
    path = engagement::paths::PIN,
    tag = "moderation",
    operation_id = "unpinComment",
    params(("id" = String, Path, description = "A comment's id.", format = "uuid")),
    security(("secret" = [])),
    responses((status = 204, description = "It is where it was."), refusals::OfPin)
)]
pub(super) async fn unpin(
    app: State<Arc<App>>,
    headers: HeaderMap,
    Path(id): Path<String>,
) -> Result<StatusCode, Error> {
    set_pinned(app, &headers, &id, false).await
}

async fn set_pinned(
    State(app): State<Arc<App>>,
    headers: &HeaderMap,
    id: &str,
    is_pinned: bool,
) -> Result<StatusCode, Error> {
    administrator(headers, &app.settings)?;
    if app.store.pin(&comment_id(id)?, is_pinned).await? { Ok(StatusCode::NO_CONTENT) } else { Err(Error::NoComment) }
}
