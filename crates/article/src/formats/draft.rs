//! An article being put together in the native format, whatever it comes from.
//!
//! What holds for every format is here, once: what is text and what is markup, what a date or an address may look like,
//! what is said twice, what is never shown.

use super::{
    Options,
    fields::plain_line,
    values::{number, object, string},
};
use crate::{
    HtmlPlatform, Json, Language, Moment, Notice, ReadError, SafeUrl, UrlUse, html,
    text::{find, has, swap},
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

/// A picture, as far as a document tells of it.
#[derive(Default)]
pub(super) struct Picture<'j> {
    pub(super) url: Option<&'j Json>,
    pub(super) width: Option<&'j Json>,
    pub(super) height: Option<&'j Json>,
    pub(super) alt: Option<&'j Json>,
    /// May hold markup.
    pub(super) caption: Option<&'j Json>,
    pub(super) credit: Option<&'j Json>,
    /// The same picture in other widths: address, width, height.
    pub(super) variants: Vec<(&'j Json, Option<&'j Json>, Option<&'j Json>)>,
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

    /// Sets the picture above the text.
    pub(super) fn image(&mut self, picture: &Picture) {
        if !self.has("image") {
            let image = self.figure(picture);
            self.set("image", image);
        }
    }

    /// A picture in the native format, without a type; `null` when it has no file that can be shown.
    pub(super) fn figure(&self, picture: &Picture) -> Json {
        let size =
            |value: Option<&Json>| value.and_then(Json::count).filter(|size| *size > 0).map_or(Json::Null, number);
        let file = |url: &Json| url.words().filter(|url| is_showable(url)).and_then(|url| self.resolved(url));
        let mut variants = Vec::new();
        // The crop of the widest decides: what has another shape is another picture.
        let mut shape = Some((picture.width, picture.height)).and_then(|(width, height)| ratio(width, height));
        let mut widest = (picture.url.and_then(file), picture.width, picture.height);
        for (url, width, height) in &picture.variants {
            let Some(url) = file(url) else { continue };
            if widest.0.is_none() {
                shape = ratio(*width, *height);
                widest = (Some(url.clone()), *width, *height);
            }
            let is_same = match (shape, ratio(*width, *height)) {
                (Some(shape), Some(own)) => (shape - own).abs() < 0.03 * shape,
                _ => true,
            };
            if let (true, Some(width)) = (is_same, width.and_then(Json::count).filter(|width| *width > 0)) {
                variants.push(object([("url", Json::String(url)), ("width", number(width))]));
            }
        }
        let (Some(url), width, height) = widest else { return Json::Null };
        // Who made it is often said in the caption too.
        let caption = picture.caption.and_then(|caption| self.plain_value(caption)).unwrap_or_default();
        let credit = picture
            .credit
            .and_then(|credit| self.plain_value(credit))
            .filter(|credit| !(credit.len() < 500 && has(&caption, credit)));
        object([
            ("url", Json::String(url)),
            ("width", size(width)),
            ("height", size(height)),
            ("variants", Json::Array(variants)),
            ("alt", picture.alt.and_then(|alt| self.plain_value(alt)).map_or(Json::Null, Json::String)),
            ("caption", picture.caption.and_then(Json::words).map_or(Json::Null, |caption| self.inlines(caption))),
            ("credit", credit.map_or(Json::Null, Json::String)),
        ])
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

    /// Adds a picture to the body.
    pub(super) fn picture(&mut self, picture: &Picture) {
        let figure = self.figure(picture);
        self.figure_block(figure);
    }

    /// Adds what [`figure`](Self::figure) gave to the body.
    pub(super) fn figure_block(&mut self, mut figure: Json) {
        if let Json::Object(members) = &mut figure {
            members.0.push(("type".to_owned(), string("figure")));
            self.block(figure);
        }
    }

    /// Sets the picture above the text from HTML; anything else that stands there goes above the text.
    pub(super) fn lead(&mut self, value: Option<&Json>) {
        let Some(html) = value.and_then(Json::words).filter(|_| !self.is_head) else { return };
        let mut blocks = self.blocks(html);
        match blocks.first_mut() {
            Some(Json::Object(figure)) if figure.text("type") == Some("figure") => {
                figure.0.retain(|(key, _)| key != "type");
                self.set("image", Json::Object(std::mem::take(figure)));
            }
            _ => self.above(blocks),
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

    /// Sets what the IPTC digital source types of the text and of the picture above it say of artificial intelligence.
    pub(super) fn ai(&mut self, own: Option<&Json>, image: Option<&Json>) {
        let ai = match (own.and_then(source_type), image.and_then(source_type)) {
            (None | Some((_, "none")), Some((_, how @ ("assisted" | "generated" | "mixed")))) => {
                let part = object([("part", string("image")), ("involvement", string(how))]);
                let all = if how == "assisted" { how } else { "mixed" };
                object([("involvement", string(all)), ("parts", Json::Array(vec![part]))])
            }
            (Some((code, _)), _) => {
                let uri = "http://cv.iptc.org/newscodes/digitalsourcetype/".to_owned() + code;
                object([("digital_source_type", Json::String(uri))])
            }
            _ => return,
        };
        self.set("ai", ai);
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

/// The code of a digital source type and what it says of artificial intelligence, where it says something: as an address
/// of the IPTC's vocabulary, a code alone, or a member of schema.org's enumeration.
fn source_type(value: &Json) -> Option<(&'static str, &'static str)> {
    const CODES: [(&str, &str); 8] = [
        ("trainedAlgorithmicMedia", "generated"),
        ("compositeWithTrainedAlgorithmicMedia", "assisted"),
        ("compositeSynthetic", "mixed"),
        ("digitalCreation", "none"),
        ("humanEdits", "none"),
        ("minorHumanEdits", "none"),
        ("digitalArt", "none"),
        ("digitalCapture", "none"),
    ];
    let value = value.each().first()?;
    let name = value.first(&["@id", "uri", "literal"]).unwrap_or(value).words()?;
    let name = name.rsplit(['/', ':']).next()?.trim();
    let code = name.strip_suffix("DigitalSource").unwrap_or(name);
    CODES.iter().find(|(known, _)| known.eq_ignore_ascii_case(code)).copied()
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

/// Width by height.
#[expect(clippy::cast_precision_loss, reason = "counts of pixels are small")]
fn ratio(width: Option<&Json>, height: Option<&Json>) -> Option<f64> {
    let (width, height) = (width?.count()?, height?.count()?);
    (width > 0 && height > 0).then(|| width as f64 / height as f64)
}

/// Whether browsers show a file of this name: TIFF is what agencies keep, and no browser but one shows it.
fn is_showable(url: &str) -> bool {
    let path = url.split(['?', '#']).next().unwrap_or_default().to_ascii_lowercase();
    !url.trim().is_empty() && ![".tif", ".tiff", ".eps", ".psd", ".pdf"].iter().any(|end| path.ends_with(end))
}

/// A date as the native format wants it, of one as publishers write it.
///
/// RFC 3339 and what is near it (ISO 8601 with less, a space before the zone), and RFC 5322 §3.3 with its names of months
/// and zones. Without a zone the day alone is kept.
pub(super) fn date(text: &str) -> Option<String> {
    let text = text.trim();
    if Moment::parse(text).is_some() {
        return Some(text.to_owned());
    }
    if text.get(..4).is_some_and(|year| year.bytes().all(|byte| byte.is_ascii_digit())) {
        // "2024-04-30 16:38:37 +02:00", or nothing after the seconds.
        let (day, rest) = text.split_at_checked(10)?;
        let time: String = rest.chars().filter(|c| *c != ' ').collect();
        let joined = day.to_owned() + "T" + time.trim_start_matches(['T', 't']);
        let whole = Moment::parse(&joined).map(|_| joined);
        return whole.or_else(|| Moment::parse(day).map(|_| day.to_owned()));
    }
    internet_date(text)
}

/// A number of two digits.
fn two(number: &str) -> String {
    if number.len() == 1 { "0".to_owned() + number } else { number.to_owned() }
}

/// "Tue, 3 Jun 2008 11:05:30 GMT" (RFC 5322 §3.3).
fn internet_date(text: &str) -> Option<String> {
    const MONTHS: &str = "janfebmaraprmayjunjulaugsepoctnovdec";
    let mut words = text.split(',').next_back()?.split_whitespace();
    let day = two(words.next()?);
    let month = words.next()?.get(..3)?.to_ascii_lowercase();
    let month = find(MONTHS, &month).filter(|at| at % 3 == 0)? / 3 + 1;
    let year = words.next()?;
    let date = year.to_owned() + "-" + &two(&month.to_string()) + "-" + &day;
    let zone = |zone: &str| match zone {
        "GMT" | "UT" | "UTC" | "Z" => Some("Z".to_owned()),
        "EST" | "CDT" => Some("-0500".to_owned()),
        "EDT" => Some("-0400".to_owned()),
        "CST" | "MDT" => Some("-0600".to_owned()),
        "MST" | "PDT" => Some("-0700".to_owned()),
        "PST" => Some("-0800".to_owned()),
        zone => zone.starts_with(['+', '-']).then(|| zone.to_owned()),
    };
    let with_time = words.next().and_then(|time| Some(date.clone() + "T" + time + &zone(words.next()?)?));
    let with_time = with_time.filter(|text| Moment::parse(text).is_some());
    with_time.or_else(|| Moment::parse(&date).map(|_| date))
}
