//! JSON as a tree, whoever parsed it, and written as text.
//!
//! A parser is the platform's business: in a browser its own `JSON.parse` costs the reader nothing, where a second one
//! in the wasm would cost some 15 KB. Writing takes a few lines and is done here.

/// A JSON value (RFC 8259 §3).
#[derive(Clone, Debug, PartialEq)]
pub enum Json {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A number, as JavaScript has it.
    Number(f64),
    /// A string.
    String(String),
    /// An array.
    Array(Vec<Json>),
    /// An object.
    Object(Object),
}

/// The members of an object, in the order the parser gave them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Object(pub Vec<(String, Json)>);

impl Object {
    /// The member of a name.
    pub fn get(&self, key: &str) -> Option<&Json> {
        self.0.iter().find(|(known, _)| known == key).map(|(_, value)| value)
    }

    /// The member of a name, when it is a string.
    pub fn text(&self, key: &str) -> Option<&str> {
        self.get(key)?.as_str()
    }

    /// The member of a name, when it is a whole number that is not negative.
    pub fn whole(&self, key: &str) -> Option<u64> {
        self.get(key)?.as_u64()
    }
}

impl Json {
    /// The deepest nesting a parser has to hand over: beyond it, what is nested is no article.
    pub const MAX_DEPTH: usize = 127;

    /// Whether this is `null`.
    pub const fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// The boolean, when this is one.
    pub const fn as_bool(&self) -> Option<bool> {
        if let Self::Bool(value) = self { Some(*value) } else { None }
    }

    /// The number, when this is one.
    pub const fn as_f64(&self) -> Option<f64> {
        if let Self::Number(value) = self { Some(*value) } else { None }
    }

    /// The number, when this is a whole one that is not negative.
    pub fn as_u64(&self) -> Option<u64> {
        /// The largest below which every whole number is exact: 2⁵³.
        const LARGEST: f64 = 9_007_199_254_740_992.0;
        let whole = self.as_f64().filter(|number| (0.0..=LARGEST).contains(number) && number.fract() == 0.0)?;
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "whole, and neither large nor negative"
        )]
        let whole = whole as u64;
        Some(whole)
    }

    /// The string, when this is one.
    pub fn as_str(&self) -> Option<&str> {
        if let Self::String(value) = self { Some(value) } else { None }
    }

    /// The elements, when this is an array.
    pub fn as_array(&self) -> Option<&[Self]> {
        if let Self::Array(value) = self { Some(value) } else { None }
    }

    /// The members, when this is an object.
    pub const fn as_object(&self) -> Option<&Object> {
        if let Self::Object(value) = self { Some(value) } else { None }
    }
}

/// An object being written, member by member.
///
/// `<` is escaped, so that the text may stand in a `<script>`: `</script>` or `<!--` inside a string would otherwise end
/// the element or change how it is parsed (HTML, "restrictions for contents of script elements").
///
/// ```
/// let mut object = article::JsonWriter::default();
/// object.text("name", "Ash\"a").text_or_null("by", None).whole("age", 3).object("of", |of| {
///     of.text("place", "<Delhi>").texts("in", ["a", "b"].map(String::from).into_iter());
/// });
/// assert_eq!(
///     object.finish(),
///     r#"{"name":"Ash\"a","by":null,"age":3,"of":{"place":"\u003cDelhi>","in":["a","b"]}}"#
/// );
/// ```
#[derive(Debug, Default)]
pub struct JsonWriter {
    /// Without the closing brace.
    written: String,
}

impl JsonWriter {
    /// A string member.
    pub fn text(&mut self, key: &str, value: &str) -> &mut Self {
        self.key(key);
        self.quote(value);
        self
    }

    /// A string member, when there is one to write.
    pub fn some_text(&mut self, key: &str, value: Option<&str>) -> &mut Self {
        if let Some(value) = value {
            self.text(key, value);
        }
        self
    }

    /// A string member, or `null`.
    pub fn text_or_null(&mut self, key: &str, value: Option<&str>) -> &mut Self {
        self.key(key);
        match value {
            Some(value) => self.quote(value),
            None => self.written += "null",
        }
        self
    }

    /// An array of strings.
    pub fn texts(&mut self, key: &str, texts: impl Iterator<Item = String>) -> &mut Self {
        self.key(key);
        self.list(texts);
        self
    }

