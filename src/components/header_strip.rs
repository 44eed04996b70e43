//! The strip above the headline: place and weather.

use article::{Place, Weather};
use leptos::prelude::*;

use crate::{
    i18n::{Locale, TemperatureStyle},
    markup::{Markup, el},
};

/// Place and weather, such as `Delhi | 25°C (windy)`; nothing when neither is known.
#[component(transparent)]
pub(crate) fn HeaderStrip(
    /// Where the report comes from.
    place: Option<Place>,
    /// The weather there.
    weather: Option<Weather>,
) -> Markup {
    let locale = Locale::at_hand();
    let observed = weather.as_ref().and_then(|weather| weather.observed_at.as_ref());
    let observed = observed.map(|moment| locale.format.moment(moment));
    strip_texts(place.as_ref(), weather.as_ref(), &locale)
        .map(|(shown, spoken)| {
            // An image of text in the sense of ARIA: what is read out differs from what stands there, and a second,
            // hidden copy would be found by search and shown by reader modes.
            el("p")
                .class("av-strip")
                .attr("role", "img")
                .attr("aria-label", spoken)
                .attr("title", observed)
                .child(shown)
        })
        .into()
}

/// The strip as it is shown and as it is read out.
fn strip_texts(place: Option<&Place>, weather: Option<&Weather>, locale: &Locale) -> Option<(String, String)> {
    let condition = weather.and_then(|weather| weather.condition.as_deref());
    let temperature = |style| weather.map(|weather| locale.format.temperature(weather.temperature_c, style));
    let name = place.map(|place| place.name.clone());

    let with_condition = |degrees: String| match condition {
        Some(condition) => degrees + " (" + condition + ")",
        None => degrees,
    };
    let shown = [name.clone(), temperature(TemperatureStyle::Short).map(with_condition)];
    let spoken = [name, temperature(TemperatureStyle::Long), condition.map(str::to_owned)];
    let join =
        |parts: &[Option<String>], between| article::join(&mut parts.iter().flatten().map(String::as_str), between);
    let shown = join(&shown, " | ");
    (!shown.is_empty()).then(|| (shown, join(&spoken, locale.messages.comma())))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(place: Option<&str>, weather: Option<(f64, Option<&str>)>, expected: Option<(&str, &str)>) {
        let place = place.map(|name| Place { name: name.into(), country: None });
        let weather = weather.map(|(temperature_c, condition)| Weather {
            temperature_c,
            condition: condition.map(str::to_owned),
            observed_at: None,
        });
        let texts = strip_texts(place.as_ref(), weather.as_ref(), &Locale::plain());
        assert_eq!(texts.as_ref().map(|(shown, spoken)| (shown.as_str(), spoken.as_str())), expected);
    }

    #[test]
    fn what_is_missing_leaves_no_hole() {
        let whole = ("Delhi | 25°C (windy)", "Delhi, 25 degrees Celsius, windy");
        check(Some("Delhi"), Some((25.0, Some("windy"))), Some(whole));
        check(Some("Delhi"), Some((24.6, None)), Some(("Delhi | 25°C", "Delhi, 25 degrees Celsius")));
        check(Some("Delhi"), None, Some(("Delhi", "Delhi")));
        check(None, Some((-3.0, Some("snow"))), Some(("-3°C (snow)", "-3 degrees Celsius, snow")));
        check(None, None, None);
    }
}
