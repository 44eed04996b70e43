//! The only way to hold an address that came from outside.

use serde::{Serialize, Serializer};

use crate::{Platform, until};

/// An absolute address of an allowed scheme, as the URL standard serialises it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SafeUrl(String);

/// What an address is for, which decides the schemes it may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UrlUse {
    /// The reader may go there: `https`, `http`, `mailto`.
    Link,
    /// The page loads it: `https`, `http`.
    Media,
}

impl SafeUrl {
    /// Resolves an address against the document's own and holds it to the allowed schemes.
    ///
    /// The scheme is judged on the *parsed* address: `java\nscript:` and its kin change meaning in the parser. An
    /// address with a user name in it is refused, because `https://bank.example@evil.example` reads as another host.
    pub fn parse(platform: &dyn Platform, base: Option<&str>, url: &str, usage: UrlUse) -> Option<Self> {
        let href = platform.resolve_url(base, url.trim())?;
        let (scheme, rest) = href.split_once(':')?;
        let is_allowed = match scheme {
            "https" | "http" => !until(rest.strip_prefix("//")?, b"/?#").contains('@'),
            "mailto" => usage == UrlUse::Link,
            _ => false,
        };
        is_allowed.then_some(Self(href))
    }

    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The address, given away.
    pub fn into_string(self) -> String {
        self.0
    }

    /// What stands after the two slashes.
    pub(crate) fn after_scheme(&self) -> Option<&str> {
        self.0.split_once(':')?.1.strip_prefix("//")
    }

    /// The host of an `http` or `https` address, without port.
    pub fn host(&self) -> Option<&str> {
        self.after_scheme().map(|rest| until(rest, b"/?#:"))
    }
}

impl Serialize for SafeUrl {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for SafeUrl {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "SafeUrl".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "description": "an address, absolute or relative to the document's own; https, http, or for links mailto",
            "type": "string",
            "format": "uri-reference"
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::NativePlatform;

    fn check(url: &str, expected: Option<&str>) {
        let base = Some("https://news.example/a/b.json");
        let parsed = SafeUrl::parse(&NativePlatform, base, url, UrlUse::Link);
        assert_eq!(parsed.as_ref().map(SafeUrl::as_str), expected, "{url:?}");
    }

    #[test]
    fn an_address_is_resolved_against_the_documents_own() {
        check("c.html", Some("https://news.example/a/c.html"));
        check("//img.example/x.jpg", Some("https://img.example/x.jpg"));
        check("HTTP://EXAMPLE.ORG", Some("http://example.org/"));
        check("mailto:desk@news.example", Some("mailto:desk@news.example"));
        check("https://a.example/@user", Some("https://a.example/@user"));
    }

    #[test]
    fn a_scheme_that_runs_or_embeds_is_refused_however_it_is_spelt() {
        for url in [
            "javascript:alert(1)",
            " javascript:alert(1)",
            "java\nscript:alert(1)",
            "\u{1}javascript:alert(1)",
            "JaVaScRiPt:alert(1)",
            "data:text/html,x",
            "vbscript:x",
            "blob:https://news.example/x",
            "file:///etc/passwd",
            "https://bank.example@evil.example/",
            "https:\\\\user@evil.example",
            "ftp://example.org/",
            "about:blank",
        ] {
            check(url, None);
        }
    }

    #[test]
    fn a_picture_is_not_loaded_by_mail() {
        assert_eq!(SafeUrl::parse(&NativePlatform, None, "mailto:a@b.example", UrlUse::Media), None);
    }
}
