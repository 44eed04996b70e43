//! Publishers' formats, made the native one in the browser.
//!
//! A wasm of its own, so that a page with native articles never loads it: `adapters.js` asks for it when a document is of
//! another format. What goes in has been parsed by the browser, and comes as tokens ([`tokens`]); what comes out is
//! JSON of the native format, which the viewer reads like any other.

mod tokens;

use article::{
    Adapted, Html, HtmlPlatform, Json, JsonWriter, NotJson, Options, Platform, ReadError, adapt as adapt_document,
};
use wasm_bindgen::prelude::*;

#[cfg(target_arch = "wasm32")]
#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();

#[wasm_bindgen(module = "/src/adapters.js")]
extern "C" {
    fn resolve(url: &str, base: Option<&str>) -> Option<String>;
    fn html(text: &str) -> String;
    #[wasm_bindgen(js_name = number)]
    fn number_of(text: &str) -> f64;
    fn digits(number: f64) -> String;
}

/// The browser's own parsers.
struct Browser;

impl Platform for Browser {
    fn resolve_url(&self, base: Option<&str>, url: &str) -> Option<String> {
        resolve(url, base)
    }

    /// The document has been parsed before it came here, and nothing in it is parsed again.
    fn parse_json(&self, _: &str) -> Result<Json, NotJson> {
        Err(NotJson::default())
    }

    fn number(&self, number: f64) -> String {
        digits(number)
    }
}

impl HtmlPlatform for Browser {
    fn parse_html(&self, text: &str) -> Html {
        tokens::html(&html(text))
    }
}

/// Makes a document of the native format.
///
/// `document` and `overlay` are tokens; the other arguments are as in [`Options`].
///
/// # Errors
///
/// A code and a sentence for the reader, with a line break between them.
#[wasm_bindgen]
pub fn adapt(
    document: &str,
    base: &str,
    format: Option<String>,
    item: Option<String>,
    overlay: Option<String>,
    now_ms: f64,
) -> Result<String, String> {
    let overlay = overlay.map(|overlay| tokens::json(&overlay, &number_of));
    #[expect(clippy::cast_possible_truncation, reason = "milliseconds since 1970")]
    let now_ms = Some(now_ms as i64);
    let options = Options {
        base: Some(base),
        format: format.as_deref(),
        item: item.as_deref(),
        overlay: overlay.as_ref(),
        now_ms,
    };
    let document = tokens::json(document, &number_of);
    adapt_document(document, &Browser, &options).map(written).map_err(|error| said(&error))
}

/// The document, with what was said about the original.
fn written(Adapted { article, notices, .. }: Adapted) -> String {
    let mut document = JsonWriter::default();
    if let Json::Object(article) = &article {
        document.members(article, &digits);
    }
    if !notices.is_empty() {
        document.objects(
            "notices",
            notices.iter().map(|notice| {
                let mut object = JsonWriter::default();
                object.text("pointer", &notice.pointer).text("message", &notice.message);
                object
            }),
        );
    }
    document.finish()
}

/// A stable word for what went wrong, and what the reader is told.
fn said(error: &ReadError) -> String {
    let sentence = match error {
        ReadError::Answer(message) => "The site answered with an error: ".to_owned() + message,
        ReadError::NoArticle { .. } => "There is no article in what arrived.".to_owned(),
        ReadError::NoItem => "The article asked for is not among those that arrived.".to_owned(),
        ReadError::Embargoed(_) => "This article is not published yet.".to_owned(),
        ReadError::Withdrawn => "The publisher has withdrawn this article.".to_owned(),
        ReadError::UnknownFormat => "The page asks for a format that is not known.".to_owned(),
        _ => "What arrived is not an article this page can read.".to_owned(),
    };
    code(error).to_owned() + "\n" + &sentence
}

fn code(error: &ReadError) -> &'static str {
    match error {
        ReadError::Answer(_) => "answer",
        ReadError::NoItem => "no-item",
        ReadError::Embargoed(_) => "embargoed",
        ReadError::Withdrawn => "withdrawn",
        ReadError::UnknownFormat => "unknown-format",
        _ => "not-an-article",
    }
}
