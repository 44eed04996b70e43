//! The queue.

use maud::{Markup, html};

use super::{
    Flash, Part,
    address::{Filter, VIEWS, article_link, site_link},
    inside,
    item::{item, key_of},
};
use crate::store::newsroom::{ArticleEntry, Queue, View};

/// A page of the queue, and what it is of.
pub(crate) struct QueuePage<'a> {
    pub(crate) filter: &'a Filter,
    /// The article it is of alone.
    pub(crate) article: Option<&'a ArticleEntry>,
    pub(crate) after: Option<i64>,
    /// Whether there are others than one site.
    pub(crate) has_sites: bool,
    pub(crate) queue: &'a Queue,
}

/// The page.
pub(crate) fn queue(who: &str, page: &QueuePage, flash: Option<&Flash>) -> String {
    let view = page.filter.view;
    let title = match count(page.queue, view) {
        Some(count) if count > 0 => format!("({count}) {}", view.name()),
        _ => view.name().to_owned(),
    };
    let back = page.filter.link(page.after);
    let items = &page.queue.items;
    // Whoever decided about the last one is led to what stands there then.
    let next = |at: usize| items.get(at + 1).or_else(|| at.checked_sub(1).and_then(|before| items.get(before)));
    let body = html! {
        h1 { (view.name()) }
        (views(page))
        (narrowed(page))
        @if items.is_empty() {
            p.empty { (empty(view, page.after.is_some())) }
        }
        @for (at, one) in items.iter().enumerate() {
            (item(one, page, &back, next(at).map(|next| next.comment.id.as_str())))
        }
        @if page.after.is_some() || page.queue.next.is_some() {
            nav.pages aria-label="Pages" {
                @if page.after.is_some() { a href=(page.filter.link(None)) { "From the beginning" } }
                @if let Some(after) = page.queue.next {
                    a rel="next" href=(page.filter.link(Some(after))) { "More" }
                }
            }
        }
    };
    inside(&title, who, Part::Queue, flash, &body)
}

/// How many a view has, where that is counted.
fn count(queue: &Queue, view: View) -> Option<u64> {
    match view {
        View::Waiting => Some(queue.waiting),
        View::Reported => Some(queue.reported),
        View::Spam => Some(queue.spam),
        View::Trash | View::Published => None,
    }
}

fn views(page: &QueuePage) -> Markup {
    html! {
        nav.views aria-label="Views" {
            @for view in VIEWS {
                a href=(page.filter.of_view(view).link(None)) data-go=(&view.as_str()[..1])
                    aria-current=[(view == page.filter.view).then_some("page")] {
                    (view.name())
                    @if let Some(count) = count(page.queue, view) { " " span.count { (count) } }
                }
            }
        }
    }
}

/// What the queue is narrowed to, and the way out of it.
fn narrowed(page: &QueuePage) -> Markup {
    let all = page.filter.of_all().link(None);
    html! {
        @if let Some(article) = page.article {
            p.about {
                "Only under " bdi { (key_of(article)) } " · " a href=(article_link(article.id)) { "Its rules" } " · "
                a href=(all) { "All articles" }
            }
        } @else if let Some(site) = &page.filter.site {
            p.about {
                "Only on " bdi { (site) } " · " a href=(site_link(site)) { "Its rules" } " · " a href=(all) { "All sites" }
            }
        }
    }
}

const fn empty(view: View, is_further: bool) -> &'static str {
    match view {
        _ if is_further => "There are no more.",
        View::Waiting => "Nothing waits. What is held for you, by a rule or because you asked for it, is listed here.",
        View::Reported => "No comment is reported. What readers report is listed here until somebody decides.",
        View::Spam => "There is no spam. What was taken for it is listed here.",
        View::Trash => "Nothing was rejected or deleted lately.",
        View::Published => "No comment is published yet.",
    }
}
