//! Those who want the same at once, at two servers, where only one can be first.

use std::{collections::BTreeSet, sync::Barrier, thread};

use super::helpers::{Answer, SECRET, assert_sums, database, found, like, listed, post, see, start, wait_until_found};
use crate::process::{Server, folder, key};

/// How many they are.
const MANY: usize = 50;

/// What all of them are told, who ask at once, in turns of one server and the other.
fn at_once(servers: &[Server; 2], ask: impl Fn(usize, u16) -> std::io::Result<Answer> + Sync) -> Vec<Answer> {
    let barrier = Barrier::new(MANY);
    thread::scope(|scope| {
        let (barrier, ask) = (&barrier, &ask);
        let asked: Vec<_> = (0..MANY)
            .map(|number| {
                let port = servers[number % 2].port;
                scope.spawn(move || {
                    barrier.wait();
                    ask(number, port).expect("an answer in time")
                })
            })
            .collect();
        asked.into_iter().map(|asked| asked.join().expect("no panic")).collect()
    })
}

fn count(answers: &[Answer], status: u16) -> usize {
    answers.iter().filter(|answer| answer.status == status).count()
}

// S15
#[test]
fn a_key_that_comes_with_fifty_texts_at_once_is_one_of_them() {
    let Some(database) = database() else { return };
    let data = folder();
    let servers = [(); 2].map(|()| start(data.path(), &database.url));
    let id = key();
    let answers = at_once(&servers, |number, port| post(port, "a", &id, &format!("Text {number}."), SECRET));
    assert_eq!((count(&answers, 201), count(&answers, 422)), (1, MANY - 1), "{answers:?}");
    assert_eq!(database.texts("SELECT count(*) FROM comments"), ["1"]);
    assert_sums(&database);
}

// S15
#[test]
fn the_first_fifty_who_come_to_an_article_are_fifty() {
    let Some(database) = database() else { return };
    let data = folder();
    let servers = [(); 2].map(|()| start(data.path(), &database.url));
    // Nobody knows the article before; all make it.
    let (ids, seen) = ([(); MANY].map(|()| key()), 0..MANY);
    let answers = at_once(&servers, |number, port| match number % 4 {
        0 | 1 => see(port, "a", u32::try_from(number).expect("a small number")),
        _ => post(port, "a", &ids[number], "The first.", SECRET),
    });
    let views = seen.filter(|number| number % 4 < 2).count();
    assert_eq!((count(&answers, 200), count(&answers, 201)), (views, MANY - views), "{answers:?}");
    assert_eq!(database.texts("SELECT views FROM articles"), [views.to_string()], "there is one article");
    // The same again, each at the other server: nobody is new.
    let answers = at_once(&servers, |number, port| see(port, "a", u32::try_from(number ^ 1).expect("a small number")));
    let told: BTreeSet<_> = answers.iter().map(|answer| answer.status).collect();
    assert_eq!(told, BTreeSet::from([200]), "{answers:?}");
    assert_eq!(database.texts("SELECT views FROM articles"), [MANY.to_string()]);
    assert_sums(&database);
}

// S15
#[test]
fn who_meets_another_in_a_deadlock_tries_again_and_is_not_told() {
    let Some(database) = database() else { return };
    let data = folder();
    let server = start(data.path(), &database.url);
    let id = key();
    assert_eq!(post(server.port, "a", &id, "Between two.", SECRET).expect("an answer").status, 201);
    thread::scope(|scope| {
        // The other holds the comment, waits until the server holds the article and waits, and wants that as well. It has all the
        // patience: the one that is ended, with 40P01, is the server.
        let other = "SET deadlock_timeout = '1min';
            DO $$ BEGIN
                PERFORM 1 FROM comments FOR UPDATE;
                PERFORM pg_advisory_xact_lock(1);
                FOR step IN 1..1200 LOOP
                    PERFORM pg_stat_clear_snapshot();
                    EXIT WHEN EXISTS (SELECT 1 FROM pg_stat_activity WHERE pg_backend_pid() = ANY (pg_blocking_pids(pid)));
                    PERFORM pg_sleep(0.02);
                END LOOP;
                PERFORM 1 FROM articles FOR UPDATE;
            END $$";
        scope.spawn(|| database.run(other));
        let holds = "SELECT l.pid FROM pg_locks l JOIN pg_database d ON l.database = d.oid
                     WHERE d.datname = current_database() AND l.locktype = 'advisory' AND l.objid = 1";
        wait_until_found(&database, holds);
        let liked = like(server.port, &id, SECRET).expect("an answer");
        assert_eq!(liked.status, 200, "{liked:?}");
    });
    let ended = format!("SELECT deadlocks FROM pg_stat_database WHERE datname = '{}' AND deadlocks > 0", database.name);
    wait_until_found(&database, &ended);
    assert_eq!(found(&listed(server.port, "a"), &id), (1, 1));
    assert_sums(&database);
}
