//! The article and its parts, except the body's blocks.
//!
//! Every field may be missing: a publisher's document rarely has them all, and a page with a part missing must still
//! look finished. The field names are those of the native format, described in `docs/formats.md`.

use serde::Serialize;

use crate::{Block, Direction, Image, Language, Moment, SafeUrl, text::at_last_slash};

/// One article, whatever format it came in.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Article {
    /// Names the format and its version.
    pub schema: Schema,
    /// The publisher's own identifier of the article.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The article's canonical address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<SafeUrl>,
    /// The language of the text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<Language>,
    /// The direction of the text, when the language does not tell.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub direction: Option<Direction>,
    /// Where the report comes from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
    /// The weather there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub weather: Option<Weather>,
    /// A word or two that places the article, such as "Analysis".
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kicker: Option<String>,
    /// The title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub headline: Option<String>,
    /// Who publishes it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<Source>,
    /// Who wrote it.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub authors: Vec<Author>,
    /// When it was first published.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub published: Option<Moment>,
    /// When its text last changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub updated: Option<Moment>,
    /// How long it takes to read, in minutes; computed from the text when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 1440)))]
    pub reading_minutes: Option<u16>,
    /// The picture above the text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image: Option<Image>,
    /// The sub-headline.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deck: Option<String>,
    /// The article in a sentence or two.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
    /// The text.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub body: Vec<Block>,
    /// Whether the text is not all here, for readers who have paid or signed in; `url` has the rest.
    #[serde(skip_serializing_if = "std::ops::Not::not", default)]
    pub partial: bool,
    /// What has changed since it was first published, in the order of time, either way.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub changes: Vec<Change>,
    /// Other articles that the publisher names beside this one.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub related: Vec<Related>,
    /// What the publisher wants said at the end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub disclaimer: Option<String>,
    /// What part artificial intelligence had in it. Absent means unknown, not none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ai: Option<Ai>,
}

impl Article {
    /// The direction the text runs in: as stated, else as its language is written; `None` leaves it to the text itself.
    pub fn direction(&self) -> Option<Direction> {
        self.direction.or_else(|| self.language.as_ref().map(Language::direction))
    }
}

/// The marker of the native format: `article-viewer/article/1`.
///
/// It is an identifier, not an address. A reader accepts any prefix, so that a publisher may put its own before
/// `article/1`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Schema;

impl Schema {
    /// What is written.
    pub const MARKER: &'static str = "article-viewer/article/1";
}

impl Serialize for Schema {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(Self::MARKER)
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Schema {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Schema".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "pattern": "(^|/)article/1$" })
    }
}

/// A publisher.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Source {
    /// Its name, as readers know it.
    pub name: String,
    /// Its front page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<SafeUrl>,
}

/// A change of an article that was published before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Change {
    /// When it was made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time: Option<Moment>,
    /// What was changed.
    pub text: String,
    /// Which block of `body` was changed, counted from 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub block: Option<usize>,
}

/// Another article.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Related {
    /// Its headline.
    pub title: String,
    /// Where it is.
    pub url: SafeUrl,
}

/// A writer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Author {
    /// The name as it is signed.
    pub name: String,
    /// The author's page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<SafeUrl>,
}

/// A place on the dateline.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Place {
    /// The name in the article's language, such as "Delhi".
    pub name: String,
    /// The country, as an ISO 3166-1 code or a name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
}

/// The weather at the place, as data: how it is worded is the viewer's business.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Weather {
    /// Air temperature in degrees Celsius.
    pub temperature_c: f64,
    /// The condition in the article's language, such as "windy".
    #[serde(skip_serializing_if = "Option::is_none")]
    pub condition: Option<String>,
    /// When it was observed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub observed_at: Option<Moment>,
}

/// What part artificial intelligence had in an article.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Ai {
    /// How far it was involved; absent when the document only says that it was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub involvement: Option<Involvement>,
    /// The IPTC digital source type, as a URI of the scheme
    /// `http://cv.iptc.org/newscodes/digitalsourcetype/`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub digital_source_type: Option<String>,
    /// The parts it made or changed, when it was not the whole.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub parts: Vec<AiPart>,
    /// What was used.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub tools: Vec<AiTool>,
    /// Who checked the result.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub review: Option<AiReview>,
    /// The publisher's own words about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub statement: Option<String>,
    /// Where the publisher explains its use of artificial intelligence.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub policy_url: Option<SafeUrl>,
}

/// How far artificial intelligence was involved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Involvement {
    /// Not at all.
    None,
    /// A person's work, changed with it.
    Assisted,
    /// Made by it, checked by a person.
    Generated,
    /// Made by it, checked by nobody.
    Autonomous,
    /// Some parts made by it.
    Mixed,
}

impl Involvement {
    pub(crate) const ALL: [(&'static str, Self); 5] = [
        ("none", Self::None),
        ("assisted", Self::Assisted),
        ("generated", Self::Generated),
        ("autonomous", Self::Autonomous),
        ("mixed", Self::Mixed),
    ];

    /// The word of the W3C AI Content Disclosure draft, for `data-ai-disclosure`.
    pub const fn disclosure(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Assisted => "ai-assisted",
            Self::Generated => "ai-generated",
            Self::Autonomous => "ai-autonomous",
            Self::Mixed => "mixed",
        }
    }
}

impl Ai {
    /// The involvement as stated, else what the IPTC code says of it.
    ///
    /// Source: the IPTC digital source type vocabulary, release 2024-10.
    pub fn involvement(&self) -> Option<Involvement> {
        self.involvement.or_else(|| {
            let source_type = self.digital_source_type.as_deref()?;
            let code = at_last_slash(source_type).map_or(source_type, |(_, code)| code);
            let unreviewed = self.review.as_ref().is_some_and(|review| review.human == Some(false));
            match code {
                "digitalCreation" | "humanEdits" | "minorHumanEdits" | "digitalArt" | "digitalCapture" => {
                    Some(Involvement::None)
                }
                "compositeWithTrainedAlgorithmicMedia" => Some(Involvement::Assisted),
                "trainedAlgorithmicMedia" if unreviewed => Some(Involvement::Autonomous),
                "trainedAlgorithmicMedia" => Some(Involvement::Generated),
                "compositeSynthetic" | "composite" => Some(Involvement::Mixed),
                _ => None,
            }
        })
    }
}

/// A part of the article that artificial intelligence made or changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AiPart {
    /// Which part: `summary`, `headline`, `body`, `translation`, `image`, `audio`, `weather`, `tags`.
    pub part: String,
    /// How far it was involved there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub involvement: Option<Involvement>,
    /// The block or image meant, when there are several.
    #[serde(rename = "ref", skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
}

/// Something that was used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AiTool {
    /// Its name.
    pub name: String,
    /// Who provides it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub provider: Option<String>,
}

/// Who checked what artificial intelligence made.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AiReview {
    /// Whether a person did.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub human: Option<bool>,
    /// Who, by name or role.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// Who answers for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub responsible: Option<String>,
}
