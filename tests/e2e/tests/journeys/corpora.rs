//! Hostile strings by others: what the browser makes of them is what the parser elsewhere makes of them, and none does
//! anything.
//!
//! They are not in the repository: `AV_SHARED`, or `../shared`, has them in `corpora/`.

use std::{collections::BTreeSet, fs, path::PathBuf};

use anyhow::{Context as _, Result};
use article::{Json, JsonWriter, NativePlatform, Options, Platform as _};
use e2e::{Answer, Hosted, Reader, Site};
use serde_json::{Value, json};

/// The corpora's folder; says so when there is none.
fn corpora() -> Option<PathBuf> {
    let shared = std::env::var_os("AV_SHARED")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared"), PathBuf::from);
    let folder = shared.join("corpora");
    if folder.is_dir() {
        return Some(folder);
    }
    eprintln!("SKIPPED: AV_SHARED names no folder with corpora/");
    None
}

/// Every string to be read as HTML.
fn payloads() -> Result<Vec<String>> {
    let Some(folder) = corpora() else { return Ok(Vec::new()) };
    let mut payloads = BTreeSet::new();
    for corpus in fs::read_dir(folder)? {
        let Ok(text) = fs::read_to_string(corpus?.path().join("payloads.json")) else { continue };
        payloads.extend(serde_json::from_str::<Vec<String>>(&text)?);
    }
    assert!(payloads.len() > 2_000, "{} payloads", payloads.len());
    Ok(payloads.into_iter().collect())
}

/// An item of a feed with such a text, and with it in every plain field. Addresses have a test of their own.
fn item(html: &str) -> Value {
    json!({ "id": html, "title": html, "summary": html, "url": "https://news.example/1", "language": html,
        "authors": [{ "name": html }], "date_published": html, "tags": [html], "content_html": html })
}

/// What the adapters make of items in the browser: articles as JSON, or nothing.
const ADAPTED: &str = "
    const entry = await (await fetch('/embed/article-viewer.js')).text();
    const [script, wasm] = ['js', 'wasm'].map((kind) => \
        new URL(entry.match(new RegExp(`assets/adapters\\\\.[0-9a-f]+\\\\.${kind}`))[0], new URL('/embed/', location)).href);
    const adapt = await (await import(script)).default(wasm);
    const items = await (await fetch('/items.json')).json();
    const bodies = [];
    for (const item of items)
        bodies.push(JSON.stringify(await adapt(item, 'https://news.example/feed.json', 'json-feed-item', '', '').catch(() => null)));
    return bodies;";

/// The article that is made of an item here.
fn adapted(item: &Value) -> Result<Value> {
    let document = NativePlatform.parse_json(&item.to_string()).ok().context("JSON")?;
    let base = Some("https://news.example/feed.json");
    let options = Options { base, format: Some("json-feed-item"), ..Options::default() };
    let Ok(adapted) = article::adapt(document, &NativePlatform, &options) else { return Ok(Value::Null) };
    let mut writer = JsonWriter::default();
    if let Json::Object(article) = &adapted.article {
        writer.members(article, &|number| NativePlatform.number(number));
    }
    Ok(serde_json::from_str(&writer.finish())?)
}

/// The oracle's first point.
#[tokio::test]
async fn the_browsers_parser_and_ours_give_equal_blocks() -> Result<()> {
    let page = Hosted::set().await?;
    page.visit("").await?;
    let mut different = Vec::new();
    for some in payloads()?.chunks(500) {
        let items: Vec<Value> = some.iter().map(|html| item(html)).collect();
        page.host.answers("/items.json", Answer::text(Value::from(items.clone()).to_string()));
        let bodies = page.reader.run(&format!("return (async () => {{ {ADAPTED} }})()")).await?;
        for (index, item) in items.iter().enumerate() {
            let mut there: Value = serde_json::from_str(bodies[index].as_str().context("an article")?)?;
            if let Some(article) = there.as_object_mut() {
                article.remove("notices");
            }
            let here = adapted(item)?;
            if there != here {
                different.push(format!("{:?}\n  browser {there}\n  here    {here}", some[index]));
            }
        }
    }
    assert!(different.is_empty(), "{} differ:\n{}", different.len(), different.join("\n"));
    page.ends_quietly().await
}

