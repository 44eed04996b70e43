//! A stream of server-sent events that ends when it is dropped.

use wasm_bindgen::JsCast as _;
use web_sys::{Event, EventSource, MessageEvent};

use super::Listener;

/// An open stream.
pub(crate) struct EventStream {
    source: EventSource,
    _listeners: Vec<Listener>,
}

impl EventStream {
    /// Opens a stream. Each event of the names arrives with its name and data; `broke` is called when the connection
    /// fails or ends, and the browser's own retry, which knows neither back-off nor jitter, is called off.
    pub(crate) fn open(
        url: &str,
        names: [&'static str; 2],
        arrived: impl Fn(&'static str, &str) + Clone + 'static,
        broke: impl Fn() + 'static,
    ) -> Option<Self> {
        let source = EventSource::new(url).ok()?;
        let mut listeners = Vec::new();
        for name in names {
            let arrived = arrived.clone();
            listeners.extend(Listener::on(&source, name, move |event: Event| {
                if let Some(data) = event.dyn_ref::<MessageEvent>().and_then(|message| message.data().as_string()) {
                    arrived(name, &data);
                }
            }));
        }
        let closing = source.clone();
        listeners.extend(Listener::on(&source, "error", move |_| {
            closing.close();
            broke();
        }));
        Some(Self { source, _listeners: listeners })
    }
}

impl Drop for EventStream {
    fn drop(&mut self) {
        self.source.close();
    }
}
