//! What each request can be refused with, by the errors themselves: status, codes and headers are theirs.

use std::collections::BTreeMap;

use engagement::{
    comments::CommentError,
    problem::{self, Problem},
};
use utoipa::{
    IntoResponses, ToSchema as _,
    openapi::{ContentBuilder, HeaderBuilder, ObjectBuilder, Ref, RefOr, Response, ResponseBuilder, Type},
};

use crate::{accounts::Refusal, error::Error, store::StoreError};

/// A type for each list of errors, to be named where a route is described.
macro_rules! refusals {
    ($($(#[$doc:meta])* $name:ident: $errors:expr;)+) => {$(
        $(#[$doc])*
        pub(in crate::routes) struct $name;

        impl IntoResponses for $name {
            fn responses() -> BTreeMap<String, RefOr<Response>> {
                responses($errors.into_iter().flatten().collect())
            }
        }
    )+};
}

refusals! {
    /// Of a view reported.
    OfSeen: [always(), body(), of("article-invalid"), vec![Error::OtherSite], writes()];
    /// Of a list.
    OfList: [always(), of("query-invalid"), of("article-invalid"), of("cursor-invalid"), vec![Error::NoComment, Error::OtherSite]];
    /// Of a comment posted.
    OfAdd: [
        always(), body(), of("article-invalid"), of("idempotency-key-missing"), of("idempotency-key-invalid"), owner(),
        sign_in(), name(), text(), vec![Error::KeyReused, Error::NoParent, Error::TooDeep, Error::Closed, Error::Banned, Error::OtherSite], writes(),
    ];
    /// Of an edit.
    OfEdit: [always(), body(), changed(), vec![Error::Closed], text(), writes()];
    /// Of a deletion.
    OfDelete: [always(), changed(), writes()];
    /// Of a like.
    OfLike: [always(), owner(), sign_in(), vec![Error::NoComment], writes()];
    /// Of a report.
    OfReport: [always(), body(), owner(), sign_in(), vec![Error::NoComment], writes()];
    /// Of a pin.
    OfPin: [always(), vec![Error::NoSecret, Error::NotYours, Error::NoComment], writes()];
    /// Of a preview.
    OfPreview: [always(), body(), text()];
    /// Of the list of one's own.
    OfOwn: [always(), of("query-invalid"), of("cursor-invalid"), owner()];
    /// Of erasing it.
    OfErase: [always(), owner(), writes()];
    /// Of a stream.
    OfLive: [always(), of("query-invalid"), of("article-invalid"), vec![Error::OtherSite]];
}

fn always() -> Vec<Error> {
    vec![Error::TimedOut, Error::TooMany { retry_after_seconds: 1 }, Error::Internal, Error::Store(StoreError::Busy)]
}

fn writes() -> Vec<Error> {
    vec![Error::Store(StoreError::Full)]
}

fn of(code: &'static str) -> Vec<Error> {
    vec![Error::invalid(code, "")]
}

fn body() -> Vec<Error> {
    vec![Error::invalid("body-invalid", ""), Error::TooLarge, Error::UnsupportedMediaType]
}

fn owner() -> Vec<Error> {
    vec![Error::NoSecret, Refusal::Expired.into(), Refusal::Unavailable { retry_after_seconds: 1 }.into()]
}

fn sign_in() -> Vec<Error> {
    vec![Refusal::Needed.into()]
}

fn changed() -> Vec<Error> {
    [owner(), vec![Error::NotYours, Error::TooLate { minutes: 15 }, Error::NoComment]].concat()
}

fn name() -> Vec<Error> {
    vec![Error::Comment(CommentError::NameMissing), Error::Comment(CommentError::NameTooLong)]
}

fn text() -> Vec<Error> {
    vec![Error::Comment(CommentError::TextMissing), Error::Comment(CommentError::TextTooLong)]
}

/// One response of each status, with the codes of all errors that have it.
fn responses(errors: Vec<Error>) -> BTreeMap<String, RefOr<Response>> {
    let mut of_status: BTreeMap<u16, Vec<Error>> = BTreeMap::new();
    for error in errors {
        of_status.entry(error.problem().0.as_u16()).or_default().push(error);
    }
    of_status.into_iter().map(|(status, errors)| (status.to_string(), response(&errors).into())).collect()
}

fn response(errors: &[Error]) -> Response {
    let mut codes: Vec<_> = errors.iter().map(|error| format!("`{}`", error.problem().1)).collect();
    codes.dedup();
    let problem = ContentBuilder::new().schema(Some(Ref::from_schema_name(Problem::name()))).build();
    let mut response = ResponseBuilder::new().description(codes.join(", ")).content(problem::CONTENT_TYPE, problem);
    if errors.iter().any(|error| error.retry_after().is_some()) {
        let seconds = ObjectBuilder::new().schema_type(Type::Integer).minimum(Some(1)).build();
        let header = HeaderBuilder::new().schema(seconds).description(Some("Seconds to wait.")).build();
        response = response.header("Retry-After", header);
    }
    response.build()
}
