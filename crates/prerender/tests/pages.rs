//! Whole pages, as a browser's parser reads them.

use std::{fs, path::Path};

use article::Language;
use html5ever::{ParseOpts, parse_document, tendril::TendrilSink as _, tree_builder::TreeBuilderOpts};
use markup5ever_rcdom::{Handle, NodeData, RcDom};
use prerender::{Settings, late_style, page_script, page_style, render, room_style};

fn settings(src: &str) -> Settings {
    Settings {
        src: src.to_owned(),
        api: Some("https://talk.paper.example/".into()),
        script: "/article-viewer.js".into(),
        icon: Some("/icon.svg".into()),
        manifest: Some("/app.webmanifest".into()),
        canonical: Some("https://paper.example/news/page.html".into()),
        ..Settings::default()
    }
}

fn page(json: &str) -> String {
    render(json.as_bytes(), &settings("https://paper.example/articles/a.json"), None).expect("an article").html
}

/// The tree, with what the parser complains about.
fn parse(html: &str, is_scripting: bool) -> RcDom {
    let tree_builder = TreeBuilderOpts { exact_errors: true, scripting_enabled: is_scripting, ..Default::default() };
    parse_document(RcDom::default(), ParseOpts { tree_builder, ..Default::default() }).one(html)
}

fn parsed_without_complaint(html: &str) -> RcDom {
    for is_scripting in [false, true] {
        let dom = parse(html, is_scripting);
        assert_eq!(*dom.errors.borrow(), Vec::<std::borrow::Cow<str>>::new(), "{html}");
    }
    parse(html, true)
}

/// An element: its name, its attributes and the text directly in it.
struct Element {
    name: String,
    attributes: Vec<(String, String)>,
    text: String,
}

impl Element {
    fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

/// Every element in the order of the document, also those in templates.
fn elements(dom: &RcDom) -> Vec<Element> {
    fn walk(node: &Handle, elements: &mut Vec<Element>) {
        if let NodeData::Element { name, attrs, template_contents, .. } = &node.data {
            let attrs = attrs.borrow();
            let children = node.children.borrow();
            let text = children.iter().filter_map(|child| match &child.data {
                NodeData::Text { contents } => Some(contents.borrow().to_string()),
                _ => None,
            });
            elements.push(Element {
                name: name.local.to_string(),
                attributes: attrs.iter().map(|one| (one.name.local.to_string(), one.value.to_string())).collect(),
                text: text.collect(),
            });
            if let Some(contents) = &*template_contents.borrow() {
                walk(contents, elements);
            }
        }
        node.children.borrow().iter().for_each(|child| walk(child, elements));
    }
    let mut found = Vec::new();
    walk(&dom.document, &mut found);
    found
}

/// One tag a line, so that a difference can be read; without what every change of style or program changes.
fn in_lines(html: &str) -> String {
    let late = Language::parse("ar").and_then(|language| late_style(&language)).expect("it needs more");
    let html = html
        .replace(page_style(), "the page's style")
        .replace(late, "its language's style")
        .replace(room_style(), "the room's style")
        .replace(page_script(), "the page's script");
    let (before, generator) = html.split_once("content=\"article-viewer ").expect("a generator");
    let (_, after) = generator.split_once('"').expect("an end of the generator");
    let html = format!("{before}content=\"article-viewer\"{after}");
    html.replace('<', "\n<").replace("\n\n", "\n").trim_start().to_owned()
}

/// `tests/fixtures/<name>.html` is what a sample should become; `AV_UPDATE=1` writes it anew.
#[test]
fn every_sample_becomes_the_page_expected() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for name in ["pledges", "every-block", "hindi", "arabic"] {
        let file = format!("{name}.json");
        let json = fs::read(root.join("../../articles").join(&file)).expect("a sample");
        let settings = settings(&format!("https://paper.example/articles/{file}"));
        let html = render(&json, &settings, None).expect("an article").html;
        parsed_without_complaint(&html);
        let (found, fixture) = (in_lines(&html), root.join("tests/fixtures").join(name).with_extension("html"));
        if std::env::var_os("AV_UPDATE").is_some() {
            fs::write(&fixture, &found).expect("a writable folder");
        }
        assert_eq!(found, fs::read_to_string(&fixture).unwrap_or_default(), "{name}");
    }
}