    /// A number.
    pub fn whole(&mut self, key: &str, value: u64) -> &mut Self {
        self.key(key);
        self.written += &value.to_string();
        self
    }

    /// A boolean.
    pub fn bool(&mut self, key: &str, value: bool) -> &mut Self {
        self.key(key);
        self.written += if value { "true" } else { "false" };
        self
    }

    /// An object within.
    pub fn object(&mut self, key: &str, write: impl FnOnce(&mut Self)) -> &mut Self {
        self.key(key);
        let mut inner = Self::default();
        write(&mut inner);
        self.written += &inner.finish();
        self
    }

    /// An array of objects.
    pub fn objects(&mut self, key: &str, objects: impl Iterator<Item = Self>) -> &mut Self {
        self.key(key);
        let mut before = '[';
        for object in objects {
            self.written.push(before);
            self.written += &object.finish();
            before = ',';
        }
        self.written += if before == '[' { "[]" } else { "]" };
        self
    }

    /// The members of an object that there is already; `number` writes a number as JSON does.
    pub fn members(&mut self, object: &Object, number: &dyn Fn(f64) -> String) -> &mut Self {
        for (key, value) in &object.0 {
            self.key(key);
            self.value(value, number);
        }
        self
    }

    /// Values are nested no deeper than a parser hands them over.
    fn value(&mut self, value: &Json, number: &dyn Fn(f64) -> String) {
        match value {
            Json::Bool(value) => self.written += if *value { "true" } else { "false" },
            Json::Number(value) if value.is_finite() => self.written += &number(*value),
            // JSON has no other numbers.
            Json::Null | Json::Number(_) => self.written += "null",
            Json::String(text) => self.quote(text),
            Json::Array(elements) => {
                let mut before = '[';
                for element in elements {
                    self.written.push(before);
                    self.value(element, number);
                    before = ',';
                }
                self.written += if before == '[' { "[]" } else { "]" };
            }
            Json::Object(object) => {
                let mut before = '{';
                for (key, value) in &object.0 {
                    self.written.push(before);
                    self.quote(key);
                    self.written.push(':');
                    self.value(value, number);
                    before = ',';
                }
                self.written += if before == '{' { "{}" } else { "}" };
            }
        }
    }

    /// An array of strings by itself.
    pub fn array(texts: impl Iterator<Item = String>) -> String {
        let mut array = Self::default();
        array.list(texts);
        array.written
    }

    /// The whole object.
    pub fn finish(self) -> String {
        if self.written.is_empty() { "{}".to_owned() } else { self.written + "}" }
    }

    fn list(&mut self, texts: impl Iterator<Item = String>) {
        let mut before = '[';
        for text in texts {
            self.written.push(before);
            self.quote(&text);
            before = ',';
        }
        self.written += if before == '[' { "[]" } else { "]" };
    }

    fn key(&mut self, key: &str) {
        self.written.push(if self.written.is_empty() { '{' } else { ',' });
        self.quote(key);
        self.written.push(':');
    }

    fn quote(&mut self, text: &str) {
        self.written.push('"');
        for c in text.chars() {
            match c {
                '"' | '\\' => self.written.extend(['\\', c]),
                // The last two end a line in old JavaScript, and nobody misses them as they are.
                '\0'..='\x1F' | '<' | '\u{2028}' | '\u{2029}' => {
                    self.written += "\\u";
                    for shift in [12, 8, 4, 0] {
                        self.written.extend(char::from_digit(u32::from(c) >> shift & 0xF, 16));
                    }
                }
                _ => self.written.push(c),
            }
        }
        self.written.push('"');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_as_it_was() {
        let text = "\u{0}\t\n\"\\/<\u{2028}\u{2029}\u{7F}é😀";
        let mut object = JsonWriter::default();
        object.text(text, text).objects("none", std::iter::empty());
        let read: serde_json::Value = serde_json::from_str(&object.finish()).expect("JSON");
        assert_eq!(read, serde_json::json!({ text: text, "none": [] }));
        assert_eq!(JsonWriter::default().finish(), "{}");
    }

    #[test]
    fn only_a_whole_number_is_one() {
        let number = |number: f64| Json::Number(number).as_u64();
        assert_eq!([number(3.0), number(0.0)], [Some(3), Some(0)]);
        assert_eq!([number(2.5), number(-1.0), number(1e300), number(f64::NAN)], [None; 4]);
    }
}
