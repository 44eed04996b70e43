//! Without a mouse: where the focus goes, and whether it is seen.

use anyhow::Result;
use e2e::{Publisher, Reader, Site};
use serde_json::{Value, json};
use thirtyfour::Key;

use crate::page::{ARTICLES, finds_nothing, look, opens};

/// What can be operated.
const CONTROLS: &str = "const isControl = (node) => node.matches('a[href], button, input, select, textarea, summary, audio, video, iframe'); \
                        const scrolls = (node) => node.matches('[role=region]') && (node.ariaLabel ?? '') !== '';";

/// A stop of the Tab key, as it is when the focus is on it. Of players and of what is written in, browsers bring the part into view
/// that has it.
const STOP: &str = "
    const node = focused();
    if (!node || node === document.body) return null;
    (window.stops ??= new Set()).add(node);
    const { top, bottom, left, right, width, height } = node.getBoundingClientRect();
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(node);
    const deep = (x, y) => { let hit = document.elementFromPoint(x, y); for (let inner; (inner = hit?.shadowRoot?.elementFromPoint(x, y)) && inner !== hit;) hit = inner; return hit; };
    const boxes = [...node.getClientRects()];
    const points = boxes.flatMap((box) => [0.1, 0.5, 0.9].flatMap((x) => [0.1, 0.5, 0.9].map((y) => [box.left + box.width * x, box.top + box.height * y])));
    return { name: nameOf(node), at: flat().indexOf(node), isControl: isControl(node) || scrolls(node),
        isWithin: node.matches('video, audio, iframe, textarea') || (top >= 0 || height > innerHeight) && (bottom <= innerHeight || height > innerHeight) && left >= 0 && right <= innerWidth,
        isSeen: points.some(([x, y]) => { const hit = deep(x, y); return hit && (node.contains(hit) || hit.contains(node) && hit !== document.body && hit !== document.documentElement && getComputedStyle(hit).position !== 'fixed'); }),
        ring: node.matches('video, audio, iframe') || outlineStyle === 'auto' || (outlineStyle === 'solid' && parseFloat(outlineWidth) >= 2 && boxShadow !== 'none') };";

/// Goes through the page by Tab, from its beginning until the focus leaves it.
async fn stops(reader: &Reader) -> Result<Vec<Value>> {
    // Whoever went to the comments for a moment is on the way back.
    tokio::time::sleep(std::time::Duration::from_millis(300)).await;
    reader.run("window.stops = new Set(); scrollTo(0, 0)").await?;
    let mut stops = Vec::new();
    for _ in 0..150 {
        reader.press(Key::Tab).await?;
        let stop = look(reader, &format!("{CONTROLS} {STOP}")).await?;
        if stop.is_null() {
            return Ok(stops);
        }
        // Parts of a player are stops too, which only the browser can tell apart.
        if stops.last() != Some(&stop) {
            stops.push(stop);
        }
    }
    anyhow::bail!("the focus never leaves: {:#?}", stops.last())
}

/// Given a page with an article, when somebody goes through it by Tab, then every control is a stop, every stop is a control or a
/// region that scrolls, all of it is in view with a ring of two colours, and the way leads out at the end.
#[tokio::test]
async fn rule_02_every_control_is_reached_by_tab_and_seen_when_it_is() -> Result<()> {
    let site = Site::start(&[]).await?;
    let reader = Reader::open().await?;
    for path in ARTICLES {
        opens(&reader, &site, path).await?;
        let stops = stops(&reader).await?;
        assert!(stops.len() > 5, "{path}: {stops:#?}");
        for stop in stops {
            assert_eq!(
                [&stop["isControl"], &stop["isWithin"], &stop["ring"]],
                [&json!(true), &json!(true), &json!(true)],
                "{path}: {stop:#}"
            );
        }
        let missed = format!(
            "{CONTROLS} return flat().filter((node) => isControl(node) && isSeen(node) && node.type !== 'radio' \
             && !node.closest('.comment-website') && !window.stops.has(node)).map(nameOf)"
        );
        finds_nothing(&reader, &format!("{path}: controls that are no stops"), &missed).await?;
    }
    reader.close().await
}

/// Given a page with an article, when somebody goes through it by Tab, then the stops come in the order in which the page is read.
#[tokio::test]
async fn wcag_2_4_3_the_focus_goes_in_the_order_of_reading() -> Result<()> {
    let site = Site::start(&[]).await?;
    let reader = Reader::open().await?;
    for path in ["/?src=/articles/every-block.json", "/?src=/articles/arabic.json"] {
        opens(&reader, &site, path).await?;
        let order: Vec<u64> = stops(&reader).await?.iter().filter_map(|stop| stop["at"].as_u64()).collect();
        assert!(order.len() > 5 && order.is_sorted(), "{path}: {order:?}");
    }
    reader.close().await
}

