//! The articles that were commented lately, with the way to each one's rules.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use axum::{extract::State, response::Response};
use serde::Deserialize;

use super::{
    form::{Asked, site},
    page,
    place::Head,
    refusal::Refusal,
    rules::of_site,
    session::Moderator,
};
use crate::{
    App,
    html::moderation as html,
    store::newsroom::{ArticleEntry, Thread},
};

/// Articles on the page.
const MOST: u16 = 100;

/// Of which site.
#[derive(Debug, Deserialize)]
pub(super) struct Show {
    site: Option<String>,
    #[serde(flatten)]
    head: Head,
}

/// The page of them.
pub(super) async fn show(
    State(app): State<Arc<App>>,
    moderator: Moderator,
    Asked(show): Asked<Show>,
) -> Result<Response, Refusal> {
    let site = site(&app, show.site).await?;
    let articles = with_threads(&app, app.newsroom().articles(site.as_deref(), MOST).await?).await?;
    let flash = show.head.flash(html::articles_link(site.as_deref()))?;
    // Those of the settings, and those that were in them once.
    let mut sites: Vec<_> = app.sites.all().iter().map(|site| &*site.name).collect();
    sites.extend(articles.iter().map(|(article, _)| article.site.as_str()));
    let mut known = HashSet::new();
    sites.retain(|name| known.insert(*name) && site.as_deref().is_none_or(|site| site == *name));
    Ok(page(html::articles(&moderator.name, &articles, &sites, site.as_deref(), flash.as_ref())))
}

/// Articles, and whether comments are taken under each, which its site has a say in.
async fn with_threads(app: &App, articles: Vec<ArticleEntry>) -> Result<Vec<(ArticleEntry, Thread)>, Refusal> {
    let mut sites = HashMap::new();
    for ArticleEntry { site, .. } in &articles {
        if !sites.contains_key(site) {
            sites.insert(site.clone(), of_site(app, site).await?.0);
        }
    }
    let now_ms = app.clock.now_ms();
    let with_thread = |article: ArticleEntry| {
        let thread = article.thread(sites.get(&article.site).copied().unwrap_or_default(), now_ms);
        (article, thread)
    };
    Ok(articles.into_iter().map(with_thread).collect())
}
