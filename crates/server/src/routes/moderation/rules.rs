//! What is held, and until when comments are taken: on a site, or under one article.

use std::sync::Arc;

use axum::{
    extract::State,
    http::StatusCode,
    response::{Html, IntoResponse as _, Redirect, Response},
};
use serde::Deserialize;

use super::{
    actor,
    form::{Asked, Fields, not_understood, number, site},
    page,
    place::{Head, Place},
    refusal::Refusal,
    session::Moderator,
};
use crate::{
    App,
    html::moderation::{self as html, Filled, Said},
    store::newsroom::{ArticleEntry, ArticleRules, Hold, Ruled, Rules},
};

/// The longest time after which an article is read-only: a century.
const MAX_DAYS: u32 = 36_500;

/// Whose rules.
#[derive(Debug, Deserialize)]
pub(super) struct Show {
    site: Option<String>,
    article: Option<String>,
    #[serde(flatten)]
    head: Head,
}

/// The rules of a site or an article.
pub(super) async fn show(
    State(app): State<Arc<App>>,
    moderator: Moderator,
    Asked(show): Asked<Show>,
) -> Result<Response, Refusal> {
    let whose = (number(show.article.as_deref())?, site(&app, show.site).await?);
    let shown = the_page(&app, &moderator, whose, None, &show.head).await?;
    Ok(shown.map_or_else(|| Redirect::to("articles").into_response(), page))
}

/// The page, with what was filled in where that cannot be; `None` when it is nobody's.
async fn the_page(
    app: &App,
    moderator: &Moderator,
    whose: (Option<i64>, Option<String>),
    filled: Option<Filled>,
    head: &Head,
) -> Result<Option<String>, Refusal> {
    let who = &moderator.name;
    Ok(match whose {
        (Some(id), _) => {
            let article = article(app, id).await?;
            let (site, _) = of_site(app, &article.site).await?;
            let thread = article.thread(site, app.clock.now_ms());
            let filled = filled.unwrap_or_else(|| Filled::of_article(article.rules, site));
            let flash = head.flash(app, html::article_link(id)).await?;
            Some(html::article_rules(who, &article, thread, site, &filled, flash.as_ref()))
        }
        (None, Some(site)) => {
            let (rules, has_own) = of_site(app, &site).await?;
            let filled = filled.unwrap_or_else(|| Filled::of_site(rules));
            let flash = head.flash(app, html::site_link(&site)).await?;
            Some(html::site_rules(who, &site, has_own, &filled, flash.as_ref()))
        }
        (None, None) => None,
    })
}

/// What is to be otherwise.
#[derive(Debug, Deserialize)]
pub(super) struct Change {
    what: What,
    site: Option<String>,
    article: Option<String>,
    all: Option<String>,
    first: Option<String>,
    links: Option<String>,
    reported: Option<String>,
    days: Option<String>,
    key: Option<String>,
}

/// What a form of the page is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum What {
    Rules,
    Site,
    Close,
    Open,
    Rename,
}

/// Changes the rules of a site or an article.
pub(super) async fn change(
    State(app): State<Arc<App>>,
    moderator: Moderator,
    Fields(form): Fields<Change>,
) -> Result<Response, Refusal> {
    let whose = (number(form.article.as_deref())?, site(&app, form.site.clone()).await?);
    let days = match form.days() {
        Err(wrong) if form.what == What::Rules => {
            let filled = form.filled(wrong);
            let shown = the_page(&app, &moderator, whose, Some(filled), &Head::default()).await?;
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(shown.ok_or_else(not_understood)?)).into_response());
        }
        days => days.unwrap_or_default(),
    };
    let there = match whose {
        (Some(id), _) if form.what == What::Rename => rename(&app, &moderator, id, &form).await?,
        (Some(id), _) => change_article(&app, &moderator, id, &form, days).await?,
        (None, Some(site)) if form.what == What::Rules => {
            let rules = Rules { hold: form.hold(), read_only_days: days.filter(|days| *days > 0) };
            let outcome = app.newsroom().set_site_rules(&site, rules, actor(&app, &moderator)).await?;
            after(&Place::of("rules", "site", &site), Said::Rules, outcome)
        }
        _ => return Err(not_understood()),
    };
    Ok(there.into_response())
}