/// The oracle's second and third: everything of all corpora on one page.
#[tokio::test]
async fn nothing_of_any_payload_runs_or_asks_for_anything_but_pictures() -> Result<()> {
    let page = Hosted::set().await?;
    // No picture is asked for in a test, and whatever else is, is told.
    page.host.set_policy("default-src 'self' 'wasm-unsafe-eval'; img-src 'self'; media-src 'self'")?;
    page.visit("<article-viewer></article-viewer>").await?;
    page.reader
        .run(
            "window.blocked = [], window.asked = []; \
             document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => blocked.push(effectiveDirective)); \
             for (const name of ['alert', 'confirm', 'prompt', 'print', 'open']) window[name] = () => asked.push(name); \
             window.before = []; before.push(...Object.getOwnPropertyNames(window))",
        )
        .await?;
    for (index, some) in payloads()?.chunks(400).enumerate() {
        let mut blocks = Vec::new();
        for html in some {
            let article = adapted(&item(html))?;
            // The plain fields, as words of the text.
            let plain = ["headline", "summary", "deck", "kicker", "id"].iter().filter_map(|key| article[key].as_str());
            let writers =
                article["authors"].as_array().into_iter().flatten().filter_map(|author| author["name"].as_str());
            blocks.extend(plain.chain(writers).map(|text| json!(text)));
            blocks.extend(article["body"].as_array().cloned().unwrap_or_default());
        }
        let headline = format!("Part {index}");
        let attack = some.last().cloned().unwrap_or_default();
        let article = json!({ "schema": "article-viewer/article/1", "headline": headline, "body": blocks,
            "summary": attack, "source": attack, "place": attack, "disclaimer": attack, "authors": some.iter().take(20).collect::<Vec<_>>() });
        page.host.answers(&format!("/{index}.json"), Answer::text(article.to_string()));
        page.reader.run(&format!("viewer.src = '/{index}.json'")).await?;
        page.shows(&headline).await?;
        page.reader.until("all of it is there", "return viewer.querySelector('.av-body') !== null").await?;
        let strange = page.reader.run(STRANGE).await?;
        assert_eq!(strange, json!([]), "{headline}");
    }
    // The last is the driver's own.
    let after = "return [asked, [...new Set(blocked)].filter((directive) => !/^(img|media)-src/.test(directive)), \
                 Object.getOwnPropertyNames(window).filter((name) => !before.includes(name) && name !== 'ret_nodes'), location.pathname]";
    assert_eq!(page.reader.run(after).await?, json!([[], [], [], "/page.html"]));
    page.ends_quietly().await
}

/// Elements and attributes of the text that it never has, and addresses of other schemes.
const STRANGE: &str = r"
    const elements = 'a article aside audio b blockquote br caption cite code dd del details div dl dt em figcaption figure footer h1 h2 h3 h4 h5 h6 \
        header hr i img li mark ol p pre s script section small source span strong sub summary sup table tbody td th thead time tr track ul video'.split(' ');
    const attributes = 'alt aria-describedby aria-hidden aria-label aria-labelledby class colspan controls cite data-ai-disclosure data-av-embed \
        data-av-revision data-level datetime decoding default dir translate fetchpriority headers height href hreflang id kind lang loading open playsinline poster preload \
        referrerpolicy rel reversed role rowspan scope sizes slot src srcset start tabindex title type width'.split(/\s+/);
    const found = new Set();
    for (const node of viewer.querySelectorAll('*')) {
        if (!elements.includes(node.localName)) found.add(node.localName);
        if (node.localName === 'script' && node.type !== 'application/ld+json') found.add('a script');
        for (const { name, value } of node.attributes) {
            if (!attributes.includes(name)) found.add(`${node.localName} ${name}`);
            if (name === 'id' && !/^av-/.test(value)) found.add(`id ${value}`);
            if (/^(href|src|poster|cite)$/.test(name) && !/^(https?|mailto):$/.test(new URL(value, 'https://x.example/').protocol)) found.add(value);
        }
    }
    const walker = document.createTreeWalker(viewer, NodeFilter.SHOW_COMMENT | NodeFilter.SHOW_PROCESSING_INSTRUCTION);
    if (walker.nextNode()) found.add(`a comment: ${walker.currentNode.data}`);
    return [...found];";

#[tokio::test]
async fn addresses_are_resolved_as_the_browser_resolves_them() -> Result<()> {
    let Some(folder) = corpora() else { return Ok(()) };
    let page = Hosted::set().await?;
    page.visit("").await?;
    // An address, what it is relative to, and what the standard says it is, where the corpus tells.
    let mut pairs: Vec<(String, Option<String>, Option<String>)> = Vec::new();
    for corpus in fs::read_dir(folder)? {
        let corpus = corpus?.path();
        if !corpus.file_name().is_some_and(|name| {
            name.to_string_lossy().starts_with("url-")
                || name.to_string_lossy().contains("redirect")
                || name.to_string_lossy().contains("ssrf")
        }) {
            continue;
        }
        if let Ok(text) = fs::read_to_string(corpus.join("cases.json")) {
            for case in serde_json::from_str::<Vec<Value>>(&text)? {
                let Some(input) = case["input"].as_str() else { continue };
                let text = |key: &str| case[key].as_str().map(str::to_owned);
                // Some corpora have hosts alone.
                if case.as_object().is_some_and(|case| case.contains_key("output")) {
                    let address = |host: &str| format!("https://{host}/x");
                    pairs.push((address(input), None, text("output").as_deref().map(address)));
                } else {
                    pairs.push((input.to_owned(), text("base"), text("href")));
                }
            }
        }
        for name in ["strings.json", "payloads.json"] {
            let Ok(text) = fs::read_to_string(corpus.join(name)) else { continue };
            let urls = serde_json::from_str::<Vec<String>>(&text)?.into_iter();
            pairs.extend(urls.map(|url| (url, Some("https://news.example/a/b".to_owned()), None)));
        }
    }
    assert!(pairs.len() > 1_000, "{} addresses", pairs.len());
    page.host.answers("/pairs.json", Answer::text(json!(pairs).to_string()));
    let script = "return (async () => (await (await fetch('/pairs.json')).json()).map(([url, base]) => \
                  { try { return new URL(url, base ?? undefined).href } catch { return null } }))()";
    let there = page.reader.run(script).await?;
    // What the viewer uses of addresses are those of three schemes.
    let used = |url: Option<&str>| {
        url.filter(|url| ["http:", "https:", "mailto:"].iter().any(|scheme| url.starts_with(scheme))).map(str::to_owned)
    };
    let different: Vec<String> = pairs
        .iter()
        .zip(there.as_array().context("a list")?)
        .filter_map(|((url, base, standard), there)| {
            let here = used(NativePlatform.resolve_url(base.as_deref(), url).as_deref());
            let there = used(there.as_str());
            // Browsers take more for a host than the standard does. There the standard is right.
            let is_right = here == there || here == used(standard.as_deref());
            (!is_right).then(|| format!("{url:?} on {base:?}: browser {there:?}, here {here:?}, standard {standard:?}"))
        })
        .collect();
    assert!(different.is_empty(), "{} of {} differ:\n{}", different.len(), pairs.len(), different.join("\n"));
    page.ends_quietly().await
}

