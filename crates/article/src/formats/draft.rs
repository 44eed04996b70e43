//! An article being put together in the native format, whatever it comes from.
//!
//! What holds for every format is here, once: what is text and what is markup, what a date or an address may look like,
//! what is said twice, what is never shown.

mod ai;
mod picture;

pub(super) use self::picture::Picture;
use super::{
    Options,
    dates::date,
    fields::plain_line,
    values::{object, string},
};
use crate::{
    HtmlPlatform, Json, Language, Moment, Notice, ReadError, SafeUrl, UrlUse, html,
    text::{has, swap},
};

/// An article being put together.
///
/// Whatever is said first stays: a reader of a format names the best source of a field first, and the next best after it.
pub(super) struct Draft<'a> {
    platform: &'a dyn HtmlPlatform,
    /// The whole document, for what the article refers to by name.
    document: &'a Json,
    /// What addresses are resolved against: the article's own address, else the document's.
    base: Option<String>,
    now_ms: Option<i64>,
    /// Whether only the head is wanted, because the article is one of a list beside the one shown.
    is_head: bool,
    members: Vec<(String, Json)>,
    authors: Vec<Json>,
    body: Vec<Json>,
    related: Vec<Json>,
    /// Where each notice is about, and what it says.
    notices: Vec<(*const Json, String)>,
}

/// The end of a summary that a system made by cutting the text.
const CUT: [&str; 2] = ["[…]", "[...]"];

impl<'a> Draft<'a> {
    pub(super) fn new(
        platform: &'a dyn HtmlPlatform,
        options: &Options<'a>,
        document: &'a Json,
        is_head: bool,
    ) -> Self {
        Self {
            platform,
            document,
            base: options.base.map(str::to_owned),
            now_ms: options.now_ms,
            is_head,
            members: Vec::new(),
            authors: Vec::new(),
            body: Vec::new(),
            related: Vec::new(),
            notices: Vec::new(),
        }
    }

