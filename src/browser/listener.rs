//! A listener that ends when it is dropped.

use wasm_bindgen::{JsCast as _, prelude::Closure};
use web_sys::{Event, EventTarget};

/// Listens to one kind of event on one target.
pub(crate) struct Listener {
    target: EventTarget,
    event: &'static str,
    call: Closure<dyn FnMut(Event)>,
}

impl Listener {
    /// Begins to listen.
    pub(crate) fn on(target: &EventTarget, event: &'static str, call: impl FnMut(Event) + 'static) -> Option<Self> {
        let call = Closure::<dyn FnMut(Event)>::new(call);
        target.add_event_listener_with_callback(event, call.as_ref().unchecked_ref()).ok()?;
        Some(Self { target: target.clone(), event, call })
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        let _ = self.target.remove_event_listener_with_callback(self.event, self.call.as_ref().unchecked_ref());
    }
}
