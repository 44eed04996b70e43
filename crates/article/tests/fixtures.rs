//! Each `tests/fixtures/<format>/<case>.json` is read, and must come out as `<case>.expected` says: the article in the
//! native format, then the notices. `AV_UPDATE=1` writes what came out; look at the difference before committing it.

use std::{fmt::Write as _, fs, path::Path};

use article::NativePlatform;

fn outcome(bytes: &[u8]) -> String {
    match article::read(bytes, &NativePlatform, Some("https://news.example/articles/case.json")) {
        Err(error) => format!("error: {error}\n"),
        Ok(reading) => {
            let mut text = serde_json::to_string_pretty(&reading.article).expect("an article can be printed");
            text.push('\n');
            for notice in &reading.notices {
                writeln!(text, "{notice}").expect("a string can be written to");
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
        .filter(|path| path.extension().is_some_and(|extension| extension == "json"))
        .collect();
    cases.sort();
    assert!(cases.len() >= 8, "fixtures are missing: {cases:?}");
    for case in cases {
        let found = outcome(&fs::read(&case).expect("a readable fixture"));
        let expected = case.with_extension("expected");
        if std::env::var_os("AV_UPDATE").is_some() {
            fs::write(&expected, &found).expect("a writable folder");
        }
        let wanted = fs::read_to_string(&expected).unwrap_or_default();
        assert_eq!(found, wanted, "{}", case.display());
    }
}
