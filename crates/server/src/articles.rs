//! What an article is called, however its address is written.

use engagement::{comments::characters, limits::MAX_ARTICLE_ID_CHARS};
use url::{Host, Url};

/// Parameters that say how a reader came, and nothing about the article: what analytics, mail and social networks add.
const JUNK: [&str; 14] = [
    "fbclid", "gclid", "gbraid", "wbraid", "dclid", "msclkid", "twclid", "yclid", "igshid", "mc_cid", "mc_eid", "_ga",
    "_gl", "_hsenc",
];

/// Schemes without `//` that browsers follow, and to no page of a site: nobody calls an article so on purpose.
const NO_PAGES: [&str; 9] = ["about", "blob", "data", "file", "javascript", "mailto", "tel", "vbscript", "view-source"];

/// Whether a text can be an article's id.
pub(crate) fn is_id(text: &str) -> bool {
    // PostgreSQL cannot store U+0000; no id has use for the others either.
    characters(text) <= MAX_ARTICLE_ID_CHARS && !text.chars().any(char::is_control) && !text.trim().is_empty()
}

/// Whether an id is an address, but of something else than a page. Names such as `urn:x:1` and `node:12` are none.
pub(crate) fn leads_to_no_page(id: &str) -> bool {
    let Ok(url) = Url::parse(id) else { return false };
    let is_address =
        NO_PAGES.contains(&url.scheme()) || id.get(url.scheme().len()..).is_some_and(|rest| rest.starts_with("://"));
    is_address && !matches!(url.scheme(), "http" | "https")
}

/// The canonical form of an article's id. An address loses what changes nothing about where it leads: the fragment, the
/// parameters of trackers, the slash at its end; and `http` is `https`, but for machines by number, on ports of their own, or
/// this one. What is no address stays as it is.
pub(crate) fn canonical(id: &str) -> String {
    let Some(mut url) = Url::parse(id).ok().filter(|url| matches!(url.scheme(), "http" | "https")) else {
        return id.to_owned();
    };
    let has_name =
        matches!(url.host(), Some(Host::Domain(name)) if name != "localhost" && !name.ends_with(".localhost"));
    if has_name && url.scheme() == "http" && url.port().is_none() {
        // Both are special schemes, between which a URL may change (WHATWG URL, "scheme state").
        let _ = url.set_scheme("https");
    }
    let _ = (url.set_username(""), url.set_password(None));
    url.set_fragment(None);
    if let Some(query) = url.query() {
        // By hand: to read pairs and print them again would change how they are encoded.
        let kept: Vec<_> = query.split('&').filter(|pair| !pair.is_empty() && !is_junk(pair)).collect();
        let kept = kept.join("&");
        url.set_query(Some(kept.as_str()).filter(|query| !query.is_empty()));
    }
    let path = url.path().trim_end_matches('/').to_owned();
    url.set_path(&path);
    let text = url.to_string();
    // The root's own slash is no part of a name, unless a query follows.
    if path.is_empty() && url.query().is_none() { text.trim_end_matches('/').to_owned() + "/" } else { text }
}

fn is_junk(pair: &str) -> bool {
    let name = pair.split('=').next().unwrap_or_default().to_ascii_lowercase();
    name.starts_with("utm_") || JUNK.contains(&&*name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_article_has_one_key() {
        let all = [
            "https://paper.example/2026/rain",
            "http://paper.example/2026/rain/",
            "HTTPS://Paper.Example:443/2026/rain#comments",
            "https://paper.example/2026/rain?utm_source=mail&UTM_medium=x&fbclid=1",
            "https://user:secret@paper.example/2026/./rain//",
        ];
        for one in all {
            assert_eq!(canonical(one), all[0], "{one}");
            assert_eq!(canonical(&canonical(one)), all[0], "{one}");
        }
    }

    #[test]
    fn what_is_no_address_of_a_page_is_told_from_names() {
        for id in
            ["javascript:alert(1)", "DATA:text/html,x", "ftp://paper.example/a", "file:///a", "mailto:a@b.example"]
        {
            assert!(leads_to_no_page(id), "{id}");
        }
        for id in [
            "https://paper.example/a",
            "http://localhost/a",
            "article 12/",
            "urn:x:1",
            "tag:a.example,2026:1",
            "node:12",
            "node:https://a.example/1",
        ] {
            assert!(!leads_to_no_page(id), "{id}");
        }
    }

    #[test]
    fn what_says_which_article_it_is_stays() {
        for (id, key) in [
            ("https://paper.example/?p=12&utm_campaign=a", "https://paper.example/?p=12"),
            ("https://paper.example", "https://paper.example/"),
            ("http://paper.example:8080/a/", "http://paper.example:8080/a"),
            ("http://127.0.0.1/a?x=%C3%A4", "http://127.0.0.1/a?x=%C3%A4"),
            ("http://localhost/a", "http://localhost/a"),
            ("https://paper.example/Rain", "https://paper.example/Rain"),
            ("article 12/", "article 12/"),
            ("urn:x:1", "urn:x:1"),
        ] {
            assert_eq!(canonical(id), key, "{id}");
        }
    }
}
