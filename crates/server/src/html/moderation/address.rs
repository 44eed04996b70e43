//! Addresses of the pages, relative to each other.

use std::str::FromStr;

use url::form_urlencoded;

use crate::store::newsroom::View;

/// What the queue shows.
#[derive(Clone, Debug, Default)]
pub(crate) struct Filter {
    pub(crate) view: View,
    /// Of one site alone.
    pub(crate) site: Option<String>,
    /// Under one article alone.
    pub(crate) article: Option<i64>,
}

impl Filter {
    /// Its page, from some comment on.
    pub(crate) fn link(&self, after: Option<i64>) -> String {
        let (article, after) = (self.article.map(|id| id.to_string()), after.map(|after| after.to_string()));
        let view = (self.view != View::default()).then(|| self.view.as_str().to_owned());
        address("./", &[("view", view), ("site", self.site.clone()), ("article", article), ("after", after)])
    }

    /// Another view of the same.
    pub(super) fn of_view(&self, view: View) -> Self {
        Self { view, ..self.clone() }
    }

    /// The same view of everything.
    pub(super) fn of_all(&self) -> Self {
        Self { view: self.view, ..Self::default() }
    }

    /// The same view of one site.
    pub(super) fn of_site(&self, site: &str) -> Self {
        Self { site: Some(site.to_owned()), ..self.of_all() }
    }

    /// The same view of one article.
    pub(super) fn of_article(&self, id: i64) -> Self {
        Self { article: Some(id), ..self.of_all() }
    }
}

/// The log, from before some entry.
pub(crate) fn log_link(before: Option<i64>) -> String {
    address("log", &[("before", before.map(|before| before.to_string()))])
}

/// The articles, of one site or of all.
pub(crate) fn articles_link(site: Option<&str>) -> String {
    address("articles", &[("site", site.map(str::to_owned))])
}

/// The rules of an article.
pub(crate) fn article_link(id: i64) -> String {
    address("rules", &[("article", Some(id.to_string()))])
}

/// The rules of a site.
pub(crate) fn site_link(site: &str) -> String {
    address("rules", &[("site", Some(site.to_owned()))])
}

fn address(page: &str, asked: &[(&str, Option<String>)]) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(asked.iter().filter_map(|(name, value)| value.as_ref().map(|value| (name, value))));
    let query = query.finish();
    if query.is_empty() { page.to_owned() } else { format!("{page}?{query}") }
}

/// All views, in their order.
pub(super) const VIEWS: [View; 5] = [View::Waiting, View::Reported, View::Spam, View::Trash, View::Published];

impl View {
    /// The word it has in an address.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Reported => "reported",
            Self::Spam => "spam",
            Self::Trash => "trash",
            Self::Published => "published",
        }
    }

    /// What it is called.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Waiting => "Waiting",
            Self::Reported => "Reported",
            Self::Spam => "Spam",
            Self::Trash => "Trash",
            Self::Published => "Published",
        }
    }
}

impl FromStr for View {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        VIEWS.into_iter().find(|view| view.as_str() == text).ok_or(())
    }
}
