//! What the browser can do. A refusal is `None` or nothing, never a panic: a panic would take the host page's other
//! articles with it.

pub(crate) mod js;
pub(crate) mod page;
mod platform;
mod subscription;

pub(crate) use self::{
    platform::{BrowserPlatform, Tree, parse_json},
    subscription::Subscription,
};
