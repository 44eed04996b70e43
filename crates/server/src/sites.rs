//! The sites that are served: which pages may ask, and whose an article is.

use std::{collections::HashMap, path::Path, sync::Arc};

use anyhow::{Context as _, anyhow, bail, ensure};
use axum::http::{HeaderMap, header};
use engagement::limits::MAX_ARTICLE_ID_CHARS;
use serde::Deserialize;
use url::Url;

use crate::{
    accounts::{AccountSettings, Accounts},
    articles::{canonical, is_id, leads_to_no_page},
    error::Error,
    settings::{Settings, parse_page_origin},
    store::{
        ArticleKey, Defaults,
        newsroom::{Hold, Rules},
    },
};

/// The name of the only site of a server that has no file of sites.
const DEFAULT: &str = "default";
/// The longest name of a site, in bytes.
const MAX_NAME_BYTES: usize = 40;

/// A file of sites, in TOML.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    site: Vec<Entry>,
}

/// A site, as the file says.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct Entry {
    name: String,
    origins: Vec<String>,
    hold: Option<String>,
    read_only_days: Option<u32>,
    accounts: Option<AccountSettings>,
}

/// A site.
pub(crate) struct Site {
    /// What it is called in the database, in addresses and in commands.
    pub(crate) name: Arc<str>,
    /// The origins of its pages.
    pub(crate) origins: Vec<String>,
    rules: Option<Rules>,
    accounts: Option<Accounts>,
}

/// All sites; the first is the one of whoever does not say.
pub(crate) struct Sites(Vec<Site>);

impl Sites {
    /// The sites of the settings.
    ///
    /// # Errors
    ///
    /// When the file of sites cannot be read, or says what cannot be.
    pub(crate) fn new(settings: &Settings) -> anyhow::Result<Self> {
        let Some(file) = &settings.sites else {
            let origins = settings.allow_origins.clone();
            let accounts = settings.accounts().map(Accounts::open).transpose()?;
            return Ok(Self(vec![Site { name: DEFAULT.into(), origins, rules: None, accounts }]));
        };
        ensure!(
            settings.allow_origins.is_empty(),
            "--allow-origin and --sites say the same: name all origins in the file of sites"
        );
        Self::read(file, settings).with_context(|| format!("cannot use the sites of --sites in {}", file.display()))
    }

    fn read(file: &Path, settings: &Settings) -> anyhow::Result<Self> {
        let file: File = toml::from_str(&std::fs::read_to_string(file)?)?;
        let sites =
            file.site.into_iter().map(|entry| Site::read(entry, settings)).collect::<anyhow::Result<Vec<_>>>()?;
        ensure!(!sites.is_empty(), "it has no [[site]]");
        let mut known = HashMap::new();
        for site in &sites {
            for origin in &site.origins {
                if let Some(other) = known.insert(origin, &site.name) {
                    bail!("{origin} belongs to {other} and to {}", site.name);
                }
            }
        }
        let mut names: Vec<_> = sites.iter().map(|site| &site.name).collect();
        names.sort_unstable();
        ensure!(names.windows(2).all(|pair| pair[0] != pair[1]), "two sites have one name");
        Ok(Self(sites))
    }

    /// All sites.
    pub(crate) fn all(&self) -> &[Site] {
        &self.0
    }

    /// A site by its name.
    pub(crate) fn named(&self, name: &str) -> Option<&Site> {
        self.0.iter().find(|site| &*site.name == name)
    }

    /// The rules of sites until moderators give them others.
    pub(crate) fn defaults(&self, settings: &Settings) -> Defaults {
        let of_site = self.0.iter().filter_map(|site| Some((Arc::clone(&site.name), site.rules?))).collect();
        let rules = Rules { hold: settings.hold, read_only_days: settings.read_only_days };
        Defaults { of_site, rules, reports_to_hold: settings.reports_to_hold.get() }
    }

    /// The article that a request means: by the site of its address, or else by the site of the page that asks.
    ///
    /// # Errors
    ///
    /// When the page that asks is of another site.
    pub(crate) fn article(&self, id: &str, headers: &HeaderMap) -> Result<ArticleKey, Error> {
        let key = canonical(id);
        let asking = headers.get(header::ORIGIN).and_then(|origin| self.of_origin(origin.to_str().ok()?));
        let owning = self.of_address(&key);
        let site = match (owning, asking) {
            (Some(owning), Some(asking)) if owning.name != asking.name => return Err(Error::OtherSite),
            (Some(site), _) | (None, Some(site)) => site,
            (None, None) => self.0.first().ok_or(Error::Internal)?,
        };
        Ok(ArticleKey { site: Arc::clone(&site.name), key })
    }

    /// The key by which an article of a site is found once it is called this.
    ///
    /// # Errors
    ///
    /// When no page of the site could ask for it, in words that say why.
    pub(crate) fn new_key(&self, id: &str, site: &str) -> Result<String, String> {
        if !is_id(id) {
            return Err(format!("it has to be 1 to {MAX_ARTICLE_ID_CHARS} characters, none of them a control"));
        }
        let key = canonical(id.trim());
        if leads_to_no_page(&key) {
            return Err("it is no address of a page: those begin with https:// or http://".to_owned());
        }
        match self.of_address(&key) {
            Some(owner) if &*owner.name != site => {
                Err(format!("it is an address of the site {}, and the article is one of {site}", owner.name))
            }
            _ => Ok(key),
        }
    }

