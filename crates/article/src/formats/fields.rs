//! Taking fields out of JSON: what does not fit becomes a notice with its place, and the rest goes on.

use crate::{Json, Language, Moment, Notice, Platform, SafeUrl, UrlUse, formats::MAX_DEPTH, json::Object, text::join};

/// What a value should have been, as the end of "expected …".
pub(super) type Wanted = &'static str;

/// The state of one reading.
pub(super) struct Reader<'r> {
    pub(super) platform: &'r dyn Platform,
    base: Option<&'r str>,
    /// The place being read, as a JSON pointer (RFC 6901).
    pointer: String,
    /// How many segments the pointer has.
    depth: usize,
    notices: Vec<Notice>,
    /// Blocks read so far.
    pub(super) blocks: usize,
}

/// More notices than this tell a publisher nothing new, and a hostile document must not fill memory with them.
const MAX_NOTICES: usize = 100;

impl<'r> Reader<'r> {
    pub(super) const fn new(platform: &'r dyn Platform, base: Option<&'r str>) -> Self {
        Self { platform, base, pointer: String::new(), depth: 0, notices: Vec::new(), blocks: 0 }
    }

    pub(super) fn into_notices(self) -> Vec<Notice> {
        self.notices
    }

    /// Says what happened at the place being read.
    pub(super) fn notice(&mut self, message: impl Into<String>) {
        self.notice_text(message.into());
    }

    /// Hands on a notice that is part of the document.
    pub(super) fn hand_on(&mut self, notice: &Json) {
        let text = |key| notice.as_object()?.text(key).map(str::to_owned);
        if let (Some(pointer), Some(message)) = (text("pointer"), text("message"))
            && self.notices.len() < MAX_NOTICES
        {
            self.notices.push(Notice { pointer, message });
        }
    }

    fn notice_text(&mut self, message: String) {
        if self.notices.len() < MAX_NOTICES {
            self.notices.push(Notice { pointer: self.pointer.clone(), message });
        }
    }

    /// Reads one field; absent and `null` are both nothing, anything unfit is nothing and a notice.
    pub(super) fn field<T>(
        &mut self,
        object: &Object,
        key: &str,
        read: impl FnOnce(&mut Self, &Json) -> Result<T, Wanted>,
    ) -> Option<T> {
        let value = object.get(key).filter(|value| !value.is_null())?;
        let place = self.enter(key);
        let result = read(self, value);
        self.leave(place, value, result.as_ref().err());
        result.ok()
    }

    /// Reads each element of an array; a single value stands for an array of one.
    pub(super) fn list<T>(
        &mut self,
        object: &Object,
        key: &str,
        read: impl FnMut(&mut Self, &Json) -> Result<T, Wanted>,
    ) -> Vec<T> {
        self.field(object, key, |reader, value| Ok(reader.elements(value, read))).unwrap_or_default()
    }

    /// Reads each element of the array at hand.
    pub(super) fn elements<T>(
        &mut self,
        value: &Json,
        mut read: impl FnMut(&mut Self, &Json) -> Result<T, Wanted>,
    ) -> Vec<T> {
        let elements = value.as_array().unwrap_or(std::slice::from_ref(value));
        let mut read_elements = Vec::with_capacity(elements.len());
        for (index, element) in elements.iter().enumerate() {
            let place = self.enter_element(index);
            let result = read(self, element);
            self.leave(place, element, result.as_ref().err());
            read_elements.extend(result);
        }
        read_elements
    }

    // What follows is the same for every type, and kept out of what is compiled for each.

    /// Goes to a member; tells the length of the pointer before.
    #[inline(never)]
    fn enter(&mut self, key: &str) -> usize {
        let before = self.pointer.len();
        self.depth += 1;
        self.pointer.push('/');
        push_segment(&mut self.pointer, key);
        before
    }

    #[inline(never)]
    fn enter_element(&mut self, index: usize) -> usize {
        self.enter(&index.to_string())
    }

