//! The server as a process: started in bad surroundings, told to stop, killed, out of room.

#![cfg(unix)]

#[path = "support/database.rs"]
#[expect(dead_code, reason = "other tests run SQL of their own")]
mod database;

mod process {
    mod copies;
    mod disk;
    mod helpers;
    mod settings;
    mod stop;
    mod surroundings;
}
