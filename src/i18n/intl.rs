//! The browser's own formatting (ECMA-402). Nothing of it is shipped to the reader: it is there already.

use article::{Language, Moment, MomentParts};
use js_sys::{Array, Date, Object, Reflect};
use wasm_bindgen::{JsCast as _, prelude::*};

use super::{Format, PlainFormat, Plural, TemperatureStyle, uses_fahrenheit, zone};

#[wasm_bindgen]
extern "C" {
    // What numbers and dates both have: the formatters of `Intl` in one call.
    type Local;
    #[wasm_bindgen(method, catch, js_name = toLocaleString)]
    fn to_local(this: &Local, locale: &str, options: &Object) -> Result<String, JsValue>;

    #[wasm_bindgen(js_namespace = Intl)]
    type PluralRules;
    #[wasm_bindgen(constructor, js_namespace = Intl, catch)]
    fn new(locale: &str) -> Result<PluralRules, JsValue>;
    #[wasm_bindgen(method)]
    fn select(this: &PluralRules, number: f64) -> String;

    #[wasm_bindgen(js_namespace = Intl)]
    type ListFormat;
    #[wasm_bindgen(constructor, js_namespace = Intl, catch)]
    fn new(locale: &str) -> Result<ListFormat, JsValue>;
    #[wasm_bindgen(method)]
    fn format(this: &ListFormat, names: &Array) -> String;
}

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

    fn number_with(&self, number: f64, entries: &[(&str, &str)]) -> Option<String> {
        JsValue::from_f64(number).unchecked_into::<Local>().to_local(&self.tag, &options(entries)).ok()
    }

    fn date_with(&self, ms: i64, entries: &[(&str, &str)]) -> Option<String> {
        let date = Date::new(&JsValue::from_f64(float(ms)));
        // A date out of range comes back as "Invalid Date".
        if date.get_time().is_nan() {
            return None;
        }
        date.unchecked_into::<Local>().to_local(&self.tag, &options(entries)).ok()
    }
}

impl Format for IntlFormat {
    fn moment(&self, moment: &Moment) -> String {
        let MomentParts { local_ms, offset_minutes } = moment.parts();
        // The local clock is shown as if it were UTC: not every browser knows offset time zones.
        let shown = match offset_minutes {
            None => self.date_with(local_ms, &[("dateStyle", "long"), ("timeZone", "UTC")]),
            Some(offset) => self
                .date_with(local_ms, &[("dateStyle", "long"), ("timeStyle", "short"), ("timeZone", "UTC")])
                .map(|text| format!("{text} {}", zone(offset))),
        };
        shown.unwrap_or_else(|| PlainFormat.moment(moment))
    }

    fn timestamp(&self, ms: i64) -> String {
        self.date_with(ms, &[("dateStyle", "medium"), ("timeStyle", "short")])
            .unwrap_or_else(|| PlainFormat.timestamp(ms))
    }

    fn machine_time(&self, ms: i64) -> String {
        // `toISOString` throws on a date out of range.
        let date = Date::new(&JsValue::from_f64(float(ms)));
        if date.get_time().is_nan() { String::new() } else { date.to_iso_string().into() }
    }

    fn number(&self, number: u64) -> String {
        self.number_with(count(number), &[]).unwrap_or_else(|| PlainFormat.number(number))
    }

    fn compact(&self, number: u64) -> String {
        self.number_with(count(number), &[("notation", "compact")]).unwrap_or_else(|| PlainFormat.compact(number))
    }

    fn plural(&self, number: u64) -> Plural {
        match PluralRules::new(&self.tag).map(|rules| rules.select(count(number))) {
            Ok(form) if form == "one" => Plural::One,
            Ok(_) => Plural::Other,
            Err(_) => PlainFormat.plural(number),
        }
    }

    fn minutes(&self, minutes: u16) -> String {
        self.number_with(minutes.into(), &[("style", "unit"), ("unit", "minute"), ("unitDisplay", "long")])
            .unwrap_or_else(|| PlainFormat.minutes(minutes))
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
        let entries = [("style", "unit"), ("unit", unit), ("unitDisplay", display), ("maximumFractionDigits", "0")];
        self.number_with(degrees, &entries).unwrap_or_else(|| PlainFormat.temperature(celsius, style))
    }

    fn list(&self, names: &[String]) -> String {
        let array: Array = names.iter().map(JsValue::from).collect();
        ListFormat::new(&self.tag).map_or_else(|_| PlainFormat.list(names), |list| list.format(&array))
    }
}

/// An options object. Its keys are ours, so no text from outside becomes a property name.
fn options(entries: &[(&str, &str)]) -> Object {
    let object = Object::new();
    for (key, value) in entries {
        // Setting a property of a fresh plain object cannot fail.
        let _ = Reflect::set(&object, &JsValue::from_str(key), &JsValue::from_str(value));
    }
    object
}

#[expect(clippy::cast_precision_loss, reason = "exact below 2^53, and nothing here is counted that far")]
const fn count(number: u64) -> f64 {
    number as f64
}

#[expect(clippy::cast_precision_loss, reason = "exact for 285,000 years around 1970")]
const fn float(ms: i64) -> f64 {
    ms as f64
}
