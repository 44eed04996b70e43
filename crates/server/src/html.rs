//! Comments as a page of their own, for readers without scripts and for crawlers.
//!
//! It says what the viewer says of the same comments, from the same blocks, in templates of its own: the viewer's components
//! draw with signals and listeners, and would bring all of Leptos into the server. Nothing in it is more than markup, so its
//! policy allows one style and nothing else.

pub(crate) mod blocks;
pub(crate) mod moderation;
mod thread;

use std::sync::LazyLock;

use article::{NativePlatform, SafeUrl, UrlUse};
use axum::http::{HeaderValue, StatusCode};
use base64::{Engine as _, prelude::BASE64_STANDARD};
use engagement::comments::Sort;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use sha2::{Digest as _, Sha256};
use url::form_urlencoded;

use crate::store::{Level, Page, PageQuery};

/// The whole style, the same bytes in every page: the policy names their hash.
static STYLE: LazyLock<String> = LazyLock::new(|| {
    without_remarks(concat!(
        include_str!("../../../style/tokens.css"),
        "\n",
        include_str!("../../../style/comments.css")
    ))
});

/// Sheets as they are sent: without what is said to whoever reads them here.
fn without_remarks(sheets: &str) -> String {
    let mut parts = sheets.split("/*");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |kept, part| kept + part.split_once("*/").map_or("", |(_, after)| after))
}

/// A constant `<style>` or `<script>` as a policy names it.
fn hash_source(text: &str) -> String {
    format!("'sha256-{}'", BASE64_STANDARD.encode(Sha256::digest(text)))
}

static POLICY: LazyLock<HeaderValue> = LazyLock::new(|| {
    let hash = hash_source(&STYLE);
    let policy =
        format!("default-src 'none'; style-src {hash}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
    // Base64 is made of characters that every header may have.
    HeaderValue::try_from(policy).unwrap_or_else(|_| HeaderValue::from_static("default-src 'none'"))
});

/// What the page may do: look as it does.
pub(crate) fn policy() -> HeaderValue {
    POLICY.clone()
}

/// A page of an article's comments.
pub(crate) fn page(query: &PageQuery, page: &Page) -> String {
    let place = Place { article: &query.article.key, sort: query.sort, of: &query.of };
    let count = match page.count {
        0 => "No comments yet.".to_owned(),
        1 => "1 comment".to_owned(),
        count => format!("{count} comments"),
    };
    let (before, after) = match query.sort {
        Sort::Newest => ("Newer comments", "Older comments"),
        Sort::Oldest => ("Older comments", "Newer comments"),
        Sort::Top => ("Back", "More comments"),
    };
    let is_about_one = matches!(query.of, Level::Comment(_) | Level::Around(_));
    let body = html! {
        header {
            h1 { @if is_about_one { "Replies" } @else { "Comments" } }
            p.about {
                @if let Some(url) = address(&query.article.key) {
                    "On " a href=(url.as_str()) rel="nofollow noopener noreferrer" dir="ltr" { (url.as_str()) }
                } @else {
                    "On " bdi { (query.article.key) }
                }
            }
            p.about { (count) }
            @if is_about_one {
                p.about { a href=(place.all()) { "All comments" } }
            } @else if page.count > 1 {
                (orders(&place))
            }
        }
        (thread::list(&page.comments, &place))
        @if page.previous.is_some() || page.next.is_some() {
            nav.pages aria-label="Pages" {
                @if let Some(cursor) = &page.previous { a rel="prev" href=(place.at(cursor)) { (before) } }
                @if let Some(cursor) = &page.next { a rel="next" href=(place.at(cursor)) { (after) } }
            }
        }
    };
    // Of an article that nobody wrote about there is nothing to find.
    document(&format!("{count} · {}", query.article.key), page.count > 0, &body)
}

/// The choice of order.
fn orders(place: &Place) -> Markup {
    let orders = [(Sort::Newest, "Newest first"), (Sort::Oldest, "Oldest first"), (Sort::Top, "Most liked first")];
    html! {
        nav.pages aria-label="Order" {
            @for (sort, words) in orders {
                @if sort == place.sort {
                    span aria-current="true" { (words) }
                } @else {
                    a href=(Place { sort, ..*place }.all()) { (words) }
                }
            }
        }
    }
}

/// Why there is no page.
pub(crate) fn refusal(status: StatusCode, title: &str, detail: &str) -> String {
    let body = html! {
        h1 { (title) }
        p { (detail) }
    };
    document(&format!("{} {title}", status.as_u16()), false, &body)
}

fn document(title: &str, is_found: bool, body: &Markup) -> String {
    let robots = if is_found { "index, follow" } else { "noindex" };
    whole(title, robots, &STYLE, &html! {}, &html! { main { (body) } })
}

/// A whole document.
fn whole(title: &str, robots: &str, style: &str, head: &Markup, body: &Markup) -> String {
    let markup = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) }
                meta name="robots" content=(robots);
                (head)
                style { (PreEscaped(style)) }
            }
            body { (body) }
        }
    };
    markup.into_string()
}

/// Where an article is, when its id says so.
fn address(article: &str) -> Option<SafeUrl> {
    let is_web = article.starts_with("https://") || article.starts_with("http://");
    SafeUrl::parse(&NativePlatform, None, article, UrlUse::Media).filter(|_| is_web)
}

/// What a page is about. Its links change the query alone, so that they hold wherever the server is mounted.
#[derive(Clone, Copy)]
struct Place<'a> {
    article: &'a str,
    sort: Sort,
    of: &'a Level,
}

impl Place<'_> {
    /// The first page of all comments.
    fn all(&self) -> String {
        self.link(&[])
    }

    /// Another page of these.
    fn at(&self, cursor: &str) -> String {
        match self.of {
            Level::Comment(parent) => self.link(&[("parent", parent), ("cursor", cursor)]),
            Level::Article | Level::Around(_) => self.link(&[("cursor", cursor)]),
        }
    }

    /// The replies to a comment.
    fn replies(&self, id: &str) -> String {
        Place { sort: Sort::Oldest, ..*self }.link(&[("parent", id)])
    }

    fn link(&self, more: &[(&str, &str)]) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.append_pair("article", self.article);
        if self.sort != Sort::default() {
            query.append_pair("sort", self.sort.as_str());
        }
        query.extend_pairs(more);
        format!("?{}", query.finish())
    }
}
