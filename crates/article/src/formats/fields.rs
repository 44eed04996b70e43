//! Taking fields out of JSON: what does not fit becomes a notice with its place, and the rest goes on.

use serde_json::{Map, Value};

use crate::{Language, Moment, Notice, Platform, SafeUrl, UrlUse, formats::MAX_DEPTH};

pub(super) type Object = Map<String, Value>;

/// What a value should have been, as the end of "expected …".
pub(super) type Wanted = &'static str;

/// The state of one reading.
pub(super) struct Reader<'r> {
    platform: &'r dyn Platform,
    base: Option<&'r str>,
    pointer: Vec<String>,
    notices: Vec<Notice>,
    /// Blocks read so far.
    pub(super) blocks: usize,
}

/// More notices than this tell a publisher nothing new, and a hostile document must not fill memory with them.
const MAX_NOTICES: usize = 100;

impl<'r> Reader<'r> {
    pub(super) const fn new(platform: &'r dyn Platform, base: Option<&'r str>) -> Self {
        Self { platform, base, pointer: Vec::new(), notices: Vec::new(), blocks: 0 }
    }

    pub(super) fn into_notices(self) -> Vec<Notice> {
        self.notices
    }

    /// Says what happened at the place being read.
    pub(super) fn notice(&mut self, message: impl Into<String>) {
        if self.notices.len() < MAX_NOTICES {
            let pointer = self
                .pointer
                .iter()
                .fold(String::new(), |pointer, segment| pointer + "/" + &segment.replace('~', "~0").replace('/', "~1"));
            self.notices.push(Notice { pointer, message: message.into() });
        }
    }

    /// Reads one field; absent and `null` are both nothing, anything unfit is nothing and a notice.
    pub(super) fn field<T>(
        &mut self,
        object: &Object,
        key: &str,
        read: impl FnOnce(&mut Self, &Value) -> Result<T, Wanted>,
    ) -> Option<T> {
        let value = object.get(key).filter(|value| !value.is_null())?;
        self.at(key, value, read)
    }

    /// Reads a value at a place below the one being read.
    fn at<T>(
        &mut self,
        segment: &str,
        value: &Value,
        read: impl FnOnce(&mut Self, &Value) -> Result<T, Wanted>,
    ) -> Option<T> {
        self.pointer.push(segment.to_owned());
        let result = read(self, value);
        if let Err(wanted) = result {
            self.notice(format!("expected {wanted}, found {}", kind_of(value)));
        }
        self.pointer.pop();
        result.ok()
    }

    /// Reads each element of an array; a single value stands for an array of one.
    pub(super) fn list<T>(
        &mut self,
        object: &Object,
        key: &str,
        read: impl FnMut(&mut Self, &Value) -> Result<T, Wanted>,
    ) -> Vec<T> {
        self.field(object, key, |reader, value| Ok(reader.elements(value, read))).unwrap_or_default()
    }

    /// Reads each element of the array at hand.
    pub(super) fn elements<T>(
        &mut self,
        value: &Value,
        mut read: impl FnMut(&mut Self, &Value) -> Result<T, Wanted>,
    ) -> Vec<T> {
        let elements = value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice);
        let mut read_elements = Vec::with_capacity(elements.len());
        for (index, element) in elements.iter().enumerate() {
            read_elements.extend(self.at(&index.to_string(), element, &mut read));
        }
        read_elements
    }

    /// Whether the place being read is nested too deep to go on.
    pub(super) fn is_too_deep(&self) -> bool {
        // A block inside a block takes two segments, its key and its index; in a list's item three.
        self.pointer.len() > MAX_DEPTH * 2
    }

    /// A line of plain text that is not empty.
    pub(super) fn text(&mut self, object: &Object, key: &str) -> Option<String> {
        self.field(object, key, |_, value| match value.as_str() {
            Some(text) => Ok(plain_line(text)),
            None => Err("a string"),
        })
        .filter(|text| !text.is_empty())
    }

    /// Text of several lines that is not empty, such as code.
    pub(super) fn lines(&mut self, object: &Object, key: &str) -> Option<String> {
        self.field(object, key, |_, value| value.as_str().map(without_controls).ok_or("a string"))
            .filter(|text| !text.trim().is_empty())
    }

    pub(super) fn moment(&mut self, object: &Object, key: &str) -> Option<Moment> {
        self.field(object, key, |_, value| {
            value.as_str().and_then(Moment::parse).ok_or("a date of RFC 3339, with its zone when it has a time")
        })
    }

    pub(super) fn language(&mut self, object: &Object, key: &str) -> Option<Language> {
        self.field(object, key, |_, value| value.as_str().and_then(Language::parse).ok_or("a BCP 47 language tag"))
    }

    pub(super) fn url(&mut self, object: &Object, key: &str, usage: UrlUse) -> Option<SafeUrl> {
        self.field(object, key, |reader, value| reader.url_value(value, usage))
    }

    pub(super) fn url_value(&self, value: &Value, usage: UrlUse) -> Result<SafeUrl, Wanted> {
        value
            .as_str()
            .and_then(|url| SafeUrl::parse(self.platform, self.base, url, usage))
            .ok_or("an http or https address")
    }

    /// A whole number of at least 1.
    pub(super) fn count<N: TryFrom<u64>>(&mut self, object: &Object, key: &str) -> Option<N> {
        self.field(object, key, |_, value| {
            value
                .as_u64()
                .filter(|number| *number >= 1)
                .and_then(|n| N::try_from(n).ok())
                .ok_or("a whole number from 1")
        })
    }
}

/// What a value is, as a reader of JSON would call it.
fn kind_of(value: &Value) -> String {
    /// Enough of a string to find it by.
    const SHOWN: usize = 40;
    match value {
        Value::Null => "null".to_owned(),
        Value::Bool(boolean) => boolean.to_string(),
        Value::Number(number) => number.to_string(),
        Value::String(text) if text.chars().count() > SHOWN => {
            format!("\"{}…\"", text.chars().take(SHOWN).collect::<String>())
        }
        Value::String(text) => format!("\"{text}\""),
        Value::Array(_) => "an array".to_owned(),
        Value::Object(_) => "an object".to_owned(),
    }
}

/// Text of one line: white space is folded, and what a name or title has no use for is dropped: control characters and
/// the overrides that make text read in an order it does not have (Unicode TR #36 §3.2, "Trojan Source").
pub(super) fn plain_line(text: &str) -> String {
    let is_override = |c: char| matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}');
    let kept: String =
        text.chars().filter(|c| !is_override(*c)).map(|c| if c.is_control() { ' ' } else { c }).collect();
    kept.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Text whose line breaks and tabs mean something; other control characters are dropped.
pub(super) fn without_controls(text: &str) -> String {
    text.replace("\r\n", "\n").chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect()
}