#[test]
fn an_article_of_nothing_is_a_page_still() {
    let bare = Settings { src: "a.json".into(), script: "v.js".into(), ..Settings::default() };
    let html = render(br#"{"schema": "article-viewer/article/1"}"#, &bare, None).expect("an article").html;
    let elements = elements(&parsed_without_complaint(&html));
    let named = |name: &str| elements.iter().find(|element| element.name == name);
    assert_eq!(named("title").map(|title| title.text.as_str()), Some("Article"));
    assert!(named("article-viewer").is_some_and(|viewer| viewer.get("api").is_none()));
    assert!(!html.contains("class=\"room\""), "no counts, no room: {html}");
    assert!(!html.contains("canonical") && !html.contains("og:url") && !html.contains("preload"), "{html}");
}

/// What could end an attribute, an element, a comment or a script, or be refused by a parser.
const HOSTILE: &str =
    "a\\\"b'c</title></script><script>x()</script></style><!--d-->\\u0000\\u2028\\u202ee&lt;\\u000b]]>${f}</template>";

// S32
#[test]
fn hostile_words_stay_words_in_every_field_of_the_head() {
    let html = page(&format!(
        r#"{{
            "schema": "article-viewer/article/1", "language": "en-IN", "headline": "{HOSTILE}", "kicker": "{HOSTILE}",
            "source": {{"name": "{HOSTILE}"}}, "authors": [{{"name": "{HOSTILE}"}}], "published": "2026-01-07",
            "image": {{"url": "https://a.example/x.jpg?{HOSTILE}", "alt": "{HOSTILE}", "width": 2, "height": 1,
                       "variants": [{{"url": "https://a.example/y.jpg?{HOSTILE}", "width": 1}}]}},
            "deck": "{HOSTILE}", "summary": "{HOSTILE}", "body": ["{HOSTILE}"], "disclaimer": "{HOSTILE}",
            "place": {{"name": "{HOSTILE}"}}
        }}"#
    ));
    let elements = elements(&parsed_without_complaint(&html));
    // Reading took out what no text holds, and a line separator is a space in the head; all else is as it was.
    let words = "a\"b'c</title></script><script>x()</script></style><!--d--> e&lt; ]]>${f}</template>";
    let content = |name: &str| {
        let is_it = |element: &&Element| [element.get("name"), element.get("property")].contains(&Some(name));
        elements.iter().find(is_it).and_then(|element| element.get("content"))
    };
    for name in
        ["description", "author", "og:title", "og:description", "og:site_name", "og:image:alt", "article:author"]
    {
        assert_eq!(content(name), Some(words), "{name}");
    }
    let named = |name: &str| elements.iter().filter(|element| element.name == name).collect::<Vec<_>>();
    assert_eq!(named("title")[0].text, words);
    let scripts = named("script");
    assert_eq!(scripts.len(), 3, "the page's own, the viewer and the data");
    assert_eq!(scripts[0].text, page_script());
    assert_eq!(scripts[1].get("src"), Some("/article-viewer.js"));
    let data: serde_json::Value = serde_json::from_str(&scripts[2].text).expect("the data are JSON");
    assert_eq!(data["@type"], "NewsArticle");
    assert!(data["headline"].as_str().is_some_and(|headline| headline.contains("</script><script>")));
    assert_eq!(named("style").len(), 2);
    assert!(elements.iter().all(|element| element.attributes.iter().all(|(name, _)| !name.starts_with("on"))));
}

#[test]
fn hostile_addresses_stay_addresses() {
    let nasty = "/a.json\"><script>x()</script>";
    let mut settings = settings(nasty);
    settings.api = Some(nasty.to_owned());
    settings.script = nasty.to_owned();
    settings.canonical = Some(nasty.to_owned());
    let html =
        render(br#"{"schema": "article-viewer/article/1", "headline": "x"}"#, &settings, None).expect("read").html;
    let elements = elements(&parsed_without_complaint(&html));
    assert_eq!(elements.iter().filter(|element| element.name == "script").count(), 3);
    let viewer = elements.iter().find(|element| element.name == "article-viewer").expect("the element");
    assert_eq!((viewer.get("src"), viewer.get("api")), (Some(nasty), Some(nasty)));
}

#[test]
fn the_picture_is_asked_for_as_the_text_shows_it() {
    let html = page(
        r#"{"schema": "article-viewer/article/1", "headline": "x", "image": {"url": "m/a b&c,d.jpg", "width": 2,
            "height": 1, "variants": [{"url": "m/s,\".jpg", "width": 1}]}, "body": [{"type": "figure", "url": "z.jpg"}]}"#,
    );
    let elements = elements(&parsed_without_complaint(&html));
    let preload = elements.iter().find(|element| element.get("rel") == Some("preload")).expect("a preload");
    let picture = elements.iter().find(|element| element.name == "img").expect("a picture");
    for (of_link, of_picture) in
        [("href", "src"), ("imagesrcset", "srcset"), ("imagesizes", "sizes"), ("referrerpolicy", "referrerpolicy")]
    {
        assert!(preload.get(of_link).is_some(), "{of_link}");
        assert_eq!(preload.get(of_link), picture.get(of_picture), "{of_link}");
    }
    let address = |name: &str| preload.get(name).expect("given");
    assert_eq!(address("href"), "https://paper.example/articles/m/a%20b&c,d.jpg");
}

