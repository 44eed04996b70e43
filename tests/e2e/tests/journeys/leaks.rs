//! Elements that come and go leave nothing behind.
//!
//! Counts after a forced collection, never times: what a thousand cycles have left is what a hundred had.

use anyhow::{Context as _, Result};
use e2e::{Reader, Site};
use serde_json::{Value, json};

/// One element after the other: made, attached, loaded, used, removed. Each address is another, so that none is shared.
const CYCLES: &str = "
    window.cycles = async (number) => {
        for (let n = 0; n < number; n++) {
            const viewer = document.createElement('article-viewer');
            viewer.src = `/articles/pledges.json?${n % 10}`;
            viewer.api = '/';
            const loaded = new Promise((resolve) => viewer.addEventListener('av-load', resolve, { once: true }));
            document.body.append(viewer);
            await loaded;
            viewer.lang = 'en';
            viewer.theme = 'dark';
            await new Promise((resolve) => setTimeout(resolve));
            // Now and then a reader gets as far as the comments.
            while (n % 10 === 0 && !viewer.shadowRoot.querySelector('.comment-form, .comments-failed')) {
                viewer.shadowRoot.querySelector('.comments-title')?.scrollIntoView();
                await new Promise((r) => setTimeout(r, 5));
            }
            viewer.remove();
            await null;
            // The browser's own list of requests is not ours to keep short.
            performance.clearResourceTimings();
        }
    };";

/// What is left.
#[derive(Debug)]
struct Left {
    nodes: u64,
    listeners: u64,
    heap: f64,
    wasm: u64,
}

async fn cycles(reader: &Reader, number: u32) -> Result<()> {
    // A hundred at a time: a driver's patience with one script has an end. To ask again and again whether they are done
    // would fill the heap with scripts.
    for _ in 0..number / 100 {
        reader.run("return cycles(100)").await?;
    }
    Ok(())
}

async fn left(reader: &Reader) -> Result<Left> {
    // What is shared for a second, and answers under way, are over by then.
    tokio::time::sleep(std::time::Duration::from_secs(2)).await;
    // More than once: what one collection frees may hold on to what the next one does.
    for _ in 0..5 {
        reader.devtools("HeapProfiler.collectGarbage", json!({})).await?;
    }
    let counters = reader.devtools("Memory.getDOMCounters", json!({})).await?;
    let heap = reader.devtools("Runtime.getHeapUsage", json!({})).await?;
    let wasm = reader
        .run("return Object.values(instances[0].exports).find((one) => one instanceof WebAssembly.Memory).buffer.byteLength")
        .await?;
    let count = |value: &Value| value.as_u64().with_context(|| format!("a count: {value}"));
    Ok(Left {
        nodes: count(&counters["nodes"])?,
        listeners: count(&counters["jsEventListeners"])?,
        heap: heap["usedSize"].as_f64().context("the size of the heap")?,
        wasm: count(&wasm)?,
    })
}

/// Compares what a hundred cycles leave with what a thousand do.
async fn leaves_nothing(reader: &Reader) -> Result<()> {
    reader.devtools("HeapProfiler.enable", json!({})).await?;
    // What runs often the engine compiles and takes notes of, which grow for the first thousand cycles or so.
    cycles(reader, 1_000).await?;
    cycles(reader, 100).await?;
    let early = left(reader).await?;
    cycles(reader, 900).await?;
    let late = left(reader).await?;
    let said = format!("after 100 {early:?}, after 1,000 {late:?}");
    assert_eq!((late.nodes, late.listeners), (early.nodes, early.listeners), "nodes and listeners: {said}");
    assert!(late.heap < early.heap * 1.05, "heap: {said}");
    assert_eq!(late.wasm, early.wasm, "wasm memory: {said}");
    Ok(())
}

// V35
#[tokio::test]
async fn a_thousand_articles_leave_what_a_hundred_leave() -> Result<()> {
    let (site, reader) = (Site::start(&[]).await?, Reader::open().await?);
    reader
        .before_pages(
            "window.instances = []; const real = WebAssembly.instantiateStreaming; \
             WebAssembly.instantiateStreaming = async (...all) => { const made = await real.apply(WebAssembly, all); \
             instances.push(made.instance); return made; };",
        )
        .await?;
    reader.read(&site.at("/viewer.html?src=/articles/pledges.json")).await?;
    reader.run(CYCLES).await?;
    leaves_nothing(&reader).await?;
    reader.close().await
}

/// A browser has six connections to a host: what is left open would soon be all of them.
#[tokio::test]
async fn of_many_conversations_one_stream_is_open() -> Result<()> {
    let site = Site::start(&[]).await?;
    let reader = Reader::open().await?;
    let count = "window.open_streams = 0; window.opened = 0; const Real = EventSource; window.EventSource = class extends Real { \
                 constructor(url) { super(url); open_streams++; opened++; } close() { open_streams--; super.close(); } };";
    reader.before_pages(count).await?;
    reader.read(&site.at("/viewer.html?src=/articles/pledges.json")).await?;
    for number in 1..=8 {
        reader.run(&format!("viewer.setAttribute('article-id', 'number {number}')")).await?;
        reader.control(".comment-form").await?;
    }
    assert_eq!(reader.run("return open_streams").await?, json!(1));
    assert!(reader.run("return opened").await?.as_u64() >= Some(8), "there were others before");
    reader.run("viewer.remove()").await?;
    reader.until("none is left", "return open_streams === 0").await?;
    reader.close().await
}
