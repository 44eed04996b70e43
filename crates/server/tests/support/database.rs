//! A PostgreSQL database of a test's own, where `TEST_POSTGRES_URL` names a server that may be filled and emptied.

use std::{
    sync::atomic::{AtomicU32, Ordering},
    thread,
};

use tokio_postgres::{NoTls, SimpleQueryMessage};

/// A database that is there while this is.
pub(crate) struct Database {
    /// Its address.
    pub(crate) url: String,
    pub(crate) name: String,
}

impl Database {
    /// A new one, empty; `None` where there is no server.
    pub(crate) fn fresh() -> Option<Self> {
        static LAST: AtomicU32 = AtomicU32::new(0);
        let server = std::env::var("TEST_POSTGRES_URL").ok()?;
        let number = LAST.fetch_add(1, Ordering::Relaxed);
        let name = format!("article_viewer_{}_{number}", std::process::id());
        on_server(&server, &format!("CREATE DATABASE {name}"));
        let mut url = url::Url::parse(&server).expect("TEST_POSTGRES_URL is a URL");
        url.set_path(&name);
        Some(Self { url: url.into(), name })
    }

    /// Runs SQL in it.
    pub(crate) fn run(&self, sql: &str) {
        on_server(&self.url, sql);
    }

    /// The first column of what a query finds, as text.
    pub(crate) fn texts(&self, sql: &str) -> Vec<String> {
        on_server(&self.url, sql)
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        if let Ok(server) = std::env::var("TEST_POSTGRES_URL") {
            on_server(&server, &format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name));
        }
    }
}

/// Runs SQL beside the databases of tests: what ends the connections to one of them would end its own.
pub(crate) fn run_beside(sql: &str) {
    on_server(&std::env::var("TEST_POSTGRES_URL").expect("it was there"), sql);
}

/// Runs SQL on a thread of its own: a test's runtime may be busy, or ending.
fn on_server(url: &str, sql: &str) -> Vec<String> {
    let (url, sql) = (url.to_owned(), sql.to_owned());
    let work = move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        runtime.block_on(async {
            let (client, connection) = tokio_postgres::connect(&url, NoTls).await.expect("PostgreSQL answers");
            let connection = tokio::spawn(connection);
            let outcome = client.simple_query(&sql).await;
            drop(client);
            let _ = connection.await;
            let messages = outcome.unwrap_or_else(|error| panic!("{sql}: {error:?}"));
            let rows = messages.iter().filter_map(|message| match message {
                SimpleQueryMessage::Row(row) => Some(row.get(0).unwrap_or_default().to_owned()),
                _ => None,
            });
            rows.collect()
        })
    };
    thread::spawn(work).join().expect("the thread does not panic")
}