#[test]
fn addresses_are_as_local_as_the_page_is() {
    let json = br#"{"schema": "article-viewer/article/1", "headline": "x", "image": "m/a.jpg", "url": "/x"}"#;
    let html = |src: &str| render(json, &settings(src), None).expect("an article").html;
    let (rooted, beside) = (html("/news/a.json"), html("news/a.json"));
    assert!(rooted.contains("src=\"/news/m/a.jpg\"") && beside.contains("src=\"./news/m/a.jpg\""), "{beside}");
    for html in [rooted, beside] {
        assert!(html.contains("rel=\"canonical\" href=\"/x\"") && !html.contains("og:url"), "{html}");
        assert!(!html.contains("og:image") && !html.contains(".invalid"), "{html}");
    }
}

#[test]
fn the_text_comes_in_its_order_and_in_two_slots_only() {
    let html = page(
        r#"{"schema": "article-viewer/article/1", "headline": "Headline.", "deck": "Deck.", "summary": "Summary.",
            "body": ["First."], "disclaimer": "Careful.", "ai": {"involvement": "generated"}}"#,
    );
    let elements = elements(&parsed_without_complaint(&html));
    let words = elements.iter().filter(|element| ["h1", "p", "span"].contains(&element.name.as_str()));
    let words: Vec<&str> = words.map(|element| element.text.trim()).filter(|text| !text.is_empty()).collect();
    assert_eq!(words, ["Headline.", "1 minute read", "Generated by AI", "Deck.", "Summary.", "First.", "Careful."]);
    let slotted: Vec<_> = elements.iter().filter_map(|element| element.get("slot")).collect();
    assert_eq!(slotted, ["header", "body"]);
    for absent in ["form", "button", "input"] {
        assert!(elements.iter().all(|element| element.name != absent), "{absent}");
    }
}

/// Where the page without scripts leads to comments; `None` where it does not.
fn way_to_comments(json: &str, settings: &Settings) -> Option<String> {
    let html = render(json.as_bytes(), settings, None).expect("an article").html;
    parsed_without_complaint(&html);
    let (element, after) = html.split_once("</article-viewer>").expect("the element");
    assert!(!element.contains("<noscript"), "nothing of it is part of the text: {html}");
    // With scripts it is no element at all.
    assert_eq!(elements(&parse(&html, true)).iter().filter(|element| element.text == "Comments").count(), 0);
    let elements = elements(&parse(&html, false));
    let link = elements.iter().find(|element| element.name == "a" && element.text == "Comments")?;
    assert!(after.contains("<noscript><p class=\"without-script\"><a lang=\"en\" href="), "{after}");
    link.get("href").map(str::to_owned)
}

#[test]
fn without_scripts_the_comments_are_a_link_away() {
    let check = |json: &str, change: &dyn Fn(&mut Settings), expected: Option<&str>| {
        let mut settings = settings("https://paper.example/articles/a.json");
        change(&mut settings);
        assert_eq!(way_to_comments(json, &settings).as_deref(), expected, "{settings:?}");
    };
    let native = r#"{"schema": "article-viewer/article/1", "headline": "x"}"#;
    let named =
        r#"{"schema": "article-viewer/article/1", "headline": "x", "url": "https://paper.example/x?a=1&b=é#c"}"#;
    let talk = "https://talk.paper.example/comments?article=https%3A%2F%2Fpaper.example%2F";
    let at = |path: &str| Some(format!("{talk}{path}"));
    check(native, &|_| {}, at("news%2Fpage.html").as_deref());
    check(named, &|_| {}, at("x%3Fa%3D1%26b%3D%25C3%25A9").as_deref());
    check(native, &|settings| settings.canonical = None, at("articles%2Fa.json").as_deref());
    let mounted = "/talk/comments?article=https%3A%2F%2Fpaper.example%2Fnews%2Fpage.html";
    check(native, &|settings| settings.api = Some("/talk/".into()), Some(mounted));
    check(native, &|settings| settings.api = None, None);
    // By an address that does not name its host the server knows no article.
    check(native, &|settings| (settings.canonical, settings.src) = (None, "/articles/a.json".into()), None);
    check(native, &|settings| settings.canonical = Some("/news/page.html".into()), None);
    // Of a publisher's document the element is told the article's name, whatever that is.
    let item = r#"{"id": "1", "title": "x", "content_html": "<p>x</p>"}"#;
    let as_told = Some("https://talk.paper.example/comments?article=%2Farticles%2Fa.json");
    check(item, &|settings| (settings.canonical, settings.src) = (None, "/articles/a.json".into()), as_told);
}

