//! Comments.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize};

use crate::limits::{MAX_NAME_CHARS, MAX_TEXT_CHARS};

/// A comment, as everybody sees it. What its body is, each end says: JSON as it was stored, or blocks to be shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Comment<Body> {
    /// A UUID.
    #[cfg_attr(feature = "openapi", schema(format = "uuid"))]
    pub id: String,
    /// The comment it answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(format = "uuid"))]
    pub parent: Option<String>,
    /// Who wrote it; absent when the comment was deleted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub author: Option<Author>,
    /// Blocks of the native article format; none when the comment was deleted.
    pub body: Body,
    /// When the server stored it, in milliseconds since 1970-01-01T00:00:00Z.
    pub created_ms: i64,
    /// When it was last changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub modified_ms: Option<i64>,
    /// How many readers like it.
    #[serde(default)]
    pub likes: u64,
    /// How many comments answer it, whether they are on this page or not.
    #[serde(default)]
    pub replies: u64,
    /// Whether the site put it first.
    #[serde(default, skip_serializing_if = "is_false")]
    pub pinned: bool,
    /// Where it stands.
    #[serde(default, skip_serializing_if = "Status::is_approved")]
    pub status: Status,
}

/// Where a comment stands; the words are those of WordPress.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// Everybody sees it.
    #[default]
    Approved,
    /// It waits for a moderator.
    Hold,
    /// It was taken for spam.
    Spam,
    /// It was deleted; its place stays while it has replies.
    Trash,
}

impl Status {
    /// The word it is written as.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Approved => "approved",
            Self::Hold => "hold",
            Self::Spam => "spam",
            Self::Trash => "trash",
        }
    }

    /// What [`Status::as_str`] has written.
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Approved, Self::Hold, Self::Spam, Self::Trash].into_iter().find(|status| status.as_str() == word)
    }

    /// Whether everybody sees the comment.
    pub fn is_approved(&self) -> bool {
        *self == Self::Approved
    }
}

/// Who wrote a comment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Author {
    /// The name they chose, or that of their account.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 60))]
    pub name: String,
    /// Whether they belong to the site, which says so itself.
    #[serde(default, skip_serializing_if = "is_false")]
    pub staff: bool,
}

/// Who writes a comment.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewAuthor {
    /// The name they choose; an account has its own.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 60))]
    pub name: String,
}

/// A comment to be stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewComment {
    /// The article.
    #[cfg_attr(
        feature = "openapi",
        schema(
            min_length = 1,
            max_length = 1024,
            pattern = "^[^\\x00-\\x1f\\x7f-\\x9f]*[^\\s\\x00-\\x1f\\x7f-\\x9f][^\\x00-\\x1f\\x7f-\\x9f]*$"
        )
    )]
    pub article: String,
    /// The comment it answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(format = "uuid"))]
    pub parent: Option<String>,
    /// Who writes. Beside the token of an account it may be left out, and says nothing.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(required = true))]
    pub author: NewAuthor,
    /// What, in Markdown.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 5000))]
    pub text: String,
    /// Milliseconds from the first key to the last; what comes faster than a person types is held.
    #[serde(default, deserialize_with = "whole", skip_serializing_if = "Option::is_none")]
    pub typing_ms: Option<u64>,
    /// A field that people do not see. Programs fill it in.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub website: String,
}

/// The text of a comment: its new one, or one to be previewed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Text {
    /// Markdown.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 5000))]
    pub text: String,
}

/// What a comment would look like.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Preview<Body> {
    /// The blocks that would be stored.
    pub body: Body,
}

/// How many readers like a comment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Likes {
    /// The number, after what was asked.
    pub likes: u64,
}

/// Why a comment should be looked at by somebody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Report {
    /// In the reader's words; may be empty, and is cut after 500 characters.
    #[serde(default)]
    pub reason: String,
}

