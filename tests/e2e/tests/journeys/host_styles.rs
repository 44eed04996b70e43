//! The element among other people's styles, judged by what the browser computes.
//!
//! The same article is on a page without styles and on one with them; the two are compared element by element.

use anyhow::Result;
use e2e::{Build, Reader, Site, example};
use serde_json::{Value, json};

/// What our sheet is to leave alone, and what a page may do to the element.
const PAGE: &str = r#"<!doctype html><html lang="en"><meta charset="utf-8"><title>A host</title>
<link rel="stylesheet" href="STYLE.css">
<script type="module" src="embed/article-viewer.js"></script>
<main>ARTICLE</main>
<footer><h1>Heading</h1><h2>Second</h2><p class="av-paragraph title">Words, <a href="https://blog.example/">a link</a>.</p>
<blockquote class="av-quote">Quoted</blockquote><ul class="av-list"><li>Item</li></ul><pre class="av-code"><code>x</code></pre>
<figure class="av-figure"><figcaption class="av-caption">A caption</figcaption></figure><hr class="av-divider">
<table class="av-table"><tr><th>Head</th><td>Cell</td></tr></table><div class="av-body"><button class="button">Press</button>
<input><textarea></textarea></div></footer>"#;

const SCRIPT: &str = r#"<script type="module" src="embed/article-viewer.js"></script>"#;

const BY_ADDRESS: &str = r#"<article-viewer src="/articles/every-block.json" api="/"></article-viewer>"#;

const WRITTEN: &str = r#"<article-viewer api="/" article-id="https://paper.example/rain"><h1>Rain</h1><p>It rained, <em>again</em>.</p><ul><li>Much</li></ul>
<blockquote>Too much.</blockquote></article-viewer>"#;

/// What every page below has, the one without styles too: the same room for the element.
const SAME_ROOM: &str = "html { overflow-y: scroll } body { margin: 0 } main { display: block; margin: 0; padding: 0 } \
                         article-viewer:not(:defined) { display: block; min-block-size: 100vh }";

