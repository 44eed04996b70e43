//! Numbers, dates and units in the article's language, as a browser's `Intl` writes them: CLDR's data through ICU4X.
//!
//! A page that a browser renders and one made here should read the same. The options are those of the viewer's
//! `i18n/intl.rs`; the tests hold what Chromium and Node write.

use article::{Language, Moment, MomentParts};
use article_viewer::{Format, PlainFormat, TemperatureStyle};
use fixed_decimal::{Decimal, FloatPrecision, SignedRoundingMode, UnsignedRoundingMode};
use icu_calendar::types::RataDie;
use icu_datetime::{
    DateTimeFormatter, DateTimeFormatterPreferences,
    fieldsets::{YMD, YMDT},
    input::{Date, DateTime, Time},
    options::TimePrecision,
    preferences::CalendarAlgorithm,
};
use icu_decimal::DecimalFormatter;
use icu_experimental::dimension::units::{formatter::UnitsFormatter, options::Width};
use icu_list::{
    ListFormatter,
    options::{ListFormatterOptions, ListLength},
};
use icu_locale_core::{Locale, locale};

/// The calendar day that Unix time begins with, 1970-01-01, in days since 0000-12-31.
const UNIX_EPOCH: i64 = 719_163;
const DAY_MS: i64 = 86_400_000;

/// ICU4X in one language.
#[derive(Clone, Debug)]
pub struct IcuFormat {
    locale: Locale,
    uses_fahrenheit: bool,
}

impl IcuFormat {
    /// Formats in a language; in English where none is given or CLDR has no data for it.
    #[must_use]
    pub fn new(language: Option<&Language>) -> Self {
        let uses_fahrenheit = article_viewer::uses_fahrenheit(language);
        let locale = language.and_then(|language| Locale::try_from_str(language.as_str()).ok());
        let known = locale.map(|locale| Self { locale, uses_fahrenheit }).filter(Self::is_known);
        known.unwrap_or(Self { locale: locale!("en"), uses_fahrenheit })
    }

    /// A language without data of its own has no names of months either: its January is "M01".
    fn is_known(&self) -> bool {
        self.day(0).is_some_and(|text| !text.contains("M01"))
    }

    fn day(&self, local_ms: i64) -> Option<String> {
        let formatter = DateTimeFormatter::try_new(self.date_preferences(), YMD::long()).ok()?;
        Some(self.as_browsers_write(&formatter.format(&date(local_ms)).to_string(), 12))
    }

    fn day_and_time(&self, local_ms: i64, fields: YMDT) -> Option<String> {
        let fields = fields.with_time_precision(TimePrecision::Minute);
        let formatter = DateTimeFormatter::try_new(self.date_preferences(), fields).ok()?;
        let minute = local_ms.rem_euclid(DAY_MS) / 60_000;
        let hour = u8::try_from(minute / 60).ok()?;
        let time = Time::try_new(hour, u8::try_from(minute % 60).ok()?, 0, 0).ok()?;
        let text = formatter.format(&DateTime { date: date(local_ms), time }).to_string();
        Some(self.as_browsers_write(&text, hour))
    }

    /// What this version of ICU4X and browsers do not agree on: the part of the day in Chinese in traditional characters,
    /// where it writes the letter `B` itself; the nought of a Spanish morning; the comma of a Telugu date.
    fn as_browsers_write(&self, text: &str, hour: u8) -> String {
        let text = as_browsers_space(text);
        match self.locale.id.language.as_str() {
            "zh" => text.replace(
                'B',
                match hour {
                    0..5 => "凌晨",
                    5..8 => "清晨",
                    8..12 => "上午",
                    12 => "中午",
                    13..19 => "下午",
                    _ => "晚上",
                },
            ),
            "es" => text.replace(&format!(" {hour:02}:"), &format!(" {hour}:")),
            "te" => match text.split_once(", ").and_then(|(day, rest)| Some((day, rest.split_once(' ')?))) {
                Some((day, (month, rest))) => format!("{day} {month}, {rest}"),
                None => text,
            },
            _ => text,
        }
    }

    /// Two languages have another calendar than the Gregorian by themselves; ICU4X sees that with a region only.
    fn date_preferences(&self) -> DateTimeFormatterPreferences {
        let mut preferences = DateTimeFormatterPreferences::from(&self.locale);
        if self.locale.id.region.is_none() && preferences.calendar_algorithm.is_none() {
            preferences.calendar_algorithm = match self.locale.id.language.as_str() {
                "fa" => Some(CalendarAlgorithm::Persian),
                "th" => Some(CalendarAlgorithm::Buddhist),
                _ => None,
            };
        }
        preferences
    }

    fn decimal(&self, number: Decimal) -> Option<String> {
        let formatter =
            DecimalFormatter::try_new((&self.locale).into(), icu_decimal::options::DecimalFormatterOptions::default());
        Some(formatter.ok()?.format(&number).to_string())
    }