    /// The site of an address.
    pub(crate) fn of_address(&self, address: &str) -> Option<&Site> {
        Url::parse(address).ok().and_then(|url| self.of_origin(&url.origin().ascii_serialization()))
    }

    /// Those by one of whose accounts a request may come: of the site whose page asks, or of any where no page says so.
    pub(crate) fn accounts(&self, headers: &HeaderMap) -> Vec<&Accounts> {
        let asking = headers.get(header::ORIGIN).and_then(|origin| self.of_origin(origin.to_str().ok()?));
        match asking {
            Some(site) => site.accounts.iter().collect(),
            None => self.0.iter().filter_map(|site| site.accounts.as_ref()).collect(),
        }
    }

    /// Whether somebody without an account may write, like and report.
    pub(crate) fn allow_anonymous(&self, headers: &HeaderMap) -> bool {
        self.accounts(headers).iter().all(|accounts| accounts.allows_anonymous())
    }

    /// Whether only readers with an account take part in what is under the articles of a site.
    pub(crate) fn is_for_accounts_only(&self, site: &str) -> bool {
        let accounts = self.named(site).and_then(|site| site.accounts.as_ref());
        accounts.is_some_and(|accounts| !accounts.allows_anonymous())
    }

    /// The site of an origin; `http` and `https` are the same here.
    fn of_origin(&self, origin: &str) -> Option<&Site> {
        let place = |origin: &str| origin.split_once("://").map(|(_, place)| place.to_owned());
        let wanted = place(origin)?;
        self.0.iter().find(|site| site.origins.iter().any(|known| place(known).as_ref() == Some(&wanted)))
    }
}

/// Whether a site could be called that.
pub(crate) fn is_name(name: &str) -> bool {
    (1..=MAX_NAME_BYTES).contains(&name.len())
        && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
}

impl Site {
    fn read(entry: Entry, settings: &Settings) -> anyhow::Result<Self> {
        let Entry { name, origins, hold, read_only_days, accounts } = entry;
        ensure!(is_name(&name), "the name {name:?} has to be 1 to {MAX_NAME_BYTES} small letters, digits and -");
        ensure!(!origins.is_empty(), "{name} has no origins, so none of its pages could ask for comments");
        let origins = origins
            .iter()
            .map(|origin| parse_page_origin(origin).map_err(|why| anyhow!("{origin}: {why}")))
            .collect::<anyhow::Result<Vec<_>>>()
            .with_context(|| format!("origins of {name}"))?;
        let hold = match hold {
            None => settings.hold,
            Some(words) => Hold::parse(&words)
                .with_context(|| format!("hold of {name}: expected words of all, first, links, reported and none"))?,
        };
        let rules = Rules { hold, read_only_days: read_only_days.or(settings.read_only_days) };
        let accounts = accounts.map(Accounts::open).transpose().with_context(|| format!("accounts of {name}"))?;
        Ok(Self { name: name.into(), origins, rules: Some(rules), accounts })
    }
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn sites() -> Sites {
        let site = |name: &str, origins: &[&str]| Site {
            name: name.into(),
            origins: origins.iter().map(|&origin| origin.to_owned()).collect(),
            rules: None,
            accounts: None,
        };
        Sites(vec![
            site("paper", &["https://paper.example", "https://www.paper.example"]),
            site("blog", &["https://blog.example"]),
        ])
    }

    fn check(id: &str, origin: Option<&str>, expected: Result<(&str, &str), Error>) {
        let mut headers = HeaderMap::new();
        if let Some(origin) = origin {
            headers.insert(header::ORIGIN, HeaderValue::from_str(origin).expect("a header value"));
        }
        let article = sites().article(id, &headers);
        let expected = expected.map(|(site, key)| ArticleKey { site: site.into(), key: key.to_owned() });
        assert_eq!(article, expected, "{id} {origin:?}");
    }

    #[test]
    fn an_article_is_of_the_site_of_its_address_or_of_the_page_that_asks() {
        check("https://blog.example/a", None, Ok(("blog", "https://blog.example/a")));
        check("http://blog.example/a/", Some("https://blog.example"), Ok(("blog", "https://blog.example/a")));
        check("12", Some("https://blog.example"), Ok(("blog", "12")));
        check("12", None, Ok(("paper", "12")));
        check("https://cms.example/12", Some("https://blog.example"), Ok(("blog", "https://cms.example/12")));
        check("https://paper.example/a", Some("https://blog.example"), Err(Error::OtherSite));
        check("https://paper.example/a", Some("null"), Ok(("paper", "https://paper.example/a")));
    }

    #[test]
    fn an_article_is_called_what_pages_of_its_site_can_ask_for() {
        let key = |id: &str| sites().new_key(id, "paper");
        assert_eq!(key(" http://paper.example/a/ "), Ok("https://paper.example/a".to_owned()));
        assert_eq!(key("https://cms.example/12"), Ok("https://cms.example/12".to_owned()));
        assert_eq!(key("12"), Ok("12".to_owned()));
        for (wrong, why) in [
            ("https://blog.example/a", "an address of the site blog, and the article is one of paper"),
            ("javascript:alert(1)", "no address of a page"),
            (" ", "1 to 1024 characters"),
            (&"x".repeat(1_025), "1 to 1024 characters"),
        ] {
            assert!(key(wrong).is_err_and(|said| said.contains(why)), "{wrong}");
        }
    }
}
