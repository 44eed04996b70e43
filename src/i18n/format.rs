//! What has to be formatted, whoever does it.

use article::{Language, Moment};

/// Formats numbers, dates and units in one language.
pub trait Format: Send + Sync {
    /// A date, or a date and time with its zone, in the moment's own zone.
    fn moment(&self, moment: &Moment) -> String;
    /// When a comment was stored, in the reader's zone. `ms` are milliseconds since 1970-01-01T00:00:00Z.
    fn timestamp(&self, ms: i64) -> String;
    /// The same for machines, as `<time datetime>` wants it.
    fn machine_time(&self, ms: i64) -> String;
    /// A whole number, with its digits grouped.
    fn number(&self, number: u64) -> String;
    /// A whole number in as little room as possible, such as "12K".
    fn compact(&self, number: u64) -> String;
    /// A number of minutes in words, such as "3 minutes".
    fn minutes(&self, minutes: u16) -> String;
    /// A temperature, in the unit of the language's region.
    fn temperature(&self, celsius: f64, style: TemperatureStyle) -> String;
    /// Names as a sentence lists them, such as "A, B and C".
    fn list(&self, names: &[String]) -> String;
}

/// How a temperature is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TemperatureStyle {
    /// "25°C"
    Short,
    /// "25 degrees Celsius"
    Long,
}

/// An offset from UTC as readers know it, such as `UTC+5:30`.
pub fn zone(offset_minutes: i16) -> String {
    let minutes = u64::from(offset_minutes.unsigned_abs());
    if minutes == 0 {
        return "UTC".to_owned();
    }
    let sign = if offset_minutes < 0 { "UTC−" } else { "UTC+" };
    let hours = sign.to_owned() + &(minutes / 60).to_string();
    match minutes % 60 {
        0 => hours,
        minutes @ 1..=9 => hours + ":0" + &minutes.to_string(),
        minutes => hours + ":" + &minutes.to_string(),
    }
}

/// Whether a language's region measures the weather in Fahrenheit (CLDR, `unitPreferenceData`, temperature-weather). A bare
/// `en` names no region, and most who write it without one mean the United States' spelling, not its degrees.
pub fn uses_fahrenheit(language: Option<&Language>) -> bool {
    const REGIONS: [&str; 9] = ["US", "BS", "BZ", "KY", "PR", "PW", "GU", "VI", "LR"];
    let region = language.and_then(Language::region);
    region.is_some_and(|region| REGIONS.contains(&region.as_str()))
}

#[cfg(test)]
mod tests {
    use super::zone;

    #[test]
    fn a_zone_is_written_as_readers_know_it() {
        assert_eq!([zone(0), zone(330), zone(-180), zone(-210)], ["UTC", "UTC+5:30", "UTC−3", "UTC−3:30"]);
    }
}
