//! One comment of the queue: who, when and where, the words, what was said of them, and the buttons.

use engagement::comments::Status;
use maud::{Markup, html};

use super::{QueuePage, count};
use crate::{
    html::{
        address,
        thread::{body, time},
    },
    store::newsroom::{Action, ArticleEntry, QueueItem, StoredVerdict, View},
};

/// A comment, with the buttons that make sense for it. `next` is the comment to look at once it is decided.
pub(super) fn item(item: &QueueItem, page: &QueuePage, back: &str, next: Option<&str>) -> Markup {
    let comment = &item.comment;
    html! {
        article id={ "comment-" (comment.id) } tabindex="-1" aria-labelledby={ "by-" (comment.id) } {
            p.head id={ "by-" (comment.id) } {
                @if let Some(author) = &comment.author { bdi { (author.name) } @if author.staff { " · staff" } " " }
                (time(comment.created_ms))
                @if let Some(modified_ms) = comment.modified_ms { " · edited " (time(modified_ms)) }
                @if let Some(published) = item.published_by_writer {
                    " · " (if published == 0 { "none published".to_owned() } else { count(published, "published", "published") })
                }
                @if item.is_banned { " · " strong { "banned" } }
            }
            (place(item, page))
            @if comment.author.is_some() {
                div.text dir="auto" { (body(&comment.body)) }
            } @else {
                p.state { "Its words are gone." }
            }
            (reasons(item))
            (buttons(item, back, next))
        }
    }
}

/// An article as it is called here: by its address without what all addresses have.
pub(super) fn key_of(article: &ArticleEntry) -> &str {
    without_scheme(&article.key)
}

/// An address without what all addresses have.
pub(super) fn without_scheme(key: &str) -> &str {
    key.strip_prefix("https://").unwrap_or(key)
}

/// Where it stands, in both senses.
fn place(item: &QueueItem, page: &QueuePage) -> Markup {
    let filter = page.filter;
    let (comment, article) = (&item.comment, &item.article);
    let is_published = comment.status.is_approved();
    html! {
        p.about {
            // Elsewhere the view's name says it.
            @if filter.view == View::Reported { strong { (standing(comment.status)) } " · " }
            @let page_of_it = address(&article.key);
            @match (&comment.parent, &page_of_it) {
                (Some(parent), Some(url)) => {
                    a href={ (url.as_str()) "#av-comment-" (parent) } rel="noreferrer" { "An answer" } " · "
                }
                (Some(_), None) => { "An answer · " }
                (None, _) => {}
            }
            @if let Some(url) = page_of_it {
                @let anchor = if is_published { format!("#av-comment-{}", comment.id) } else { String::new() };
                a href={ (url.as_str()) (anchor) } rel="noreferrer" { bdi { (key_of(article)) } }
            } @else {
                bdi { (key_of(article)) }
            }
            @if filter.article.is_none() {
                " · " a href=(filter.of_article(article.id).link(None)) { "Only this article" }
            }
            @if page.has_sites && filter.article.is_none() && filter.site.is_none() {
                " · " a href=(filter.of_site(&article.site).link(None)) { "Only " bdi { (article.site) } }
            }
        }
    }
}

const fn standing(status: Status) -> &'static str {
    match status {
        Status::Approved => "Published",
        Status::Hold => "Waits",
        Status::Spam => "Spam",
        Status::Trash => "Not published",
    }
}

/// What rules and readers said against it.
fn reasons(item: &QueueItem) -> Markup {
    html! {
        @if !item.verdicts.is_empty() || !item.reports.is_empty() {
            ul.reasons {
                @for verdict in &item.verdicts { li { (self::verdict(verdict)) } }
                @for report in &item.reports {
                    li {
                        strong { "reported" } " " (time(report.created_ms))
                        @if !report.reason.is_empty() { ": " q { bdi { (report.reason) } } }
                    }
                }
            }
        }
    }
}

fn verdict(verdict: &StoredVerdict) -> Markup {
    let word = match verdict.status {
        Status::Approved => "let through",
        Status::Hold => "held",
        Status::Spam => "spam",
        Status::Trash => "refused",
    };
    html! { strong { (word) } ": " (verdict.rule) " – " bdi { (verdict.reason) } }
}

/// A decision, the words on its button, and its key.
type Choice = (Action, &'static str, &'static str);

/// What can be decided about a comment as it stands now.
fn choices(item: &QueueItem) -> Vec<Choice> {
    // Without words there is nothing to publish, and nothing more to take away.
    if item.comment.author.is_none() {
        return Vec::new();
    }
    let ban = match (item.is_banned, item.can_be_banned) {
        (true, _) => Some((Action::Unban, "Lift ban", "l")),
        (false, true) => Some((Action::Ban, "Ban writer", "b")),
        (false, false) => None,
    };
    let spam = (Action::Spam, "Spam", "s");
    let mut choices: Vec<Choice> = match item.comment.status {
        Status::Hold => vec![(Action::Approve, "Approve", "a"), (Action::Reject, "Reject", "r"), spam],
        Status::Approved if item.reports.is_empty() => vec![(Action::Delete, "Delete", "d"), spam],
        Status::Approved => vec![(Action::Approve, "Keep", "a"), (Action::Delete, "Delete", "d"), spam],
        Status::Spam => vec![(Action::Approve, "Not spam: publish", "a"), (Action::Reject, "Reject", "r")],
        Status::Trash => vec![(Action::Approve, "Publish", "a"), spam],
    };
    choices.extend(ban);
    choices
}

fn buttons(item: &QueueItem, back: &str, next: Option<&str>) -> Markup {
    html! {
        @let choices = choices(item);
        @if !choices.is_empty() {
            form.decide method="post" action="decide" {
                input type="hidden" name="comment" value=(item.comment.id);
                input type="hidden" name="seen" value=(item.comment.modified_ms.unwrap_or_default());
                input type="hidden" name="back" value=(back);
                @if let Some(next) = next { input type="hidden" name="next" value=(next); }
                @for (action, words, key) in choices {
                    button name="action" value=(action.as_str()) data-key=(key) aria-keyshortcuts=(key) { (words) }
                }
            }
        }
    }
}