/// One page of an article's comments: those of one level in the order asked for, each followed by the first of its replies.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Page<Body> {
    /// The comments. A reply comes after what it answers; which of them are there is `replies` compared with those that name
    /// it as their parent.
    pub comments: Vec<Comment<Body>>,
    /// What to pass as `cursor` for the page before; absent on the first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub previous: Option<String>,
    /// What to pass as `cursor` for the next page; absent on the last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
    /// How many comments the article has.
    pub count: u64,
    /// From when on no more are taken, in milliseconds since 1970-01-01T00:00:00Z; absent where there is no end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closes_ms: Option<i64>,
    /// Whether only readers with an account of the site take part.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub accounts_only: bool,
}

/// A reader's own comment, with what only they see.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Own {
    /// Its id.
    #[cfg_attr(feature = "openapi", schema(format = "uuid"))]
    pub id: String,
    /// The article it is under.
    pub article: String,
    /// The comment it answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(format = "uuid"))]
    pub parent: Option<String>,
    /// The name it was written under.
    pub author: Author,
    /// As it was written, in Markdown.
    pub text: String,
    /// When the server stored it.
    pub created_ms: i64,
    /// When it was last changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub modified_ms: Option<i64>,
    /// Where it stands.
    pub status: Status,
    /// How many readers like it.
    pub likes: u64,
}

/// All comments of one reader, the latest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OwnPage {
    /// The comments.
    pub comments: Vec<Own>,
    /// What to pass as `cursor` for the next page; absent on the last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

/// What was erased of a reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Erased {
    /// Comments.
    pub comments: u64,
    /// Likes.
    pub likes: u64,
}

/// The order of a page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum Sort {
    /// The latest first.
    #[default]
    Newest,
    /// The first first.
    Oldest,
    /// What most readers like first.
    Top,
}

impl Sort {
    /// The word used in the query.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Newest => "newest",
            Self::Oldest => "oldest",
            Self::Top => "top",
        }
    }
}

/// A whole number that is not negative, however it is written: to JSON Schema 852.0 is an integer.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "more than there is room for is the most")]
fn whole<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<u64>, D::Error> {
    match Option::<f64>::deserialize(deserializer)? {
        Some(number) if number < 0.0 || number.fract() != 0.0 => {
            Err(serde::de::Error::custom("expected a whole number that is not negative"))
        }
        number => Ok(number.map(|number| number as u64)),
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes references")]
const fn is_false(value: &bool) -> bool {
    !*value
}

/// Why a comment is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum CommentError {
    /// No name.
    NameMissing,
    /// A name longer than [`MAX_NAME_CHARS`].
    NameTooLong,
    /// No text.
    TextMissing,
    /// A text longer than [`MAX_TEXT_CHARS`].
    TextTooLong,
}

impl CommentError {
    /// The stable code of the problem document.
    pub const fn code(self) -> &'static str {
        match self {
            Self::NameMissing => "name-missing",
            Self::NameTooLong => "name-too-long",
            Self::TextMissing => "text-missing",
            Self::TextTooLong => "text-too-long",
        }
    }
}

impl CommentError {
    /// What to tell the writer.
    pub fn sentence(self) -> String {
        let too_long = |what: &str, most: usize| "Please keep the ".to_owned() + what + " to " + &most.to_string();
        match self {
            Self::NameMissing => "Please give a name.".to_owned(),
            Self::NameTooLong => too_long("name", MAX_NAME_CHARS) + " characters.",
            Self::TextMissing => "Please write a comment.".to_owned(),
            Self::TextTooLong => too_long("comment", MAX_TEXT_CHARS) + " characters.",
        }
    }
}

impl fmt::Display for CommentError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.sentence())
    }
}

