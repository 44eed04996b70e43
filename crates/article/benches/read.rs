//! What reading costs in time, beside the least that it could.
//!
//! ```text
//! cargo bench -p article --profile server
//! ```
//!
//! The profile is the one that programs outside the browser are built in. Only ratios within one run count, on a machine
//! that does nothing else:
//!
//! | read | floor | at most |
//! |---|---|---|
//! | an article of the native format | `serde_json` makes a `Value` of the same bytes | 3 times as long |
//! | a post of HTML | html5ever parses the same HTML | 2 times as long |
//! | finding out that a post is of no format | reading one that is | 0.01 times as long |

use std::hint::black_box;

use article::{HtmlPlatform as _, NativePlatform, Options, Platform as _, ReadError};
use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use serde_json::{Value, json};

const MEGABYTE: usize = 1_000_000;
const BASE: Option<&str> = Some("https://news.example/articles/a.json");
const WORDS: &str = "The river rose by two metres in the night, and nobody slept who could hear it from the mill.";

/// An article of the native format.
fn native() -> Vec<u8> {
    let paragraph = json!({ "type": "paragraph", "content": [WORDS, { "type": "strong", "content": [WORDS] }, WORDS] });
    let heading = json!({ "type": "heading", "level": 2, "content": ["The mill"] });
    let part = [&paragraph, &paragraph, &paragraph, &heading];
    let length: usize = part.iter().map(|block| block.to_string().len() + 1).sum();
    let body: Vec<&Value> = part.into_iter().cycle().take(MEGABYTE / length * 4).collect();
    json!({ "schema": "article-viewer/article/1", "headline": "High water", "body": body }).to_string().into_bytes()
}

/// HTML as a system for articles writes it.
fn html() -> String {
    let part = format!(
        "<h2>The mill</h2>\n\
         <p>{WORDS} <strong>{WORDS}</strong> <a href=\"https://news.example/mill\">{WORDS}</a></p>\n\
         <figure class=\"wp-block-image\"><img src=\"/mill.jpg\" width=\"800\" height=\"600\" alt=\"A mill\">\
         <figcaption>The mill</figcaption></figure>\n\
         <ul><li>{WORDS}</li><li>{WORDS}</li></ul>\n"
    );
    part.repeat(MEGABYTE / part.len())
}

/// A post with this HTML, which is under `content` where `WordPress` is to be recognised.
fn post(title: &str, content: &str, html: &str) -> String {
    json!({
        "id": 7,
        "link": "https://news.example/7/",
        "date_gmt": "2026-03-01T06:00:00",
        title: { "rendered": "High water" },
        content: { "rendered": html },
    })
    .to_string()
}

fn read_native(criterion: &mut Criterion) {
    let document = native();
    let mut group = criterion.benchmark_group("native");
    group.throughput(Throughput::Bytes(document.len() as u64));
    group.bench_function("floor", |bencher| bencher.iter(|| serde_json::from_slice::<Value>(black_box(&document))));
    group.bench_function("read", |bencher| bencher.iter(|| article::read(black_box(&document), &NativePlatform, BASE)));
    group.finish();
}

fn read_html(criterion: &mut Criterion) {
    let html = html();
    let document = post("title", "content", &html).into_bytes();
    let mut group = criterion.benchmark_group("html");
    group.throughput(Throughput::Bytes(html.len() as u64));
    group.bench_function("floor", |bencher| bencher.iter(|| NativePlatform.parse_html(black_box(&html))));
    group.bench_function("read", |bencher| bencher.iter(|| article::read(black_box(&document), &NativePlatform, BASE)));
    group.finish();
}

/// No format is known by such names, and so every one is tried.
fn detect(criterion: &mut Criterion) {
    let document = NativePlatform.parse_json(&post("caption", "contents", &html())).expect("it was written as JSON");
    let options = Options { base: BASE, ..Options::default() };
    assert_eq!(article::adapt(document.clone(), &NativePlatform, &options), Err(ReadError::NotArticle));
    criterion.bench_function("html/detect", |bencher| {
        let adapt = |document| article::adapt(document, &NativePlatform, &options);
        bencher.iter_batched(|| document.clone(), adapt, BatchSize::LargeInput);
    });
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(30);
    targets = read_native, read_html, detect
}
criterion_main!(benches);
