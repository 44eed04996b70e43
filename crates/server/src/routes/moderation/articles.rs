//! Articles, with the way to each one's rules: those that were commented lately, or those that somebody looks for.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use axum::{
    extract::State,
    response::{Redirect, Response},
};
use serde::Deserialize;
use url::Url;

use super::{
    form::{Asked, Fields, not_understood, site},
    page,
    place::Head,
    refusal::Refusal,
    rules::of_site,
    session::Moderator,
};
use crate::{
    App,
    articles::canonical,
    html::moderation::{self as html, ArticlesPage},
    routes::extract::article_id,
    store::{
        ArticleKey,
        newsroom::{ArticleEntry, Search, Thread},
    },
};

/// Articles on the page.
const MOST: u16 = 100;

/// Of which site, and which of them.
#[derive(Debug, Deserialize)]
pub(super) struct Show {
    site: Option<String>,
    find: Option<String>,
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
    let find = show.find.as_deref().map(str::trim).filter(|find| !find.is_empty());
    let (articles, unknown) = match find {
        None => (app.newsroom().articles(site.as_deref(), MOST).await?, None),
        Some(find) => self::find(&app, find, site.as_deref()).await?,
    };
    let articles = with_threads(&app, articles).await?;
    let flash = show.head.flash(&app, html::articles_link(site.as_deref())).await?;
    // Those of the settings, and those that were in them once.
    let mut sites: Vec<_> = app.sites.all().iter().map(|site| &*site.name).collect();
    sites.extend(articles.iter().map(|(article, _)| article.site.as_str()));
    let mut known = HashSet::new();
    sites.retain(|name| known.insert(*name) && site.as_deref().is_none_or(|site| site == *name));
    let shown = ArticlesPage {
        articles: &articles,
        are_all: articles.len() < usize::from(MOST),
        sites: &sites,
        site: site.as_deref(),
        find,
        unknown: unknown.as_ref(),
    };
    Ok(page(html::articles(&moderator.name, &shown, flash.as_ref())))
}

/// Articles that have a text in their address, and an address of which nothing is known yet.
async fn find(app: &App, text: &str, site: Option<&str>) -> Result<(Vec<ArticleEntry>, Option<ArticleKey>), Refusal> {
    let key = key_of(app, text, site)?;
    let id = app.newsroom().called(key.clone()).await?;
    // The scheme is part of no address that is written here.
    let part = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    let search = Search { text: part.unwrap_or(text).to_owned(), id, site: site.map(str::to_owned) };
    let found = app.newsroom().find_articles(search, MOST).await?;
    let is_address = part.is_some() && Url::parse(&key.key).is_ok();
    Ok((found, Some(key).filter(|_| id.is_none() && is_address)))
}

/// The article that somebody means by its address, on a site where the address is of none.
fn key_of(app: &App, text: &str, site: Option<&str>) -> Result<ArticleKey, Refusal> {
    let key = canonical(article_id(text).map_err(|_| not_understood())?);
    let of_none = site.and_then(|site| app.sites.named(site)).or_else(|| app.sites.all().first());
    let site = app.sites.of_address(&key).or(of_none).ok_or_else(not_understood)?;
    Ok(ArticleKey { site: Arc::clone(&site.name), key })
}

/// Which article is to be known.
#[derive(Debug, Deserialize)]
pub(super) struct Make {
    key: String,
    site: Option<String>,
}

/// Makes an article known before anybody has seen it, so that it can have rules.
pub(super) async fn make(
    State(app): State<Arc<App>>,
    _: Moderator,
    Fields(form): Fields<Make>,
) -> Result<Redirect, Refusal> {
    let key = key_of(&app, &form.key, site(&app, form.site).await?.as_deref())?;
    let id = app.newsroom().make_known(key, app.clock.now_ms()).await?;
    Ok(Redirect::to(&html::article_link(id)))
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