    fn unit(&self, number: &Decimal, unit: &str, width: Width) -> Option<String> {
        let formatter = UnitsFormatter::try_new((&self.locale).into(), unit, width.into()).ok()?;
        Some(formatter.format_fixed_decimal(number).to_string())
    }
}

impl Format for IcuFormat {
    fn moment(&self, moment: &Moment) -> String {
        let MomentParts { local_ms, offset_minutes } = moment.parts();
        let shown = match offset_minutes {
            None => self.day(local_ms),
            Some(offset) => {
                self.day_and_time(local_ms, YMDT::long()).map(|text| format!("{text} {}", article_viewer::zone(offset)))
            }
        };
        shown.unwrap_or_else(|| PlainFormat.moment(moment))
    }

    fn timestamp(&self, ms: i64) -> String {
        // The zone is the reader's, who is not here.
        self.day_and_time(ms, YMDT::medium()).unwrap_or_else(|| PlainFormat.timestamp(ms))
    }

    fn machine_time(&self, ms: i64) -> String {
        PlainFormat.machine_time(ms)
    }

    fn number(&self, number: u64) -> String {
        self.decimal(number.into()).unwrap_or_else(|| PlainFormat.number(number))
    }

    fn compact(&self, number: u64) -> String {
        // Stands in the chrome alone, which browsers draw.
        self.number(number)
    }

    fn minutes(&self, minutes: u16) -> String {
        self.unit(&minutes.into(), "minute", Width::Long).unwrap_or_else(|| PlainFormat.minutes(minutes))
    }

    fn temperature(&self, celsius: f64, style: TemperatureStyle) -> String {
        let (degrees, unit) =
            if self.uses_fahrenheit { (celsius * 1.8 + 32.0, "fahrenheit") } else { (celsius, "celsius") };
        let width = match style {
            TemperatureStyle::Short => Width::Short,
            TemperatureStyle::Long => Width::Long,
        };
        let whole = Decimal::try_from_f64(degrees, FloatPrecision::RoundTrip).ok().map(|mut degrees| {
            degrees.round_with_mode(0, SignedRoundingMode::Unsigned(UnsignedRoundingMode::HalfExpand));
            degrees
        });
        let text = whole.and_then(|degrees| self.unit(&degrees, unit, width));
        text.unwrap_or_else(|| PlainFormat.temperature(celsius, style))
    }

    fn list(&self, names: &[String]) -> String {
        let options = ListFormatterOptions::default().with_length(ListLength::Wide);
        ListFormatter::try_new_and((&self.locale).into(), options)
            .map_or_else(|_| PlainFormat.list(names), |formatter| formatter.format(names.iter()).to_string())
    }
}

fn date(local_ms: i64) -> Date<icu_calendar::Iso> {
    Date::from_rata_die(RataDie::new(local_ms.div_euclid(DAY_MS) + UNIX_EPOCH), icu_calendar::Iso)
}

/// Browsers write CLDR's narrow space as an ordinary one in dates, because pages took dates apart at it.
fn as_browsers_space(text: &str) -> String {
    text.replace('\u{202f}', " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn format(tag: &str) -> IcuFormat {
        IcuFormat::new(Language::parse(tag).as_ref())
    }

    /// What Chromium 156 and Node 20 (ICU 78, CLDR 48) write with the options of `i18n/intl.rs`; made by `intl.mjs`.
    const BROWSERS: &str = include_str!("../tests/fixtures/intl.tsv");

    #[test]
    fn what_is_written_is_what_browsers_write() {
        let date = Moment::parse("2026-01-07").expect("a date");
        let time = Moment::parse("2026-01-07T13:05:00+05:30").expect("a time");
        let morning = Moment::parse("2026-01-07T07:05:00+05:30").expect("a time");
        let names = ["A", "B", "C"].map(str::to_owned);
        for line in BROWSERS.lines() {
            let (tag, expected) = line.split_once('\t').expect("a language, then texts");
            let format = format(tag);
            let degrees = |celsius, style| format.temperature(celsius, style);
            let found = [
                format.moment(&date),
                format.moment(&time),
                format.moment(&morning),
                format.number(1_234_567),
                format.minutes(1),
                format.minutes(3),
                format.minutes(100),
                degrees(24.5, TemperatureStyle::Short),
                degrees(24.5, TemperatureStyle::Long),
                degrees(-3.0, TemperatureStyle::Short),
                format.list(&names),
            ];
            assert_eq!(found.join("\t"), expected, "{tag}");
        }
    }

    #[test]
    fn the_day_is_the_moments_own_whatever_the_century() {
        let day = |text| format("en").moment(&Moment::parse(text).expect("a moment"));
        assert_eq!(day("1969-12-31T23:59:00-03:30"), "December 31, 1969 at 11:59 PM UTC−3:30");
        assert_eq!(day("2000-02-29T00:00:00Z"), "February 29, 2000 at 12:00 AM UTC");
        assert_eq!(day("9999-12-31"), "December 31, 9999");
    }

    #[test]
    fn without_a_language_it_is_english() {
        assert_eq!(IcuFormat::new(None).minutes(2), "2 minutes");
    }
}
