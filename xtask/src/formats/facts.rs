//! What was found in a document against what the viewer makes of it, and the rules of each comparison.
//!
//! `README.md` beside `expected.json` says what was counted, and how.

use serde_json::Value;

use self::Verdict::{Absent, Right, Silent, Wrong};
use super::contents::{collect_texts, count, items, plain, says, squeezed, words};

/// How one fact came out.
#[derive(Debug, PartialEq)]
pub(super) enum Verdict {
    /// The document says nothing of it, and neither does the viewer.
    Silent,
    Right,
    /// Left out, as a rule has it.
    Absent,
    Wrong {
        wanted: String,
        found: String,
    },
}

/// A document with what was found in it and what the viewer makes of it.
pub(super) struct Facts<'a> {
    /// What was found.
    pub(super) row: &'a Value,
    pub(super) article: &'a Value,
    pub(super) document: &'a Value,
}

impl Facts<'_> {
    /// Compares one of the facts.
    pub(super) fn verdict(&self, fact: &str) -> Verdict {
        let wanted = |key: &str| self.row[key].as_str();
        let number = |key: &str| self.row[key].as_u64().and_then(|number| usize::try_from(number).ok());
        match fact {
            "headline" => same(wanted("headline"), self.article["headline"].as_str()),
            "text" => self.text(),
            "paragraphs" => self.paragraphs(number("paragraphs")),
            "images" => self.images(number("images")),
            // Arc's headings may be in its texts, which are counted as such.
            "headings" if self.row["body_kind"] == "blocks" && self.row["headings"] == 0 => Silent,
            "headings" => equal(number("headings"), self.count(&["heading"])),
            "lists" => equal(number("lists"), self.count(&["list"])),
            "items" => equal(number("list_items"), items(&self.article["body"])),
            "quotes" => self.quotes(number("quotes").zip(number("embeds"))),
            // A bookmark, a post and an enclosure may be cards and players as well.
            "embeds" => at_least(number("embeds"), self.count(&PLAYERS)),
            "published" => self.published(),
            "updated" => self.updated(),
            "authors" => self.authors(),
            "lead" => self.lead(),
            "language" => self.language(),
            "direction" => self.direction(),
            "summary" => self.summary(),
            "url" => self.url(),
            "site" => self.own_words(wanted("site"), &self.article["source"]["name"]),
            // The first of several; what WordPress says of posts that nobody placed is no section.
            "section" if self.row["section"] == "Uncategorized" && self.article["kicker"].is_null() => Absent,
            "section" => {
                let first = wanted("section").map(|sections| sections.split(',').next().unwrap_or_default());
                self.own_words(first, &self.article["kicker"])
            }
            "place" => self.own_words(wanted("place"), &self.article["place"]["name"]),
            "minutes" => match (self.row["reading_time"].as_u64(), self.article["reading_minutes"].as_u64()) {
                (None, _) => Silent,
                // Nobody reads nothing, and the time is that of the whole text.
                (Some(0), None) => Absent,
                (Some(_), None) if self.article["partial"] == true => Absent,
                (wanted, found) => is(wanted == found, shown(wanted), shown(found)),
            },
            _ => {
                let id = match &self.row["id"] {
                    Value::Number(id) => Some(id.to_string()),
                    id => id.as_str().map(str::to_owned),
                };
                self.own_words(id.as_deref(), &self.article["id"])
            }
        }
    }

    /// How many blocks of some kinds there are: at any depth where elements of HTML were counted, else at the top.
    fn count(&self, kinds: &[&str]) -> usize {
        let is_html = matches!(self.row["body_kind"].as_str(), Some("html" | "nitf" | "xhtml"));
        count(&self.article["body"], kinds, is_html)
    }

    /// The text begins as it should; headings may come before its first paragraph.
    ///
    /// A text that only repeats the headline is not shown again.
    fn text(&self) -> Verdict {
        let Some(wanted) = self.row["first_paragraph_60"].as_str().map(squeezed) else {
            return Silent;
        };
        let mut texts = Vec::new();
        collect_texts(&self.article["body"], &mut texts);
        let first = texts.iter().position(|(is_paragraph, text)| *is_paragraph && !squeezed(text).is_empty());
        let from = |index: usize| texts.iter().skip(index).map(|(_, text)| squeezed(text)).collect::<String>();
        let is_there = from(0).starts_with(&wanted) || first.is_some_and(|first| from(first).starts_with(&wanted));
        match self.article["headline"].as_str() {
            Some(headline) if texts.is_empty() && squeezed(headline) == wanted => Absent,
            _ => is(is_there, &wanted, from(first.unwrap_or_default()).chars().take(60).collect::<String>()),
        }
    }

    /// One text may become several paragraphs, and text outside of `<p>` is in paragraphs too; none gets lost.
    ///
    /// Arc's texts may be headings; a text that only repeats the headline is not shown again.
    fn paragraphs(&self, wanted: Option<usize>) -> Verdict {
        let kinds: &[&str] = if self.row["body_kind"] == "blocks" { &["paragraph", "heading"] } else { &["paragraph"] };
        match self.text() {
            Absent => Absent,
            _ => at_least(wanted, self.count(kinds)),
        }
    }

    /// The lead picture is not shown twice; in ninjs, other pictures that belong to an item are shown after its text.
    fn images(&self, wanted: Option<usize>) -> Verdict {
        let found = self.count(&["figure"]);
        match wanted {
            Some(wanted) if found > wanted && self.row["format"] == "ninjs" => Right,
            Some(wanted) if found + 1 == wanted && self.article["image"].is_object() => Right,
            _ => equal(wanted, found),
        }
    }

    /// A post of another site is a quote until it becomes a card.
    fn quotes(&self, wanted: Option<(usize, usize)>) -> Verdict {
        let found = self.count(&["quote", "pull-quote"]);
        match wanted {
            Some((quotes, embeds)) if found < quotes => {
                is(found + self.count(&PLAYERS) >= quotes + embeds, quotes, found)
            }
            _ => equal(self.row["quotes"].as_u64().and_then(|quotes| usize::try_from(quotes).ok()), found),
        }
    }

    /// The same second; of a time without a zone the day alone, whatever the zone.
    fn published(&self) -> Verdict {
        let found = self.article["published"].as_str();
        match self.row["published_utc"].as_str() {
            Some(wanted) => {
                is(found.and_then(second) == second(wanted) && second(wanted).is_some(), wanted, shown(found))
            }
            None => match (self.row["published"].as_str(), found) {
                (None, None) => Silent,
                (wanted, found) => {
                    let is_day = wanted.and_then(|wanted| wanted.get(..10)) == found;
                    is(is_day, shown(wanted), shown(found))
                }
            },
        }
    }

    /// A change within the minute of the first publication, or before it, is none.
    fn updated(&self) -> Verdict {
        let published = self.row["published_utc"].as_str().or(self.row["published"].as_str());
        let found = self.article["updated"].as_str();
        match (self.row["modified"].as_str(), found) {
            (None, None) => Silent,
            (Some(wanted), None) => {
                let times = second(wanted).zip(published.and_then(second));
                let is_none = times.is_some_and(|(modified, published)| modified - published < 60)
                    || self.row["modified"] == self.row["published"];
                if is_none { Absent } else { is(false, wanted, "none") }
            }
            (wanted, found) => {
                let is_same = wanted.and_then(second) == found.and_then(second) && found.and_then(second).is_some();
                is(is_same || wanted == found, shown(wanted), shown(found))
            }
        }
    }

    /// The same names, and no others. A byline loses the word before the name, as "By" or "Von"; a publisher that signs
    /// is named in its own place.
    fn authors(&self) -> Verdict {
        let given = self.row["authors"].as_array().into_iter().flatten().filter_map(Value::as_str);
        let wanted: Vec<String> = given.map(plain).collect();
        let shown = self.article["authors"].as_array().into_iter().flatten();
        let found: Vec<String> = shown.filter_map(|author| author["name"].as_str()).map(plain).collect();
        let is_of = |name: &String, line: &String| {
            line == name || line.strip_suffix(name.as_str()).is_some_and(|rest| rest.trim_end().chars().count() < 4)
        };
        let is_source = |line: &String| self.article["source"]["name"].as_str() == Some(line);
        let is_right = found.iter().all(|name| wanted.iter().any(|line| is_of(name, line)))
            && wanted.iter().all(|line| is_source(line) || found.iter().any(|name| is_of(name, line)));
        match (wanted.is_empty(), found.is_empty()) {
            (true, true) => Silent,
            (false, true) if is_right => Absent,
            _ => is(is_right, wanted.join("; "), found.join("; ")),
        }
    }

    /// Any size of the picture. `http` may have become `https`, a relative address whole, and what is not ASCII is
    /// written in percent.
    fn lead(&self) -> Verdict {
        let any = self.row["lead_image_any_of"].as_array().into_iter().flatten().chain([&self.row["lead_image"]]);
        let any: Vec<&str> = any.filter_map(Value::as_str).collect();
        let tail = |url: &str| {
            let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
            let written =
                |byte: u8| if byte.is_ascii() { char::from(byte).to_string() } else { format!("%{byte:02X}") };
            rest.bytes().map(written).collect::<String>()
        };
        match self.article["image"]["url"].as_str() {
            None if any.is_empty() => Silent,
            None => is(false, any.join(" or "), "none"),
            Some(found) => {
                let found_tail = tail(found);
                let is_known = |known: &&str| {
                    let known = tail(known);
                    found_tail == known || known.starts_with('/') && found_tail.ends_with(&known)
                };
                is(any.iter().any(is_known), any.join(" or "), found)
            }
        }
    }

    /// As written; where nothing is written, whatever the text is in.
    fn language(&self) -> Verdict {
        match (self.row["language"].as_str(), self.article["language"].as_str()) {
            (None, _) => Silent,
            // "kr" is no language; the text is in Korean.
            (Some("kr"), Some("ko")) => Right,
            (Some(wanted), found) => {
                let is_same = found.is_some_and(|found| wanted.replace('_', "-").eq_ignore_ascii_case(found));
                is(is_same, wanted, shown(found))
            }
        }
    }

    /// As most letters of the headline and the text run.
    fn direction(&self) -> Verdict {
        let mut texts = Vec::new();
        collect_texts(&self.article["body"], &mut texts);
        let text: String = texts.into_iter().map(|(_, text)| text).collect();
        let all = || self.article["headline"].as_str().unwrap_or_default().chars().chain(text.chars());
        let right_to_left = all().filter(|c| is_right_to_left(*c)).count();
        let letters = all().filter(|c| c.is_alphabetic()).count();
        let language = self.article["language"].as_str().unwrap_or_default();
        let by_language = RIGHT_TO_LEFT.contains(&language.split('-').next().unwrap_or_default());
        let found = self.article["direction"].as_str().unwrap_or(if by_language { "rtl" } else { "ltr" });
        match (right_to_left * 2 > letters, found) {
            (false, "ltr") => Silent,
            (is_wanted, found) => is(is_wanted == (found == "rtl"), if is_wanted { "rtl" } else { "ltr" }, found),
        }
    }

    /// Left out when it says again what the headline, the beginning of the text or the picture's caption says.
    fn summary(&self) -> Verdict {
        let mut texts = vec![];
        collect_texts(&self.article["body"], &mut texts);
        let text: String = texts.into_iter().map(|(_, text)| text).collect();
        let caption = words(&self.article["image"]["caption"]);
        let headline = self.article["headline"].as_str().unwrap_or_default();
        let start = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).take(40).collect::<String>();
        let found = self.article["summary"].as_str().or(self.article["deck"].as_str());
        match (self.row["summary_60"].as_str().map(start).filter(|wanted| !wanted.is_empty()), found) {
            (None, None) => Silent,
            // The row may have none where another place of the document has one.
            (None, Some(_)) => self.own_words(None, &self.article["summary"]),
            (Some(wanted), None) => {
                let is_repeated = [text.as_str(), caption.as_str(), headline].iter().any(|text| start(text) == wanted);
                if is_repeated { Absent } else { is(false, wanted, "none") }
            }
            (Some(wanted), Some(found)) => is(start(found) == wanted, wanted, found),
        }
    }

    /// Of the page, not of a part of it. A relative address is made whole, at most with the language before it; one without
    /// a path is that of the root.
    fn url(&self) -> Verdict {
        let page = |url: &str| url.split('#').next().unwrap_or_default().trim_end_matches('/').to_owned();
        let found = self.article["url"].as_str().map(page);
        match self.row["url"].as_str().map(page) {
            None => Silent,
            Some(wanted) => {
                let is_same = found
                    .as_ref()
                    .is_some_and(|found| *found == wanted || wanted.starts_with('/') && found.ends_with(&wanted));
                is(is_same, wanted, shown(found))
            }
        }
    }

    /// As wanted. What the row does not name may stand elsewhere in the document, but there it must.
    fn own_words(&self, wanted: Option<&str>, found: &Value) -> Verdict {
        match (wanted, found.as_str()) {
            (None, Some(found)) => {
                if says(self.document, &squeezed(found)) {
                    Silent
                } else {
                    is(false, "none", found)
                }
            }
            (wanted, found) => same(wanted, found),
        }
    }
}

