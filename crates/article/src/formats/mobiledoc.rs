//! Mobiledoc 0.3, in which Ghost kept its posts before Lexical.
//!
//! Source: github.com/bustle/mobiledoc-kit, `MOBILEDOC.md`. Lists of lists, in which numbers name what is in other lists.

use super::{
    draft::Draft,
    rich::{Dialect, attribute, escape},
};
use crate::{Json, ReadError};

pub(super) fn matches(first: &Json, _: &Json) -> bool {
    first.at("sections").is_some_and(|list| list.as_array().is_some()) && first.has("markups")
}

#[expect(clippy::unnecessary_wraps, reason = "all formats are read by functions of one type")]
pub(super) fn read(document: &Json, draft: &mut Draft) -> Result<(), ReadError> {
    let mut html = String::new();
    for section in document.each_at("sections") {
        match section.at("0").and_then(Json::count) {
            Some(1) => element(section.str_at("1"), section.each_at("2"), document, &mut html),
            Some(2) => {
                html += "<img";
                attribute("src", section.str_at("1").unwrap_or_default(), &mut html);
                html += ">";
            }
            Some(3) => {
                let is_ordered = section.at("1").is_some_and(|tag| tag.is("ol"));
                html += if is_ordered { "<ol>" } else { "<ul>" };
                section.each_at("2").iter().for_each(|item| element(Some("li"), item.each(), document, &mut html));
                html += if is_ordered { "</ol>" } else { "</ul>" };
            }
            Some(10) => {
                let card = nth(document, "cards", section.at("1"));
                let name = card.and_then(|card| card.str_at("0")).unwrap_or_default().replace('-', "");
                let has_html = name == "embed" && card.is_some_and(|card| card.first(&["1/html"]).is_some());
                if let Some(payload) = card.and_then(|card| card.at("1")) {
                    Dialect::PLAIN.named(if has_html { "html" } else { &name }, payload, draft, &mut html);
                }
            }
            _ => {}
        }
    }
    draft.html(Some(&Json::String(html)));
    Ok(())
}

fn nth<'j>(document: &'j Json, list: &str, index: Option<&Json>) -> Option<&'j Json> {
    document.each_at(list).get(usize::try_from(index?.count()?).ok()?)
}

/// The tags a section may have; anything else is a paragraph.
const TAGS: [&str; 8] = ["h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "li"];

/// A section's words. Each marker opens some marks, and closes some of those that are open.
fn element(tag: Option<&str>, markers: &[Json], document: &Json, html: &mut String) {
    let tag = match tag.unwrap_or_default() {
        "pull-quote" | "aside" => "blockquote",
        tag => TAGS.iter().find(|known| **known == tag).map_or("p", |known| *known),
    };
    *html += "<";
    *html += tag;
    *html += ">";
    let mut open: Vec<&str> = Vec::new();
    for marker in markers {
        for index in marker.each_at("1") {
            let markup = nth(document, "markups", Some(index));
            let name = markup.and_then(|markup| markup.str_at("0")).unwrap_or("span");
            let name =
                ["a", "strong", "b", "em", "i", "code", "s", "sub", "sup", "u"].iter().find(|known| **known == name);
            let name = name.map_or("span", |name| *name);
            *html += "<";
            *html += name;
            if name == "a" {
                // Names and values by turns.
                let attributes = markup.map_or(&[][..], |markup| markup.each_at("1"));
                let href = attributes.iter().position(|name| name.is("href")).and_then(|at| attributes.get(at + 1));
                attribute("href", href.and_then(Json::as_str).unwrap_or_default(), html);
            }
            *html += ">";
            open.push(name);
        }
        // The other kind is an atom: a line break, or a word of some plug-in.
        if marker.at("0").and_then(Json::count) == Some(1) {
            let atom = nth(document, "atoms", marker.at("3"));
            match atom.and_then(|atom| atom.str_at("0")) {
                Some("soft-return") => *html += "<br>",
                _ => escape(atom.and_then(|atom| atom.str_at("1")).unwrap_or_default(), html),
            }
        } else {
            escape(marker.str_at("3").unwrap_or_default(), html);
        }
        for _ in 0..marker.at("2").and_then(Json::count).unwrap_or_default().min(20) {
            if let Some(name) = open.pop() {
                *html += "</";
                *html += name;
                *html += ">";
            }
        }
    }
    *html += "</";
    *html += tag;
    *html += ">";
}
