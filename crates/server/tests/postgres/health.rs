//! What a server says of itself while its database says nothing.

use std::{
    thread,
    time::{Duration, Instant},
};

use super::{
    helpers::{SECRET, command, database, get, post, wait_until_away, wait_until_ready},
    proxy::Proxy,
};
use crate::process::{Server, folder, key};

// S34
#[test]
fn a_server_answers_for_itself_while_its_database_is_silent() {
    let Some(database) = database() else { return };
    let (data, proxy) = (folder(), Proxy::before(&database.url));
    let mut server = Server::run(command(data.path(), &proxy.url, &["--metrics-port=0"])).expect("it serves");
    let metrics = server.next_port();
    wait_until_ready(server.port);
    proxy.go_silent();
    wait_until_away(server.port);
    thread::scope(|scope| {
        // More than there are connections.
        for _ in 0..40 {
            scope.spawn(|| {
                let answer = post(server.port, "a", &key(), "Waits.", SECRET).expect("an answer in time");
                assert!(answer.is_unavailable(), "{answer:?}");
            });
        }
        thread::sleep(Duration::from_millis(500));
        for _ in 0..5 {
            let began = Instant::now();
            assert_eq!(get(server.port, "/healthz").status, 200);
            let told = get(metrics, "/metrics");
            assert!(told.status == 200 && told.body.ends_with("# EOF\n"), "{told:?}");
            assert_eq!(get(server.port, "/metrics").status, 404, "nobody outside is told");
            assert!(began.elapsed() < Duration::from_secs(2), "{:?}", began.elapsed());
            let began = Instant::now();
            assert_eq!(get(server.port, "/readyz").status, 503);
            assert!(began.elapsed() < Duration::from_secs(5), "{:?}", began.elapsed());
        }
    });
    proxy.resume();
    wait_until_ready(server.port);
    let answer = post(server.port, "a", &key(), "Works again.", SECRET).expect("an answer");
    assert_eq!(answer.status, 201, "{answer:?}");
}