/// What a theme says of elements and of classes with everyday names.
const ORDINARY: &str = "
    body { background: #fafafa; color: #333; font: 14px/1.2 Arial, sans-serif }
    h1, h2, h3, h4, h5, h6 { color: #900; font-family: Impact, fantasy; font-weight: 400; line-height: 1; margin: 40px 0 10px }
    h1 { font-size: 20px } h2 { font-size: 19px } h3 { font-size: 18px }
    p { color: #444; font-size: 15px; line-height: 1.3; margin: 0 0 20px }
    a { color: red; text-decoration: none } a:hover { color: blue }
    ul, ol { list-style: none; margin: 0; padding: 0 } li { margin: 0 0 3px }
    blockquote { border-left: 5px solid #eee; font-size: 17.5px; font-style: italic; margin: 0 0 20px; padding: 10px 20px }
    figure { margin: 0 0 16px } figcaption { color: #6c757d; font-size: 80% } img { height: auto; max-width: 100% }
    table { border-collapse: collapse; margin-bottom: 20px; width: 100% } th, td { border: 1px solid #ddd; padding: 8px }
    pre { background: #272822; color: #f8f8f2; margin: 0 0 10px; padding: 9.5px } code { color: #c7254e; font-size: 90% }
    hr { border: 0; border-top: 1px solid #eee; margin: 20px 0 } strong { font-weight: 600 }
    button, input, textarea { background: #ff0; border: 3px solid lime; border-radius: 20px; font: 30px fantasy; padding: 20px }
    .title, .header, .headline, .body, .meta, .caption, .quote, .list, .note, .source, .summary, .comments, .comment, .counts,
    .button, .place, .viewer, .skeleton, .failure { color: red; display: none; font-size: 50px; position: absolute }";

/// What resets and worse say of everything.
const HOSTILE: &str = "
    *, ::before, ::after { box-sizing: border-box; letter-spacing: 4px; margin: 0; padding: 0; text-transform: uppercase }
    body { cursor: wait; font-style: italic; font-weight: 900; text-align: center; text-indent: 3em; visibility: visible;
           white-space: pre; word-spacing: 9px }
    article-viewer { color: red; font: 40px/3 fantasy; text-align: right; text-shadow: 0 0 9px red }";

/// The same article on a page without styles and on one with these, and the second without our script.
async fn site(article: &str, style: &str) -> Result<(Build, Site)> {
    let build = Build::copy()?;
    let page = |style: &str| PAGE.replace("STYLE", style).replace("ARTICLE", article);
    build.write("clean.css", SAME_ROOM)?;
    build.write("clean.html", &page("clean"))?;
    build.write("styled.css", &format!("{style}\n{SAME_ROOM}"))?;
    build.write("styled.html", &page("styled"))?;
    build.write("without.html", &page("styled").replace(SCRIPT, ""))?;
    let site = Site::of(&build).await?;
    Ok((build, site))
}

/// Opens a page, and waits for all that the wasm draws: what is below it is as far down as it will be.
async fn opens(reader: &Reader, site: &Site, page: &str) -> Result<()> {
    reader.visit(&site.at(page)).await?;
    let ready = "return comments('.comments-empty') !== null && \
                 chrome.querySelector('.view-count')?.textContent.includes('1 view') && \
                 [...viewer.querySelectorAll('img')].every((image) => image.complete || image.loading === 'lazy')";
    reader.until("all of the chrome is there", ready).await
}

const TEXT: &str = "viewer.querySelectorAll('*')";
/// All of it but how much is left to read, which comes and goes with scrolling.
const CHROME: &str = "[...chrome.querySelectorAll('.place > :not(slot), .place > :not(slot) *')].filter((one) => !one.matches('.reading-progress > span'))";
const OUTSIDE: &str = "document.querySelectorAll('footer, footer *')";

/// Every property that the browser computes, of every element that a script lists.
///
/// All is laid out anew before: Chromium says of a box whose picture has failed since, and which was laid out by itself for that,
/// that its margins are none.
async fn computed(reader: &Reader, elements: &str) -> Result<Value> {
    let script = format!(
        "const {{ style }} = document.documentElement; style.display = 'none'; document.body.offsetHeight; \
         style.display = ''; return [...{elements}].map((element) => {{ const style = getComputedStyle(element); \
         return [element.localName + '.' + element.className, Object.fromEntries([...style].map((name) => \
         [name, style.getPropertyValue(name)]))]; }})"
    );
    reader.run(&script).await
}

/// What differs between two such lists, a line for each. What changes neither the size nor the look of an element may.
fn differences(before: &Value, after: &Value) -> Vec<String> {
    const HARMLESS: [&str; 3] = ["-webkit-tap-highlight-color", "text-size-adjust", "tab-size"];
    // What a page says of these in a layer is kept with their attributes.
    const KEPT: [&str; 5] = ["img.av-image", "video.av-image", "audio.", "header.av-header", "div.av-body"];
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let (before, after) = (list(before), list(after));
    assert!(before.len() > 4, "there is something to compare");
    assert_eq!(before.len(), after.len(), "the same elements");
    let mut lines = Vec::new();
    for (one, other) in before.iter().zip(&after) {
        assert_eq!(one[0], other[0], "the same element");
        for (name, value) in one[1].as_object().into_iter().flatten() {
            // A block as wide as its place, without borders or padding, has no use for these.
            let needs_more = name == "box-sizing"
                || name == "vertical-align"
                || (name.starts_with("border-") && name.ends_with("-style"));
            let is_harmless = needs_more && KEPT.iter().any(|kept| one[0] == json!(kept));
            if *value != other[1][name] && !HARMLESS.contains(&name.as_str()) && !is_harmless {
                lines.push(format!("{}: {name}: {value} became {}", one[0], other[1][name]));
            }
        }
    }
    lines
}

/// Holds text and chrome on a page with these styles to those on a page without.
async fn changes_nothing(style: &str) -> Result<()> {
    let (_build, site) = site(BY_ADDRESS, style).await?;
    let reader = Reader::open().await?;
    opens(&reader, &site, "clean.html").await?;
    let clean = (computed(&reader, TEXT).await?, computed(&reader, CHROME).await?);
    opens(&reader, &site, "styled.html").await?;
    assert_eq!(differences(&clean.0, &computed(&reader, TEXT).await?), Vec::<String>::new(), "the text");
    assert_eq!(differences(&clean.1, &computed(&reader, CHROME).await?), Vec::<String>::new(), "the chrome");
    reader.close().await
}

#[tokio::test]
async fn a_theme_s_rules_for_elements_and_classes_change_nothing_in_the_element() -> Result<()> {
    changes_nothing(ORDINARY).await
}

#[tokio::test]
async fn rules_for_every_element_change_neither_words_nor_chrome() -> Result<()> {
    changes_nothing(&format!("{ORDINARY}{HOSTILE}")).await
}

#[tokio::test]
async fn bootstrap_changes_nothing_in_the_element() -> Result<()> {
    changes_nothing(&example("bootstrap/bootstrap.min.css")?).await
}

#[tokio::test]
async fn tailwind_changes_nothing_in_the_element() -> Result<()> {
    let style = example("tailwind/style.css")?;
    assert!(style.contains("list-style: none"), "preflight is there");
    changes_nothing(&style).await?;
    // As those have it who do not use layers.
    let unlayered = style.replace("@layer base {", "@media all {");
    assert_ne!(style, unlayered);
    changes_nothing(&unlayered).await
}

#[tokio::test]
async fn nothing_outside_of_the_element_changes() -> Result<()> {
    let (_build, site) = site(BY_ADDRESS, "").await?;
    let reader = Reader::open().await?;
    reader.visit(&site.at("without.html")).await?;
    assert_eq!(reader.run("return chrome === null").await?, json!(true), "no script has run");
    let before = computed(&reader, OUTSIDE).await?;
    opens(&reader, &site, "styled.html").await?;
    assert_eq!(differences(&before, &computed(&reader, OUTSIDE).await?), Vec::<String>::new());
    reader.close().await
}

#[tokio::test]
async fn the_page_s_typeface_is_let_through_where_it_is_asked_for() -> Result<()> {
    let (_build, site) = site(BY_ADDRESS, ORDINARY).await?;
    let reader = Reader::open().await?;
    opens(&reader, &site, "styled.html").await?;
    let faces = "return ['.av-headline', '.av-body .av-paragraph'].map((part) => \
                 getComputedStyle(viewer.querySelector(part)).fontFamily)";
    let ours = reader.run(faces).await?;
    assert!(ours[0].as_str().is_some_and(|face| face.starts_with("Charter")), "{ours}");
    reader.run("viewer.inheritType = true").await?;
    assert_eq!(reader.run(faces).await?, json!(["Arial, sans-serif", "Arial, sans-serif"]));
    let chrome = reader.run("return getComputedStyle(chrome.querySelector('.comments')).fontFamily").await?;
    assert!(chrome.as_str().is_some_and(|face| face.starts_with("Seravek")), "the chrome keeps its own: {chrome}");
    reader.close().await
}

#[tokio::test]
async fn a_text_that_the_page_has_written_keeps_the_page_s_styles() -> Result<()> {
    let (_build, site) = site(WRITTEN, ORDINARY).await?;
    let reader = Reader::open().await?;
    reader.visit(&site.at("without.html")).await?;
    let before = computed(&reader, TEXT).await?;
    opens(&reader, &site, "styled.html").await?;
    let mut lines = differences(&before, &computed(&reader, TEXT).await?);
    // The colour belongs to the paper, which is the element's.
    lines.retain(|line| !line.contains("rgb("));
    assert_eq!(lines, Vec::<String>::new());
    reader.close().await
}

#[tokio::test]
async fn what_stands_below_does_not_shift() -> Result<()> {
    let (_build, site) = site(BY_ADDRESS, "").await?;
    let reader = Reader::open().await?;
    let watch = "window.shifts = []; new PerformanceObserver((list) => { for (const entry of list.getEntries()) \
                 shifts.push([entry.value, ...entry.sources.map(({ node }) => node?.nodeName)]); }) \
                 .observe({ type: 'layout-shift', buffered: true });";
    reader.devtools("Page.enable", json!({})).await?;
    reader.devtools("Page.addScriptToEvaluateOnNewDocument", json!({ "source": watch })).await?;
    // Each step of the loading is painted: page, definition, article, comments.
    reader.devtools("Network.enable", json!({})).await?;
    let slow = json!({ "offline": false, "latency": 400, "downloadThroughput": -1, "uploadThroughput": -1 });
    reader.devtools("Network.emulateNetworkConditions", slow).await?;
    for (width, height) in [(390, 844), (1280, 800)] {
        reader.set_screen(width, height, "light").await?;
        reader.visit(&site.at("styled.html")).await?;
        // Not by way of the comments: whoever scrolls sees something else for that reason alone.
        let ready = "return chrome?.querySelector('.comments-title') != null && \
                     chrome.querySelector('.view-count')?.textContent.includes('1 view')";
        reader.until("the chrome is there", ready).await?;
        assert_eq!(reader.run("return document.querySelector('footer').offsetTop > innerHeight").await?, json!(true));
        assert_eq!(reader.run("return shifts").await?, json!([]), "at {width} × {height}");
    }
    reader.close().await
}

#[tokio::test]
async fn the_article_s_language_picks_its_letters() -> Result<()> {
    let site = Site::start(&[]).await?;
    let reader = Reader::open().await?;
    reader.read(&site.at("/?src=/articles/hindi.json")).await?;
    // `all: revert` takes what `lang` says of style as well.
    let language = "return getComputedStyle(viewer.querySelector('.av-body')).webkitLocale";
    assert_eq!(reader.run(language).await?, json!("\"hi-IN\""));
    reader.close().await
}
