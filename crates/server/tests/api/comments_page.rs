//! The page of comments, as a browser's parser reads it.

use html5ever::{ParseOpts, parse_document, tendril::TendrilSink as _, tree_builder::TreeBuilderOpts};
use markup5ever_rcdom::{Handle, NodeData, RcDom};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use super::helpers::{Answer, TestServer, corpus, key};

const ASHA: &str = "asha-secret-asha-secret-asha";

/// An element of a page, and what it stands in.
pub(super) struct Element {
    pub(super) name: String,
    pub(super) attributes: Vec<(String, String)>,
    /// All text in it.
    pub(super) text: String,
    around: Vec<String>,
}

impl Element {
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

fn text_of(node: &Handle) -> String {
    match &node.data {
        NodeData::Text { contents } => contents.borrow().to_string(),
        _ => node.children.borrow().iter().map(text_of).collect(),
    }
}

/// The elements of a page that a parser does not complain about.
#[track_caller]
pub(super) fn elements(answer: &Answer) -> Vec<Element> {
    fn walk(node: &Handle, around: &[String], found: &mut Vec<Element>) {
        let mut inside = around.to_vec();
        if let NodeData::Element { name, attrs, .. } = &node.data {
            let attributes = attrs.borrow();
            let attributes = attributes.iter().map(|one| (one.name.local.to_string(), one.value.to_string())).collect();
            let name = name.local.to_string();
            found.push(Element { name: name.clone(), attributes, text: text_of(node), around: around.to_vec() });
            inside.push(name);
        }
        node.children.borrow().iter().for_each(|child| walk(child, &inside, found));
    }
    let tree_builder = TreeBuilderOpts { exact_errors: true, scripting_enabled: false, ..Default::default() };
    let options = ParseOpts { tree_builder, ..Default::default() };
    let dom = parse_document(RcDom::default(), options).one(answer.text.as_str());
    assert_eq!(*dom.errors.borrow(), Vec::<std::borrow::Cow<str>>::new(), "{}", answer.text);
    let mut found = Vec::new();
    walk(&dom.document, &[], &mut found);
    found
}

/// Nothing but what the templates write, and no address that runs anything.
#[track_caller]
fn assert_harmless(answer: &Answer) -> Vec<Element> {
    const KNOWN: &str = "html head meta title style body main header h1 p a bdi nav span ol li article time div blockquote ul \
                         pre code strong em br";
    const ATTRIBUTES: &str =
        "lang charset name content href rel dir role class id datetime start aria-label aria-current";
    let elements = elements(answer);
    for element in &elements {
        assert!(KNOWN.split(' ').any(|known| known == element.name), "{} in {}", element.name, answer.text);
        for (name, _) in &element.attributes {
            assert!(ATTRIBUTES.split(' ').any(|known| known == name), "{name} in {}", answer.text);
        }
        if let Some(href) = element.get("href") {
            let is_ours = href.starts_with("?article=");
            let is_elsewhere = ["https://", "http://", "mailto:"].iter().any(|scheme| href.starts_with(scheme));
            assert!(is_ours || is_elsewhere, "{href}");
            assert!(
                is_ours
                    || element
                        .get("rel")
                        .is_some_and(|rel| rel.contains("nofollow noopener noreferrer")
                            || rel == "nofollow ugc noopener noreferrer"),
                "{href}"
            );
        }
    }
    elements
}

fn all<'e>(elements: &'e [Element], name: &str) -> Vec<&'e Element> {
    elements.iter().filter(|element| element.name == name).collect()
}

#[tokio::test]
async fn a_page_says_what_the_list_says() {
    let server = TestServer::start().await;
    let text = "One *two* **three** `four`\nfive <b>six</b> & seven.\n\n> Quoted.\n\n3. a\n4. b\n\n```\n<x>\n```\n\n\
                [link](https://x.example/?a=1&b=2) https://y.example";
    server.comment(&key(1), "https://paper.example/rain?x=1&y=2", "Asha <i>Rao</i>", text).await;
    let answer = server.get("/comments?article=https%3A%2F%2Fpaper.example%2Frain%3Fx%3D1%26y%3D2&utm_source=x").await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.headers["content-type"], "text/html; charset=utf-8");
    assert_eq!(answer.headers["cache-control"], "no-cache");
    let elements = assert_harmless(&answer);
    let text = |name: &str| all(&elements, name).iter().map(|element| element.text.clone()).collect::<Vec<_>>();
    assert_eq!(text("h1"), ["Comments"]);
    assert_eq!(text("bdi"), ["Asha <i>Rao</i>"]);
    assert_eq!((text("em"), text("strong")), (vec!["two".to_owned()], vec!["three".to_owned()]));
    assert_eq!((text("blockquote"), text("pre")), (vec!["Quoted.".to_owned()], vec!["<x>".to_owned()]));
    let time = all(&elements, "time");
    assert_eq!(
        (time[0].get("datetime"), time[0].text.as_str()),
        (Some("2026-01-07T12:00:00Z"), "7 January 2026, 12:00 UTC")
    );
    let links: Vec<_> = all(&elements, "a").iter().map(|link| (link.get("href"), link.get("rel"))).collect();
    let ugc = Some("nofollow ugc noopener noreferrer");
    assert_eq!(
        links,
        [
            (Some("https://paper.example/rain?x=1&y=2"), Some("nofollow noopener noreferrer")),
            (Some("https://x.example/?a=1&b=2"), ugc),
            (Some("https://y.example/"), ugc),
        ]
    );
    let body = elements.iter().find(|element| element.get("class") == Some("text")).expect("a text");
    assert_eq!(body.get("dir"), Some("auto"));
    assert!(body.text.contains("five <b>six</b> & seven."), "{}", body.text);
    let robots = elements.iter().find(|element| element.get("name") == Some("robots")).expect("a word for robots");
    assert_eq!(robots.get("content"), Some("index, follow"));
}

