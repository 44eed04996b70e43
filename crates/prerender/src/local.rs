//! Addresses within a site whose origin is not known yet.
//!
//! Reading an article wants an absolute address to resolve others against. Where the page is given one from the site's
//! root or its own folder only, it is read as if it stood under a host that cannot exist (RFC 6761 §6.4), which is
//! taken out of the result.

/// The site's root.
const ROOT: &str = "https://page.article-viewer.invalid/";
/// The page's folder; one deep, so that an address from the root can be told from one beside the page.
const FOLDER: &str = "https://page.article-viewer.invalid/-/";

/// The article's own address, absolute.
pub(crate) fn document_address(src: &str) -> String {
    if is_absolute(src) {
        src.to_owned()
    } else if let Some(path) = src.strip_prefix('/') {
        format!("{ROOT}{path}")
    } else {
        format!("{FOLDER}{src}")
    }
}

/// Whether an address names its host.
pub(crate) fn is_absolute(address: &str) -> bool {
    address.starts_with("https://") || address.starts_with("http://")
}

/// An address, or a text full of them, as the page may have it.
pub(crate) fn localised(text: &str) -> String {
    text.replace(FOLDER, "./").replace(ROOT, "/")
}

/// The address when the whole world can use it.
pub(crate) fn global(address: &str) -> Option<&str> {
    (is_absolute(address) && !address.starts_with(ROOT)).then_some(address)
}

#[cfg(test)]
mod tests {
    use article::{NativePlatform, Platform as _};

    use super::*;

    fn check(src: &str, address: &str, expected: &str) {
        let resolved = NativePlatform.resolve_url(Some(&document_address(src)), address).expect("an address");
        assert_eq!(localised(&resolved), expected, "{address} in {src}");
    }

    #[test]
    fn an_address_is_written_as_the_page_needs_it() {
        check("/news/a.json", "media/b.jpg", "/news/media/b.jpg");
        check("/news/a.json", "/b.jpg", "/b.jpg");
        check("news/a.json", "media/b.jpg", "./news/media/b.jpg");
        check("news/a.json", "/b.jpg", "/b.jpg");
        check("https://paper.example/a.json", "b.jpg", "https://paper.example/b.jpg");
        check("/a.json", "https://img.example/b.jpg", "https://img.example/b.jpg");
    }
}
