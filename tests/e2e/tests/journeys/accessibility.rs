//! axe-core finds nothing, in light and dark, in every state.

use anyhow::Result;
use e2e::{Publisher, Reader, Site};

async fn check(reader: &Reader, what: &str) -> Result<()> {
    for scheme in ["light", "dark"] {
        for width in [360, 1280] {
            reader.set_screen(width, 800, scheme).await?;
            let violations = reader.accessibility_violations().await?;
            assert!(violations.is_empty(), "{what}, {scheme}, {width} px:\n{}", violations.join("\n"));
        }
    }
    Ok(())
}

#[tokio::test]
async fn no_article_has_a_violation() -> Result<()> {
    let site = Site::start(&[]).await?;
    let reader = Reader::open().await?;
    for path in ["/", "/?src=/articles/every-block.json", "/?src=/articles/hindi.json", "/?src=/articles/arabic.json"] {
        reader.read(&site.at(path)).await?;
        reader.control(".view-count").await?;
        reader.control(".comment-form").await?;
        check(&reader, path).await?;
    }
    reader.close().await
}

#[tokio::test]
async fn no_state_has_a_violation() -> Result<()> {
    let publisher = Publisher::start().await?;
    let mut site = Site::start(&[&format!("--article-origin={}", publisher.origin)]).await?;
    let reader = Reader::open().await?;
    reader.visit(&site.at(&format!("/?src={}", publisher.at("nothing.json")))).await?;
    reader.control(".failure").await?;
    check(&reader, "failed").await?;

    reader.read(&site.at("/")).await?;
    let place = "localStorage.setItem('av:places', JSON.stringify([[new URL('/articles/pledges.json', location).href, [4, 0.5, 'x']]]))";
    reader.run(place).await?;
    reader.read(&site.at("/")).await?;
    reader.control(".reading-offer").await?;
    check(&reader, "an offer to go on").await?;
    reader.control(".reading-offer button:last-child").await?.click().await?;

    reader.visit(&site.at(&format!("/?src={}", publisher.at("never.json")))).await?;
    reader
        .until("it loads", "return chrome?.querySelector('[role=status]')?.textContent.includes('Loading') ?? false")
        .await?;
    check(&reader, "loading").await?;

    reader.read(&site.at("/")).await?;
    reader.control(".comment-form button").await?.click().await?;
    reader.control("#comment-name").await?.send_keys("Asha").await?;
    reader.control("#comment-text").await?.send_keys(&"x".repeat(4800)).await?;
    check(&reader, "a form with an error").await?;
    reader.control(".comment-form button").await?.click().await?;
    reader.control(".comment-time").await?;
    check(&reader, "a comment").await?;

    let press = "const press = (words) => [...chrome.querySelectorAll('.conversation button')].find((b) => b.textContent === words)\
                 .click();";
    for (words, opened) in [
        ("Reply", ".comment-open textarea"),
        ("Edit", "[id^=comment-text-edit]"),
        ("Delete", ".comment-open > p"),
        ("My comments", ".comments-mine .comment"),
        ("Preview", ".comment-preview"),
    ] {
        reader.run(&format!("{press} press('{words}')")).await?;
        reader.control(&format!(".conversation {opened}")).await?;
        check(&reader, words).await?;
    }
    let post = "return fetch('/api/v1/comments', { method: 'POST', headers: { 'content-type': 'application/json', \
                'idempotency-key': crypto.randomUUID() }, body: JSON.stringify({ text: 'New.', author: { name: 'Ravi' }, \
                article: new URL('articles/pledges.json', location).href }) }).then((answer) => answer.json())";
    let id = reader.run(post).await?["id"].as_str().unwrap_or_default().to_owned();
    reader.control(".comments-fresh button").await?;
    check(&reader, "what is new").await?;
    reader.run(&format!("{press} press('Show 1 new comment'); location.hash = 'av-comment-{id}'")).await?;
    reader.control("[data-asked]").await?;
    check(&reader, "a comment by its address").await?;
    reader
        .run("[...chrome.querySelectorAll('.comment-actions button')].find((b) => b.textContent === 'Report').click()")
        .await?;
    reader.control("[id^=comment-report]").await?;
    check(&reader, "a report").await?;

    site.kill().await?;
    reader.control("#comment-text").await?.send_keys("Not sent.").await?;
    reader.control(".comment-form button").await?.click().await?;
    reader.control(".comment-unsent").await?;
    reader.control(".stale").await?;
    check(&reader, "stale, with an unsent comment").await?;
    reader.close().await
}

// Rule 7 and the reading tools: what a reader can choose never makes the text hard to see.
#[tokio::test]
async fn no_theme_at_any_size_has_a_violation() -> Result<()> {
    let site = Site::start(&[]).await?;
    let reader = Reader::open().await?;
    reader.read(&site.at("/?src=/articles/every-block.json")).await?;
    reader.control(".comment-form").await?;
    reader.control(".tools").await?.click().await?;
    reader.control(".reading input").await?;
    reader.run("chrome.querySelector('.reading details').open = true").await?;
    for theme in ["auto", "light", "dark", "sepia", "contrast"] {
        for size in [12, 20, 40] {
            let choose = format!(
                "chrome.querySelector('.reading').open || chrome.querySelector('.tools').click(); \
                 chrome.querySelector('.reading [value={theme}]').click(); \
                 const size = chrome.querySelector('.reading [type=range]'); size.value = {size}; \
                 size.dispatchEvent(new Event('input'))"
            );
            reader.run(&choose).await?;
            let chosen = format!("return getComputedStyle(viewer.querySelector('.av-body')).fontSize === '{size}px'");
            reader.until("the text has that size", &chosen).await?;
            for scheme in ["light", "dark"] {
                reader.set_screen(if size == 40 { 1280 } else { 360 }, 800, scheme).await?;
                for is_open in [true, false] {
                    let wanted = if is_open { "showModal" } else { "close" };
                    let set = format!(
                        "const panel = chrome.querySelector('.reading'); panel.open === {is_open} || panel.{wanted}()"
                    );
                    reader.run(&set).await?;
                    let violations = reader.accessibility_violations().await?;
                    let what = format!("{theme}, {size} px, {scheme}, open: {is_open}");
                    assert!(violations.is_empty(), "{what}:\n{}", violations.join("\n"));
                }
            }
        }
    }
    reader.close().await
}
