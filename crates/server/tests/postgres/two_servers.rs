//! Two servers on one database.

use std::{
    collections::BTreeSet,
    sync::{
        Mutex,
        atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use serde_json::json;

use super::{
    helpers::{AT_LAST, SECRET, act, assert_sums, database, found, like, listed, post, see, start, wait_until_found},
    live::{Live, wait_until_heard},
    proxy::Proxy,
};
use crate::{
    database::run_beside,
    process::{folder, key},
};

#[test]
fn what_one_server_takes_the_readers_of_another_are_told() {
    let Some(database) = database() else { return };
    let data = folder();
    let (one, two) = (start(data.path(), &database.url), start(data.path(), &database.url));
    wait_until_heard(one.port, two.port);
    let mut live = Live::open(two.port, "a");
    // A list that is kept ready must not outlive what it lists.
    assert!(listed(two.port, "a").is_empty());

    let id = key();
    let posted = post(one.port, "a", &id, "Told to all.", SECRET).expect("an answer");
    assert_eq!(posted.status, 201, "{posted:?}");
    assert_eq!(live.comment("comment")["id"], id);
    assert_eq!(found(&listed(two.port, "a"), &id), (1, 0));

    let liked = like(one.port, &id, "secret-of-another-browser").expect("an answer");
    assert!(liked.is_success(), "{liked:?}");
    assert_eq!(live.comment("change")["likes"], 1);
    assert_eq!(found(&listed(two.port, "a"), &id), (1, 1));

    let path = format!("/api/v1/comments/{id}");
    let edited = act(one.port, "PUT", &path, SECRET, Some(json!({ "text": "Said better." }))).expect("an answer");
    assert_eq!(edited.status, 200, "{edited:?}");
    let told = live.comment("change");
    assert!(told.to_string().contains("Said better."), "{told}");
    assert!(listed(two.port, "a")[0].to_string().contains("Said better."));

    let deleted = act(one.port, "DELETE", &path, SECRET, None).expect("an answer");
    assert!(deleted.is_success(), "{deleted:?}");
    assert_eq!(live.comment("change")["id"], id);
    assert!(listed(two.port, "a").is_empty());

    see(one.port, "a", 1).expect("an answer");
    let is_told = |data: Option<String>| data.expect("the stream goes on").contains("\"views\":1");
    while !is_told(live.next("event: counts")) {}
    assert_sums(&database);
}

// S14
#[test]
fn readers_who_may_have_missed_something_come_again_and_are_told() {
    let Some(database) = database() else { return };
    let data = folder();
    let (one, two) = (start(data.path(), &database.url), start(data.path(), &database.url));
    wait_until_heard(one.port, two.port);
    let mut live = Live::open(two.port, "a");
    run_beside(&format!("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{}'", database.name));
    while live.next("event: comment").is_some() {}
    wait_until_heard(one.port, two.port);
    let mut live = Live::open(two.port, "a");
    let id = key();
    let posted = post(one.port, "a", &id, "Told again.", SECRET).expect("an answer");
    assert_eq!(posted.status, 201, "{posted:?}");
    assert_eq!(live.comment("comment")["id"], id);
}

#[test]
fn on_an_engine_without_a_channel_lists_of_other_servers_follow() {
    let Some(database) = database() else { return };
    let (data, proxy) = (folder(), Proxy::before(&database.url));
    proxy.hide_the_channel();
    let servers = [start(data.path(), &proxy.url), start(data.path(), &proxy.url)];
    let began = Instant::now();
    while servers.iter().any(|server| !server.log().contains("this database has no LISTEN")) {
        assert!(began.elapsed() < AT_LAST, "it is not noticed");
        thread::sleep(Duration::from_millis(20));
    }
    let mut live = Live::open(servers[0].port, "a");
    // A list that is kept ready.
    assert!(listed(servers[1].port, "a").is_empty());
    let id = key();
    let posted = post(servers[0].port, "a", &id, "Found later.", SECRET).expect("an answer");
    assert_eq!(posted.status, 201, "{posted:?}");
    assert_eq!(live.comment("comment")["id"], id, "a server tells its own readers");
    assert_eq!(found(&listed(servers[0].port, "a"), &id), (1, 0));
    see(servers[0].port, "a", 1).expect("an answer");
    let began = Instant::now();
    while found(&listed(servers[1].port, "a"), &id).0 == 0 {
        assert!(began.elapsed() < AT_LAST, "the other never lists it");
        thread::sleep(Duration::from_millis(20));
    }
    assert_sums(&database);
}

// S1, S15
#[test]
fn what_a_killed_server_acknowledged_the_other_has() {
    let Some(database) = database() else { return };
    let data = folder();
    let (one, two) = (start(data.path(), &database.url), start(data.path(), &database.url));
    let (comments, likes) = (Mutex::new(BTreeSet::new()), Mutex::new(BTreeSet::new()));
    let (asked, counted) = (AtomicU32::new(0), AtomicU64::new(0));
    let is_over = AtomicBool::new(false);
    let count = || comments.lock().expect("nobody panics").len();
    let write = |port: u16| {
        while !is_over.load(Ordering::Relaxed) {
            let id = key();
            // Once it is killed, nothing answers.
            let Ok(answer) = post(port, "a", &id, "Kept.", SECRET) else { return };
            assert_eq!(answer.status, 201, "{answer:?}");
            comments.lock().expect("nobody panics").insert(id.clone());
            let Ok(answer) = like(port, &id, SECRET) else { return };
            assert!(answer.is_success(), "{answer:?}");
            likes.lock().expect("nobody panics").insert(id);
            let Ok(answer) = see(port, "a", asked.fetch_add(1, Ordering::Relaxed)) else { return };
            assert_eq!(answer.status, 200, "{answer:?}");
            counted.fetch_add(1, Ordering::Relaxed);
        }
    };
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| write(one.port));
            scope.spawn(|| write(two.port));
        }
        let began = Instant::now();
        let wait_for = |wanted| {
            while count() < wanted && began.elapsed() < AT_LAST {
                thread::sleep(Duration::from_millis(1));
            }
        };
        wait_for(100);
        one.signal("KILL");
        let then = count();
        wait_for(then + 100);
        is_over.store(true, Ordering::Relaxed);
        assert!(count() >= then + 100, "the other goes on");
    });
    // What it was doing when it was killed, PostgreSQL may still be finishing.
    wait_until_found(
        &database,
        "SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM pg_stat_activity
         WHERE datname = current_database() AND state = 'active' AND pid <> pg_backend_pid())",
    );
    let all = listed(two.port, "a");
    for id in comments.lock().expect("nobody panics").iter() {
        assert_eq!(found(&all, id).0, 1, "{id} was acknowledged");
    }
    for id in likes.lock().expect("nobody panics").iter() {
        assert_eq!(found(&all, id), (1, 1), "the like of {id} was acknowledged");
    }
    let ids: BTreeSet<_> = all.iter().map(|comment| comment["id"].to_string()).collect();
    assert_eq!(ids.len(), all.len(), "nothing is there twice");
    let views = see(two.port, "a", 0).expect("an answer").json()["views"].as_u64().expect("a number");
    let (least, most) = (counted.load(Ordering::Relaxed), u64::from(asked.load(Ordering::Relaxed)));
    assert!((least..=most).contains(&views), "{views} views of {least} to {most}");
    assert_sums(&database);
}

