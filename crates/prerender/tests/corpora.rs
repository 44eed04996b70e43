//! Other people's hostile strings, written ahead as a publisher's text and read again.
//!
//! The parser is html5ever; that browsers make the same blocks of the same strings is shown by `tests/e2e`. The strings are
//! not in the repository: `AV_SHARED`, or `../shared`, has them in `corpora/`.

use std::{collections::BTreeSet, fs, path::PathBuf};

use article::NativePlatform;
use html5ever::{ParseOpts, parse_document, tendril::TendrilSink as _};
use markup5ever_rcdom::{Handle, NodeData, RcDom};
use prerender::{Settings, render};
use serde_json::{Value, json};

/// What a text is made of.
const ELEMENTS: &str = "a abbr article-viewer bdi blockquote body br button caption cite code dd del details div dl dt em \
                        figcaption figure h1 h2 h3 h4 h5 h6 head header hr html img ins kbd li link main mark meta noscript ol p \
                        pre q rp rt ruby s samp script section small source span strong style sub summary sup table tbody td \
                        template tfoot th thead time title tr ul var video audio";
/// What its elements say of themselves; besides `data-av-…` and `aria-…`.
const ATTRIBUTES: &str = "alt async charset class colspan cols content controls datetime decoding dir fetchpriority height href id itemprop lang \
                          loading name playsinline preload property referrerpolicy rel role rowspan scope shadowrootmode sizes slot standalone src srcset start tabindex \
                          title translate type value width";

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

/// The blocks of a publisher's text.
fn blocks(html: &str) -> Value {
    let item = json!({ "id": "1", "url": "https://paper.example/1", "title": "T", "content_html": html });
    let reading = article::read(item.to_string().as_bytes(), &NativePlatform, None).expect("an article");
    serde_json::to_value(&reading.article.body).expect("JSON")
}

fn page(article: &Value) -> String {
    let settings = Settings { src: "https://paper.example/1.json".into(), ..Settings::default() };
    render(article.to_string().as_bytes(), &settings, None).expect("an article").html
}

/// The text of a page, without what stands around it.
fn text(blocks: &Value) -> String {
    let html = page(&json!({ "schema": "article-viewer/article/1", "headline": "x", "body": blocks }));
    let (_, body) = html.split_once("slot=\"body\"").and_then(|(_, rest)| rest.split_once('>')).expect("a text");
    body.split_once("<script type=\"application/ld+json\"").expect("the data").0.to_owned()
}

/// Blocks without what HTML has no way of saying, or says otherwise; blanks are where its rules put them.
fn as_html_says(value: Value) -> Value {
    match value {
        Value::String(text) => as_written(&text).into(),
        Value::Array(values) => Value::Array(values.into_iter().map(as_html_says).collect()),
        Value::Object(members) => {
            let mut members: serde_json::Map<_, _> =
                members.into_iter().map(|(name, value)| (name, as_html_says(value))).collect();
            // A picture nobody describes has an empty description, and the headline is the first of the headings.
            if members.get("alt") == Some(&json!("")) {
                members.remove("alt");
            }
            members.remove("level");
            let kind = members.get("type").cloned();
            if let Some(Value::Array(content)) = members.get_mut("content") {
                *content = joined(std::mem::take(content));
                // Strong within strong is no stronger.
                if let [only] = &content[..]
                    && only.get("type") == kind.as_ref()
                {
                    return only.clone();
                }
            }
            Value::Object(members)
        }
        other => other,
    }
}

/// Noncharacters are no text on a page, and a comma would end an address in a list of them.
fn as_written(text: &str) -> String {
    let is_noncharacter = |c| matches!(c, '\u{fdd0}'..='\u{fdef}') || u32::from(c) & 0xfffe == 0xfffe;
    let written = text.chars().filter(|c| !c.is_whitespace());
    let written = written.map(|c| if is_noncharacter(c) || c.is_control() { '\u{fffd}' } else { c });
    written.collect::<String>().replace("%2C", ",")
}

/// Two texts side by side are one.
fn joined(content: Vec<Value>) -> Vec<Value> {
    content.into_iter().fold(Vec::new(), |mut all, inline| {
        match (all.last_mut(), inline) {
            (Some(Value::String(last)), Value::String(more)) => *last += &more,
            (_, inline) if inline != json!("") => all.push(inline),
            _ => {}
        }
        all
    })
}

fn walk(node: &Handle, found: &mut impl FnMut(&str, &[(String, String)], &str)) {
    if let NodeData::Element { name, attrs, .. } = &node.data {
        let children = node.children.borrow();
        let text = children.iter().filter_map(|child| match &child.data {
            NodeData::Text { contents } => Some(contents.borrow().to_string()),
            _ => None,
        });
        let attributes: Vec<_> =
            attrs.borrow().iter().map(|one| (one.name.local.to_string(), one.value.to_string())).collect();
        found(&name.local, &attributes, &text.collect::<String>());
    }
    node.children.borrow().iter().for_each(|child| walk(child, found));
}

// S32
#[test]
fn what_is_written_of_a_text_is_read_as_the_same_blocks() {
    for html in payloads() {
        let meant = blocks(&html);
        let read = blocks(&text(&meant));
        // What is foreign is a link on a page until a reader asks for it, and a box is a box by its style.
        let is_said_otherwise = ["embed", "callout"].map(|kind| format!(r#""type":"{kind}""#));
        if !is_said_otherwise.iter().any(|kind| meant.to_string().contains(kind)) {
            assert_eq!(as_html_says(read.clone()), as_html_says(meant), "{html:?}");
        }
        let again = blocks(&text(&read));
        assert_eq!(again, read, "{html:?}");
    }
}

// S32
#[test]
fn a_page_has_no_element_and_no_attribute_that_is_not_ours() {
    let [elements, attributes] = [ELEMENTS, ATTRIBUTES].map(|list| list.split_whitespace().collect::<BTreeSet<_>>());
    let mut foreign = BTreeSet::new();
    for html in payloads() {
        let page = page(&json!({ "schema": "article-viewer/article/1", "headline": html, "body": blocks(&html) }));
        let dom = parse_document(RcDom::default(), ParseOpts::default()).one(page.as_str());
        walk(&dom.document, &mut |name, its, text| {
            let is_known = |attribute: &str| {
                let is_ours = ["data-av-", "aria-"].iter().any(|ours| attribute.starts_with(ours));
                is_ours || attributes.contains(attribute)
            };
            if !elements.contains(name) {
                foreign.insert(name.to_owned());
            }
            for (attribute, value) in its {
                if !is_known(attribute) {
                    foreign.insert(format!("{name} {attribute}"));
                }
                if matches!(attribute.as_str(), "href" | "src") {
                    let scheme = value.split_once(':').map_or("https", |(scheme, _)| scheme);
                    assert!(matches!(scheme, "https" | "http" | "mailto"), "{value} in {html:?}");
                }
            }
            if its.iter().any(|(name, value)| name == "type" && value == "application/ld+json") {
                assert!(!text.contains('<'), "{text}");
                serde_json::from_str::<Value>(text).expect("the data are JSON");
            }
        });
        assert!(!page.contains("<!--"), "{html:?}");
    }
    assert_eq!(foreign, BTreeSet::new());
}