/// The blocks that play something or stand for something elsewhere.
const PLAYERS: [&str; 3] = ["embed", "video", "audio"];

/// The languages that are written from right to left.
const RIGHT_TO_LEFT: [&str; 10] = ["ar", "fa", "he", "ur", "ps", "yi", "sd", "ug", "ckb", "dv"];

/// Whether a character is of the Hebrew, Arabic, Syriac, Thaana or N'Ko blocks.
fn is_right_to_left(c: char) -> bool {
    c.is_alphabetic() && matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}')
}

fn is(is_right: bool, wanted: impl ToString, found: impl ToString) -> Verdict {
    if is_right { Right } else { Wrong { wanted: wanted.to_string(), found: found.to_string() } }
}

fn shown(value: Option<impl ToString>) -> String {
    value.map_or_else(|| "none".to_owned(), |value| value.to_string())
}

/// Equal but for white space.
fn same(wanted: Option<&str>, found: Option<&str>) -> Verdict {
    match (wanted.map(plain).filter(|wanted| !wanted.is_empty()), found.map(plain)) {
        (None, None) => Silent,
        (wanted, found) => is(wanted == found, shown(wanted), shown(found)),
    }
}

fn equal(wanted: Option<usize>, found: usize) -> Verdict {
    match wanted {
        None => Silent,
        Some(0) if found == 0 => Silent,
        Some(wanted) => is(wanted == found, wanted, found),
    }
}