/// Given comments that came meanwhile, when they are asked for by keyboard, then the focus is on the first of them.
#[tokio::test]
async fn rule_02_after_what_is_new_is_shown_the_focus_is_on_its_first() -> Result<()> {
    let site = Site::start(&[]).await?;
    let reader = Reader::open().await?;
    opens(&reader, &site, "/").await?;
    // What comes first is shown at once: there is nothing that it could push away.
    for (text, seen) in [
        ("The first.", ".comment"),
        ("The second.", ".comments-fresh button"),
        ("The third.", ".comments-fresh button"),
    ] {
        let post = format!(
            "return fetch('/api/v1/comments', {{ method: 'POST', headers: {{ 'content-type': 'application/json', \
             'idempotency-key': `\"${{crypto.randomUUID()}}\"` }}, body: JSON.stringify({{ text: '{text}', \
             author: {{ name: 'Ravi' }}, article: new URL('articles/pledges.json', location).href }}) }}).then(() => 1)"
        );
        reader.run(&post).await?;
        reader.control(seen).await?;
    }
    let offered = "return chrome.querySelector('.comments-fresh button')?.textContent === 'Show 2 new comments'";
    reader.until("they are offered", offered).await?;
    reader.run("chrome.querySelector('.comments-fresh button').focus()").await?;
    reader.press(Key::Enter).await?;
    let arrived =
        "const on = chrome.activeElement; return on === chrome.querySelector('.comment') && on.matches('.comment')";
    reader.until("the focus is on the first of the list", arrived).await?;
    reader.close().await
}

/// Given notices that stand over the page, when somebody goes through it by Tab, then no stop is hidden by them.
#[tokio::test]
async fn wcag_2_4_11_the_focus_is_not_obscured() -> Result<()> {
    let site = Site::start(&[]).await?;
    let reader = Reader::open().await?;
    for (width, height) in [(1280, 800), (360, 640), (320, 256)] {
        reader.set_screen(width, height, "light").await?;
        reader.read(&site.at("/?src=/articles/every-block.json")).await?;
        let place = "localStorage.setItem('av:places', JSON.stringify([[new URL('/articles/every-block.json', location).href, [9, 0.5, 'x']]]))";
        reader.run(place).await?;
        reader.read(&site.at("/?src=/articles/every-block.json")).await?;
        reader.control(".reading-offer").await?;
        let hidden: Vec<Value> =
            stops(&reader).await?.into_iter().filter(|stop| stop["isSeen"] != json!(true)).collect();
        assert!(hidden.is_empty(), "{width} by {height}: {hidden:#?}");

        reader.run("scrollTo(0, 0); chrome.querySelector('.tools').click()").await?;
        reader.control(".reading[open]").await?;
        reader.run("chrome.querySelectorAll('.reading details').forEach((part) => part.open = true)").await?;
        for _ in 0..40 {
            reader.press(Key::Tab).await?;
            let stop = look(&reader, &format!("{CONTROLS} {STOP}")).await?;
            if stop.is_null() {
                break;
            }
            assert_eq!(stop["isSeen"], json!(true), "{width} by {height}, in the panel: {stop:#}");
        }
        reader.press(Key::Escape).await?;
    }
    reader.close().await
}

/// Given an article that does not come, when somebody uses the keyboard, then the way to try again is reached and works.
#[tokio::test]
async fn rule_02_a_failure_is_left_by_keyboard() -> Result<()> {
    let publisher = Publisher::start().await?;
    let site = Site::start(&[&format!("--article-origin={}", publisher.origin)]).await?;
    let reader = Reader::open().await?;
    reader.visit(&site.at(&format!("/?src={}", publisher.at("mends-itself.json")))).await?;
    reader
        .until_within(
            std::time::Duration::from_secs(25),
            "it has failed",
            "return chrome?.querySelector('.failure button') != null",
        )
        .await?;
    let found = stops(&reader).await?;
    assert!(
        found.iter().any(|stop| stop["name"].as_str().is_some_and(|name| name.ends_with("Try again"))),
        "{found:#?}"
    );
    reader.run("chrome.querySelector('.failure button').focus()").await?;
    reader.press(" ").await?;
    reader.until("it is there", "return viewer.querySelector('h1')?.textContent === 'Mended'").await?;
    reader.close().await
}
