//! The browser's own parsers, for reading articles.

use article::Platform;
use web_sys::Url;

/// The browser.
#[derive(Clone, Copy, Debug)]
pub(crate) struct BrowserPlatform;

impl Platform for BrowserPlatform {
    fn resolve_url(&self, base: Option<&str>, url: &str) -> Option<String> {
        let parsed = match base {
            Some(base) => Url::new_with_base(url, base),
            None => Url::new(url),
        };
        parsed.ok().map(|url| url.href())
    }
}
