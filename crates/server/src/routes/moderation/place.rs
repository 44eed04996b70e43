//! Where a form was sent from, and what is said there once it was.

use std::str::FromStr;

use axum::response::Redirect;
use serde::Deserialize;
use url::form_urlencoded;

use super::{
    form::{number, word},
    refusal::Refusal,
};
use crate::{
    App,
    html::moderation::{Flash, Said},
    store::newsroom::can_be_undone,
};

/// One of our pages, with what its address asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Place {
    page: &'static str,
    asked: Vec<(String, String)>,
}

/// The pages that have forms.
const PAGES: [&str; 5] = ["./", "log", "articles", "rules", "team"];

/// What their addresses may ask for, besides what is said at their head.
const ASKED: [&str; 5] = ["view", "site", "article", "after", "before"];

/// The longest address that is taken back.
const MAX_BYTES: usize = 8 * 1024;

impl FromStr for Place {
    type Err = ();

    /// Reads an address as our pages write it. What it asks for is judged by the page itself.
    fn from_str(text: &str) -> Result<Self, ()> {
        let (page, query) = text.split_once('?').unwrap_or((text, ""));
        let page = PAGES.into_iter().find(|known| *known == page).filter(|_| text.len() <= MAX_BYTES).ok_or(())?;
        let pairs = form_urlencoded::parse(query.as_bytes()).into_owned();
        Ok(Self { page, asked: pairs.filter(|(name, _)| ASKED.contains(&name.as_str())).collect() })
    }
}

impl Place {
    /// A page of its own.
    pub(super) const fn at(page: &'static str) -> Self {
        Self { page, asked: Vec::new() }
    }

    /// A page asked for one thing.
    pub(super) fn of(page: &'static str, name: &str, value: &str) -> Self {
        Self { page, asked: vec![(name.to_owned(), value.to_owned())] }
    }

    /// Leads there, and has something said; the comment it was about can be gone to, and the one to look at is gone to.
    pub(super) fn after(&self, said: Said, entry: Option<i64>, about: Option<&str>, next: Option<&str>) -> Redirect {
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.extend_pairs(&self.asked).append_pair("what", said.as_str());
        if let Some(entry) = entry {
            query.append_pair("done", &entry.to_string());
        }
        if let Some(about) = about {
            query.append_pair("about", about);
        }
        let fragment = next.map(|id| format!("#comment-{id}")).unwrap_or_default();
        Redirect::to(&format!("{}?{}{fragment}", self.page, query.finish()))
    }
}

/// What an address has said at the head of its page.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Head {
    what: Option<String>,
    done: Option<String>,
    about: Option<String>,
}

impl Head {
    /// The line at the head of the page. What was decided is said as long as it is so: an address is in the browser's history,
    /// and asked for again after somebody took the decision back or decided otherwise.
    pub(super) async fn flash(&self, app: &App, back: String) -> Result<Option<Flash>, Refusal> {
        let said = word::<Said>(self.what.as_deref())?;
        let entry = number(self.done.as_deref())?;
        let about = word::<uuid::Uuid>(self.about.as_deref())?.map(|id| id.to_string());
        let Some(said) = said else { return Ok(None) };
        if !can_be_undone(said.as_str()) {
            return Ok(Some(Flash { said, entry: None, about, back }));
        }
        let latest = match entry {
            Some(entry) => app.newsroom().latest(entry).await?,
            None => None,
        };
        Ok(latest.filter(|action| action == said.as_str()).map(|_| Flash { said, entry, about, back }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_leads_back_to_a_page_of_ours_and_nowhere_else() {
        let place: Place = "./?view=spam&site=a&done=3&what=approve".parse().expect("a place");
        assert_eq!(
            place,
            Place { page: "./", asked: vec![("view".into(), "spam".into()), ("site".into(), "a".into())] }
        );
        for wrong in ["", "https://elsewhere.example/", "//elsewhere.example", "../", "/log", "welcome?token=x"] {
            assert_eq!(wrong.parse::<Place>(), Err(()), "{wrong}");
        }
    }
}
