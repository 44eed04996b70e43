//! Servers as processes on databases of the PostgreSQL that `TEST_POSTGRES_URL` names: several on one, and one whose database goes
//! away. Without that server nothing is tested, and each test says so.

#![cfg(unix)]

#[path = "support/database.rs"]
mod database;
#[path = "support/process.rs"]
#[expect(dead_code, reason = "other tests ask more of a process")]
mod process;

mod postgres {
    mod faults;
    mod health;
    mod helpers;
    mod live;
    mod migration;
    mod proxy;
    mod races;
    mod traffic;
    mod two_servers;
}