#[test]
fn the_deepest_article_is_rendered() {
    let deep = (0..60).fold(r#""x""#.to_owned(), |inner, _| format!(r#"{{"type": "quote", "body": [{inner}]}}"#));
    parsed_without_complaint(&page(&format!(r#"{{"schema": "article-viewer/article/1", "body": [{deep}]}}"#)));
}

#[test]
fn a_page_of_a_publishers_format_does_not_ask_for_its_document() {
    let post = br#"{"id": 7, "slug": "rain", "date_gmt": "2026-03-01T06:00:00", "link": "https://paper.example/rain/",
        "title": {"rendered": "Rain &amp; wind"}, "content": {"rendered": "<p>It will rain.</p>"}}"#;
    let overlay = Some(r#"{"disclaimer": "Forecasts err."}"#.to_owned());
    let settings = Settings { overlay, ..settings("https://paper.example/wp-json/wp/v2/posts/7") };
    let html = render(post, &settings, None).expect("a post").html;
    for part in ["<h1", "Rain &amp; wind", "It will rain.", "Forecasts err.", "<link rel=\"canonical\""] {
        assert!(html.contains(part), "{part} is missing from {html}");
    }
    let tag = html.split("<article-viewer").nth(1).and_then(|rest| rest.split('>').next()).expect("the element");
    assert!(!tag.contains(" src="), "the adapters would be loaded for it: {tag}");
}

/// Other people's hostile strings, as a publisher's text: what is written ahead of each is what a parser reads again.
// S32
#[test]
fn what_is_written_of_any_payload_is_read_as_it_was_meant() {
    let shared =
        std::env::var_os("AV_SHARED").unwrap_or_else(|| concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared").into());
    let Ok(corpora) = std::fs::read_dir(std::path::Path::new(&shared).join("corpora")) else {
        eprintln!("SKIPPED: AV_SHARED names no folder with corpora/");
        return;
    };
    let files =
        corpora.flatten().filter_map(|corpus| std::fs::read_to_string(corpus.path().join("payloads.json")).ok());
    let payloads: Vec<String> =
        files.flat_map(|text| serde_json::from_str::<Vec<String>>(&text).expect("a list of strings")).collect();
    for some in payloads.chunks(200) {
        let mut blocks = Vec::new();
        for html in some {
            let item =
                serde_json::json!({ "id": "1", "url": "https://paper.example/1", "title": html, "content_html": html });
            // Of some nothing is left.
            let Ok(read) = article::read(item.to_string().as_bytes(), &article::NativePlatform, None) else { continue };
            blocks.extend(
                serde_json::to_value(&read.article.headline).into_iter().filter(|headline| !headline.is_null()),
            );
            blocks.extend(
                serde_json::to_value(&read.article.body).expect("JSON").as_array().cloned().unwrap_or_default(),
            );
        }
        let article = serde_json::json!({ "schema": "article-viewer/article/1", "headline": "x", "body": blocks });
        let text = |html: &str| -> String {
            let elements = elements(&parsed_without_complaint(html));
            elements
                .iter()
                .filter(|element| element.get("type") != Some("application/ld+json"))
                .map(|element| element.text.as_str())
                .collect()
        };
        let html = page(&article.to_string());
        let main = html.split_once("<main>").and_then(|(_, rest)| rest.split_once("</main>")).expect("a text").0.trim();
        // In a template, which is another context for a parser, it is the same.
        let [direct, in_template] = ["main", "template"]
            .map(|around| text(&format!("<!doctype html><title>x</title><{around}>{main}</{around}>")));
        assert!(direct.len() > 100);
        assert_eq!(direct, in_template);
    }
}
