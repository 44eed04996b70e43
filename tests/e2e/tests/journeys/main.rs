//! Journeys through the built page in a real browser, against the real server and store.

mod accessibility;
mod comments;
mod failures;
mod keyboard;
mod page;
mod prerendered;
mod samples;
mod views;
