//! All that the reader has written on this server.

use article::JsonWriter;
use engagement::comments::Own;
use leptos::task::spawn_local;

use super::{client, comments::Comments, js};
use crate::signal::Signal;

/// What is known of the reader's own comments.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) enum Mine {
    /// They were not asked for.
    #[default]
    Closed,
    /// They are on their way.
    Loading,
    /// All of them, the latest first.
    There(Vec<Own>),
    /// The reader is asked whether they really want to erase them.
    Asking(Vec<Own>),
    /// Why they are not there.
    Failed(String),
    /// There are none any more.
    Erased,
}

/// What the reader can do with them.
impl Comments {
    /// Loads them all, or puts them away.
    pub(crate) fn toggle_mine(self) {
        let mine = self.mine;
        if mine.now() != Mine::Closed {
            mine.set(Mine::Closed);
            return;
        }
        mine.set(Mine::Loading);
        let Some(client) = self.client() else { return };
        spawn_local(async move {
            let mut all = Vec::new();
            let mut cursor = None;
            let result = loop {
                match client::mine(&client, cursor.as_deref()).await {
                    Ok(mut page) => {
                        all.append(&mut page.comments);
                        cursor = page.next;
                        if cursor.is_none() {
                            break Mine::There(all);
                        }
                    }
                    Err(error) => break Mine::Failed(error.sentence),
                }
            };
            settle(mine, result);
        });
    }

    /// Hands them over as a file.
    pub(crate) fn export(self) {
        if let Mine::There(all) | Mine::Asking(all) = self.mine.now() {
            js::save("comments.json", &exported(&all));
        }
    }

    /// Asks whether they really want that, or no longer.
    pub(crate) fn ask_to_erase(self, is_asking: bool) {
        self.mine.update(|mine| {
            let (Mine::There(all) | Mine::Asking(all)) = std::mem::take(mine) else { return };
            *mine = if is_asking { Mine::Asking(all) } else { Mine::There(all) };
        });
    }

    /// Erases them.
    pub(crate) fn erase(self) {
        self.mine.set(Mine::Loading);
        let (Some(client), mine, memory) = (self.client(), self.mine, self.memory) else { return };
        spawn_local(async move {
            match client::erase(&client).await {
                Ok(()) => {
                    memory.update(|memory| memory.erase(client.article()));
                    settle(mine, Mine::Erased);
                    self.reload();
                }
                Err(error) => settle(mine, Mine::Failed(error.sentence)),
            }
        });
    }
}

/// Unless they were put away meanwhile.
fn settle(mine: Signal<Mine>, result: Mine) {
    if mine.now() == Mine::Loading {
        mine.set(result);
    }
}

/// As the server has them.
fn exported(all: &[Own]) -> String {
    let mut file = JsonWriter::default();
    file.objects(
        "comments",
        all.iter().map(|own| {
            let mut one = JsonWriter::default();
            one.text("id", &own.id).text("article", &own.article).some_text("parent", own.parent.as_deref());
            one.text("name", &own.author.name).text("text", &own.text).text("status", own.status.as_str());
            one.whole("created_ms", own.created_ms.cast_unsigned()).whole("likes", own.likes);
            if let Some(modified_ms) = own.modified_ms {
                one.whole("modified_ms", modified_ms.cast_unsigned());
            }
            one
        }),
    );
    file.finish()
}
