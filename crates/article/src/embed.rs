//! What an embed becomes once the reader asks for it.

use crate::{SafeUrl, until};

/// A player of a known provider, addressed by us: only an identifier of the document's address is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Player {
    /// The provider's name.
    pub provider: &'static str,
    /// What to load in a frame.
    pub frame_url: String,
}

impl Player {
    /// The player for an address, or `None` when the provider is not on the list: then the embed stays a link.
    ///
    /// The list is also the `frame-src` of the server's policy; a provider is added in both.
    pub fn of(url: &SafeUrl) -> Option<Self> {
        let (_, path) = url.after_scheme()?.split_once('/')?;
        match url.host()? {
            "www.youtube.com" | "youtube.com" | "m.youtube.com" | "www.youtube-nocookie.com" => {
                youtube(query(path, "v").or_else(|| segment_after(path, &["embed/", "shorts/", "live/"]))?)
            }
            "youtu.be" => youtube(segment_after(path, &[""])?),
            "vimeo.com" | "www.vimeo.com" | "player.vimeo.com" => {
                let id = segment_after(path, &["video/", ""])?;
                let is_id = id.bytes().all(|byte| byte.is_ascii_digit());
                is_id.then(|| Self {
                    provider: "Vimeo",
                    frame_url: "https://player.vimeo.com/video/".to_owned() + id + "?dnt=1&autoplay=1",
                })
            }
            _ => None,
        }
    }
}

fn youtube(id: &str) -> Option<Player> {
    let is_id = id.len() == 11 && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
    is_id.then(|| Player {
        provider: "YouTube",
        frame_url: "https://www.youtube-nocookie.com/embed/".to_owned() + id + "?autoplay=1",
    })
}

/// The path segment that follows the first prefix that fits.
fn segment_after<'a>(path: &'a str, prefixes: &[&str]) -> Option<&'a str> {
    let rest = prefixes.iter().find_map(|prefix| path.strip_prefix(prefix))?;
    Some(until(rest, b"/?#")).filter(|segment| !segment.is_empty())
}

/// A parameter of the query.
fn query<'a>(path: &'a str, name: &str) -> Option<&'a str> {
    let (_, query) = until(path, b"#").split_once('?')?;
    query.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{NativePlatform, UrlUse};

    fn check(url: &str, expected: Option<&str>) {
        let url = SafeUrl::parse(&NativePlatform, None, url, UrlUse::Link).expect("the test's own address");
        assert_eq!(Player::of(&url).map(|player| player.frame_url).as_deref(), expected, "{url:?}");
    }

    #[test]
    fn a_known_provider_is_loaded_from_an_address_of_ours() {
        let player = "https://www.youtube-nocookie.com/embed/abcdefghij0?autoplay=1";
        check("https://www.youtube.com/watch?t=3&v=abcdefghij0", Some(player));
        check("https://youtu.be/abcdefghij0?si=x", Some(player));
        check("https://www.youtube.com/embed/abcdefghij0", Some(player));
        check("https://vimeo.com/12345", Some("https://player.vimeo.com/video/12345?dnt=1&autoplay=1"));
    }

    #[test]
    fn anything_else_stays_a_link() {
        for url in [
            "https://www.youtube.com/watch?v=abc%22onload",
            "https://youtube.com.evil.example/embed/abcdefghij0",
            "https://vimeo.com/about",
            "https://vimeo.com/",
            "https://example.org/",
            "mailto:a@youtube.com",
        ] {
            check(url, None);
        }
    }
}
