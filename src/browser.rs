//! What the browser can do. A refusal is `None` or nothing, never a panic: a panic would take the host page's other
//! articles with it.

mod event_source;
mod listener;
mod observer;
pub(crate) mod page;
mod platform;
pub(crate) mod storage;
mod timer;

pub(crate) use self::{
    event_source::EventStream,
    listener::Listener,
    observer::VisibilityWatch,
    platform::{BrowserPlatform, parse_json},
    timer::Timer,
};
