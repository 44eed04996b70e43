//! Names, dates and addresses, as other systems write them.

use article::{NativePlatform, plain_text, read_html};
use engagement::{
    comments::parse_name,
    limits::{MAX_ARTICLE_ID_CHARS, MAX_NAME_CHARS},
};
use jiff::{Timestamp, civil::DateTime, tz::Offset};
use url::Url;

use super::report::Reason;
use crate::articles::canonical;

/// A name as it is stored, and whether something was cut off it.
pub(super) fn name(name: &str) -> (String, bool) {
    // White space counts in the limit, and is the first that nobody misses.
    let spaced = name.split_whitespace().collect::<Vec<_>>().join(" ");
    if let Ok(name) = parse_name(&spaced) {
        return (name, false);
    }
    let is_kept = |c: &char| *c == ' ' || parse_name(c.encode_utf8(&mut [0; 4])).is_ok();
    let visible: String = spaced.chars().filter(is_kept).collect();
    let cut: String = visible.chars().take(MAX_NAME_CHARS).collect();
    // What joins needs something after it.
    let name = parse_name(cut.trim_end_matches('\u{200D}')).ok();
    let is_cut = name.is_some() && visible.chars().nth(MAX_NAME_CHARS).is_some();
    (name.unwrap_or_else(|| "Anonymous".to_owned()), is_cut)
}

/// A name in which entities may stand, as WordPress and Isso store it.
pub(super) fn unescaped(name: &str) -> String {
    if !name.contains('&') {
        return name.to_owned();
    }
    let blocks = read_html(&name.replace('<', "&lt;"), &NativePlatform, None);
    let lines = blocks.iter().map(|block| match block {
        article::Block::Paragraph(paragraph) => plain_text(&paragraph.content),
        _ => String::new(),
    });
    lines.collect::<Vec<_>>().join(" ")
}

/// A date and a time, of UTC where it names no zone, in milliseconds.
pub(super) fn date(text: &str) -> Option<i64> {
    let text = text.trim();
    let timestamp: Option<Timestamp> = text.parse().ok();
    let in_utc = || Offset::UTC.to_timestamp(text.parse::<DateTime>().ok()?).ok();
    timestamp.or_else(in_utc).map(Timestamp::as_millisecond)
}

/// Seconds since 1970, in milliseconds; only what is a date.
#[expect(clippy::cast_possible_truncation, reason = "what is too large is no date, and the check after it says so")]
pub(super) fn seconds(seconds: f64) -> Option<i64> {
    let ms = (seconds * 1000.0).round();
    if !ms.is_finite() {
        return None;
    }
    Timestamp::from_millisecond(ms as i64).ok().map(Timestamp::as_millisecond)
}

/// The address of an article: of the web, absolute, without a place in the page.
pub(super) fn address(link: &str, base: Option<&Url>) -> Result<String, Reason> {
    let link = link.trim();
    if link.is_empty() {
        return Err(Reason::NoAddress);
    }
    let parsed = match (Url::parse(link), base) {
        (Err(url::ParseError::RelativeUrlWithoutBase), Some(base)) => base.join(link),
        (Err(url::ParseError::RelativeUrlWithoutBase), None) => return Err(Reason::Path),
        (parsed, _) => parsed,
    };
    let mut url = parsed.map_err(|_| Reason::NotWeb)?;
    let has_user = !url.username().is_empty() || url.password().is_some();
    if !matches!(url.scheme(), "http" | "https") || has_user {
        return Err(Reason::NotWeb);
    }
    url.set_fragment(None);
    // What an address is made of is one byte a character.
    if url.as_str().len() > MAX_ARTICLE_ID_CHARS { Err(Reason::LongAddress) } else { Ok(url.into()) }
}

/// What ids are made of instead of the address of a site: one that is the same however it is written, as with articles.
pub(super) fn site(address: &str) -> String {
    canonical(address.trim()).trim_end_matches('/').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_cut_rather_than_refused() {
        assert_eq!(name("  Asha\n Rao "), ("Asha Rao".into(), false));
        assert_eq!(name(" \u{202e}\u{0} "), ("Anonymous".into(), false));
        assert_eq!(name(&"न".repeat(70)), ("न".repeat(60), true));
        assert_eq!(name(&("\u{200b}".repeat(70) + "x")), ("x".into(), false));
        assert_eq!(unescaped("Tom &amp; <i>Jerry</i> &#8217;"), "Tom & <i>Jerry</i> ’");
    }

    #[test]
    fn dates_are_those_of_each_system() {
        assert_eq!(date("2013-06-17T14:29:54Z"), Some(1_371_479_394_000));
        assert_eq!(date("2013-06-17 14:29:54"), Some(1_371_479_394_000));
        assert_eq!(seconds(1_371_479_394.25), Some(1_371_479_394_250));
        for wrong in ["", "0000-00-00 00:00:00", "yesterday", "2013-02-30 00:00:00"] {
            assert_eq!(date(wrong), None, "{wrong}");
        }
        assert_eq!([f64::NAN, f64::INFINITY, 1e300].map(seconds), [None; 3]);
    }

    // A site that has moved to https had all of its comments twice.
    #[test]
    fn a_site_is_the_same_however_its_address_is_written() {
        for one in ["https://b.example/x", "http://B.example/x/", " https://b.example:443/x ", "http://b.example:80/x"]
        {
            assert_eq!(site(one), "https://b.example/x", "{one}");
        }
        assert_eq!(site("http://b.example/"), "https://b.example");
        assert_eq!(site("http://b.example:8080"), "http://b.example:8080");
    }

    #[test]
    fn an_address_is_of_the_web() {
        let base = Url::parse("https://news.example/").ok();
        assert_eq!(address("/a#x", base.as_ref()), Ok("https://news.example/a".into()));
        assert_eq!(address("HTTP://B.example", None), Ok("http://b.example/".into()));
        assert_eq!(address("/a", None), Err(Reason::Path));
        assert_eq!(address(" ", None), Err(Reason::NoAddress));
        for wrong in ["javascript:alert(1)", "file:///etc/passwd", "https://u@a.example/", "https://[", "mailto:a@b"] {
            assert_eq!(address(wrong, base.as_ref()), Err(Reason::NotWeb), "{wrong}");
        }
        let long = "https://a.example/".to_owned() + &"x".repeat(1024);
        assert_eq!(address(&long, None), Err(Reason::LongAddress));
    }
}
