//! Formatting without a browser: unambiguous rather than beautiful. Also what a refused `Intl` falls back to.

use article::Moment;

use super::{Format, TemperatureStyle};

/// Dates as RFC 3339 has them, digits without groups, English words.
#[derive(Clone, Copy, Debug, Default)]
pub struct PlainFormat;

impl Format for PlainFormat {
    fn moment(&self, moment: &Moment) -> String {
        moment.as_str().to_owned()
    }

    fn timestamp(&self, _: i64) -> String {
        String::new()
    }

    fn machine_time(&self, _: i64) -> String {
        String::new()
    }

    fn number(&self, number: u64) -> String {
        number.to_string()
    }

    fn compact(&self, number: u64) -> String {
        number.to_string()
    }

    fn minutes(&self, minutes: u16) -> String {
        let unit = if minutes == 1 { "minute" } else { "minutes" };
        format!("{} {unit}", u32::from(minutes))
    }

    fn temperature(&self, celsius: f64, style: TemperatureStyle) -> String {
        // As a whole number: formatting a fraction would bring 15 KB of code into the wasm.
        #[expect(clippy::cast_possible_truncation, reason = "reading holds temperatures between -100 and 70")]
        let degrees = celsius.round() as i32;
        match style {
            TemperatureStyle::Short => format!("{degrees}°C"),
            TemperatureStyle::Long => format!("{degrees} degrees Celsius"),
        }
    }

    fn list(&self, names: &[String]) -> String {
        article::join(&mut names.iter().map(String::as_str), ", ")
    }
}
