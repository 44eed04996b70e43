//! What is said twice is said once, and what the document leaves out is learned from the text.

use super::{script, values::string};
use crate::{Direction, Json, Language, Moment, text::is_of_word};

/// The words of a body are looked at up to here to learn their language.
const SAMPLE: usize = 4_000;

/// Tidies the members and the body of an article; says what was wrong with the language.
pub(super) fn tidy(members: &mut Vec<(String, Json)>, body: &mut Vec<Json>) -> Option<&'static str> {
    once(members, body);
    one_date(members);
    language(members, body)
}

fn member<'m>(members: &'m [(String, Json)], key: &str) -> Option<&'m str> {
    members.iter().find(|(known, _)| known == key)?.1.as_str()
}

/// Leaves out a sub-headline or summary that repeats another part, a first heading that is the headline, and a first
/// picture that is the lead picture.
fn once(members: &mut Vec<(String, Json)>, body: &mut Vec<Json>) {
    let headline = member(members, "headline").unwrap_or_default().to_owned();
    let image = members.iter().find(|(key, _)| key == "image").and_then(|(_, image)| image.str_at("url"));
    let image = image.map(file_name).unwrap_or_default().to_owned();
    // A player may stand above it.
    let first = body.iter().position(|block| !matches!(kind(block), "audio" | "video"));
    if let Some(at) = first
        && body.get(at).is_some_and(|first| {
            kind(first) == "figure" && first.str_at("url").is_some_and(|url| file_name(url) == image)
        })
    {
        body.remove(at);
    }
    if let Some(at) = body.iter().take(2).position(|block| kind(block) == "heading" && same(&words(block), &headline)) {
        body.remove(at);
    }
    // A system that makes a summary cuts it from the paragraphs, or from all that is text.
    let of = |block: &&Json| kind(block) == "paragraph";
    let openings: [String; 2] =
        [body.iter().filter(of).take(8).map(words).collect(), body.iter().take(12).map(words).collect()];
    let is_opening = |summary: &str| openings.iter().any(|opening| begins(opening, summary));
    let deck = member(members, "deck").unwrap_or_default().to_owned();
    members.retain(|(key, value)| match (key.as_str(), value.as_str()) {
        ("deck", Some(deck)) => !same(deck, &headline),
        ("summary", Some(summary)) => !same(summary, &headline) && !same(summary, &deck) && !is_opening(summary),
        _ => true,
    });
}

fn kind(block: &Json) -> &str {
    if block.as_str().is_some() { "paragraph" } else { block.str_at("type").unwrap_or_default() }
}

/// The words in a block or in running text.
fn words(value: &Json) -> String {
    match value {
        Json::String(text) => text.clone(),
        Json::Array(pieces) => pieces.iter().map(words).collect(),
        value => value.first(&["content", "text", "body", "items"]).map(words).unwrap_or_default(),
    }
}

/// Letters and digits alone, so that another kind of quotation mark or space makes no difference.
fn letters(text: &str) -> impl Iterator<Item = char> {
    text.chars().filter(|c| is_of_word(*c))
}

fn same(left: &str, right: &str) -> bool {
    letters(left).eq(letters(right))
}

/// Whether a text begins with a summary.
fn begins(text: &str, summary: &str) -> bool {
    let mut text = letters(text);
    letters(summary).next().is_some() && letters(summary).all(|c| text.next() == Some(c))
}

/// The name of a file, without its size ("-300x200", "-scaled") or query.
pub(super) fn file_name(url: &str) -> &str {
    let path = url.split(['?', '#']).next().unwrap_or_default();
    let name = path.rsplit('/').next().unwrap_or_default();
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    match stem.rsplit_once('-') {
        Some((stem, size)) if size == "scaled" || size.bytes().all(|byte| byte.is_ascii_digit() || byte == b'x') => {
            stem
        }
        _ => stem,
    }
}

/// A change within a minute of publishing is part of publishing, and one before it is a mistake.
fn one_date(members: &mut Vec<(String, Json)>) {
    let ms = |key| {
        let parts = Moment::parse(member(members, key)?)?.parts();
        Some(parts.local_ms - i64::from(parts.offset_minutes.unwrap_or_default()) * 60_000)
    };
    if let (Some(published), Some(updated)) = (ms("published"), ms("updated"))
        && updated < published + 60_000
    {
        members.retain(|(key, _)| key != "updated");
    }
}

/// Learns language and direction from the text where the document does not say, or cannot be right.
fn language(members: &mut Vec<(String, Json)>, body: &[Json]) -> Option<&'static str> {
    let mut sample = String::new();
    for key in ["headline", "deck", "summary"] {
        sample = sample + member(members, key).unwrap_or_default() + " ";
    }
    for block in body {
        if sample.len() > SAMPLE {
            break;
        }
        sample += &words(block);
        sample.push(' ');
    }
    let script = script::main_script(&sample)?;
    let stated = member(members, "language").and_then(Language::parse);
    let is_wrong = stated.as_ref().is_some_and(|language| !script.can_write(&language.primary()));
    if stated.is_none() || is_wrong {
        members.retain(|(key, _)| key != "language");
        if let Some(language) = script::language(script, &sample) {
            members.push(("language".to_owned(), string(language)));
        } else if script.direction() == Direction::Rtl {
            members.push(("direction".to_owned(), string("rtl")));
        }
    }
    is_wrong.then_some("the language does not fit the letters of the text, which tell another")
}
