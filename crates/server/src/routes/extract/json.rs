//! Bodies of JSON.

use std::fmt;

use axum::{
    body::Bytes,
    extract::{FromRequest, Request},
    http::{HeaderMap, StatusCode, header},
};
use serde::{
    Deserialize, Deserializer,
    de::{DeserializeOwned, MapAccess, Visitor},
};

use crate::error::Error;

/// A body of JSON. Other media types are refused, so that a page of another site has to ask first: a plain form needs no
/// preflight (Fetch, "CORS-safelisted request-header").
pub(in crate::routes) struct Json<T>(pub(in crate::routes) T);

impl<T: DeserializeOwned + 'static, S: Send + Sync> FromRequest<S> for Json<T> {
    type Rejection = Error;

    async fn from_request(request: Request, state: &S) -> Result<Self, Error> {
        if !is_json(request.headers()) {
            return Err(Error::UnsupportedMediaType);
        }
        let bytes = Bytes::from_request(request, state).await.map_err(|rejection| match rejection.status() {
            StatusCode::PAYLOAD_TOO_LARGE => Error::TooLarge,
            _ => Error::TimedOut,
        })?;
        // Serde takes a list for a struct, member by member. What is sent would depend on their order, which nothing promises.
        let read = serde_json::from_slice::<NoList>(&bytes).and_then(|_| serde_json::from_slice(&bytes));
        read.map(Self).map_err(|error| Error::invalid("body-invalid", format!("The body cannot be read: {error}.")))
    }
}

/// Whether a body says that it is JSON, in the encoding that JSON has (RFC 8259 §8.1).
fn is_json(headers: &HeaderMap) -> bool {
    let text = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let mut parts = text.split(';').map(str::trim);
    parts.next().is_some_and(|media_type| media_type.eq_ignore_ascii_case("application/json"))
        && parts.all(|parameter| match parameter.split_once('=') {
            Some((name, value)) if name.eq_ignore_ascii_case("charset") => {
                value.trim_matches('"').eq_ignore_ascii_case("utf-8")
            }
            _ => true,
        })
}

/// Any JSON in which no list occurs.
struct NoList;

impl<'de> Deserialize<'de> for NoList {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(NoListVisitor)
    }
}

struct NoListVisitor;

/// A value on its own, of any kind.
macro_rules! single {
    ($($visit:ident: $type:ty),+) => {
        $(fn $visit<E>(self, _: $type) -> Result<NoList, E> {
            Ok(NoList)
        })+
    };
}

impl<'de> Visitor<'de> for NoListVisitor {
    type Value = NoList;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("an object")
    }

    single!(visit_bool: bool, visit_i64: i64, visit_u64: u64, visit_f64: f64, visit_str: &str);

    fn visit_unit<E>(self) -> Result<NoList, E> {
        Ok(NoList)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<NoList, A::Error> {
        while map.next_entry::<NoList, NoList>()?.is_some() {}
        Ok(NoList)
    }
}
