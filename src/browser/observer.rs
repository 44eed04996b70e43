//! Whether the reader can see an element: it is on screen, in a tab that is shown.

use std::{cell::Cell, rc::Rc};

use js_sys::Array;
use wasm_bindgen::{JsCast as _, JsValue, prelude::Closure};
use web_sys::{Element, IntersectionObserver, IntersectionObserverEntry};

use super::{Listener, page};

/// Tells each time it changes whether an element can be seen; dropping it ends that.
pub(crate) struct VisibilityWatch {
    observer: IntersectionObserver,
    _call: Closure<dyn FnMut(Array)>,
    _shown: Option<Listener>,
}

impl VisibilityWatch {
    /// Begins to watch.
    pub(crate) fn new(element: &Element, tell: impl Fn(bool) + 'static) -> Option<Self> {
        let tell = Rc::new(tell);
        let is_on_screen = Rc::new(Cell::new(false));
        let call = {
            let (tell, is_on_screen) = (Rc::clone(&tell), Rc::clone(&is_on_screen));
            Closure::<dyn FnMut(Array)>::new(move |entries: Array| {
                // The last entry is the latest.
                let latest = entries.pop();
                if let Some(entry) = latest.dyn_ref::<IntersectionObserverEntry>() {
                    is_on_screen.set(entry.is_intersecting());
                    tell(entry.is_intersecting() && page::is_visible());
                }
            })
        };
        let observer = IntersectionObserver::new(call.as_ref().unchecked_ref()).ok()?;
        observer.observe(element);
        let document: JsValue = element.owner_document().map_or(JsValue::NULL, JsValue::from);
        let shown = document.dyn_ref().and_then(|document| {
            Listener::on(document, "visibilitychange", move |_| tell(is_on_screen.get() && page::is_visible()))
        });
        Some(Self { observer, _call: call, _shown: shown })
    }
}

impl Drop for VisibilityWatch {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}
