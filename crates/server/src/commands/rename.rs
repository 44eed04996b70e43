//! Other names for articles, and for sites.

use std::sync::Arc;

use anyhow::{anyhow, bail, ensure};

use super::{Office, say};
use crate::store::ArticleKey;

pub(super) async fn article(office: &Office, from: &str, to: &str, site: Option<&str>) -> anyhow::Result<()> {
    let from = office.article(from, office.site(site)?);
    let to = office.sites.new_key(to, &from.site);
    let to = to.map_err(|why| anyhow!("the article cannot be called that: {why}"))?;
    let is_there = office.store.rename_key(&from.site, &from.key, &to, office.actor()).await?;
    if !is_there {
        bail!(no_article(office, &from).await?);
    }
    say(format!("{} is {to} now, and still leads there", from.key))
}

/// That there is no such article, with what makes it so where nobody has said which sites there are.
async fn no_article(office: &Office, article: &ArticleKey) -> anyhow::Result<String> {
    let ArticleKey { site, key } = article;
    let mut words = format!("there is no article {key} on {site}");
    let stored = office.store.sites().await?;
    let others: Vec<_> = stored.iter().map(|other| &*other.name).filter(|other| *other != &**site).collect();
    if office.settings.sites.is_none() && !others.is_empty() {
        words += ", where it was looked for since neither --sites nor AV_SITES names a file of sites; there are also ";
        words += &others.join(", ");
    }
    Ok(words)
}

pub(super) async fn site(office: &Office, from: &str, to: &str) -> anyhow::Result<()> {
    let to = &office.site(Some(to))?.name;
    ensure!(
        office.sites.named(from).is_none(),
        "{from} is a site of the settings, and its pages would find nothing more: take it out of the file of --sites first"
    );
    let stored: Vec<_> = office.store.sites().await?.into_iter().map(|site| site.name).collect();
    ensure!(
        stored.iter().any(|name| name == from),
        "nothing is stored of a site {from}: there is {}",
        stored.join(", ")
    );
    let (sites, rest) = (Arc::clone(&office.sites), Arc::clone(to));
    let site_of = move |key: &str| Arc::clone(sites.of_address(key).map_or(&rest, |owner| &owner.name));
    let moved = office.store.rename_site(from, to, Arc::new(site_of), office.actor()).await?;
    for (site, articles) in moved.iter().filter(|(site, _)| *site != to) {
        say(format!("Articles that are of {site} now, by their address: {articles}"))?;
    }
    say(format!("Articles that are of {to} now, with what else was of {from}: {}", moved.get(to).unwrap_or(&0)))
}
