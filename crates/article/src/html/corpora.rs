//! Hostile strings by others, read here: nothing panics, and no word is shown that is not in the text.
//!
//! They are not in the repository: `AV_SHARED`, or `../shared`, has them in `corpora/`.

use std::{collections::BTreeSet, fs, path::PathBuf};

use serde_json::{Value, json};

use crate::{HtmlPlatform as _, NativePlatform};

fn payloads() -> BTreeSet<String> {
    let shared = std::env::var_os("AV_SHARED")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared"), PathBuf::from);
    let Ok(folders) = fs::read_dir(shared.join("corpora")) else {
        eprintln!("SKIPPED: AV_SHARED names no folder with corpora/");
        return BTreeSet::new();
    };
    let files = folders.flatten().filter_map(|folder| fs::read_to_string(folder.path().join("payloads.json")).ok());
    files.flat_map(|text| serde_json::from_str::<Vec<String>>(&text).expect("a list of strings")).collect()
}

/// All words of blocks; addresses and the names of providers are ours to write.
fn words(value: &Value, out: &mut String) {
    match value {
        Value::String(text) => *out += text,
        Value::Array(values) => values.iter().for_each(|value| words(value, out)),
        Value::Object(members) => {
            for (key, member) in members {
                if ["content", "text", "caption", "title", "attribution", "body", "items", "rows", "credit"]
                    .contains(&key.as_str())
                {
                    words(member, out);
                }
            }
        }
        _ => {}
    }
}

/// The oracle's fifth point.
#[test]
fn nothing_is_shown_that_a_payload_does_not_say() {
    for html in payloads() {
        let item = json!({ "id": "1", "url": "https://news.example/1", "title": "T", "content_html": html });
        let Ok(reading) =
            crate::read(item.to_string().as_bytes(), &NativePlatform, Some("https://news.example/f.json"))
        else {
            panic!("{html:?} costs its article");
        };
        let body = serde_json::to_value(&reading.article).expect("JSON")["body"].take();
        let mut shown = String::new();
        words(&body, &mut shown);
        // What the parser has as text, and as the values of attributes that become words.
        let parsed = NativePlatform.parse_html(&html);
        let mut said: Vec<char> = (0..parsed.len())
            .filter_map(|index| parsed.get(index))
            .flat_map(|node| {
                let attributes = ["alt", "title"].iter().filter_map(|name| node.attribute(name));
                node.text().chars().chain(attributes.flat_map(str::chars)).collect::<Vec<_>>()
            })
            .collect();
        said.sort_unstable();
        // Quotation marks stand for the element.
        let mut wanted: Vec<char> = shown.chars().filter(|c| !c.is_whitespace() && !"“”‘’".contains(*c)).collect();
        wanted.sort_unstable();
        let mut said = said.into_iter().peekable();
        let is_said = wanted.iter().all(|c| {
            while said.next_if(|other| other < c).is_some() {}
            said.next_if_eq(c).is_some()
        });
        assert!(is_said, "{html:?} shows {shown:?}");
    }
}
