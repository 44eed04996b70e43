//! A database that goes away and comes back: nobody is told something wrong, nobody waits for ever, and nothing that was acknowledged
//! is lost.

use std::{thread, time::Duration};

use super::{
    helpers::{database, start, wait_until_away, wait_until_ready},
    proxy::Proxy,
    traffic::Traffic,
};
use crate::{
    database::{Database, run_beside},
    process::{Server, folder},
};

/// A server that is read and written to, its database, and what is between them.
struct Stage {
    traffic: Traffic,
    server: Server,
    proxy: Proxy,
    database: Database,
    _data: tempfile::TempDir,
}

impl Stage {
    fn set() -> Option<Self> {
        let database = database()?;
        let url = database.url.clone();
        Some(Self::of(database, &url))
    }

    /// The same where the server uses another address of the database.
    fn of(database: Database, url: &str) -> Self {
        let (data, proxy) = (folder(), Proxy::before(url));
        let server = start(data.path(), &proxy.url);
        Self { traffic: Traffic::start(server.port), server, proxy, database, _data: data }
    }

    /// Everything works again without a restart.
    fn end(self) {
        wait_until_ready(self.server.port);
        self.traffic.end(&self.database);
    }

    /// Ends all connections of the server, as an administrator or a restart does.
    fn terminate(&self) {
        let name = &self.database.name;
        run_beside(&format!(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}' AND pid <> pg_backend_pid()"
        ));
    }

    fn alter(&self, setting: &str) {
        run_beside(&format!("ALTER DATABASE {} {setting}", self.database.name));
    }
}

// S14
#[test]
fn a_database_that_restarts_loses_nothing() {
    let Some(stage) = Stage::set() else { return };
    for _ in 0..5 {
        stage.terminate();
        stage.traffic.wait_for_successes();
    }
    stage.proxy.cut();
    stage.traffic.wait_for_successes();
    stage.end();
}

// S14
#[test]
fn a_database_that_is_away_is_waited_for() {
    let Some(stage) = Stage::set() else { return };
    stage.proxy.refuse();
    stage.proxy.cut();
    wait_until_away(stage.server.port);
    stage.traffic.wait_for_refusals();
    thread::sleep(Duration::from_secs(3));
    stage.proxy.resume();
    stage.end();
}

// S14
#[test]
fn a_failover_to_a_database_that_only_reads_is_noticed_and_outlived() {
    let Some(stage) = Stage::set() else { return };
    stage.alter("SET default_transaction_read_only = on");
    stage.terminate();
    wait_until_away(stage.server.port);
    stage.traffic.wait_for_refusals();
    stage.alter("SET default_transaction_read_only = off");
    stage.terminate();
    stage.end();
}

// S14
#[test]
fn a_database_that_begins_to_only_read_under_open_connections_is_left() {
    let Some(stage) = Stage::set() else { return };
    // Transactions of connections from before the fault go on being read-write; those of new ones are not.
    stage.alter("SET default_transaction_read_only = on");
    stage.proxy.cut();
    wait_until_away(stage.server.port);
    stage.alter("SET default_transaction_read_only = off");
    stage.end();
}

// S14
#[test]
fn connections_that_run_out_are_waited_for() {
    let Some(database) = database() else { return };
    // Whoever may do everything is let in all the same.
    let role = format!("{}_reader", database.name);
    run_beside(&format!("CREATE ROLE {role} LOGIN; ALTER DATABASE {} OWNER TO {role}", database.name));
    let mut url = url::Url::parse(&database.url).expect("an address");
    url.set_username(&role).expect("a name");
    let stage = Stage::of(database, url.as_str());
    stage.alter("CONNECTION LIMIT 3");
    stage.terminate();
    stage.traffic.wait_for_successes();
    stage.alter("CONNECTION LIMIT 0");
    stage.terminate();
    wait_until_away(stage.server.port);
    stage.traffic.wait_for_refusals();
    stage.alter("CONNECTION LIMIT -1");
    let Stage { traffic, server, proxy, database, _data } = stage;
    traffic.end(&database);
    drop((server, proxy));
    database.run(&format!("REASSIGN OWNED BY {role} TO CURRENT_USER"));
    run_beside(&format!("DROP ROLE {role}"));
}

// S14
#[test]
fn a_network_that_drops_everything_is_noticed() {
    let Some(stage) = Stage::set() else { return };
    stage.proxy.go_silent();
    wait_until_away(stage.server.port);
    stage.traffic.wait_for_refusals();
    // Longer than any single wait.
    thread::sleep(Duration::from_secs(25));
    stage.proxy.resume();
    stage.end();
}

// S14
#[test]
fn a_table_that_somebody_holds_keeps_nobody_waiting_for_ever() {
    let Some(stage) = Stage::set() else { return };
    thread::scope(|scope| {
        scope.spawn(|| {
            stage.database.run("BEGIN; LOCK TABLE comments IN ACCESS EXCLUSIVE MODE; SELECT pg_sleep(15); COMMIT");
        });
        stage.traffic.wait_for_refusals();
    });
    stage.end();
}