    /// Comes back from a place, with what was wanted there when it was not found.
    #[inline(never)]
    fn leave(&mut self, before: usize, value: &Json, wanted: Option<&Wanted>) {
        if let Some(wanted) = wanted {
            let message = "expected ".to_owned() + wanted + ", found " + &self.kind_of(value);
            self.notice_text(message);
        }
        self.pointer.truncate(before);
        self.depth -= 1;
    }

    /// What a value is, as a reader of JSON would call it.
    fn kind_of(&self, value: &Json) -> String {
        /// Enough of a string to find it by.
        const SHOWN: usize = 40;
        match value {
            Json::Null => "null".to_owned(),
            Json::Bool(boolean) => boolean.to_string(),
            Json::Number(number) => self.platform.number(*number),
            Json::String(text) => match text.char_indices().nth(SHOWN).and_then(|(end, _)| text.get(..end)) {
                Some(start) => "\"".to_owned() + start + "…\"",
                None => "\"".to_owned() + text + "\"",
            },
            Json::Array(_) => "an array".to_owned(),
            Json::Object(_) => "an object".to_owned(),
        }
    }

    /// Whether the place being read is nested too deep to go on.
    pub(super) fn is_too_deep(&self) -> bool {
        // A block inside a block takes two segments, its key and its index; in a list's item three.
        self.depth > MAX_DEPTH * 2
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

    /// Whether something is said to be so.
    pub(super) fn flag(&mut self, object: &Object, key: &str) -> bool {
        self.field(object, key, |_, value| value.as_bool().ok_or("true or false")).unwrap_or(false)
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

    pub(super) fn url_value(&self, value: &Json, usage: UrlUse) -> Result<SafeUrl, Wanted> {
        value
            .as_str()
            .and_then(|url| SafeUrl::parse(self.platform, self.base, url, usage))
            .ok_or("an http or https address")
    }

    /// A whole number of at least 1.
    pub(super) fn count(&mut self, object: &Object, key: &str) -> Option<u32> {
        self.count_to(object, key, u32::MAX)
    }

    /// A whole number of at least 1, and not a large one.
    pub(super) fn small_count(&mut self, object: &Object, key: &str) -> Option<u16> {
        self.count_to(object, key, u16::MAX.into()).and_then(|number| number.try_into().ok())
    }

    fn count_to(&mut self, object: &Object, key: &str, most: u32) -> Option<u32> {
        self.field(object, key, |_, value| {
            let number = value.as_u64().and_then(|number| u32::try_from(number).ok());
            number.filter(|number| (1..=most).contains(number)).ok_or("a whole number from 1")
        })
    }
}

/// Adds a member's name to a JSON pointer (RFC 6901 §3).
pub(super) fn push_segment(pointer: &mut String, key: &str) {
    for c in key.chars() {
        match c {
            '~' => *pointer += "~0",
            '/' => *pointer += "~1",
            _ => pointer.push(c),
        }
    }
}

/// Text of one line: white space is folded, and what a name or title has no use for is dropped: control characters and
/// the overrides that make text read in an order it does not have (Unicode TR #36 §3.2, "Trojan Source").
pub(super) fn plain_line(text: &str) -> String {
    let is_override = |c: char| matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}');
    let kept: String =
        text.chars().filter(|c| !is_override(*c)).map(|c| if c.is_control() { ' ' } else { c }).collect();
    join(&mut kept.split_whitespace(), " ")
}

/// Text whose line breaks and tabs mean something; other control characters are dropped.
pub(super) fn without_controls(text: &str) -> String {
    // Hardly any text has one, and bytes are looked through faster. 0xC2 begins those from U+0080, and others.
    if text.bytes().all(|byte| matches!(byte, b'\t' | b'\n' | b' '..=b'~' | 0x80..=0xC1 | 0xC3..)) {
        return text.to_owned();
    }
    text.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect()
}
