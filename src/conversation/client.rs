//! One function for each thing that can be asked about comments.

use std::sync::Arc;

use article::{Json, JsonWriter, Object, until};
use engagement::{
    comments::{OwnPage, Sort},
    paths,
};

use super::{Comment, Page, answers, js as own, memory::secret, outbox::Waiting};
use crate::{
    browser::js,
    engagement::client::{ApiError, Client, reply, unreadable},
};

/// Which comments.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Query<'a> {
    pub(super) sort: Sort,
    pub(super) cursor: Option<&'a str>,
    /// What they answer; the article, when it is not said.
    pub(super) parent: Option<&'a str>,
    /// Whether it is a long page.
    pub(super) is_long: bool,
    /// The comment whose page is asked for.
    pub(super) around: Option<&'a str>,
}

/// A page of comments.
pub(super) async fn list(client: &Client, query: Query<'_>) -> Result<Page, ApiError> {
    let mut url = client.about(paths::COMMENTS) + "&sort=" + query.sort.as_str();
    if query.is_long {
        url += "&limit=100";
    }
    for (name, value) in [("&cursor=", query.cursor), ("&parent=", query.parent), ("&around=", query.around)] {
        if let Some(value) = value {
            url = url + name + &js::encode(value);
        }
    }
    answers::page(reply(url, "{}".to_owned()).await?).ok_or_else(unreadable)
}

/// Stores a comment; sent again under the same key it is the same comment.
pub(super) async fn post(waiting: &Waiting) -> Result<Comment, ApiError> {
    let Waiting { key, api, article, parent, draft, typing_ms, website, .. } = waiting;
    let mut comment = JsonWriter::default();
    comment.text("article", article).some_text("parent", parent.as_deref()).object("author", |author| {
        author.text("name", &draft.name);
    });
    comment.text("text", &draft.text).whole("typing_ms", *typing_ms).text("website", website);
    let key = "\"".to_owned() + key + "\"";
    let answer = ask(api, paths::COMMENTS.to_owned(), "POST", Some(comment), Some(&key)).await?;
    answers::comment(answer).ok_or_else(unreadable)
}

/// Gives a comment another text.
pub(super) async fn edit(client: &Client, id: &str, text: &str) -> Result<Comment, ApiError> {
    let answer = ask(client.api(), of(paths::COMMENT, id), "PUT", Some(only("text", text)), None).await?;
    answers::comment(answer).ok_or_else(unreadable)
}

/// Deletes a comment.
pub(super) async fn delete(client: &Client, id: &str) -> Result<(), ApiError> {
    ask(client.api(), of(paths::COMMENT, id), "DELETE", None, None).await.map(drop)
}

/// Likes a comment, or no longer; tells how many do.
pub(super) async fn like(client: &Client, id: &str, likes: bool) -> Result<u64, ApiError> {
    let method = if likes { "PUT" } else { "DELETE" };
    ask(client.api(), of(paths::LIKE, id), method, None, None).await?.whole("likes").ok_or_else(unreadable)
}

/// Asks for somebody to look at a comment.
pub(super) async fn report(client: &Client, id: &str, reason: &str) -> Result<(), ApiError> {
    ask(client.api(), of(paths::REPORT, id), "PUT", Some(only("reason", reason)), None).await.map(drop)
}

/// What would be stored.
pub(super) async fn preview(client: &Client, text: &str) -> Result<Arc<Json>, ApiError> {
    let mut answer = ask(client.api(), paths::PREVIEW.to_owned(), "POST", Some(only("text", text)), None).await?;
    answers::body(&mut answer).ok_or_else(unreadable)
}

/// The reader's own comments under all articles, a page of them.
pub(super) async fn mine(client: &Client, cursor: Option<&str>) -> Result<OwnPage, ApiError> {
    let mut path = paths::ME.to_owned() + "?limit=100";
    if let Some(cursor) = cursor {
        path = path + "&cursor=" + &js::encode(cursor);
    }
    answers::own_page(&ask(client.api(), path, "GET", None, None).await?).ok_or_else(unreadable)
}

/// Erases all that is the reader's.
pub(super) async fn erase(client: &Client) -> Result<(), ApiError> {
    ask(client.api(), paths::ME.to_owned(), "DELETE", None, None).await.map(drop)
}

/// Asks in the reader's name: by the token of the moment, where the host gives one, or by the secret of the browser.
async fn ask(
    api: &str,
    path: String,
    method: &str,
    body: Option<JsonWriter>,
    key: Option<&str>,
) -> Result<Object, ApiError> {
    let bearer = own::token(api).unwrap_or_else(|| secret(api));
    let bearer = "Bearer ".to_owned() + &bearer;
    let body = body.map(JsonWriter::finish);
    let mut options = JsonWriter::default();
    options.text("method", method).some_text("body", body.as_deref()).object("headers", |headers| {
        let media_type = body.as_ref().map(|_| "application/json");
        headers.text("authorization", &bearer).some_text("content-type", media_type);
        headers.some_text(paths::IDEMPOTENCY_KEY, key);
    });
    reply(api.to_owned() + &path, options.finish()).await
}

fn of(path: &str, id: &str) -> String {
    let before = until(path, b"{");
    before.to_owned() + &js::encode(id) + after_id(path)
}

/// What stands behind the id in a path.
fn after_id(path: &str) -> &str {
    path.get(until(path, b"}").len() + 1..).unwrap_or_default()
}

fn only(name: &str, value: &str) -> JsonWriter {
    let mut json = JsonWriter::default();
    json.text(name, value);
    json
}
