//! How long ago something was said: by the server's clock, in the reader's language, for as long as somebody looks.

use anyhow::Result;
use e2e::{Hosted, Reader, Site};
use serde_json::json;

/// A page whose clock is `away` from the right one, and goes on when it is told to; which may be hidden; and whose minutes are over
/// when the test says so: `minutes` are the timers of one.
const AT_WILL: &str = "
    window.later = 0;
    const now = Date.now;
    Date.now = () => now() + later + (window.away ?? 0);
    Object.defineProperty(document, 'visibilityState', { get: () => window.pretend ?? 'visible' });
    window.pretendTo = (state) => {
        window.pretend = state;
        document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
    };
    window.minutes = new Map();
    let made = 0;
    const [begin, end] = [setTimeout, clearTimeout];
    window.setTimeout = (call, ms, ...all) => {
        if (ms !== 60_000) return begin(call, ms, ...all);
        minutes.set(--made, call);
        return made;
    };
    window.clearTimeout = (timer) => void (minutes.delete(timer) || end(timer));
    window.endMinute = () => {
        const all = [...minutes];
        minutes.clear();
        for (const [, call] of all) call();
    };";

async fn posts(reader: &Reader) -> Result<()> {
    reader.control("#comment-name").await?.send_keys("Asha").await?;
    reader.control("#comment-text").await?.send_keys("Just now.").await?;
    reader.control(".comment-form [type=submit]").await?.click().await?;
    reader.control(".comment-age").await?;
    Ok(())
}

/// After so many minutes (and a third of one: what an answer takes is not known) the comment reads as `Intl` would have it.
async fn reads(reader: &Reader, language: &str, minutes: u32, number: i32, unit: &str) -> Result<()> {
    let script = format!(
        "window.later = {minutes} * 60_000 + 20_000; endMinute(); const time = chrome.querySelector('.comment-age'); \
         const expected = {unit:?} === 'date' ? new Date(time.dateTime).toLocaleDateString({language:?}, {{ dateStyle: 'medium' }}) \
         : new Intl.RelativeTimeFormat({language:?}, {{ numeric: 'auto' }}).format({number}, {unit:?}); \
         return [time.textContent, expected]"
    );
    let texts = reader.run(&script).await?;
    assert_eq!(texts[0], texts[1], "{minutes} minutes later in {language}");
    Ok(())
}

#[tokio::test]
async fn what_was_said_grows_old_for_as_long_as_somebody_looks() -> Result<()> {
    let (site, reader) = (Site::start(&[]).await?, Reader::open().await?);
    reader.before_pages(AT_WILL).await?;
    reader.read(&site.at("/")).await?;
    posts(&reader).await?;
    let day = 24 * 60;
    for (minutes, number, unit) in [
        (0, 0, "second"),
        (1, -1, "minute"),
        (59, -59, "minute"),
        (60, -1, "hour"),
        (day - 1, -23, "hour"),
        (day, -1, "day"),
        (2 * day, -2, "day"),
        (7 * day, -7, "day"),
        (8 * day, 0, "date"),
        (5, -5, "minute"),
    ] {
        reads(&reader, "en-US", minutes, number, unit).await?;
    }
    // The whole of it is there for machines, and for who asks what "5 minutes ago" was.
    let whole = "const link = chrome.querySelector('.comment-time'), time = link.querySelector('time'); \
                 return Math.abs(Date.parse(time.dateTime) + later - Date.now()) < 600_000 \
                 && link.title === new Date(time.dateTime).toLocaleString('en-US', { dateStyle: 'medium', timeStyle: 'short' })";
    assert_eq!(reader.run(whole).await?, json!(true));

    let read = "return [minutes.size, chrome.querySelector('.comment-age').textContent]";
    reader.run("pretendTo('hidden'); window.later = 7_220_000").await?;
    assert_eq!(reader.run(read).await?, json!([0, "5 minutes ago"]), "no timer where nobody looks");
    reader.run("pretendTo('visible')").await?;
    assert_eq!(reader.run(read).await?, json!([1, "2 hours ago"]), "and at once what it is when somebody does");

    // One timer, however many conversations.
    let another = "const other = document.createElement('article-viewer'); other.src = '/articles/every-block.json'; \
                   other.api = '/'; viewer.after(other); window.other = other";
    reader.run(another).await?;
    let comes = "other.shadowRoot?.querySelector('.comments-title')?.scrollIntoView({ behavior: 'instant' }); \
                 return other.shadowRoot?.querySelector('.comment-form') != null";
    reader.until("the other conversation is there", comes).await?;
    assert_eq!(reader.run("return minutes.size").await?, json!(1));
    reader.run("other.remove()").await?;
    reads(&reader, "en-US", 3 * 60, -3, "hour").await?;
    reader.run("viewer.remove()").await?;
    reader.until("the last has ended it", "return minutes.size === 0").await?;
    reader.close().await
}

/// Hindi has a word for two days ago, and Egypt digits of its own.
#[tokio::test]
async fn how_long_ago_is_said_in_the_readers_language() -> Result<()> {
    let site = Site::start(&[]).await?;
    for language in ["hi-IN", "ar-EG"] {
        let reader = Reader::open().await?;
        let agent = reader.run("return navigator.userAgent").await?;
        reader
            .devtools("Emulation.setUserAgentOverride", json!({ "userAgent": agent, "acceptLanguage": language }))
            .await?;
        reader.before_pages(AT_WILL).await?;
        reader.read(&site.at("/")).await?;
        posts(&reader).await?;
        for (minutes, number, unit) in
            [(0, 0, "second"), (5, -5, "minute"), (2 * 24 * 60, -2, "day"), (12_000, 0, "date")]
        {
            reads(&reader, language, minutes, number, unit).await?;
        }
        reader.close().await?;
    }
    Ok(())
}

// V13
#[tokio::test]
async fn whatever_day_the_device_has_a_comment_just_sent_is_of_now() -> Result<()> {
    for days in [-2, 2] {
        let page = Hosted::set().await?;
        // From another site's page: there an answer's `Date` is seen only if the server lets it be.
        let site = Site::start(&[&format!("--allow-origin={}", page.host.at("").trim_end_matches('/'))]).await?;
        page.reader.before_pages(&format!("window.away = {days} * 86_400_000; {AT_WILL}")).await?;
        page.visit(&format!(r#"<article-viewer src="/one.json" api="{}"></article-viewer>"#, site.at(""))).await?;
        page.shows("one").await?;
        posts(&page.reader).await?;
        reads(&page.reader, "en-US", 0, 0, "second").await?;
        reads(&page.reader, "en-US", 60, -1, "hour").await?;
        page.ends_quietly().await?;
    }
    Ok(())
}
