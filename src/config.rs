//! What the host asks for: the element's attributes, understood.

use article::{Language, Platform, until};

/// What the host asks for. Defaults are what an absent attribute means; a value nobody knows means the same.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Config {
    /// The article's address, absolute.
    pub(crate) src: Option<String>,
    /// Where the companion server is; without one there are no counts and no comments.
    pub(crate) api: Option<Api>,
    /// What the server calls the article.
    pub(crate) article_id: Option<String>,
    /// Whether comments are shown.
    pub(crate) has_comments: bool,
    /// Whether views are counted and shown.
    pub(crate) has_views: bool,
    /// Origins an article may come from besides the page's own; `None` allows every one.
    pub(crate) origins: Option<String>,
    /// Whether the page is the article's own, and takes its title and language from it.
    pub(crate) is_standalone: bool,
    /// The language of an article that does not say its own.
    pub(crate) language: Option<Language>,
    /// The level of the headline, from 1 to 6; headings in the text are deeper.
    pub(crate) heading_level: Option<u8>,
    /// What decides which article is shown and how it is read; other attributes change the chrome alone. The values of
    /// [`DECIDING`] after that of the article's address, a line each.
    pub(crate) deciding: String,
}

/// The last, which may be JSON, has the lines that are left.
const DECIDING: [&str; 6] = ["origins", "lang", "heading-level", "format", "item", "overlay"];

/// A companion server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Api {
    /// Its address, absolute and without a slash at the end.
    pub(crate) base: String,
}

/// What the page says about itself.
#[derive(Clone, Debug, Default)]
pub(crate) struct Surroundings {
    /// What relative addresses are resolved against.
    pub(crate) base: Option<String>,
    /// The page's canonical address.
    pub(crate) canonical: Option<String>,
}

impl Config {
    /// Understands attributes.
    pub(crate) fn read(
        attribute: impl Fn(&str) -> Option<String>,
        query: impl Fn(&str) -> Option<String>,
        page: &Surroundings,
        platform: &dyn Platform,
    ) -> Self {
        let resolve = |url: &str| platform.resolve_url(page.base.as_deref(), url.trim());
        let given = |name| attribute(name).filter(|value: &String| !value.trim().is_empty());
        let src = given("src").or_else(|| query(&given("src-param")?)).filter(|src| !src.trim().is_empty());
        let src = src.and_then(|src| resolve(&src));
        let api =
            given("api").and_then(|api| resolve(&api)).map(|api| Api { base: api.trim_end_matches('/').to_owned() });
        let canonical = page.canonical.as_deref().and_then(resolve);
        let without_fragment = |url: String| until(&url, b"#").to_owned();
        let article_id = given("article-id").or(canonical).or_else(|| src.clone()).map(without_fragment);
        let mut deciding = src.clone().unwrap_or_default();
        for name in DECIDING {
            deciding.push('\n');
            deciding += &given(name).unwrap_or_default();
        }
        let is_on = |name| given(name).as_deref() != Some("off");
        Self {
            src,
            api,
            article_id,
            has_comments: is_on("comments"),
            has_views: is_on("views"),
            origins: attribute("origins"),
            is_standalone: attribute("standalone").is_some(),
            language: given("lang").and_then(|tag| Language::parse(&tag)),
            heading_level: given("heading-level")
                .and_then(|level| level.trim().parse().ok())
                .filter(|level| (1..=6).contains(level)),
            deciding,
        }
    }
}

#[cfg(test)]
mod tests {
    use article::NativePlatform;

    use super::*;

    fn read(attributes: &[(&str, &str)], query: Option<&str>, canonical: Option<&str>) -> Config {
        let attribute =
            |name: &str| attributes.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned());
        let page = Surroundings {
            base: Some("https://paper.example/news/page.html".into()),
            canonical: canonical.map(str::to_owned),
        };
        Config::read(attribute, |_| query.map(str::to_owned), &page, &NativePlatform)
    }

    #[test]
    fn the_articles_id_is_given_or_canonical_or_its_address() {
        let id = |attributes: &[(&str, &str)], canonical| read(attributes, None, canonical).article_id;
        assert_eq!(id(&[("src", "a.json#x")], None).as_deref(), Some("https://paper.example/news/a.json"));
        assert_eq!(id(&[("src", "a.json")], Some("/a")).as_deref(), Some("https://paper.example/a"));
        assert_eq!(id(&[("src", "a.json"), ("article-id", "a-1")], Some("/a")).as_deref(), Some("a-1"));
        assert_eq!(id(&[], None), None);
    }

    #[test]
    fn only_an_element_told_so_reads_the_pages_query() {
        assert_eq!(read(&[], Some("/b.json"), None).src, None);
        let shell = read(&[("src-param", "src")], Some("/b.json"), None);
        assert_eq!(shell.src.as_deref(), Some("https://paper.example/b.json"));
        let both = read(&[("src-param", "src"), ("src", "/a.json")], Some("/b.json"), None);
        assert_eq!(both.src.as_deref(), Some("https://paper.example/a.json"), "the host's word goes first");
    }

    #[test]
    fn the_element_listens_to_every_attribute_that_is_read() {
        let script = include_str!("element/define.js");
        // `theme`, `tools` and `inherit-type` are read by the style sheets alone, `user-token` by the conversation.
        let observed: Vec<&str> = script
            .split("const DEFAULTS = {")
            .nth(1)
            .and_then(|rest| rest.split("};").next())
            .expect("the list")
            .lines()
            .filter_map(|line| line.trim().split_once(": "))
            .map(|(name, _)| name.trim_matches('"'))
            .chain(["lang"])
            .filter(|name| !matches!(*name, "theme" | "tools" | "inherit-type" | "user-token"))
            .collect();
        let read = std::cell::RefCell::new(Vec::new());
        let note = |name: &str| {
            read.borrow_mut().push(name.to_owned());
            None
        };
        Config::read(note, |_| None, &Surroundings::default(), &NativePlatform);
        let mut read = read.into_inner();
        read.sort();
        read.dedup();
        let mut sorted = observed.clone();
        sorted.sort_unstable();
        assert_eq!(read, sorted);
    }

    #[test]
    fn a_value_nobody_knows_is_the_default() {
        let config = read(&[("comments", "maybe"), ("views", "off"), ("api", " "), ("src", "http://[")], None, None);
        assert!(config.has_comments && !config.has_views);
        assert_eq!((config.api, config.src, config.origins), (None, None, None));
        for level in ["0", "7", "two", ""] {
            assert_eq!(read(&[("heading-level", level)], None, None).heading_level, None, "{level}");
        }
        assert_eq!(read(&[("heading-level", " 2 ")], None, None).heading_level, Some(2));
        let api = read(&[("api", "/")], None, None).api.map(|api| api.base);
        assert_eq!(api.as_deref(), Some("https://paper.example"));
    }
}
