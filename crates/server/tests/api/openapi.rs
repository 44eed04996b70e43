//! The document of the API says what the API does.

use std::{collections::BTreeSet, fs};

use axum::{body::Body, http::Request};
use engagement::{limits, paths};
use serde_json::{Value, json};

use super::helpers::TestServer;

async fn document() -> Value {
    TestServer::start().await.get(paths::OPENAPI).await.json()
}

/// `AV_UPDATE=1` writes `docs/openapi.json` anew.
#[tokio::test]
async fn the_document_served_is_the_one_in_the_documentation() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/openapi.json");
    let served = TestServer::start().await.get(paths::OPENAPI).await;
    assert_eq!(served.headers["content-type"], "application/json");
    if std::env::var_os("AV_UPDATE").is_some() {
        fs::write(file, &served.text).expect("a writable folder");
    }
    let written = fs::read_to_string(file).unwrap_or_default();
    assert_eq!(served.text, written, "run with AV_UPDATE=1 and look at the difference");
}

#[tokio::test]
async fn every_route_is_in_it_with_every_method_it_takes() {
    let server = TestServer::start().await;
    let document = document().await;
    let all = [
        paths::VIEWS,
        paths::COMMENTS,
        paths::COMMENT,
        paths::LIKE,
        paths::REPORT,
        paths::PIN,
        paths::PREVIEW,
        paths::ME,
        paths::LIVE,
        paths::OPENAPI,
        paths::HEALTHZ,
        paths::READYZ,
    ];
    let documented: BTreeSet<_> = document["paths"].as_object().expect("paths").keys().map(String::as_str).collect();
    assert_eq!(documented, BTreeSet::from(all));
    for path in all {
        for method in ["GET", "POST", "PUT", "DELETE", "PATCH"] {
            let request = Request::builder().method(method).uri(path.replace("{id}", "x")).body(Body::empty());
            let answer = server.send(request.expect("a request")).await;
            let is_taken = answer.status != 405;
            let is_documented = document["paths"][path].get(method.to_lowercase()).is_some();
            assert_eq!(is_taken, is_documented, "{method} {path}: {}", answer.status);
            if !is_taken {
                let allowed = answer.headers["allow"].to_str().expect("text");
                let allowed = allowed.split(',').map(str::to_lowercase).filter(|it| it != "head");
                let documented: BTreeSet<String> =
                    document["paths"][path].as_object().expect("methods").keys().cloned().collect();
                assert_eq!(allowed.collect::<BTreeSet<_>>(), documented, "{path}");
            }
        }
    }
}

#[tokio::test]
async fn its_limits_are_those_of_both_ends() {
    let document = document().await;
    let shape = |name: &str, member: &str| document["components"]["schemas"][name]["properties"][member].clone();
    assert_eq!(shape("Author", "name")["maxLength"], limits::MAX_NAME_CHARS);
    for (name, member) in [("NewComment", "text"), ("Text", "text")] {
        assert_eq!(shape(name, member)["maxLength"], limits::MAX_TEXT_CHARS);
    }
    let events = shape("Event", "event");
    let events: Vec<_> =
        events["oneOf"][0]["enum"].as_array().expect("names").iter().filter_map(Value::as_str).collect();
    assert_eq!(engagement::live::ALL.split(' ').collect::<Vec<_>>(), events);
    let list = &document["paths"][paths::COMMENTS]["get"]["parameters"];
    let parameter = |name: &str| {
        let parameters = list.as_array().expect("parameters");
        parameters.iter().find(|parameter| parameter["name"] == name).expect("the parameter")["schema"].clone()
    };
    assert_eq!((&parameter("limit")["minimum"], &parameter("limit")["maximum"]), (&json!(1), &json!(limits::MAX_PAGE)));
    assert_eq!(parameter("limit")["default"], limits::DEFAULT_PAGE);
    for article in [shape("Seen", "article"), shape("NewComment", "article"), parameter("article")] {
        assert_eq!(article["maxLength"], limits::MAX_ARTICLE_ID_CHARS);
        assert_eq!(article["pattern"], parameter("article")["pattern"]);
    }
}

#[tokio::test]
async fn its_references_lead_somewhere_and_its_refusals_are_problems() {
    fn references<'a>(value: &'a Value, found: &mut Vec<&'a str>) {
        match value {
            Value::Object(members) => {
                found.extend(members.get("$ref").and_then(Value::as_str));
                members.values().for_each(|value| references(value, found));
            }
            Value::Array(values) => values.iter().for_each(|value| references(value, found)),
            _ => {}
        }
    }
    let document = document().await;
    let mut found = Vec::new();
    references(&document, &mut found);
    assert!(found.len() > 20);
    for reference in found {
        assert!(document.pointer(reference.trim_start_matches('#')).is_some(), "{reference}");
    }
    for (path, methods) in document["paths"].as_object().expect("paths") {
        for (method, operation) in methods.as_object().expect("methods") {
            let responses = operation["responses"].as_object().expect("responses");
            for (status, response) in
                responses.iter().filter(|(status, _)| status.as_str() >= "400" && path != "/readyz")
            {
                let schema = &response["content"]["application/problem+json"]["schema"]["$ref"];
                assert_eq!(*schema, "#/components/schemas/Problem", "{method} {path} {status}");
                let has_wait = response["headers"].get("Retry-After").is_some();
                assert_eq!(has_wait, ["429", "503", "507"].contains(&status.as_str()), "{method} {path} {status}");
            }
        }
    }
}
