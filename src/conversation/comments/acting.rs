//! What a reader does with comments that are there.

use std::sync::Arc;

use article::Json;
use leptos::task::spawn_local;
use web_sys::Element;

use super::Comments;
use crate::{
    conversation::{Comment, client, js as own},
    i18n::tr,
    signal::Signal,
};

impl Comments {
    /// Gives a comment another text; says in the end why that did not go.
    pub(crate) async fn edit(self, id: String, text: String) -> Result<(), String> {
        let Some(client) = self.client() else { return Ok(()) };
        let comment = client::edit(&client, &id, &text).await.map_err(|error| error.sentence)?;
        self.memory.update(|memory| memory.wrote(client.article(), &id, &text));
        self.thread.update(|thread| thread.arrived(comment, false));
        own::focus_soon(&self.place.peek(Element::clone).ok_or_else(String::new)?, &("#av-comment-".to_owned() + &id));
        self.announce(tr("Your comment is changed."));
        Ok(())
    }

    /// Deletes a comment.
    pub(crate) async fn delete(self, id: String) -> Result<(), String> {
        let Some(client) = self.client() else { return Ok(()) };
        client::delete(&client, &id).await.map_err(|error| error.sentence)?;
        self.thread.update(|thread| {
            if let Some(comment) = thread.find(&id).map(|comment| Comment::clone(comment)) {
                thread.arrived(Comment { author: None, body: Arc::new(Json::Null), ..comment }, false);
            }
        });
        self.show(&id, false);
        self.announce(tr("Your comment is deleted."));
        Ok(())
    }

    /// Asks for somebody to look at a comment.
    pub(crate) async fn report(self, id: String, reason: String) -> Result<(), String> {
        let Some(client) = self.client() else { return Ok(()) };
        client::report(&client, &id, &reason).await.map_err(|error| error.sentence)
    }

    /// What a text would look like.
    pub(crate) async fn preview(self, text: String) -> Result<Arc<Json>, String> {
        let Some(client) = self.client() else { return Err(String::new()) };
        client::preview(&client, &text).await.map_err(|error| error.sentence)
    }

    /// How many like a comment, for as long as it is on the page.
    pub(crate) fn likes_of(self, comment: &Comment) -> Signal<u64> {
        let signal = Signal::new(comment.likes);
        self.likes.write(|all| all.push((comment.id.clone(), signal)));
        signal
    }

    pub(super) fn tell_likes(self, comments: &[Comment]) {
        for comment in comments {
            // One that was drawn again has another; the last is of now.
            let find = |all: &Vec<(String, Signal<u64>)>| {
                all.iter().rev().find(|(id, _)| *id == comment.id).map(|(_, likes)| *likes)
            };
            if let Some(likes) = self.likes.peek(find).flatten() {
                likes.set(comment.likes);
            }
        }
    }

    /// Likes a comment, or no longer: at once on the page, and as the server says in the end.
    pub(crate) fn like(self, id: String, count: Signal<u64>) {
        let Some(client) = self.client() else { return };
        let likes = self.memory.peek(|memory| memory.likes(&id)) != Some(true);
        let before = count.now();
        let remember = move |id: &str, likes| {
            self.client.peek(|client| self.memory.update(|memory| memory.like(client.article(), id, likes)));
        };
        remember(&id, likes);
        count.set(if likes { before + 1 } else { before.saturating_sub(1) });
        spawn_local(async move {
            match client::like(&client, &id, likes).await {
                Ok(number) => count.set(number),
                Err(error) => {
                    remember(&id, !likes);
                    count.set(before);
                    self.announce(error.sentence);
                }
            }
        });
    }
}
