//! The language a text is in, and the direction it is written in.

use serde::{Serialize, Serializer};

use crate::text::swap;

/// A language tag that has the shape BCP 47 asks for (RFC 5646 §2.1), so that `Intl` accepts it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Language(String);

impl Language {
    /// Reads a tag; `_` for `-`, as many systems write it, is put right.
    pub fn parse(tag: &str) -> Option<Self> {
        let tag = swap(tag.trim(), '_', "-");
        let mut subtags = tag.split('-');
        let primary = subtags.next()?;
        let is_primary = matches!(primary.len(), 2 | 3 | 5..=8) && primary.bytes().all(|b| b.is_ascii_alphabetic());
        let are_subtags = subtags
            .all(|subtag| (2..=8).contains(&subtag.len()) && subtag.bytes().all(|byte| byte.is_ascii_alphanumeric()));
        (is_primary && are_subtags && tag.len() <= 35).then_some(Self(tag))
    }

    /// The whole tag, such as `en-IN`.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The language without script, region and the rest, in lower case, such as `en`.
    pub fn primary(&self) -> String {
        self.0.split('-').next().unwrap_or_default().to_ascii_lowercase()
    }

    /// The region, such as `IN`, in upper case.
    pub fn region(&self) -> Option<String> {
        self.0
            .split('-')
            .skip(1)
            .find(|subtag| subtag.len() == 2 || (subtag.len() == 3 && subtag.bytes().all(|byte| byte.is_ascii_digit())))
            .map(str::to_ascii_uppercase)
    }

    /// The direction the language is written in: by its script where it names one, else by the script it is mostly
    /// written in.
    pub fn direction(&self) -> Direction {
        // Unicode scripts of bidirectional class R or AL that are in use today.
        const RIGHT_TO_LEFT_SCRIPTS: [&str; 8] = ["arab", "hebr", "thaa", "syrc", "nkoo", "adlm", "rohg", "mand"];
        const RIGHT_TO_LEFT: [&str; 14] =
            ["ar", "he", "iw", "fa", "ur", "ps", "sd", "ug", "yi", "dv", "ckb", "arc", "syr", "nqo"];
        let script = self.0.split('-').skip(1).find(|subtag| subtag.len() == 4);
        let is_right_to_left = match script {
            Some(script) => RIGHT_TO_LEFT_SCRIPTS.contains(&script.to_ascii_lowercase().as_str()),
            None => RIGHT_TO_LEFT.contains(&self.primary().as_str()),
        };
        if is_right_to_left { Direction::Rtl } else { Direction::Ltr }
    }
}

impl Serialize for Language {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Language {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Language".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "description": "a BCP 47 language tag", "type": "string", "minLength": 2, "maxLength": 35 })
    }
}

/// The direction a text runs in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    /// Left to right.
    Ltr,
    /// Right to left.
    Rtl,
}

impl Direction {
    /// The word HTML uses.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ltr => "ltr",
            Self::Rtl => "rtl",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn direction_follows_the_script_then_the_language() {
        let direction = |tag| Language::parse(tag).map(|language| language.direction());
        assert_eq!(direction("ar-EG"), Some(Direction::Rtl));
        assert_eq!(direction("az-Arab"), Some(Direction::Rtl));
        assert_eq!(direction("ur-Latn"), Some(Direction::Ltr));
        assert_eq!(direction("en_GB"), Some(Direction::Ltr));
    }

    #[test]
    fn what_intl_would_refuse_is_no_language() {
        for tag in ["", "e", "english language", "en-", "en--GB", "12", "en-toolongsubtag", "\u{0939}\u{093f}"] {
            assert_eq!(Language::parse(tag), None, "{tag}");
        }
    }
}
