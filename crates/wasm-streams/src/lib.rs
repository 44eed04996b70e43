//! In place of the crate of this name, which Leptos's server functions bring along and nothing here calls.
//!
//! What it exports to JavaScript the linker cannot leave away: 11 KB of the wasm, and 3 KB of the glue. This has the
//! functions that `server_fn` names, and none that is ever run.

use futures_util::stream::{Empty, Stream, empty};
use wasm_bindgen::JsValue;

type Item = Result<JsValue, JsValue>;

/// A stream that is never read.
#[derive(Debug)]
pub struct ReadableStream(web_sys::ReadableStream);

impl ReadableStream {
    /// Forgets what it is given.
    ///
    /// # Panics
    ///
    /// Outside of a browser, and nothing calls it in one.
    pub fn from_stream(_: impl Stream<Item = Item> + 'static) -> Self {
        Self(web_sys::ReadableStream::new().expect("a stream of nothing"))
    }

    /// Holds a stream.
    pub const fn from_raw(raw: web_sys::ReadableStream) -> Self {
        Self(raw)
    }

    /// The stream held.
    pub fn into_raw(self) -> web_sys::ReadableStream {
        self.0
    }

    /// Nothing.
    pub fn into_stream(self) -> Empty<Item> {
        empty()
    }
}