/// A name as it is stored: one line, without characters that are invisible or change the order of what follows. What is left
/// out counts as long as it is there: so it is said in the form, and in the document of the API.
///
/// # Errors
///
/// When nothing is left of it, or too much.
pub fn parse_name(name: &str) -> Result<String, CommentError> {
    let is_too_long = characters(name) > MAX_NAME_CHARS;
    let name: String =
        name.chars().filter(|c| !is_invisible(*c)).map(|c| if c.is_control() { ' ' } else { c }).collect();
    let mut words = name.split_whitespace();
    let first = words.next().unwrap_or_default().to_owned();
    let name = words.fold(first, |name, word| name + " " + word);
    if name.is_empty() {
        return Err(CommentError::NameMissing);
    }
    if is_too_long { Err(CommentError::NameTooLong) } else { Ok(name) }
}

/// A text as it is stored: lines trimmed at their end, at most one empty line in a row, no control characters. What is left
/// out counts, as in a name.
///
/// # Errors
///
/// When nothing is left of it, or too much.
pub fn parse_text(text: &str) -> Result<String, CommentError> {
    let is_too_long = characters(text) > MAX_TEXT_CHARS;
    let text: String = text.chars().filter(|c| *c == '\n' || *c == '\t' || !c.is_control()).collect();
    let mut kept = String::new();
    for line in text.lines().map(str::trim_end) {
        if !(line.is_empty() && (kept.is_empty() || kept.ends_with("\n\n"))) {
            kept += line;
            kept.push('\n');
        }
    }
    let text = kept.trim_end().to_owned();
    if text.chars().all(|c| c.is_whitespace() || is_invisible(c)) {
        return Err(CommentError::TextMissing);
    }
    if is_too_long { Err(CommentError::TextTooLong) } else { Ok(text) }
}

/// How many characters a text has. The library's count is faster for long texts, and 0.8 KB more of wasm.
pub fn characters(text: &str) -> usize {
    text.chars().fold(0, |count, _| count + 1)
}

/// Zero-width and direction-changing characters, which a name has no use for. The joiners U+200C and U+200D stay: some
/// scripts cannot be written without them.
const fn is_invisible(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}' | '\u{E0000}'..='\u{E007F}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_one_visible_line() {
        assert_eq!(parse_name("  Asha\n\u{202e}Rao\u{200b} "), Ok("Asha Rao".into()));
        assert_eq!(parse_name("\u{200b}\u{feff}"), Err(CommentError::NameMissing));
        assert_eq!(parse_name(&"न".repeat(60)), Ok("न".repeat(60)));
        assert_eq!(parse_name(&"a".repeat(61)), Err(CommentError::NameTooLong));
        assert_eq!(parse_name(&("a".to_owned() + &" ".repeat(60))), Err(CommentError::NameTooLong));
    }

    #[test]
    fn a_time_is_a_whole_number_however_it_is_written() {
        let typing_ms = |number: &str| {
            let json = format!(r#"{{"article": "a", "author": {{"name": "b"}}, "text": "c", "typing_ms": {number}}}"#);
            serde_json::from_str::<NewComment>(&json).map(|comment| comment.typing_ms).ok()
        };
        assert_eq!(
            [typing_ms("852"), typing_ms("852.0"), typing_ms("null")],
            [Some(Some(852)), Some(Some(852)), Some(None)]
        );
        assert_eq!([typing_ms("-1"), typing_ms("0.5"), typing_ms("\"1\"")], [None; 3]);
    }

    #[test]
    fn a_text_keeps_its_paragraphs_and_nothing_invisible_alone() {
        assert_eq!(parse_text("One. \r\n\r\n\r\n\r\nTwo.\n"), Ok("One.\n\nTwo.".into()));
        assert_eq!(parse_text("\n\n  First\u{0}\u{7}"), Ok("  First".into()));
        assert_eq!(parse_text(" \n\u{200b}"), Err(CommentError::TextMissing));
        assert_eq!(parse_text(&"x".repeat(5_001)), Err(CommentError::TextTooLong));
        assert_eq!(parse_text(&("x\u{7}".repeat(2_501))), Err(CommentError::TextTooLong));
    }
}
