//! Each `tests/fixtures/<format>/<case>.json` is read, and must come out as `<case>.expected` says: the article in the
//! native format, then the notices. Of `tests/fixtures/html/<construct>.html` it is the body alone, with that as its HTML.
//! `AV_UPDATE=1` writes what came out; look at the difference before committing it.

use std::{fmt::Write as _, fs, path::Path};

use article::NativePlatform;
use serde_json::json;

fn outcome(case: &Path) -> String {
    let fixture = fs::read_to_string(case).expect("a readable fixture");
    let is_html = case.extension().is_some_and(|extension| extension == "html");
    let post = || json!({ "id": 1, "title": { "rendered": "A post" }, "content": { "rendered": fixture } }).to_string();
    let document = if is_html { post() } else { fixture };
    match article::read(document.as_bytes(), &NativePlatform, Some("https://news.example/articles/case.json")) {
        Err(error) => format!("error: {error}\n"),
        Ok(reading) => {
            let article = &reading.article;
            let pretty = if is_html {
                let lead = article.image.iter().map(|image| json!({ "lead image": image }));
                let body = article.body.iter().map(|block| json!(block));
                // A line for each block: what became of it can be seen at once.
                lead.chain(body).map(|block| block.to_string() + "\n").collect()
            } else {
                serde_json::to_string_pretty(article).expect("an article can be printed") + "\n"
            };
            let mut text = pretty;
            for notice in &reading.notices {
                // Where it is about is a pointer (RFC 6901), each of which begins with a slash.
                writeln!(text, "{}", notice.to_string().trim_start_matches('/')).expect("a string can be written to");
            }
            text
        }
    }
}

#[test]
fn every_fixture_reads_as_expected() {
    let entries = |folder: &Path| fs::read_dir(folder).expect("the fixtures are part of the repository");
    let mut cases: Vec<_> = entries(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures"))
        .flat_map(|folder| entries(&folder.expect("a readable entry").path()))
        .map(|entry| entry.expect("a readable entry").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "json" || extension == "html"))
        .collect();
    cases.sort();
    assert!(cases.len() >= 8, "fixtures are missing: {cases:?}");
    for case in cases {
        let found = outcome(&case);
        let expected = case.with_extension("expected");
        if std::env::var_os("AV_UPDATE").is_some() {
            fs::write(&expected, &found).expect("a writable folder");
        }
        let wanted = fs::read_to_string(&expected).unwrap_or_default();
        assert_eq!(found, wanted, "{}", case.display());
    }
}

#[test]
fn every_construct_of_html_is_documented() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let document = fs::read_to_string(root.join("../../docs/formats.md")).expect("the document");
    let mut named: Vec<&str> = document.split('`').filter(|code| code.starts_with("html/")).collect();
    let mut there: Vec<String> = fs::read_dir(root.join("tests/fixtures/html"))
        .expect("the fixtures are part of the repository")
        .map(|fixture| format!("html/{}", fixture.expect("a readable entry").file_name().to_string_lossy()))
        .filter(|name| !name.ends_with(".expected"))
        .collect();
    named.sort_unstable();
    there.sort_unstable();
    assert_eq!(named, there);
}
