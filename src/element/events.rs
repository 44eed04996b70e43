//! The events a host can hear. They bubble and leave shadow trees; their details are plain data.

use article::{JsonWriter, Notice};
use web_sys::HtmlElement;

use crate::{browser::js, loader::LoadError};

/// `av-load`: an article is about to be shown. The host may say no; tells whether it did not.
///
/// An article that stands there already is only told of.
pub(crate) fn load(host: &HtmlElement, headline: Option<&str>, notices: &[Notice], is_there: bool) -> bool {
    let mut detail = JsonWriter::default();
    detail.text_or_null("headline", headline).texts("notices", notices.iter().map(ToString::to_string));
    js::dispatch(host, "av-load", !is_there, &detail.finish())
}

/// `av-view`: the article was seen. The host may say no, and then nobody is told; tells whether it did not.
pub(crate) fn view(host: &HtmlElement) -> bool {
    js::dispatch(host, "av-view", true, "{}")
}

/// `av-comment`: the reader posts a comment. The host may say no; tells whether it did not.
pub(crate) fn comment(host: &HtmlElement, name: &str, text: &str) -> bool {
    let mut detail = JsonWriter::default();
    detail.text("name", name).text("text", text);
    js::dispatch(host, "av-comment", true, &detail.finish())
}

/// `av-error`: there is no article to show.
pub(crate) fn error(host: &HtmlElement, error: &LoadError) {
    let mut detail = JsonWriter::default();
    detail.text("code", error.code()).text("message", &error.sentence());
    js::dispatch(host, "av-error", false, &detail.finish());
}
