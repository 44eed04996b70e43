//! The log.

use maud::{Markup, html};

use super::{
    Flash, Part,
    address::{article_link, log_link},
    count,
    flash::undo,
    inside,
    item::{key_of, without_scheme},
    rules::held,
};
use crate::{
    html::thread::time,
    store::newsroom::{ArticleRules, Change, LogEntry},
};

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
            @if let Some(change) = &entry.change { (self::change(change, entry.article.is_some())) }
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

/// What is otherwise than before.
fn change(change: &Change, is_of_article: bool) -> Markup {
    html! {
        @match change {
            Change::Rules { was, now } => {
                @let ((held_now, days_now), (held_was, days_was)) = (words(*now, is_of_article), words(*was, is_of_article));
                p {
                    "Held: " (held_now) @if held_was != held_now { " (before: " (held_was) ")" } ". "
                    "Closes: " (days_now) @if days_was != days_now { " (before: " (days_was) ")" } "."
                }
            }
            Change::Key { was, now, is_merged } => {
                p.key {
                    "From " bdi { (without_scheme(was)) } " to " bdi { (without_scheme(now)) } "."
                    @if *is_merged { " They were two articles, and are one now." }
                }
            }
        }
    }
}

/// What rules hold, and when they close a thread.
fn words(rules: ArticleRules, is_of_article: bool) -> (String, String) {
    let elsewhere = if is_of_article { "as on the site" } else { "as the settings say" };
    let days = match rules.read_only_days {
        // A site that has rules has a word about what is held; without days it has no end.
        None if is_of_article || rules.hold.is_none() => elsewhere.to_owned(),
        None | Some(0) => "never".to_owned(),
        Some(days) => format!("after {}", count(days.into(), "day", "days")),
    };
    (rules.hold.map_or_else(|| elsewhere.to_owned(), held), days)
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
