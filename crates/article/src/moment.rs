//! A date, or a date and time with its zone, exactly as precise as the document gives it.

use serde::{Serialize, Serializer};

/// When something happened: an RFC 3339 date, or date and time with its offset.
///
/// A date alone stays a date: turning it into midnight somewhere would show the day before to half the world.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moment {
    text: String,
    parts: MomentParts,
}

/// What a [`Moment`] is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MomentParts {
    /// Milliseconds since 1970-01-01T00:00:00Z *as read off a clock in the moment's own zone*: shown in UTC they give
    /// the local date and time, in every browser, whether or not it knows offset time zones.
    pub local_ms: i64,
    /// Minutes east of UTC; `None` for a date without a time.
    pub offset_minutes: Option<i16>,
}

impl Moment {
    /// Reads RFC 3339 §5.6 (`date-time`) or its `full-date`.
    ///
    /// As the RFC allows, `T` and `Z` may be lower case and a space may stand for `T`. Seconds may be missing, as HTML's
    /// own date strings allow; a zone may not. A leap second reads as the second before it.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let (year, rest) = number(text, 4)?;
        let (month, rest) = number(rest.strip_prefix('-')?, 2)?;
        let (day, rest) = number(rest.strip_prefix('-')?, 2)?;
        if !(1..=12).contains(&month) || day < 1 || day > days_in_month(year, month) {
            return None;
        }
        let midnight_ms = days_from_civil(year, month, day) * 86_400_000;
        let parts = if rest.is_empty() {
            MomentParts { local_ms: midnight_ms, offset_minutes: None }
        } else {
            let (time_ms, offset) = parse_time(rest.strip_prefix(['T', 't', ' '])?)?;
            MomentParts { local_ms: midnight_ms + time_ms, offset_minutes: Some(offset) }
        };
        Some(Self { text: text.to_owned(), parts })
    }

    /// The text as the document has it.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The text as `<time datetime>` wants it: HTML asks for `T` between date and time, where RFC 3339 also allows a space.
    pub fn machine(&self) -> String {
        self.text.replace(' ', "T")
    }

    /// What it is made of.
    pub const fn parts(&self) -> MomentParts {
        self.parts
    }
}

/// Milliseconds into the day, and the offset in minutes.
fn parse_time(text: &str) -> Option<(i64, i16)> {
    let (hour, rest) = number(text, 2)?;
    let (minute, mut rest) = number(rest.strip_prefix(':')?, 2)?;
    let mut ms = 0;
    let mut second = 0;
    if let Some(after) = rest.strip_prefix(':') {
        (second, rest) = number(after, 2)?;
        if let Some(after) = rest.strip_prefix('.') {
            let digits = after.bytes().take_while(u8::is_ascii_digit).count();
            if digits == 0 {
                return None;
            }
            // Milliseconds are all a browser's Date holds.
            ms =
                after.bytes().take(digits).chain(*b"00").take(3).fold(0, |ms, digit| ms * 10 + i64::from(digit - b'0'));
            rest = after.get(digits..)?;
        }
    }
    if hour > 23 || minute > 59 || second > 60 {
        return None;
    }
    let offset = match rest.as_bytes() {
        b"Z" | b"z" => 0,
        [sign @ (b'+' | b'-'), ..] => {
            let (hours, after) = number(rest.get(1..)?, 2)?;
            let (minutes, after) = number(after.strip_prefix(':').unwrap_or(after), 2)?;
            if hours > 23 || minutes > 59 || !after.is_empty() {
                return None;
            }
            let east = hours * 60 + minutes;
            i16::try_from(if *sign == b'-' { -east } else { east }).ok()?
        }
        _ => return None,
    };
    Some((((hour * 60 + minute) * 60 + second.min(59)) * 1000 + ms, offset))
}

/// Exactly `digits` digits from the start of the text, and what follows them.
fn number(text: &str, digits: usize) -> Option<(i64, &str)> {
    let (head, rest) = text.split_at_checked(digits)?;
    if !head.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    Some((head.parse().ok()?, rest))
}

const fn is_leap(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

const fn days_in_month(year: i64, month: i64) -> i64 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if is_leap(year) => 29,
        2 => 28,
        _ => 31,
    }
}

/// Days since 1970-01-01 in the proleptic Gregorian calendar.
///
/// Counts years from March, so that the leap day is the last of its year.
const fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    // 146,097 days are 400 years; 719,468 days lie between 0000-03-01 and 1970-01-01.
    era * 146_097 + day_of_era - 719_468
}

impl Serialize for Moment {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text)
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Moment {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Moment".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "description": "RFC 3339: a date, or a date and time with its zone",
            "type": "string",
            "pattern": "^\\d{4}-\\d{2}-\\d{2}([Tt ]\\d{2}:\\d{2}(:\\d{2}(\\.\\d+)?)?([Zz]|[+-]\\d{2}:?\\d{2}))?$"
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: Option<(i64, Option<i16>)>) {
        let parts = Moment::parse(text).map(|moment| (moment.parts.local_ms, moment.parts.offset_minutes));
        assert_eq!(parts, expected, "{text}");
    }

    #[test]
    fn a_date_stays_a_date() {
        check("1970-01-01", Some((0, None)));
        check("2026-01-07", Some((1_767_744_000_000, None)));
        check("2000-02-29", Some((951_782_400_000, None)));
        check("0001-01-01", Some((-62_135_596_800_000, None)));
    }

    #[test]
    fn the_zone_is_kept_and_the_local_clock_shown() {
        check("1970-01-01T05:30:00+05:30", Some((19_800_000, Some(330))));
        check("1970-01-01T00:00:00Z", Some((0, Some(0))));
        check("1970-01-01t00:00:00.5-03:00", Some((500, Some(-180))));
        check("1970-01-01 00:01+0000", Some((60_000, Some(0))));
        check("1970-01-01T23:59:60Z", Some((86_399_000, Some(0))));
    }

    #[test]
    fn what_is_no_date_is_refused() {
        for text in [
            "",
            "2026",
            "2026-13-01",
            "2026-02-29",
            "2026-00-10",
            "2026-01-07T10:00:00",
            "2026-01-07T25:00Z",
            "7 January 2026",
            "2026-01-07T10:00:00+5:30",
            "२०२६-०१-०७",
            "2026-01-07T10:00:00.Z",
            "2026-01-07X",
        ] {
            check(text, None);
        }
    }
}