fn at_least(wanted: Option<usize>, found: usize) -> Verdict {
    match wanted {
        None | Some(0) => Silent,
        Some(wanted) => is(found >= wanted, wanted, found),
    }
}

/// Seconds since the first of March of year 0, in UTC; `None` for a date alone and a time without a zone.
fn second(text: &str) -> Option<i64> {
    let number = |range: std::ops::Range<usize>| text.get(range)?.parse::<i64>().ok();
    let (year, month, day) = (number(0..4)?, number(5..7)?, number(8..10)?);
    let (hour, minute) = (number(11..13)?, number(14..16)?);
    // Seconds may be missing, and their fractions are nothing to compare.
    let rest = text.get(16..)?;
    let (second, rest) = match rest.strip_prefix(':') {
        Some(rest) => (number(17..19)?, rest.get(2..)?),
        None => (0, rest),
    };
    let zone = rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.').trim();
    let offset = match zone.strip_prefix(['+', '-']) {
        Some(digits) => {
            let digits = digits.replace(':', "");
            let minutes =
                digits.get(..2)?.parse::<i64>().ok()? * 60 + digits.get(2..4).unwrap_or("0").parse::<i64>().ok()?;
            if zone.starts_with('-') { -minutes } else { minutes }
        }
        None if zone.eq_ignore_ascii_case("z") => 0,
        None => return None,
    };
    // Counted from March, the leap day is the last of its year.
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let days = year * 365 + year / 4 - year / 100 + year / 400 + (month * 153 + 2) / 5 + day;
    Some(((days * 24 + hour) * 60 + minute - offset) * 60 + second)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn check(fact: &str, row: Value, article: Value, expected: &Verdict) {
        let facts = Facts { row: &row, article: &article, document: &json!({"channel": "City desk"}) };
        assert_eq!(facts.verdict(fact), *expected, "{row} {article}");
    }

    fn wrong(wanted: &str, found: &str) -> Verdict {
        Wrong { wanted: wanted.to_owned(), found: found.to_owned() }
    }

    #[test]
    fn moments_are_compared_in_one_zone() {
        let row = json!({"published_utc": "2026-01-07T04:30:05Z"});
        check("published", row.clone(), json!({"published": "2026-01-07T10:00:05.50+05:30"}), &Right);
        let found = "2026-01-07T10:00:05Z";
        check("published", row, json!({"published": found}), &wrong("2026-01-07T04:30:05Z", found));
    }

    #[test]
    fn a_time_without_a_zone_is_no_more_than_a_day() {
        let row = json!({"published": "2026-01-07T10:00:00", "published_utc": null});
        check("published", row.clone(), json!({"published": "2026-01-07"}), &Right);
        let found = "2026-01-07T10:00:00Z";
        check("published", row, json!({"published": found}), &wrong("2026-01-07T10:00:00", found));
    }

    #[test]
    fn a_later_change_must_be_shown() {
        let row = |modified: &str| json!({"published_utc": "2026-01-07T10:00:00Z", "modified": modified});
        check("updated", row("2026-01-07T10:00:59Z"), json!({}), &Absent);
        check("updated", row("2026-01-07T10:01:00Z"), json!({}), &wrong("2026-01-07T10:01:00Z", "none"));
    }

    #[test]
    fn a_byline_may_lose_its_first_word_but_no_name() {
        let article = json!({"authors": [{"name": "Ada Rao"}]});
        check("authors", json!({"authors": ["By Ada Rao"]}), article.clone(), &Right);
        check("authors", json!({"authors": ["Ada Rao", "Bo Lind"]}), article, &wrong("Ada Rao; Bo Lind", "Ada Rao"));
    }

    #[test]
    fn what_was_not_looked_for_must_stand_in_the_document() {
        check("section", json!({}), json!({"kicker": "City desk"}), &Silent);
        check("section", json!({}), json!({"kicker": "Sport"}), &wrong("none", "Sport"));
    }

    #[test]
    fn text_from_right_to_left_must_be_known_as_such() {
        let body = json!([{"type": "paragraph", "content": ["هطل المطر", " in Riyadh"]}]);
        check("direction", json!({}), json!({"language": "ar", "body": &body}), &wrong("ltr", "rtl"));
        let headline = "هطل المطر طوال الليل";
        check("direction", json!({}), json!({"headline": headline, "body": &body}), &wrong("rtl", "ltr"));
        check("direction", json!({}), json!({"headline": headline, "direction": "rtl"}), &Right);
    }
}
