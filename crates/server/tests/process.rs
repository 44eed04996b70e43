//! The server as a process: started in bad surroundings, told to stop, killed, out of room.

#![cfg(unix)]

mod process {
    mod commands;
    mod disk;
    #[path = "../support/process.rs"]
    mod helpers;
    mod migration;
    mod settings;
    mod stop;
    mod surroundings;
}
