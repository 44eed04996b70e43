//! `GET /api/v1/openapi.json`: what the API takes and answers, for programs (OpenAPI 3.1).
//!
//! It is made of what the routes say of themselves, of the shapes in `engagement`, and of [`Error`](crate::error::Error), so
//! that it cannot say otherwise. `docs/openapi.json` is the same, and a test holds the two together.

mod blocks;
pub(super) mod event;
pub(super) mod refusals;

use std::sync::LazyLock;

use axum::{
    body::Bytes,
    http::header,
    response::{IntoResponse, Response},
};
use serde_json::Value;
use utoipa::{
    Modify, OpenApi,
    openapi::security::{Http, HttpAuthScheme, SecurityScheme},
};

use super::{comments, health, live, me, views};

#[derive(OpenApi)]
#[openapi(
    info(
        title = "article-viewer",
        description = "Views and comments of articles. `docs/api.md` says it in sentences.",
        license(name = "MIT", identifier = "MIT"),
    ),
    paths(
        views::seen,
        comments::list,
        comments::add,
        comments::edit,
        comments::delete,
        comments::like,
        comments::unlike,
        comments::report,
        comments::pin,
        comments::unpin,
        comments::preview,
        me::list,
        me::erase,
        live::stream,
        document,
        health::healthz,
        health::readyz,
    ),
    components(schemas(engagement::problem::Problem, engagement::live::Counts)),
    modifiers(&Secret)
)]
struct Api;

/// The secret of a reader's browser, and the token of an account.
struct Secret;

impl Modify for Secret {
    fn modify(&self, api: &mut utoipa::openapi::OpenApi) {
        let mut bearer = Http::new(HttpAuthScheme::Bearer);
        bearer.description = Some(
            "22 to 128 letters, digits, `-` and `_`, made at random by the reader's browser and kept there. What is written \
             with it belongs to whoever knows it. Pins want the one of `--admin-secret`."
                .to_owned(),
        );
        let components = api.components.get_or_insert_default();
        components.add_security_scheme("secret", SecurityScheme::Http(bearer));
        let mut token = Http::new(HttpAuthScheme::Bearer);
        token.bearer_format = Some("JWT".to_owned());
        token.description = Some(
            "A short-lived token of the site's own accounts, signed with EdDSA, ES256 or RS256, where the server is told of \
             them (`--user-issuer`). It has a full stop in it, which a secret has not."
                .to_owned(),
        );
        components.add_security_scheme("token", SecurityScheme::Http(token));
    }
}

/// The document, as text.
static DOCUMENT: LazyLock<Bytes> = LazyLock::new(|| {
    let mut document = serde_json::to_value(Api::openapi()).unwrap_or_default();
    straighten(&mut document);
    let text = serde_json::to_string_pretty(&document).unwrap_or_default();
    // The library names a shape after what it is made of; here every comment is made of the same.
    Bytes::from(text.replace("_Body", "") + "\n")
});

/// A parameter that may be absent has no way of being null.
fn straighten(document: &mut Value) {
    match document {
        Value::Object(members) => {
            if members.contains_key("in")
                && let Some(schema) = members.get_mut("schema")
            {
                *schema = without_null(schema.take());
            }
            members.values_mut().for_each(straighten);
        }
        Value::Array(values) => values.iter_mut().for_each(straighten),
        _ => {}
    }
}

fn without_null(mut schema: Value) -> Value {
    let is_null = |value: &Value| *value == "null" || value["type"] == "null";
    for key in ["type", "oneOf"] {
        let Some(kinds) = schema.get_mut(key).and_then(Value::as_array_mut) else { continue };
        kinds.retain(|kind| !is_null(kind));
        if let [kind] = &mut kinds[..] {
            let kind = kind.take();
            if key == "oneOf" {
                return kind;
            }
            schema[key] = kind;
        }
    }
    schema
}

/// This document.
#[utoipa::path(
    get,
    path = engagement::paths::OPENAPI,
    tag = "about",
    operation_id = "getDocument",
    responses((status = 200, description = "The document.", content_type = "application/json", body = Object))
)]
pub(super) async fn document() -> Response {
    ([(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, "no-cache")], DOCUMENT.clone())
        .into_response()
}
