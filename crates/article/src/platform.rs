//! What the platform does better than code of ours: a browser has a URL parser already, and the reader has paid for it.

/// The platform's own parsers, passed in by whoever reads an article.
pub trait Platform {
    /// Resolves an address by the WHATWG URL standard and serialises it; `None` when it is no address.
    ///
    /// The result begins with the scheme in lower case and a colon, as the standard's serialiser writes it.
    fn resolve_url(&self, base: Option<&str>, url: &str) -> Option<String>;
}
