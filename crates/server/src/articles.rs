//! What an article is called, however its address is written.

use url::{Host, Url};

/// Parameters that say how a reader came, and nothing about the article: what analytics, mail and social networks add.
const JUNK: [&str; 14] = [
    "fbclid", "gclid", "gbraid", "wbraid", "dclid", "msclkid", "twclid", "yclid", "igshid", "mc_cid", "mc_eid", "_ga",
    "_gl", "_hsenc",
];

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
