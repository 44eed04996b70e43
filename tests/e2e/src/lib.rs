//! What the journeys share: a server of their own, a browser of their own, a publisher that misbehaves, and a site of
//! somebody else.
//!
//! `cargo xtask test e2e` builds everything and says where all of it is.

mod build;
mod conversation;
mod display;
mod driver;
mod engine;
mod host;
mod hosted;
mod publisher;
mod reader;
mod site;
mod stage;
mod text;

pub use crate::{
    build::Build,
    host::{Answer, Host, small_article},
    hosted::Hosted,
    publisher::Publisher,
    reader::{Reader, Told},
    site::Site,
    stage::Stage,
    text::reads_in_order,
};

/// What `cargo xtask test e2e` hands over.
///
/// # Panics
///
/// When the tests were not started by it.
pub(crate) fn setting(name: &str) -> String {
    std::env::var(name).unwrap_or_else(|_| panic!("{name} is not set: start these tests with `cargo xtask test e2e`"))
}

/// A file of the built examples.
///
/// # Errors
///
/// When there is none.
pub fn example(path: &str) -> anyhow::Result<String> {
    let file = std::path::Path::new(&setting("AV_EXAMPLES")).join("examples").join(path);
    Ok(std::fs::read_to_string(file)?)
}