#[tokio::test]
async fn its_policy_allows_its_style_and_nothing_else() {
    let server = TestServer::start().await;
    for path in ["/comments?article=a", "/comments", "/comments?article=a&cursor=x"] {
        let answer = server.get(path).await;
        let elements = assert_harmless(&answer);
        let style = all(&elements, "style");
        assert_eq!(style.len(), 1, "{path}");
        let hash = Sha256::digest(&style[0].text);
        let policy = answer.headers["content-security-policy"].to_str().expect("text");
        let hash = base64::Engine::encode(&base64::prelude::BASE64_STANDARD, hash);
        assert_eq!(
            policy,
            format!(
                "default-src 'none'; style-src 'sha256-{hash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
            ),
            "{path}"
        );
        assert_eq!(answer.headers["x-content-type-options"], "nosniff");
        assert!(!answer.text.contains("script"), "{path}");
    }
}

#[tokio::test]
async fn threads_are_lists_within_lists_and_lead_to_what_is_not_shown() {
    let server = TestServer::start().await;
    let post = async |number, parent: Option<u32>, text: &str| {
        server.wait_ms(1);
        let parent = parent.map(key);
        let comment = json!({ "article": "a", "parent": parent, "author": { "name": "Asha" }, "text": text });
        assert_eq!(server.post(&key(number), Some(ASHA), &comment).await.status, 201);
    };
    post(1, None, "Root.").await;
    post(2, Some(1), "Reply.").await;
    post(3, Some(2), "Reply to it.").await;
    post(4, Some(1), "Another.").await;
    post(5, None, "Alone.").await;
    for number in 0..30 {
        post(100 + number, Some(5), &format!("Number {number}.")).await;
    }
    let path = format!("/api/v1/comments/{}", key(2));
    server.change("DELETE", &path, Some(ASHA), &Value::Null).await;

    let elements = assert_harmless(&server.get("/comments?article=a&sort=oldest").await);
    let depth = |id: u32| {
        let id = format!("comment-{}", key(id));
        let comment = elements.iter().find(|element| element.get("id") == Some(&id)).expect("the comment");
        comment.around.iter().filter(|name| *name == "ol").count()
    };
    assert_eq!([depth(1), depth(2), depth(3), depth(4), depth(5), depth(100)], [1, 2, 3, 2, 1, 2]);
    let deleted = elements.iter().find(|element| element.get("class") == Some("state")).expect("a deleted comment");
    assert_eq!(deleted.text, "This comment was deleted.");
    let more = elements.iter().find(|element| element.get("class") == Some("more")).expect("more replies");
    assert_eq!(more.text, "10 more replies");
    let link = elements.iter().find(|element| element.text == "10 more replies" && element.name == "a");
    let mut next = link.and_then(|link| link.get("href")).map(str::to_owned);
    let mut seen = Vec::new();
    while let Some(path) = next {
        let elements = assert_harmless(&server.get(&format!("/comments{path}")).await);
        assert_eq!(all(&elements, "h1")[0].text, "Replies");
        seen.extend(elements.iter().filter(|element| element.get("class") == Some("text")).map(|it| it.text.clone()));
        let link = elements.iter().find(|element| element.get("rel") == Some("next"));
        next = link.and_then(|link| link.get("href")).map(str::to_owned);
    }
    assert_eq!(seen, (0..30).map(|number| format!("Number {number}.")).collect::<Vec<_>>());
}

