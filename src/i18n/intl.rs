//! The browser's own formatting (ECMA-402). Nothing of it is shipped to the reader: it is there already, and what it cannot
//! format (a date no calendar has) is left out.

use super::{Format, TemperatureStyle, uses_fahrenheit, zone};
use crate::browser::js;
use article::{JsonWriter, Language, Moment, MomentParts};

/// `Intl` in one language.
#[derive(Clone, Debug)]
pub struct IntlFormat {
    tag: String,
}

impl IntlFormat {
    /// Formats in the language of a tag; what `Intl` does not know, it replaces by the browser's own language.
    pub fn new(tag: &str) -> Self {
        Self { tag: tag.to_owned() }
    }

    /// Whether it takes no formatter: the first one of a page takes long, and most counts are small ones in English.
    fn is_simple(&self, number: u64) -> bool {
        number < 1_000 && (self.tag == "en" || self.tag.starts_with("en-"))
    }

    fn date_with(&self, ms: i64, options: &str) -> Option<String> {
        js::date(float(ms), &self.tag, options)
    }
}

impl Format for IntlFormat {
    fn moment(&self, moment: &Moment) -> String {
        let MomentParts { local_ms, offset_minutes } = moment.parts();
        // The local clock is shown as if it were UTC: not every browser knows offset time zones.
        let shown = match offset_minutes {
            None => self.date_with(local_ms, r#"{"dateStyle":"long","timeZone":"UTC"}"#),
            Some(offset) => self
                .date_with(local_ms, r#"{"dateStyle":"long","timeStyle":"short","timeZone":"UTC"}"#)
                .map(|text| text + " " + &zone(offset)),
        };
        shown.unwrap_or_default()
    }

    fn timestamp(&self, ms: i64) -> String {
        self.date_with(ms, r#"{"dateStyle":"medium","timeStyle":"short"}"#).unwrap_or_default()
    }

    fn machine_time(&self, ms: i64) -> String {
        js::iso(float(ms)).unwrap_or_default()
    }

    fn number(&self, number: u64) -> String {
        if self.is_simple(number) {
            return number.to_string();
        }
        js::number(count(number), &self.tag, "{}").unwrap_or_default()
    }

    fn compact(&self, number: u64) -> String {
        if self.is_simple(number) {
            return number.to_string();
        }
        js::number(count(number), &self.tag, r#"{"notation":"compact"}"#).unwrap_or_default()
    }

    fn minutes(&self, minutes: u16) -> String {
        js::number(minutes.into(), &self.tag, r#"{"style":"unit","unit":"minute","unitDisplay":"long"}"#)
            .unwrap_or_default()
    }

    fn temperature(&self, celsius: f64, style: TemperatureStyle) -> String {
        let (degrees, unit) = if uses_fahrenheit(Language::parse(&self.tag).as_ref()) {
            (celsius * 1.8 + 32.0, "fahrenheit")
        } else {
            (celsius, "celsius")
        };
        let display = match style {
            TemperatureStyle::Short => "short",
            TemperatureStyle::Long => "long",
        };
        let mut options = JsonWriter::default();
        options.text("style", "unit").text("unit", unit).text("unitDisplay", display).whole("maximumFractionDigits", 0);
        js::number(degrees, &self.tag, &options.finish()).unwrap_or_default()
    }

    fn list(&self, names: &[String]) -> String {
        js::list(&self.tag, &JsonWriter::array(names.iter().cloned())).unwrap_or_default()
    }
}

#[expect(clippy::cast_precision_loss, reason = "exact below 2^53, and nothing here is counted that far")]
const fn count(number: u64) -> f64 {
    number as f64
}

#[expect(clippy::cast_precision_loss, reason = "exact for 285,000 years around 1970")]
const fn float(ms: i64) -> f64 {
    ms as f64
}