async fn change_article(
    app: &App,
    moderator: &Moderator,
    id: i64,
    form: &Change,
    days: Option<u32>,
) -> Result<Redirect, Refusal> {
    let ArticleEntry { site, rules: before, .. } = article(app, id).await?;
    let (said, rules) = match form.what {
        What::Close => (Said::Close, ArticleRules { is_closed: true, ..before }),
        What::Open => (Said::Open, ArticleRules { is_closed: false, ..before }),
        What::Site => (Said::Rules, ArticleRules { is_closed: before.is_closed, ..ArticleRules::default() }),
        What::Rules | What::Rename => {
            let (of_site, _) = of_site(app, &site).await?;
            let hold = form.hold_instead(before.hold, of_site.hold);
            (Said::Rules, ArticleRules { hold, read_only_days: days, ..before })
        }
    };
    let outcome = app.newsroom().set_article_rules(id, rules, actor(app, moderator)).await?;
    Ok(after(&place(id), said, outcome.ok_or(Refusal::Missing(NO_ARTICLE))?))
}

/// Leads to rules that were to be changed.
fn after(place: &Place, said: Said, outcome: Ruled) -> Redirect {
    match outcome {
        Ruled::Changed(decided) => place.after(said, Some(decided.entry), None, None),
        Ruled::Same => place.after(Said::Same, None, None, None),
    }
}

async fn rename(app: &App, moderator: &Moderator, id: i64, form: &Change) -> Result<Redirect, Refusal> {
    let before = article(app, id).await?;
    let key = app.sites.new_key(form.key.as_deref().unwrap_or_default(), &before.site);
    let key = key.map_err(|why| Refusal::Wrong(format!("The article cannot be called that: {why}.")))?;
    if before.key == key {
        return Ok(place(id).after(Said::Same, None, None, None));
    }
    let renamed = app.newsroom().rename(id, &key, actor(app, moderator)).await?;
    // Whoever renamed it finds it under both addresses at once; other processes hear of it in a moment.
    app.read_aliases().await?;
    Ok(place(renamed.ok_or(Refusal::Missing(NO_ARTICLE))?).after(Said::Rename, None, None, None))
}

/// The rules of a site, and whether they are its own rather than those of the settings.
pub(super) async fn of_site(app: &App, site: &str) -> Result<(Rules, bool), Refusal> {
    let own = app.newsroom().site_rules(site).await?;
    let rules = own.unwrap_or_else(|| app.sites.defaults(&app.settings).of(site));
    // Settings and files may say 0 where there is no end.
    Ok((Rules { read_only_days: rules.read_only_days.filter(|days| *days > 0), ..rules }, own.is_some()))
}

const NO_ARTICLE: &str = "There is no such article.";

async fn article(app: &App, id: i64) -> Result<ArticleEntry, Refusal> {
    app.newsroom().article(id).await?.ok_or(Refusal::Missing(NO_ARTICLE))
}

fn place(id: i64) -> Place {
    Place::of("rules", "article", &id.to_string())
}

impl Change {
    fn hold(&self) -> Hold {
        Hold {
            all: self.all.is_some(),
            first: self.first.is_some(),
            links: self.links.is_some(),
            reported: self.reported.is_some(),
        }
    }

    /// What is ticked holds. An article whose boxes were left as the site's goes on going by the site.
    fn hold_instead(&self, own: Option<Hold>, of_site: Hold) -> Option<Hold> {
        let ticked = self.hold();
        if ticked == own.unwrap_or(of_site) { own } else { Some(ticked) }
    }

    /// What was filled in for the days; 0 is for no end, whatever the site has.
    fn days(&self) -> Result<Option<u32>, String> {
        let text = self.days.as_deref().unwrap_or_default().trim();
        if text.is_empty() {
            return Ok(None);
        }
        let days = text.parse().ok().filter(|days| *days <= MAX_DAYS);
        days.map(Some)
            .ok_or_else(|| format!("Nothing was saved: please write a number from 1 to {MAX_DAYS}, or 0 for no end."))
    }

    /// The form as it was sent.
    fn filled(&self, wrong: String) -> Filled {
        Filled { hold: self.hold(), days: self.days.clone().unwrap_or_default(), wrong: Some(wrong) }
    }
}
