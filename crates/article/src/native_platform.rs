//! The platform outside a browser.

use url::Url;

use crate::Platform;

/// The `url` crate, which follows the same standard as browsers do.
#[derive(Clone, Copy, Debug, Default)]
pub struct NativePlatform;

impl Platform for NativePlatform {
    fn resolve_url(&self, base: Option<&str>, url: &str) -> Option<String> {
        let parsed = match base {
            Some(base) => Url::parse(base).ok()?.join(url),
            None => Url::parse(url),
        };
        parsed.ok().map(String::from)
    }
}
