//! Values as publishers write them: a string may be a number or an object around a string, a list may be a single value.

use crate::{Json, text::whole};

impl Json {
    /// The value at a path of member names and indices with `/` between; `None` where there is none, or `null`.
    pub(crate) fn at(&self, path: &str) -> Option<&Self> {
        let mut value = self;
        for step in path.split('/').filter(|step| !step.is_empty()) {
            value = match value {
                Self::Object(object) => object.get(step)?,
                Self::Array(elements) => elements.get(usize::try_from(whole(step)?).ok()?)?,
                _ => return None,
            };
        }
        Some(value).filter(|value| !value.is_null())
    }

    /// The first of some paths that leads to something other than an empty string, list or object.
    pub(crate) fn first(&self, paths: &[&str]) -> Option<&Self> {
        paths.iter().find_map(|path| self.at(path).filter(|value| !value.is_blank()))
    }

    /// Whether there is nothing in it. What has nothing to say is written `""`, `[]`, `{}` or `false`.
    pub(crate) fn is_blank(&self) -> bool {
        match self {
            Self::Null | Self::Bool(false) => true,
            Self::String(text) => text.trim().is_empty(),
            Self::Array(elements) => elements.is_empty(),
            Self::Object(object) => object.0.is_empty(),
            Self::Bool(true) | Self::Number(_) => false,
        }
    }

    /// The string at a path.
    pub(crate) fn str_at(&self, path: &str) -> Option<&str> {
        self.at(path)?.as_str()
    }

    /// The words of a value: a string, or the string in an object or list around it.
    pub(crate) fn words(&self) -> Option<&str> {
        const AROUND: [&str; 7] = ["rendered", "value", "@value", "name", "text", "processed", "alternateName"];
        match self {
            Self::String(text) => Some(text),
            Self::Array(elements) => elements.first()?.words(),
            Self::Object(_) => AROUND.iter().find_map(|key| self.at(key))?.words(),
            _ => None,
        }
    }

    /// The elements: of a list, else the value as the only one; none of `null`.
    pub(crate) fn each(&self) -> &[Self] {
        match self {
            Self::Null => &[],
            Self::Array(elements) => elements,
            single => std::slice::from_ref(single),
        }
    }

    /// The elements of what is at a path.
    pub(crate) fn each_at(&self, path: &str) -> &[Self] {
        self.at(path).map_or(&[], Self::each)
    }

    /// A whole number, also one written as `"1200"`, `"1200 px"` or `{"value": 1200}`; a fraction is cut off.
    pub(crate) fn count(&self) -> Option<u64> {
        match self {
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "within the bounds just tested"
            )]
            Self::Number(number) => (0.0..1e15).contains(number).then_some(*number as u64),
            Self::String(text) => whole(text),
            Self::Object(_) => self.at("value")?.count(),
            _ => None,
        }
    }

    /// Whether this is the string.
    pub(crate) fn is(&self, text: &str) -> bool {
        self.as_str() == Some(text)
    }

    /// Whether there is something at the path.
    pub(crate) fn has(&self, path: &str) -> bool {
        self.at(path).is_some()
    }
}

/// An object of the native format; members without a value are left out.
pub(crate) fn object<const N: usize>(mut members: [(&'static str, Json); N]) -> Json {
    object_of(&mut members)
}

/// Compiled once for all lengths.
#[inline(never)]
fn object_of(members: &mut [(&'static str, Json)]) -> Json {
    let mut object = crate::Object::default();
    for (key, value) in members {
        if !value.is_blank() || matches!(value, Json::Bool(_)) {
            object.0.push(((*key).to_owned(), std::mem::replace(value, Json::Null)));
        }
    }
    Json::Object(object)
}

/// A string, or nothing.
pub(crate) fn string(text: &str) -> Json {
    Json::String(text.to_owned())
}

/// A number.
#[expect(clippy::cast_precision_loss, reason = "counts of pixels and minutes are small")]
pub(crate) fn number(number: u64) -> Json {
    Json::Number(number as f64)
}
