//! The companion server: it shows the page, counts views and keeps comments.
//!
//! A request passes its limits, becomes a typed value or a problem document, and goes to the store; what the store has
//! committed goes out to everyone who has the article open. [`router`] is the whole of it without a socket, which is how
//! the tests call it.

mod accounts;
mod app;
mod articles;
mod client;
mod clock;
mod commands;
mod error;
mod export;
mod html;
mod import;
mod lists;
mod live;
mod log;
mod markdown;
mod metrics;
mod moderation;
mod moderators;
mod pages;
mod routes;
mod serve;
mod settings;
mod sites;
mod store;
mod views;

pub use crate::{
    accounts::{AccountSettings, KeySource},
    app::App,
    client::Peer,
    clock::{Clock, SystemClock},
    commands::{Cli, Command, run},
    metrics::{metrics_address, metrics_router},
    moderators::first_invitation,
    routes::router,
    serve::{listen, serve},
    settings::{LogFormat, Settings, Timeouts},
    store::{StoreError, newsroom::Hold},
};
