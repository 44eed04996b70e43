//! Articles as publishers' systems serve them.

use anyhow::Result;
use e2e::{Answer, Hosted};
use serde_json::{Value, json};

/// How often the adapters, or their wasm, were asked for.
const ADAPTERS: &str =
    "return performance.getEntriesByType('resource').filter(({ name }) => /adapters/.test(name)).length";

fn post(id: u32, title: &str) -> Value {
    json!({
        "id": id, "slug": title.to_lowercase(), "link": format!("https://news.example/{id}/"), "date_gmt": "2026-03-01T06:00:00",
        "title": { "rendered": format!("{title} &amp; more") },
        "content": { "rendered": format!("<p>All about <em>{title}</em>.</p><script>window.ran=1</script>\
                                          <p><img src=x onerror='window.ran=1'><a href='javascript:ran=1'>Not a link</a></p>") },
    })
}

#[tokio::test]
async fn a_publishers_document_is_an_article_and_only_then_are_the_adapters_loaded() -> Result<()> {
    let page = Hosted::set().await?;
    page.host.answers("/post.json", Answer::text(post(7, "Rain").to_string()));
    page.visit(r#"<article-viewer src="/one.json"></article-viewer>"#).await?;
    page.shows("one").await?;
    page.is_alive().await?;
    assert_eq!(page.reader.run(ADAPTERS).await?, json!(0), "a native article needs none");

    page.reader.run("viewer.src = '/post.json'").await?;
    page.shows("Rain & more").await?;
    assert_eq!(page.reader.text(".av-paragraph em").await?, "Rain");
    assert_eq!(
        page.reader.run("return [window.ran ?? null, viewer.querySelector('[href^=javascript]')]").await?,
        json!([null, null])
    );
    page.reader.run("viewer.src = '/one.json'").await?;
    page.shows("one").await?;
    page.reader.run("viewer.src = '/post.json'").await?;
    page.shows("Rain & more").await?;
    assert_eq!(page.reader.run(ADAPTERS).await?, json!(2), "the script and its wasm, once each");
    page.ends_quietly().await
}

#[tokio::test]
async fn of_a_list_one_is_shown_and_the_others_are_named() -> Result<()> {
    let page = Hosted::set().await?;
    page.host
        .answers("/posts.json", Answer::text(json!([post(1, "Wind"), post(2, "Snow"), post(3, "Fog")]).to_string()));
    page.visit(r#"<article-viewer src="/posts.json"></article-viewer>"#).await?;
    page.shows("Wind & more").await?;
    let related =
        "return [...viewer.querySelectorAll('.av-related a')].map((a) => [a.textContent, a.getAttribute('href')])";
    let others = json!([["Snow & more", "https://news.example/2/"], ["Fog & more", "https://news.example/3/"]]);
    assert_eq!(page.reader.run(related).await?, others);
    for (item, headline) in [("1", "Snow & more"), ("fog", "Fog & more"), ("https://news.example/1/", "Wind & more")] {
        page.reader.run(&format!("viewer.item = {}", json!(item))).await?;
        page.shows(headline).await?;
    }
    page.reader.run("heard.length = 0; viewer.item = 'hail'").await?;
    page.reader.until("it is refused", "return heard.at(-1)?.[1] === 'no-item'").await?;
    page.ends_quietly().await
}

#[tokio::test]
async fn what_a_document_lacks_is_laid_over_it() -> Result<()> {
    let page = Hosted::set().await?;
    page.host.answers("/post.json", Answer::text(post(7, "Rain").to_string()));
    let overlay =
        json!({ "disclaimer": "Forecasts err.", "place": "Delta", "ai": { "involvement": "assisted" } }).to_string();
    page.host.answers("/more.json", Answer::text(overlay.clone()));
    let shown = "return ['.av-disclaimer p:last-child', '.av-ai-label'].map((part) => viewer.querySelector(part)?.textContent ?? null)";
    for value in ["/more.json", &overlay] {
        page.visit("<article-viewer></article-viewer>").await?;
        page.reader.run(&format!("viewer.overlay = {}; viewer.src = '/post.json'", json!(value))).await?;
        page.shows("Rain & more").await?;
        assert_eq!(page.reader.run(shown).await?, json!(["Disclaimer: Forecasts err.", "Edited with AI"]), "{value}");
    }
    page.visit("<article-viewer></article-viewer>").await?;
    page.reader
        .run("viewer.overlay = '/nowhere.json'; addEventListener('av-load', (event) => window.notices = event.detail.notices)")
        .await?;
    page.reader.run("viewer.src = '/post.json'").await?;
    page.shows("Rain & more").await?;
    assert_eq!(page.reader.run("return notices.filter((notice) => /overlay/.test(notice)).length").await?, json!(1));
    page.ends_quietly().await
}

#[tokio::test]
async fn what_is_no_article_to_show_says_why() -> Result<()> {
    let page = Hosted::set().await?;
    let held = json!({ "uri": "urn:x:1", "versioncreated": "2026-01-01T00:00:00Z", "headline": "Not yet",
        "body_text": "Wait.", "embargoed": "2999-01-01T00:00:00Z" });
    let gone = json!({ "uri": "urn:x:1", "versioncreated": "2026-01-01T00:00:00Z", "headline": "Gone", "pubstatus": "canceled" });
    let answer = json!({ "code": "rest_post_invalid_id", "message": "Invalid post ID.", "data": { "status": 404 } });
    for (document, format, code) in [
        (&held, "", "embargoed"),
        (&gone, "", "withdrawn"),
        (&answer, "", "answer"),
        (&held, "papyrus", "unknown-format"),
        (&json!({ "a": 1 }), "", "not-an-article"),
    ] {
        page.host.answers("/document.json", Answer::text(document.to_string()));
        page.visit(&format!(r#"<article-viewer src="/document.json" format="{format}"></article-viewer>"#)).await?;
        page.reader.until(code, &format!("return heard[0]?.[1] === {}", json!(code))).await?;
        page.is_alive().await?;
        assert_eq!(page.reader.run("return viewer.querySelector('h1')").await?, json!(null), "nothing of it is shown");
        assert!(!page.reader.chrome_text("[role=alert], .failure").await.unwrap_or_default().is_empty(), "{code}");
    }
    page.ends_quietly().await
}

#[tokio::test]
async fn a_document_in_the_page_may_be_a_publishers_too() -> Result<()> {
    let page = Hosted::set().await?;
    let json = post(9, "Hail").to_string().replace("</", "<\\/");
    page.visit(&format!(r#"<article-viewer><script type="application/json">{json}</script></article-viewer>"#)).await?;
    page.shows("Hail & more").await?;
    page.ends_quietly().await
}
