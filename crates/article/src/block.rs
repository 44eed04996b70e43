//! The kinds of block a body is made of.

use serde::Serialize;

use crate::{Audio, Image, Inline, Moment, SafeUrl, Video};

/// One block of the body.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "type", rename_all = "kebab-case")]
pub enum Block {
    /// Running text.
    Paragraph(Paragraph),
    /// A heading inside the text.
    Heading(Heading),
    /// An ordered or unordered list.
    List(List),
    /// Somebody's words, set apart.
    Quote(Quote),
    /// A sentence of the article, repeated large.
    PullQuote(PullQuote),
    /// A picture with its caption.
    Figure(Image),
    /// Several pictures that belong together.
    Gallery(Gallery),
    /// Data in rows and columns.
    Table(Table),
    /// Computer code.
    Code(Code),
    /// Something of another site, loaded only when the reader asks for it.
    Embed(Embed),
    /// A film.
    Video(Video),
    /// A sound recording.
    Audio(Audio),
    /// A change of scene.
    Divider(Divider),
    /// A box beside the argument: a note, a warning, background.
    Callout(Callout),
    /// The text of a footnote.
    Footnote(Footnote),
    /// What was wrong before, and when it was put right.
    Correction(Correction),
    /// A kind this version does not know; its text is kept.
    Unknown(Unknown),
}

/// Running text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Paragraph {
    /// The text.
    pub content: Vec<Inline>,
}

/// A heading inside the text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Heading {
    /// Its level, under the headline's 1.
    pub level: HeadingLevel,
    /// The text.
    pub content: Vec<Inline>,
}

/// The level of a heading inside the text: 2, 3 or 4.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeadingLevel {
    /// Directly under the headline.
    Two,
    /// Under a level 2 heading.
    Three,
    /// Under a level 3 heading.
    Four,
}

impl HeadingLevel {
    /// The level as HTML counts it.
    pub const fn number(self) -> u8 {
        match self {
            Self::Two => 2,
            Self::Three => 3,
            Self::Four => 4,
        }
    }

    /// The nearest level there is.
    pub const fn nearest(number: u64) -> Self {
        match number {
            0..=2 => Self::Two,
            3 => Self::Three,
            _ => Self::Four,
        }
    }
}

impl Serialize for HeadingLevel {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u8(self.number())
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for HeadingLevel {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "HeadingLevel".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "enum": [2, 3, 4] })
    }
}

/// An ordered or unordered list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct List {
    /// Whether the order means something.
    pub ordered: bool,
    /// The first number of an ordered list, when it is not 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start: Option<u32>,
    /// The items, each of one block or more.
    pub items: Vec<Vec<Block>>,
}

/// Somebody's words, set apart.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Quote {
    /// The words.
    pub body: Vec<Block>,
    /// Whose they are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attribution: Option<String>,
    /// Where they stand.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<SafeUrl>,
}

/// A sentence of the article, repeated large.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PullQuote {
    /// The sentence.
    pub content: Vec<Inline>,
    /// Who said it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attribution: Option<String>,
}

/// Several pictures that belong together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Gallery {
    /// The pictures, in order.
    pub images: Vec<Image>,
    /// What they show together.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub caption: Vec<Inline>,
}

/// Data in rows and columns.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Table {
    /// What the table shows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub caption: Option<String>,
    /// The rows; leading rows made of header cells alone are the table's head.
    pub rows: Vec<Vec<Cell>>,
}

/// One cell of a table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Cell {
    /// The text.
    pub content: Vec<Inline>,
    /// Whether it names a row or a column.
    #[serde(skip_serializing_if = "std::ops::Not::not", default)]
    pub header: bool,
    /// How many columns it spans.
    #[serde(skip_serializing_if = "is_one", default = "one")]
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 1000)))]
    pub colspan: u16,
    /// How many rows it spans.
    #[serde(skip_serializing_if = "is_one", default = "one")]
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 1000)))]
    pub rowspan: u16,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference")]
const fn is_one(span: &u16) -> bool {
    *span == 1
}

/// Only the schema asks for the default; reading fills it in by hand.
#[cfg_attr(not(feature = "schema"), expect(dead_code, reason = "named by an attribute of Deserialize alone"))]
const fn one() -> u16 {
    1
}

/// Computer code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Code {
    /// The code, line breaks and all.
    pub text: String,
    /// The programming language's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
}

/// Something of another site.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Embed {
    /// Its page, which the reader can always open.
    pub url: SafeUrl,
    /// The site's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub provider: Option<String>,
    /// What it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
}

/// A change of scene.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Divider {}

/// A box beside the argument.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Callout {
    /// Its title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Its text.
    pub body: Vec<Block>,
    /// Whether the title alone is shown until the reader asks for the text.
    #[serde(skip_serializing_if = "std::ops::Not::not", default)]
    pub folded: bool,
}

/// The text of a footnote.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Footnote {
    /// What note references call it by.
    pub id: String,
    /// The text.
    pub content: Vec<Inline>,
}

/// What was wrong before, and when it was put right.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Correction {
    /// When it was put right.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<Moment>,
    /// What was wrong.
    pub content: Vec<Inline>,
}

/// A block of a kind this version does not know.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Unknown {
    /// The kind, as the document names it.
    pub name: String,
    /// The text found in it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}
