//! Something to be done later, unless it is dropped before.

use std::time::Duration;

use wasm_bindgen::{JsCast as _, prelude::Closure};

/// A call that waits; dropping it calls it off.
pub(crate) struct Timer {
    id: i32,
    _call: Closure<dyn FnMut()>,
}

impl Timer {
    /// Calls after a while.
    pub(crate) fn after(wait: Duration, call: impl FnOnce() + 'static) -> Option<Self> {
        let call = Closure::once(call);
        let ms = i32::try_from(wait.as_millis()).unwrap_or(i32::MAX);
        let function = call.as_ref().unchecked_ref();
        let id = super::page::window()?.set_timeout_with_callback_and_timeout_and_arguments_0(function, ms).ok()?;
        Some(Self { id, _call: call })
    }
}

impl Drop for Timer {
    fn drop(&mut self) {
        if let Some(window) = super::page::window() {
            window.clear_timeout_with_handle(self.id);
        }
    }
}