#[tokio::test]
async fn every_comment_is_reached_by_following_links_in_every_order() {
    let server = TestServer::start().await;
    for number in 0..45 {
        server.wait_ms(1);
        server.comment(&key(number), "a b&c", "Asha", &format!("Number {number}.")).await;
    }
    let path = "?article=a+b%26c";
    for (sort, forward, back) in [
        ("newest", "Older comments", "Newer comments"),
        ("oldest", "Newer comments", "Older comments"),
        ("top", "More comments", "Back"),
    ] {
        let (mut at, mut seen, mut pages) = (format!("{path}&sort={sort}"), Vec::new(), 0);
        loop {
            let elements = assert_harmless(&server.get(&format!("/comments{at}")).await);
            pages += 1;
            seen.extend(elements.iter().filter(|it| it.get("class") == Some("text")).map(|it| it.text.clone()));
            let link = |rel: &str| elements.iter().find(|element| element.get("rel") == Some(rel));
            assert_eq!(link("prev").map(|link| link.text.as_str()), (pages > 1).then_some(back));
            match link("next") {
                Some(next) => {
                    assert_eq!(next.text, forward);
                    at = next.get("href").expect("an address").to_owned();
                }
                None => break,
            }
        }
        let mut expected: Vec<_> = (0..45).map(|number| format!("Number {number}.")).collect();
        if sort != "oldest" {
            expected.reverse();
        }
        assert_eq!((seen, pages), (expected, 3), "{sort}");
    }
}

#[tokio::test]
async fn a_page_is_kept_ready_and_asked_about() {
    let server = TestServer::start().await;
    server.comment(&key(1), "a", "Asha", "First.").await;
    let page = server.get("/comments?article=a").await;
    let etag = page.headers["etag"].to_str().expect("text").to_owned();
    let ask = async || {
        let request = axum::http::Request::get("/comments?article=a").header("if-none-match", &etag);
        server.send(request.body(axum::body::Body::empty()).expect("a request")).await
    };
    let same = ask().await;
    assert_eq!((same.status.as_u16(), same.text.as_str()), (304, ""));
    assert_ne!(server.get("/api/v1/comments?article=a").await.headers["etag"], etag.as_str());
    server.comment(&key(2), "a", "Asha", "Second.").await;
    let other = ask().await;
    assert!(other.status == 200 && other.text.contains("Second."), "{}", other.text);
}

#[tokio::test]
async fn what_cannot_be_shown_is_said_to_people() {
    let server = TestServer::start().await;
    for (path, status) in [
        ("/comments", 400),
        ("/comments?article=", 400),
        ("/comments?article=a&cursor=x", 400),
        ("/comments?article=a&sort=loudest", 400),
        ("/comments?article=a&parent=x", 404),
        ("/comments/%00", 400),
    ] {
        let answer = server.get(path).await;
        assert_eq!(answer.status, status, "{path}");
        let elements = assert_harmless(&answer);
        assert_eq!(all(&elements, "h1").len(), 1, "{path}");
        let robots = elements.iter().find(|element| element.get("name") == Some("robots")).expect("a word for robots");
        assert_eq!(robots.get("content"), Some("noindex"));
    }
    let nothing = server.get("/comments?article=a").await;
    assert_eq!(nothing.status, 200);
    assert!(nothing.text.contains("No comments yet.") && nothing.text.contains("noindex"), "{}", nothing.text);
    let limited = TestServer::with(&["--reads-per-minute=1"]).await;
    assert_eq!(limited.get("/comments?article=a").await.status, 200);
    let refused = limited.get("/comments?article=a").await;
    assert_eq!((refused.status.as_u16(), refused.headers.contains_key("retry-after")), (429, true));
    assert_harmless(&refused);
}

#[tokio::test]
async fn an_article_in_the_path_leads_to_the_one_address_of_its_page() {
    let server = TestServer::start().await;
    for (path, location) in [
        ("/comments/a", "../comments?article=a"),
        (
            "/comments/https%3A%2F%2Fpaper.example%2Frain%3Fx%3D1%26y",
            "../comments?article=https%3A%2F%2Fpaper.example%2Frain%3Fx%3D1%26y",
        ),
        ("/comments/https://paper.example/rain", "../../../../comments?article=https%3A%2F%2Fpaper.example%2Frain"),
    ] {
        let answer = server.get(path).await;
        assert_eq!(answer.status, 308, "{path}");
        assert_eq!(answer.headers["location"], location);
    }
}

/// Other people's hostile strings, as names and comments: nothing of them becomes markup.
#[tokio::test]
async fn no_payload_becomes_markup() {
    let server = TestServer::with(&["--compared-comments=0", "--max-links=100000"]).await;
    let mut number = 0;
    for name in ["h5sc", "owasp-xss-evasion", "patt-xss", "trojan-source", "blns", "gfm-spec"] {
        for payload in corpus(&format!("{name}/payloads.json")).iter().filter_map(Value::as_str) {
            number += 1;
            let short: String = payload.chars().take(60).collect();
            server.comment(&key(number), "a", &short, &payload.chars().take(5_000).collect::<String>()).await;
        }
    }
    let mut at = "?article=a".to_owned();
    let mut listed = 0;
    loop {
        let elements = assert_harmless(&server.get(&format!("/comments{at}")).await);
        listed += all(&elements, "article").len();
        let Some(next) = elements.iter().find(|element| element.get("rel") == Some("next")) else { break };
        at = next.get("href").expect("an address").to_owned();
    }
    assert!(number == 0 || listed > 100, "{listed} of {number}");
}
