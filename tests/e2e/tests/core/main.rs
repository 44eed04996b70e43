//! The core journeys: in every engine, through the built page, against the real server and store.

mod accounts;
mod answers;
mod changes;
mod comments;
mod conversation;
mod extractors;
mod footnotes;
mod formats;
mod host_written;
mod hostile;
mod keyboard;
mod lifecycle;
mod listening;
mod loading;
mod many;
mod no_wasm;
mod page;
mod passages;
mod pictures;
mod prerendered;
mod reading_tools;
mod trap;
mod upgrade;
mod views;