/// Comments and their writers' names: what the server makes of any payload is text, links and nothing else.
#[tokio::test]
async fn nothing_of_any_payload_runs_in_a_comment() -> Result<()> {
    let all = payloads()?;
    let site =
        Site::start(&["--max-links", "65000", "--compared-comments", "0", "--reads-per-minute", "100000"]).await?;
    let reader = Reader::open().await?;
    reader.read(&site.at("/viewer.html?src=/articles/hindi.json")).await?;
    reader
        .run(
            "window.asked = []; for (const name of ['alert', 'confirm', 'prompt', 'print', 'open']) \
             window[name] = () => asked.push(name); window.before = []; before.push(...Object.getOwnPropertyNames(window))",
        )
        .await?;
    // Twenty that answer the article, each with nineteen answers: all of them are one page.
    for (index, some) in all.chunks(400).enumerate() {
        let post = "const post = (text, parent) => fetch('/api/v1/comments', { method: 'POST', headers: { 'content-type': \
                    'application/json', 'idempotency-key': `\"${crypto.randomUUID()}\"` }, body: JSON.stringify({ article, text, \
                    parent, author: { name: text.length > 60 ? 'Asha' : text } }) }).then(async (answer) => \
                    [answer.status, (await answer.json()).id]);";
        let texts: Vec<String> = some.iter().map(|text| text.chars().take(5_000).collect()).collect();
        let script = format!(
            "const article = 'part-{index}', texts = {}; {post} return (async () => {{ const statuses = new Set(); \
             for (let at = 0; at < texts.length; at += 20) {{ const [, parent] = await post('Before.'); \
             for (const [status] of await Promise.all(texts.slice(at, at + 20).map((text) => post(text, parent)))) \
             statuses.add(status); }} return [...statuses].filter((status) => status !== 201 && status !== 422); }})()",
            json!(texts)
        );
        assert_eq!(reader.run(&script).await?, json!([]), "each is stored, or is no text");
        reader.run(&format!("viewer.setAttribute('article-id', 'part-{index}'); viewer.api = '/'")).await?;
        reader.until("it is another conversation", "return comments('.comment-text') !== null").await?;
        let there = format!("return chrome.querySelectorAll('.comment-text').length >= {}", some.len() / 2);
        reader.until("they are there", &there).await?;
        assert_eq!(reader.run(STRANGE_COMMENT).await?, json!([]), "part {index}");
    }
    let after = "return [asked, Object.getOwnPropertyNames(window).filter((name) => !before.includes(name) && name !== 'ret_nodes'), \
                 location.pathname]";
    assert_eq!(reader.run(after).await?, json!([[], [], "/viewer.html"]));
    reader.close().await
}

/// Elements and attributes that a comment never has, and addresses of other schemes.
const STRANGE_COMMENT: &str = r"
    const elements = 'a blockquote br code em figure li ol p pre s strong ul'.split(' ');
    const attributes = 'aria-label class cite data-language dir href rel role start tabindex translate'.split(' ');
    const found = new Set();
    for (const node of chrome.querySelectorAll('.comment-text *, .comment-author *')) {
        if (!elements.includes(node.localName)) found.add(node.localName);
        for (const { name, value } of node.attributes) {
            if (!attributes.includes(name)) found.add(`${node.localName} ${name}`);
            if (/^(href|cite)$/.test(name) && !/^(https?|mailto):$/.test(new URL(value, 'https://x.example/').protocol)) found.add(value);
        }
        if (node.localName === 'a' && !/nofollow ugc noopener noreferrer/.test(node.rel)) found.add('a link that is vouched for');
    }
    return [...found];";