    /// The whole document.
    pub(super) const fn document(&self) -> &'a Json {
        self.document
    }

    /// What addresses are resolved against.
    pub(super) fn base(&self) -> Option<&str> {
        self.base.as_deref()
    }

    /// Whether only the head is wanted.
    pub(super) const fn is_head(&self) -> bool {
        self.is_head
    }

    /// Says what happened to a value of the document.
    pub(super) fn notice(&mut self, value: &Json, message: impl Into<String>) {
        self.notices.push((std::ptr::from_ref(value), message.into()));
    }

    /// Sets a member of the native format as it stands, unless it is set.
    pub(super) fn set(&mut self, key: &str, value: Json) {
        if !self.has(key) && !value.is_blank() {
            self.members.push((key.to_owned(), value));
        }
    }

    pub(super) fn has(&self, key: &str) -> bool {
        self.members.iter().any(|(known, _)| known == key)
    }

    fn get(&self, key: &str) -> Option<&Json> {
        self.members.iter().find(|(known, _)| known == key).map(|(_, value)| value)
    }

    /// Sets a member that is plain text: entities are decoded, tags left out, white space folded.
    pub(super) fn plain(&mut self, key: &str, value: Option<&Json>) {
        if let Some(text) = value.and_then(|value| self.plain_value(value)) {
            self.set(key, Json::String(text));
        }
    }

    /// The words of a value as plain text, when there are any.
    pub(super) fn plain_value(&self, value: &Json) -> Option<String> {
        let text = match value {
            Json::Number(number) => self.platform.number(*number),
            value => self.plain_text(value.words()?),
        };
        (!text.is_empty()).then_some(text)
    }

    /// Plain text of what may hold entities and tags.
    pub(super) fn plain_text(&self, text: &str) -> String {
        // A parser of HTML skips them.
        let mut text = plain_line(&swap(text, '\0', ""));
        // Twice, because some systems escape what is escaped. What is there then is text.
        for _ in 0..2 {
            if !may_be_markup(&text) {
                break;
            }
            text = plain_line(&html::plain(&self.platform.parse_html(&text)));
        }
        text
    }

    /// Sets the summary; one that a system cut from the text loses the mark of the cut.
    pub(super) fn summary(&mut self, value: Option<&Json>) {
        let Some(text) = value.and_then(|value| self.plain_value(value)) else { return };
        let mut text = text.as_str();
        for cut in CUT {
            text = text.trim_end().strip_suffix(cut).unwrap_or(text);
        }
        self.set("summary", string(text.trim_end()));
    }

    /// Sets the article's canonical address; what stands in it is then resolved against it.
    pub(super) fn url(&mut self, value: Option<&Json>) {
        let Some(value) = value else { return };
        if self.has("url") {
            return;
        }
        let Some(url) = value.words().and_then(|url| self.resolved(url)) else {
            self.notice(value, "expected the article's address, found none that leads anywhere");
            return;
        };
        self.base = Some(url.clone());
        self.set("url", Json::String(url));
    }

    /// An address, resolved and held to `http` and `https`.
    pub(super) fn resolved(&self, url: &str) -> Option<String> {
        SafeUrl::parse(self.platform, self.base.as_deref(), url, UrlUse::Media).map(SafeUrl::into_string)
    }

    /// Sets what addresses are resolved against.
    pub(super) fn based_on(&mut self, url: Option<&str>) {
        if let Some(url) = url.and_then(|url| self.resolved(url)) {
            self.base = Some(url);
        }
    }

    /// The document in a string, where a system keeps one document in another.
    pub(super) fn parsed(&self, text: &str) -> Option<Json> {
        self.platform.parse_json(text).ok()
    }

    /// Sets a date; of one without a zone the day is kept, because its hour is not known anywhere else.
    pub(super) fn date(&mut self, key: &str, value: Option<&Json>) {
        let Some(value) = value.filter(|value| !value.is_blank()) else { return };
        match value.words().and_then(date) {
            Some(text) => self.set(key, Json::String(text)),
            None => self.notice(value, "expected a date"),
        }
    }

    /// Sets the language, as the document says.
    pub(super) fn language(&mut self, value: Option<&Json>) {
        let Some(value) = value.filter(|value| !value.is_blank()) else { return };
        // "Undetermined", "several", "no language" and Drupal's "not applicable" say nothing.
        if value.words().is_some_and(|tag| matches!(tag, "und" | "mul" | "zxx")) {
            return;
        }
        // Tags of more letters are only reserved: "English" is a name.
        match value.words().and_then(Language::parse).filter(|language| language.primary().len() < 4) {
            Some(language) => self.set("language", string(language.as_str())),
            None => self.notice(value, "expected a BCP 47 language tag"),
        }
    }

    /// Sets who publishes it.
    pub(super) fn source(&mut self, name: Option<&Json>, url: Option<&Json>) {
        // Some systems give an address as the name.
        if let Some(name) = name.and_then(|name| self.plain_value(name)).filter(|name| !name.starts_with("http")) {
            let url = url.and_then(Json::words).and_then(|url| self.resolved(url)).map_or(Json::Null, Json::String);
            self.set("source", object([("name", Json::String(name)), ("url", url)]));
        }
    }

    /// Adds a writer, once.
    pub(super) fn author(&mut self, name: Option<&Json>, url: Option<&Json>) {
        let Some(name) = name.and_then(|name| self.plain_value(name)) else { return };
        let name = without_by(&name).to_owned();
        let is_known = self.authors.iter().any(|known| known.str_at("name") == Some(&name));
        // Some systems give an address as the name.
        if !is_known && !name.starts_with("http") {
            let url = url.and_then(Json::words).and_then(|url| self.resolved(url)).map_or(Json::Null, Json::String);
            self.authors.push(object([("name", Json::String(name)), ("url", url)]));
        }
    }

    /// Whether a writer is known.
    pub(super) fn has_authors(&self) -> bool {
        !self.authors.is_empty()
    }

    /// Running text of the native format, of a string that may hold markup.
    pub(super) fn inlines(&self, text: &str) -> Json {
        if may_be_markup(text) {
            Json::Array(html::inlines(&self.platform.parse_html(text), &|url| self.resolved(url)))
        } else {
            Json::Array(vec![string(text)])
        }
    }

    /// Blocks of the native format, of HTML.
    pub(super) fn blocks(&self, html: &str) -> Vec<Json> {
        html::blocks(&self.platform.parse_html(html), &|url| self.resolved(url))
    }

    /// Adds a body of HTML.
    pub(super) fn html(&mut self, value: Option<&Json>) {
        let Some(text) = value.and_then(Json::words).filter(|_| !self.is_head) else { return };
        let blocks = self.blocks(text);
        self.body.extend(blocks);
    }

    /// Adds a body of plain text, or of HTML that stands where plain text should.
    pub(super) fn text(&mut self, value: Option<&Json>) {
        let Some(text) = value.and_then(Json::words).filter(|_| !self.is_head) else { return };
        if html::is_markup(text) {
            return self.html(value);
        }
        self.body.extend(
            super::text_body::paragraphs(&self.plain_lines(text)).iter().map(|text| super::text_body::linked(text)),
        );
    }

    /// Text with its line breaks, entities decoded.
    fn plain_lines(&self, text: &str) -> String {
        let mut text = swap(text, '\r', "");
        for _ in 0..2 {
            if text.contains('&') && text.contains(';') {
                // `<` alone is text here.
                text = html::decoded(&self.platform.parse_html(&html::preformatted(&text)));
            }
        }
        text
    }

    /// Adds a block of the native format.
    pub(super) fn block(&mut self, block: Json) {
        if !self.is_head && !block.is_blank() {
            self.body.push(block);
        }
    }

    /// Adds a heading, plain.
    pub(super) fn heading(&mut self, value: &Json) {
        if let Some(text) = self.plain_value(value) {
            self.block(object([("type", string("heading")), ("content", Json::String(text))]));
        }
    }

    /// Puts blocks above what is in the body.
    pub(super) fn above(&mut self, blocks: Vec<Json>) {
        if !self.is_head {
            self.body.splice(0..0, blocks);
        }
    }

    /// Whether the body has an address in it.
    pub(super) fn mentions(&self, url: &str) -> bool {
        self.body.iter().any(|block| mentions(block, url))
    }

    /// Whether the body has something in it.
    pub(super) fn has_body(&self) -> bool {
        !self.body.is_empty()
    }

    /// Says that the text is not all there, for readers who have paid or signed in.
    pub(super) fn partial(&mut self) {
        self.set("partial", Json::Bool(true));
    }

    /// Refuses an article that is not to be published yet.
    ///
    /// # Errors
    ///
    /// When the moment is still to come, or nobody knows what time it is.
    pub(super) fn embargo(&mut self, until: Option<&Json>) -> Result<(), ReadError> {
        let Some(until) = until.and_then(Json::words).and_then(date) else { return Ok(()) };
        let Some(parts) = Moment::parse(&until).map(|moment| moment.parts()) else { return Ok(()) };
        let ms = parts.local_ms - i64::from(parts.offset_minutes.unwrap_or_default()) * 60_000;
        if self.now_ms.is_some_and(|now| now >= ms) { Ok(()) } else { Err(ReadError::Embargoed(until)) }
    }

    /// Names another article of the list.
    pub(super) fn related(&mut self, head: Draft) {
        let member = |key| head.get(key).cloned().unwrap_or(Json::Null);
        let (title, url) = (member("headline"), member("url"));
        if !title.is_blank() && !url.is_blank() {
            self.related.push(object([("title", title), ("url", url)]));
        }
    }

    /// Whether there is nothing to show.
    pub(super) fn is_empty(&self) -> bool {
        self.body.is_empty() && !["headline", "summary", "image"].iter().any(|key| self.has(key))
    }

    /// The document, and what was said about the original.
    pub(super) fn finish(mut self) -> (Vec<(String, Json)>, Vec<Notice>) {
        if let Some(wrong) = super::tidy::tidy(&mut self.members, &mut self.body) {
            let document = self.document;
            self.notice(document, wrong);
        }
        let mut members = vec![("schema".to_owned(), string(crate::Schema::MARKER))];
        members.append(&mut self.members);
        for (key, list) in [("authors", self.authors), ("body", self.body), ("related", self.related)] {
            if !list.is_empty() || key == "body" {
                members.push((key.to_owned(), Json::Array(list)));
            }
        }
        (members, super::pointers::notices(self.document, self.notices))
    }
}

/// A byline without the word before the name. After a word that is also part of names, two more must follow.
fn without_by(byline: &str) -> &str {
    const BY: [(&str, bool); 7] = [
        ("By ", true),
        ("BY ", true),
        ("by ", true),
        ("Von ", false),
        ("VON ", false),
        ("Por ", false),
        ("Par ", false),
    ];
    let name = BY.iter().find_map(|(by, is_only)| byline.strip_prefix(by).filter(|name| *is_only || has(name, " ")));
    name.unwrap_or(byline)
}

/// The depth of blocks is bounded.
fn mentions(value: &Json, url: &str) -> bool {
    match value {
        Json::Array(elements) => elements.iter().any(|element| mentions(element, url)),
        Json::Object(members) => {
            members.0.iter().any(|(key, member)| key == "url" && member.is(url) || mentions(member, url))
        }
        _ => false,
    }
}

fn may_be_markup(text: &str) -> bool {
    text.contains(['<', '&'])
}
