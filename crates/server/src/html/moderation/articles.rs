//! Articles that were commented lately, or that somebody looks for.

use maud::{Markup, html};

use super::{
    Flash, Part,
    address::{Filter, article_link, articles_link, site_link},
    count, inside,
    item::key_of,
};
use crate::{
    html::thread::time,
    store::{
        ArticleKey,
        newsroom::{ArticleEntry, Thread},
    },
};

/// Which articles, and what they are of.
pub(crate) struct ArticlesPage<'a> {
    pub(crate) articles: &'a [(ArticleEntry, Thread)],
    /// Whether there are no more than these.
    pub(crate) are_all: bool,
    pub(crate) sites: &'a [&'a str],
    /// The site they are of alone.
    pub(crate) site: Option<&'a str>,
    /// What they have in their addresses.
    pub(crate) find: Option<&'a str>,
    /// What was looked for, where it is an address of which nothing is known.
    pub(crate) unknown: Option<&'a ArticleKey>,
}

/// The page.
pub(crate) fn articles(who: &str, page: &ArticlesPage, flash: Option<&Flash>) -> String {
    let ArticlesPage { articles, sites, site, .. } = *page;
    let body = html! {
        h1 { "Articles" }
        @if let Some(site) = site {
            p.about { "Only on " bdi { (site) } " · " a href=(articles_link(None)) { "All sites" } }
        }
        @if !sites.is_empty() {
            ul.sites aria-label="Sites" {
                @for site in sites { (one_site(site)) }
            }
        }
        (search(page))
        @if let Some(key) = page.unknown { (unknown(key, site.is_some() || sites.len() > 1)) }
        @if articles.is_empty() {
            p.empty { (empty(page)) }
        } @else {
            ul.rows {
                @for (article, thread) in articles {
                    li { div.entry { (one(article, *thread, sites.len() > 1)) } }
                }
            }
            @if page.find.is_some() && !page.are_all { p.hint { "There may be more. Write more of the address." } }
        }
    };
    inside("Articles", who, Part::Articles, flash, &body)
}

fn search(page: &ArticlesPage) -> Markup {
    html! {
        form.search role="search" method="get" action="articles" {
            @if let Some(site) = page.site { input type="hidden" name="site" value=(site); }
            label {
                "Any article, by a part of its address"
                input type="search" name="find" value=(page.find.unwrap_or_default()) maxlength="1024" dir="ltr";
            }
            button { "Find" }
            @if page.find.is_some() { a href=(articles_link(page.site)) { "Those commented lately" } }
        }
    }
}

/// What can be done about an address before anybody has been there.
fn unknown(key: &ArticleKey, has_sites: bool) -> Markup {
    html! {
        form.unknown method="post" action="articles" {
            p {
                "The server has not heard of " bdi { (key.key) } " yet"
                @if has_sites { ", which is of " bdi { (key.site) } }
                "."
            }
            input type="hidden" name="key" value=(key.key);
            input type="hidden" name="site" value=(key.site);
            button { "Set its rules, or close it" }
        }
    }
}

const fn empty(page: &ArticlesPage) -> &'static str {
    match page.find {
        None => "No article has comments yet. Those that were commented lately are listed here.",
        Some(_) if page.unknown.is_some() => "No other article has this in its address.",
        Some(_) => {
            "No article has this in its address. Of one that nobody has seen yet, write the whole address, with https://."
        }
    }
}

fn one_site(site: &str) -> Markup {
    html! {
        li {
            bdi { (site) } " · " a href=(site_link(site)) { "Rules" } " · "
            a href=(Filter::default().of_site(site).link(None)) { "Queue" } " · "
            a href=(articles_link(Some(site))) { "Articles" }
        }
    }
}

/// An article; of which site it is, where that is not said above.
fn one(article: &ArticleEntry, thread: Thread, says_site: bool) -> Markup {
    html! {
        p.key { bdi { (key_of(article)) } }
        p.about {
            @if says_site { bdi { (article.site) } " · " }
            (count(article.comments, "comment", "comments")) " · " (count(article.views, "view", "views"))
            @match thread {
                Thread::Open => {}
                Thread::Until(closes_ms) => { " · open until " (time(closes_ms)) }
                Thread::Over(closed_ms) => { " · " strong { "closed" } " by its age since " (time(closed_ms)) }
                Thread::Closed => { " · " strong { "closed" } }
            }
            " · " a href=(Filter::default().of_article(article.id).link(None)) { "Queue" }
            " · " a href=(article_link(article.id)) { "Rules" }
        }
    }
}