// S15
#[test]
fn however_many_write_at_once_no_sum_is_wrong() {
    let Some(database) = database() else { return };
    let data = folder();
    let servers = [start(data.path(), &database.url), start(data.path(), &database.url)];
    let known = Mutex::new(Vec::new());
    thread::scope(|scope| {
        for number in 0..16_usize {
            let (port, known) = (servers[number % 2].port, &known);
            scope.spawn(move || {
                // Four readers at four browsers each, on three articles.
                let secret = format!("secret-of-the-{}th-reader-here", number % 4);
                for step in 0..40 {
                    let article = ["a", "b", "c"][(number + step) % 3];
                    let of_somebody = || {
                        let known = known.lock().expect("nobody panics");
                        let at = (number * 31 + step * 17) % known.len().max(1);
                        known.get(at).cloned().unwrap_or_else(key)
                    };
                    let path = || format!("/api/v1/comments/{}", of_somebody());
                    let edit = || Some(json!({ "text": format!("Edited in step {step}.") }));
                    let outcome = match step % 8 {
                        0..3 => {
                            let id = key();
                            let outcome = post(port, article, &id, &format!("From {number}."), &secret);
                            known.lock().expect("nobody panics").push(id);
                            outcome
                        }
                        3 => like(port, &of_somebody(), &secret),
                        4 => act(port, "DELETE", &format!("{}/like", path()), &secret, None),
                        5 => act(port, "PUT", &path(), &secret, edit()),
                        6 => act(port, "DELETE", &path(), &secret, None),
                        _ if step % 16 == 15 => act(port, "DELETE", "/api/v1/me", &secret, None),
                        _ => see(port, article, u32::try_from(number * 40 + step).expect("a small number")),
                    };
                    let answer = outcome.expect("an answer in time");
                    let is_refusal = (400..500).contains(&answer.status) && answer.status != 408;
                    assert!(answer.is_success() || is_refusal || answer.is_unavailable(), "{answer:?}");
                }
            });
        }
    });
    assert_sums(&database);
    for article in ["a", "b", "c"] {
        let (one, two) = (listed(servers[0].port, article), listed(servers[1].port, article));
        assert_eq!(one, two, "both list the same");
    }
}

// S15
#[test]
fn a_key_that_is_sent_fifty_times_at_once_is_one_comment() {
    let Some(database) = database() else { return };
    let data = folder();
    let servers = [start(data.path(), &database.url), start(data.path(), &database.url)];
    let (id, servers) = (key(), &servers);
    let answers: Vec<_> = thread::scope(|scope| {
        let workers: Vec<_> = (0..50)
            .map(|number| {
                let id = &id;
                scope.spawn(move || post(servers[number % 2].port, "a", id, "Sent again.", SECRET).expect("an answer"))
            })
            .collect();
        workers.into_iter().map(|worker| worker.join().expect("no panic")).collect()
    });
    let created = answers.iter().filter(|answer| answer.status == 201).count();
    for answer in &answers {
        assert!([200, 201].contains(&answer.status), "{answer:?}");
        assert_eq!(answer.json(), answers[0].json());
    }
    assert_eq!(created, 1, "one of them stored it");
    assert_eq!(database.texts("SELECT count(*) FROM comments"), ["1"]);
    assert_sums(&database);
}
