//! `docs/article.schema.json` is what the Rust types say, and everything that ships with the project fits it.
//! `AV_UPDATE=1` writes the file anew.

use std::{fs, path::PathBuf};

use serde_json::Value;

fn repository() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn schema() -> Value {
    let mut schema = schemars::schema_for!(article::Article).to_value();
    schema["title"] = "article-viewer/article/1".into();
    schema
}

#[test]
fn the_documented_schema_is_that_of_the_types() {
    let path = repository().join("docs/article.schema.json");
    let text = serde_json::to_string_pretty(&schema()).expect("a schema can be printed") + "\n";
    if std::env::var_os("AV_UPDATE").is_some() {
        fs::write(&path, &text).expect("a writable folder");
    }
    assert_eq!(fs::read_to_string(&path).unwrap_or_default(), text, "run with AV_UPDATE=1 and look at the difference");
}

#[test]
fn the_articles_that_ship_fit_the_schema_and_are_read_without_notice() {
    let validator = jsonschema::validator_for(&schema()).expect("the schema is one");
    let mut seen = 0;
    for entry in fs::read_dir(repository().join("articles")).expect("the samples are part of the repository") {
        let path = entry.expect("a readable entry").path();
        if path.extension().is_none_or(|extension| extension != "json") {
            continue;
        }
        let bytes = fs::read(&path).expect("a readable sample");
        let reading = article::read(&bytes, &article::NativePlatform, Some("https://news.example/articles/x.json"))
            .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        assert_eq!(reading.notices, [], "{}", path.display());
        // The printed form is the long one, which the schema describes.
        let printed = serde_json::to_value(&reading.article).expect("an article can be printed");
        let errors: Vec<String> = validator.iter_errors(&printed).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{}: {errors:#?}", path.display());
        seen += 1;
    }
    assert!(seen >= 4, "the samples are missing");
}

#[test]
fn the_schema_refuses_what_is_no_article() {
    let validator = jsonschema::validator_for(&schema()).expect("the schema is one");
    for wrong in [
        r#"{"schema": "rss/2"}"#,
        r#"{"schema": "article-viewer/article/1", "body": [{"type": "heading", "level": 7, "content": []}]}"#,
        r#"{"schema": "article-viewer/article/1", "published": "yesterday"}"#,
    ] {
        let wrong: Value = serde_json::from_str(wrong).expect("JSON");
        assert!(!validator.is_valid(&wrong), "{wrong}");
    }
}
