//! A date, or a date and time with its zone, exactly as precise as the document gives it.

use serde::{Serialize, Serializer};

use crate::text::swap;

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
        let mut cursor = Cursor(text.as_bytes());
        let midnight_ms = i64::from(cursor.days()?) * 86_400_000;
        let parts = if cursor.0.is_empty() {
            MomentParts { local_ms: midnight_ms, offset_minutes: None }
        } else {
            let time_ms = cursor.time_ms()?;
            MomentParts { local_ms: midnight_ms + i64::from(time_ms), offset_minutes: Some(cursor.offset_minutes()?) }
        };
        cursor.0.is_empty().then(|| Self { text: text.to_owned(), parts })
    }

    /// The text as the document has it.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The text as `<time datetime>` wants it: HTML asks for `T` between date and time, where RFC 3339 also allows a space.
    pub fn machine(&self) -> String {
        swap(&self.text, ' ', "T")
    }

    /// What it is made of.
    pub const fn parts(&self) -> MomentParts {
        self.parts
    }
}

/// What is left to read. Bytes and numbers of one size make it a third of what `str` and `parse` would be in the wasm.
struct Cursor<'a>(&'a [u8]);

impl Cursor<'_> {
    /// The day, counted from 1970-01-01.
    fn days(&mut self) -> Option<i32> {
        let year = self.digits(4)?;
        let month = self.accept(b"-").then(|| self.digits(2))??;
        let day = self.accept(b"-").then(|| self.digits(2))??;
        let is_real = (1..=12).contains(&month) && day >= 1 && day <= days_in_month(year, month);
        is_real.then(|| days_from_civil(year, month, day))
    }

    /// Milliseconds into the day.
    fn time_ms(&mut self) -> Option<i32> {
        let hour = self.accept(b"Tt ").then(|| self.digits(2))??;
        let minute = self.accept(b":").then(|| self.digits(2))??;
        let second = if self.accept(b":") { self.digits(2)? } else { 0 };
        let mut ms = 0;
        if self.accept(b".") {
            // Milliseconds are all a browser's Date holds.
            let mut unit = 100;
            ms = self.digits(1)? * unit;
            while let Some(digit) = self.digits(1) {
                unit /= 10;
                ms += digit * unit;
            }
        }
        let is_real = hour <= 23 && minute <= 59 && second <= 60;
        is_real.then_some(((hour * 60 + minute) * 60 + second.min(59)) * 1000 + ms)
    }

    /// Minutes east of UTC.
    fn offset_minutes(&mut self) -> Option<i16> {
        if self.accept(b"Zz") {
            return Some(0);
        }
        let is_west = self.0.starts_with(b"-");
        let hours = self.accept(b"+-").then(|| self.digits(2))??;
        self.accept(b":");
        let minutes = self.digits(2)?;
        let east = hours * 60 + minutes;
        let is_real = hours <= 23 && minutes <= 59;
        i16::try_from(if is_west { -east } else { east }).ok().filter(|_| is_real)
    }

    /// Exactly so many digits.
    fn digits(&mut self, count: usize) -> Option<i32> {
        let (head, rest) = self.0.split_at_checked(count)?;
        let mut number = 0;
        for byte in head {
            number = number * 10 + i32::from(byte.is_ascii_digit().then(|| byte - b'0')?);
        }
        self.0 = rest;
        Some(number)
    }

    /// Goes past one of these bytes, if it is next.
    fn accept(&mut self, bytes: &[u8]) -> bool {
        let rest = self.0.split_first().filter(|(first, _)| bytes.contains(first)).map(|(_, rest)| rest);
        self.0 = rest.unwrap_or(self.0);
        rest.is_some()
    }
}

const fn is_leap(year: i32) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

const fn days_in_month(year: i32, month: i32) -> i32 {
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
const fn days_from_civil(year: i32, month: i32, day: i32) -> i32 {
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
