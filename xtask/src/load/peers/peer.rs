//! What differs between servers of comments: how one is started, and the words it is asked with.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context as _, Result, bail};
use serde_json::Value;

use crate::load::client::Client;

/// Where a server is to run.
pub(super) struct Place {
    /// Its data, and gone with them.
    pub(super) folder: PathBuf,
    /// Where it listens, on loopback.
    pub(super) port: u16,
    /// The address of the site that the comments belong to.
    pub(super) site: String,
}

/// Comments as they were listed.
pub(super) struct Page {
    /// Those of answers, too.
    pub(super) ids: Vec<String>,
    /// What the next page is asked for with.
    pub(super) next: Option<String>,
}

/// A server of comments. Ours is one of them here.
pub(super) trait Peer: Sync {
    /// The head of its column.
    fn name(&self) -> &'static str;

    /// Makes an empty folder ready for its first start.
    fn prepare(&self, _folder: &Path) -> Result<()> {
        Ok(())
    }

    /// What starts it.
    fn command(&self, place: &Place) -> Result<Command>;

    /// The path of a list of comments: at least a hundred, where there are as many.
    fn list(&self, thread: &str, next: Option<&str>) -> String;

    /// What is in an answer to that.
    fn page(&self, answer: &Value) -> Page;

    /// The request that posts a comment.
    fn post(&self, thread: &str, parent: Option<&str>) -> Vec<u8>;

    /// The new comment's id, in the answer to that.
    fn id(&self, answer: &Value) -> Option<String>;

    /// Whether an answer says that all went well.
    fn is_good(&self, status: u16, _body: &[u8]) -> bool {
        matches!(status, 200 | 201)
    }
}

impl dyn Peer + '_ {
    /// What it answers, when it is good.
    pub(super) fn ask(&self, client: &mut Client, request: &[u8]) -> Result<Value> {
        let status = client.ask(request)?;
        if !self.is_good(status, &client.body) {
            bail!("{status}: {}", String::from_utf8_lossy(&client.body));
        }
        Ok(serde_json::from_slice(&client.body)?)
    }

    /// Posts a comment, and tells its id.
    pub(super) fn comment(&self, client: &mut Client, thread: &str, parent: Option<&str>) -> Result<String> {
        let answer = self.ask(client, &self.post(thread, parent))?;
        self.id(&answer).with_context(|| format!("no id in {answer}"))
    }
}

/// An id as text, whether the server says it as a number or as text.
pub(super) fn id_of(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// The ids of comments and of their answers, which are below `answers`.
pub(super) fn ids_in(comments: &Value, id: &str, answers: &str) -> Vec<String> {
    let mut ids = Vec::new();
    for comment in comments.as_array().into_iter().flatten() {
        ids.extend(id_of(&comment[id]));
        ids.extend(ids_in(&comment[answers], id, answers));
    }
    ids
}
