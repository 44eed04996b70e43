//! Dates as publishers write them.

use crate::{Moment, text::find};

/// A date as the native format wants it, of one as publishers write it.
///
/// RFC 3339 and what is near it (ISO 8601 with less, a space before the zone), and RFC 5322 §3.3 with its names of months
/// and zones. Without a zone the day alone is kept.
pub(super) fn date(text: &str) -> Option<String> {
    let text = text.trim();
    if Moment::parse(text).is_some() {
        return Some(text.to_owned());
    }
    if text.get(..4).is_some_and(|year| year.bytes().all(|byte| byte.is_ascii_digit())) {
        // "2024-04-30 16:38:37 +02:00", or nothing after the seconds.
        let (day, rest) = text.split_at_checked(10)?;
        let time: String = rest.chars().filter(|c| *c != ' ').collect();
        let joined = day.to_owned() + "T" + time.trim_start_matches(['T', 't']);
        let whole = Moment::parse(&joined).map(|_| joined);
        return whole.or_else(|| Moment::parse(day).map(|_| day.to_owned()));
    }
    internet_date(text)
}

/// A number of two digits.
fn two(number: &str) -> String {
    if number.len() == 1 { "0".to_owned() + number } else { number.to_owned() }
}

/// "Tue, 3 Jun 2008 11:05:30 GMT" (RFC 5322 §3.3).
fn internet_date(text: &str) -> Option<String> {
    const MONTHS: &str = "janfebmaraprmayjunjulaugsepoctnovdec";
    let mut words = text.split(',').next_back()?.split_whitespace();
    let day = two(words.next()?);
    let month = words.next()?.get(..3)?.to_ascii_lowercase();
    let month = find(MONTHS, &month).filter(|at| at % 3 == 0)? / 3 + 1;
    let year = words.next()?;
    let date = year.to_owned() + "-" + &two(&month.to_string()) + "-" + &day;
    let zone = |zone: &str| match zone {
        "GMT" | "UT" | "UTC" | "Z" => Some("Z".to_owned()),
        "EST" | "CDT" => Some("-0500".to_owned()),
        "EDT" => Some("-0400".to_owned()),
        "CST" | "MDT" => Some("-0600".to_owned()),
        "MST" | "PDT" => Some("-0700".to_owned()),
        "PST" => Some("-0800".to_owned()),
        zone => zone.starts_with(['+', '-']).then(|| zone.to_owned()),
    };
    let with_time = words.next().and_then(|time| Some(date.clone() + "T" + time + &zone(words.next()?)?));
    let with_time = with_time.filter(|text| Moment::parse(text).is_some());
    with_time.or_else(|| Moment::parse(&date).map(|_| date))
}
