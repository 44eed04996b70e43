//! The log.

use maud::{Markup, html};

use super::{
    Flash, Part,
    address::{article_link, log_link},
    flash::undo,
    inside,
    item::key_of,
};
use crate::{html::thread::time, store::newsroom::LogEntry};

/// The page: entries, and what to ask for next.
pub(crate) fn log(who: &str, entries: &[LogEntry], next: Option<i64>, here: &str, flash: Option<&Flash>) -> String {
    let body = html! {
        h1 { "Log" }
        p.about { "Who decided what. It holds no words of comments, and nobody can change it." }
        @if entries.is_empty() { p.empty { "Nothing was decided yet." } }
        ul.rows {
            @for entry in entries { li id={ "entry-" (entry.id) } { (one(entry, here)) } }
        }
        @if let Some(next) = next {
            nav.pages aria-label="Pages" { a rel="next" href=(log_link(Some(next))) { "Earlier" } }
        }
    };
    inside("Log", who, Part::Log, flash, &body)
}

fn one(entry: &LogEntry, here: &str) -> Markup {
    html! {
        div.entry {
            p {
                bdi.who { (entry.actor) } " "
                @if entry.is_undone { s { (done(&entry.action)) } " · undone" } @else { (done(&entry.action)) }
                @if let Some(moderator) = &entry.moderator { " " bdi { (moderator) } }
            }
            p.about {
                (time(entry.at_ms))
                @if let Some(article) = &entry.article {
                    " · " a href=(article_link(article.id)) { bdi { (key_of(article)) } }
                } @else if !entry.site.is_empty() {
                    " · " bdi { (entry.site) }
                }
                @if let Some(comment) = &entry.comment { " · " code { (comment) } }
                " · no. " (entry.id)
                @if let Some(undoes) = entry.undoes { ", of no. " a href={ "#entry-" (undoes) } { (undoes) } }
            }
        }
        @if entry.can_be_undone { (undo(entry.id, None, here, false)) }
    }
}

/// What somebody did, in words.
fn done(action: &str) -> &str {
    match action {
        "approve" => "approved a comment",
        "reject" => "rejected a comment",
        "spam" => "marked a comment as spam",
        "delete" => "deleted a comment",
        "ban" => "banned the writer of a comment",
        "unban" => "lifted the ban of the writer of a comment",
        "undo" => "took a decision back",
        "close" => "closed the thread",
        "open" => "opened the thread",
        "rules" => "changed the rules",
        "rename" => "renamed the article",
        "rename-site" => "gave the site what was of another",
        "invite" => "made a link for a new moderator",
        "join" => "became a moderator",
        "renew" => "made a link to a new password for",
        "password" => "chose a new password",
        "dismiss" => "removed",
        other => other,
    }
}
