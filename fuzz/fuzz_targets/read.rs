//! Any bytes, in any format: reading them ends, and what was read stays the same when it is printed and read again.
//!
//! ```text
//! mkdir -p fuzz/corpus/read
//! cargo +nightly fuzz run read fuzz/corpus/read crates/article/tests/fixtures -- -max_total_time=60 -timeout=10
//! ```

#![no_main]

use article::NativePlatform;
use libfuzzer_sys::fuzz_target;

const BASE: Option<&str> = Some("https://news.example/articles/a.json");

fuzz_target!(|bytes: &[u8]| {
    let Ok(once) = article::read(bytes, &NativePlatform, BASE) else { return };
    let printed = serde_json::to_vec(&once.article).expect("an article can be printed");
    let twice = article::read(&printed, &NativePlatform, BASE).expect("a printed article is an article");
    assert_eq!(once.article, twice.article, "{}", String::from_utf8_lossy(&printed));
});
