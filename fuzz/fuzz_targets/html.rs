//! Any HTML, as the text of a post: parsing and reading it ends, and what was read stays the same when it is printed and
//! read again.
//!
//! ```text
//! mkdir -p fuzz/corpus/html
//! cargo +nightly fuzz run html fuzz/corpus/html -- -max_total_time=60 -timeout=10
//! ```

#![no_main]

use article::NativePlatform;
use libfuzzer_sys::fuzz_target;
use serde_json::json;

const BASE: Option<&str> = Some("https://news.example/articles/a.json");

fuzz_target!(|html: &str| {
    let post = json!({
        "id": 1,
        "link": "https://news.example/articles/a/",
        "title": { "rendered": "A headline" },
        "content": { "rendered": html },
    });
    let once = article::read(post.to_string().as_bytes(), &NativePlatform, BASE).expect("a headline is enough");
    let printed = serde_json::to_vec(&once.article).expect("an article can be printed");
    let twice = article::read(&printed, &NativePlatform, BASE).expect("a printed article is an article");
    assert_eq!(once.article, twice.article, "{}", String::from_utf8_lossy(&printed));
});
