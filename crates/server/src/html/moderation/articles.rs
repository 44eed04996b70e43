//! Articles that were commented lately.

use maud::{Markup, html};

use super::{
    Flash, Part,
    address::{Filter, article_link, articles_link, site_link},
    count, inside,
    item::key_of,
};
use crate::{
    html::thread::time,
    store::newsroom::{ArticleEntry, Thread},
};

/// The page.
pub(crate) fn articles(
    who: &str,
    articles: &[(ArticleEntry, Thread)],
    sites: &[&str],
    site: Option<&str>,
    flash: Option<&Flash>,
) -> String {
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
        @if articles.is_empty() {
            p.empty { "No article has comments yet. Those that were commented lately are listed here." }
        } @else {
            ul.rows {
                @for (article, thread) in articles {
                    li { div.entry { (one(article, *thread, sites.len() > 1)) } }
                }
            }
        }
    };
    inside("Articles", who, Part::Articles, flash, &body)
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
