//! The server as a process: started in bad surroundings, told to stop, killed, out of room.

#![cfg(unix)]

#[path = "support/database.rs"]
#[expect(dead_code, reason = "other tests run SQL of their own")]
mod database;

mod process {
    mod commands;
    mod copies;
    mod disk;
    #[path = "../support/process.rs"]
    mod helpers;
    mod migration;
    mod settings;
    mod stop;
    mod surroundings;
}
