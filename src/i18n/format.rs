//! What has to be formatted, whoever does it.

use article::Moment;

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
    /// Which form of a word goes with a number.
    fn plural(&self, number: u64) -> Plural;
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

/// The form of a word that goes with a number. English has two; others need more when they are translated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Plural {
    /// As with 1 in English.
    One,
    /// As with every other number.
    Other,
}
