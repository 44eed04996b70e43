//! What reading costs in time, beside the least that it could: `cargo bench -p article`.
//!
//! The floor of a native article is `serde_json::from_slice::<Value>` of the same bytes, that of HTML is html5ever's parse of
//! the same text. Ratios of one run are what counts.

use std::hint::black_box;

use article::{HtmlPlatform as _, NativePlatform, Options};
use criterion::{Criterion, criterion_group, criterion_main};
use serde_json::{Value, json};

const WORDS: &str = "The river rose by two metres in the night, and nobody slept who could hear it from the mill.";

/// About a megabyte of a native article.
fn native() -> Vec<u8> {
    let paragraph = json!({ "type": "paragraph", "content": [WORDS, { "type": "strong", "content": [WORDS] }, WORDS] });
    let heading = json!({ "type": "heading", "level": 2, "content": ["The mill"] });
    let body: Vec<&Value> = [&paragraph, &paragraph, &paragraph, &heading].into_iter().cycle().take(3_800).collect();
    json!({ "schema": "article-viewer/article/1", "headline": "High water", "body": body }).to_string().into_bytes()
}

/// About a megabyte of HTML as a system writes it.
fn html() -> String {
    let part = format!(
        "<h2>The mill</h2>\n<p>{WORDS} <strong>{WORDS}</strong> <a href=\"https://news.example/mill\">{WORDS}</a></p>\n\
         <figure class=\"wp-block-image\"><img src=\"/mill.jpg\" width=\"800\" height=\"600\" alt=\"A mill\"><figcaption>The mill</figcaption></figure>\n\
         <ul><li>{WORDS}</li><li>{WORDS}</li></ul>\n"
    );
    part.repeat(1_000_000 / part.len())
}

fn reading(criterion: &mut Criterion) {
    let base = Some("https://news.example/articles/a.json");
    let native = native();
    let mut group = criterion.benchmark_group("a native article of 1 MB");
    group.bench_function("floor", |bencher| bencher.iter(|| serde_json::from_slice::<Value>(black_box(&native))));
    group.bench_function("read", |bencher| bencher.iter(|| article::read(black_box(&native), &NativePlatform, base)));
    group.finish();

    let html = html();
    let post = json!({ "id": 7, "link": "https://news.example/7/", "date_gmt": "2026-03-01T06:00:00",
        "title": { "rendered": "High water" }, "content": { "rendered": html } })
    .to_string()
    .into_bytes();
    let mut group = criterion.benchmark_group("a post of 1 MB of HTML");
    group.bench_function("floor", |bencher| bencher.iter(|| NativePlatform.parse_html(black_box(&html))));
    group.bench_function("read", |bencher| bencher.iter(|| article::read(black_box(&post), &NativePlatform, base)));
    // What is named need not be found out.
    let options = Options { base, format: Some("wordpress"), ..Options::default() };
    group.bench_function("read, without finding out the format", |bencher| {
        bencher.iter(|| article::read_with(black_box(&post), &NativePlatform, &options));
    });
    group.finish();
}

criterion_group!(benches, reading);
criterion_main!(benches);
