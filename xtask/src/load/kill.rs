//! Killed under load, again and again: what was acknowledged is there, once.

use std::{collections::BTreeSet, path::Path, sync::Mutex, thread, time::Duration};

use anyhow::{Result, bail};
use serde_json::json;

use super::{
    CONNECTIONS, Client,
    client::{get, send},
    post, row,
    server::Server,
    store::Store,
};
use crate::command::progress;

const SECRET: &str = "Authorization: Bearer load-secret-load-secret-load\r\n";

/// What the server has acknowledged.
#[derive(Default)]
struct Acknowledged {
    comments: BTreeSet<String>,
    liked: BTreeSet<String>,
    views: u64,
}

/// Kills the server so often while it is written to, and looks for everything it had answered for.
pub(super) fn rounds(binary: &Path, store: &Store, rounds: u32) -> Result<()> {
    let place = store.place("kill")?;
    let acknowledged = Mutex::new(Acknowledged::default());
    let mut asked_views = 0;
    for round in 0..rounds {
        let server = Server::start(binary, &place)?;
        let asked = write_until_killed(server, round, &acknowledged)?;
        asked_views += asked;
    }
    progress("looking for everything that was acknowledged");
    let server = Server::start(binary, &place)?;
    let found = acknowledged.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
    check(server.port, &found, asked_views)?;
    let Acknowledged { comments, liked, views } = found;
    let figure = format!("{} comments, {} likes, {views} views", comments.len(), liked.len());
    row(&format!("kill -9, {rounds} rounds: acknowledged and there"), figure, "all, none twice");
    Ok(())
}

/// Writes over all connections until the server is gone; tells how many views were asked for.
fn write_until_killed(server: Server, round: u32, acknowledged: &Mutex<Acknowledged>) -> Result<u64> {
    let port = server.port;
    let asked = Mutex::new(0);
    thread::scope(|scope| {
        for connection in 0..CONNECTIONS {
            let asked = &asked;
            scope.spawn(move || {
                let Ok(mut client) = Client::connect(port) else { return };
                for number in 0_u32.. {
                    let is_through = write_one(&mut client, round, connection, number, acknowledged, asked);
                    if is_through.is_err() {
                        return;
                    }
                }
            });
        }
        // Each round at another moment of the commits.
        thread::sleep(Duration::from_millis(150 + u64::from(round) * 17));
        server.kill()
    })?;
    Ok(asked.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner))
}

fn write_one(
    client: &mut Client,
    round: u32,
    connection: usize,
    number: u32,
    acknowledged: &Mutex<Acknowledged>,
    asked: &Mutex<u64>,
) -> Result<()> {
    let note = |act: &mut dyn FnMut(&mut Acknowledged)| {
        act(&mut acknowledged.lock().unwrap_or_else(std::sync::PoisonError::into_inner));
    };
    let (key, request) = post("kill", None);
    client.json(&request)?;
    note(&mut |known| {
        known.comments.insert(key.clone());
    });
    client.json(&send("PUT", &format!("/api/v1/comments/{key}/like"), SECRET, &json!({})))?;
    note(&mut |known| {
        known.liked.insert(key.clone());
    });
    let headers = format!(
        "User-Agent: Mozilla/5.0 Firefox/153.0\r\nX-Forwarded-For: 10.{round}.{connection}.{}\r\n",
        number % 256
    );
    let agent = format!("{headers}X-Number: {number}\r\n");
    if number < 256 {
        *asked.lock().unwrap_or_else(std::sync::PoisonError::into_inner) += 1;
        client.json(&send("POST", "/api/v1/views", &agent, &json!({ "article": "kill" })))?;
        note(&mut |known| known.views += 1);
    }
    Ok(())
}

/// Reads every page, and compares.
fn check(port: u16, wanted: &Acknowledged, asked_views: u64) -> Result<()> {
    let mut client = Client::connect(port)?;
    let (mut found, mut liked, mut cursor) = (BTreeSet::new(), BTreeSet::new(), String::new());
    let count = loop {
        let page = client.json(&get(&format!("/api/v1/comments?article=kill&sort=oldest&limit=100{cursor}"), ""))?;
        for comment in page["comments"].as_array().into_iter().flatten() {
            let id = comment["id"].as_str().unwrap_or_default().to_owned();
            if comment["likes"].as_u64() > Some(1) {
                bail!("{id} is liked twice by one reader");
            }
            if comment["likes"] == 1 {
                liked.insert(id.clone());
            }
            if !found.insert(id.clone()) {
                bail!("{id} is listed twice");
            }
        }
        match page["next"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => break page["count"].as_u64(),
        }
    };
    if count != Some(found.len() as u64) {
        bail!("{} comments are listed and {count:?} counted", found.len());
    }
    let (lost, unliked) = (wanted.comments.difference(&found).count(), wanted.liked.difference(&liked).count());
    let seen = client.json(&send("POST", "/api/v1/views", "User-Agent: curl/8\r\n", &json!({ "article": "kill" })))?;
    let views = seen["views"].as_u64().unwrap_or_default();
    // What was asked for and not answered may have been stored.
    if lost + unliked > 0 || views < wanted.views || views > asked_views {
        bail!("lost: {lost} comments, {unliked} likes; {views} views where {} to {asked_views} were", wanted.views);
    }
    Ok(())
}
