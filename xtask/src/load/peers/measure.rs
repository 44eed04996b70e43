//! The load, the same for each server.

use std::{
    collections::BTreeSet,
    sync::{Mutex, PoisonError},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Result, bail};

use super::{Row, peer::Peer, running::Running, site::Site};
use crate::{
    command::progress,
    load::{
        CONNECTIONS, DURATION,
        client::{Client, get, percentile, try_load},
        megabytes, millis,
        server::Folder,
    },
};

/// Of a figure the median of so many is told.
pub(super) const ROUNDS: usize = 3;
/// So many first lists after a write in each of them. They make the list longer, so they are few.
const FIRSTS: usize = 10;
/// How often each server is killed.
const KILLS: usize = 3;
/// What browsers send.
const ENCODINGS: &str = "Accept-Encoding: gzip, deflate, br, zstd\r\n";

/// A server that did start.
struct Entry<'a> {
    server: Running<'a>,
    start: Duration,
    idle: u64,
    _folder: Folder,
}

/// All that did.
pub(super) struct Field<'a>(Vec<Entry<'a>>);

impl<'a> Field<'a> {
    /// Starts each on an empty folder a few times, and lets the last start run.
    pub(super) fn start(peers: &'a [Box<dyn Peer>], site: &Site) -> Result<Self> {
        let mut entries = Vec::new();
        for (number, peer) in peers.iter().enumerate() {
            progress(format!("starting {}", peer.name()));
            match enter(peer.as_ref(), site) {
                Ok(entry) => entries.push(entry),
                // Without our own there is nothing to compare.
                Err(error) if number == 0 => return Err(error),
                Err(error) => progress(format!("{} is left out: {error:#}", peer.name())),
            }
        }
        Ok(Self(entries))
    }

    pub(super) fn names(&self) -> Vec<&'static str> {
        self.0.iter().map(|entry| entry.server.peer.name()).collect()
    }

    /// Everything but what is left when one is killed.
    pub(super) fn rows(&self) -> Vec<Row> {
        let mut rows = vec![
            self.row("start to the first answer", |entry| Ok(millis(entry.start))),
            self.row("memory when idle, RSS of all processes", |entry| Ok(megabytes(entry.idle))),
            self.row("list of 100, on the wire", |entry| bytes_of_a_list(&entry.server)),
        ];
        let (halves, errors) = (("  half of them within", MEDIAN_TIME), ("  errors besides", ERRORS));
        rows.extend(self.rounds([("list of 100, 16 connections", RATE), halves, errors], |server, _| lists(server)));
        rows.extend(
            self.rounds([("first list after a write, half within", MEDIAN_TIME)], |server, _| first_lists(server)),
        );
        rows.extend(self.rounds([("POST, 16 connections", RATE), halves, errors], posts));
        rows.push(self.row("memory after all that", |entry| Ok(megabytes(entry.server.memory()))));
        rows
    }

    fn row(&self, what: &'static str, figure: impl Fn(&Entry) -> Result<String>) -> Row {
        let figure = |entry: &Entry| figure(entry).unwrap_or_else(|error| missing(entry.server.peer, what, &error));
        Row { what, figures: self.0.iter().map(figure).collect() }
    }

    /// Measures all in turns, and again; makes a row of each figure's medians.
    fn rounds<const FIGURES: usize>(
        &self,
        figures: [(&'static str, Show); FIGURES],
        measure: impl Fn(&Running, usize) -> Result<[f64; FIGURES]>,
    ) -> [Row; FIGURES] {
        progress(format!("measuring: {}", figures[0].0));
        let mut measured: Vec<_> = self.0.iter().map(|_| Ok(Vec::new())).collect();
        for round in 0..ROUNDS {
            for (entry, measured) in self.0.iter().zip(&mut measured) {
                if let Ok(known) = measured {
                    match measure(&entry.server, round) {
                        Ok(measured) => known.push(measured),
                        // Whatever it did before is no figure of this load.
                        Err(error) => *measured = Err(missing(entry.server.peer, figures[0].0, &error)),
                    }
                }
            }
        }
        std::array::from_fn(|figure| {
            let (what, show) = figures[figure];
            let shown = measured.iter().map(|measured| match measured {
                Ok(rounds) => show(rounds.iter().map(|figures| figures[figure]).collect()),
                Err(missing) => missing.clone(),
            });
            Row { what, figures: shown.collect() }
        })
    }
}

/// What stands in place of a figure; says why.
fn missing(peer: &dyn Peer, what: &str, error: &anyhow::Error) -> String {
    tell(peer, what, &format!("{error:#}"));
    "–".to_owned()
}

/// Says in a line what went wrong. Servers answer with whole pages.
fn tell(peer: &dyn Peer, what: &str, wrong: &str) {
    let words = wrong.split_whitespace().collect::<Vec<_>>().join(" ");
    progress(format!("{}: {}: {}", peer.name(), what.trim(), words.chars().take(200).collect::<String>()));
}

/// What is told of the rounds of a figure.
type Show = fn(Vec<f64>) -> String;

const RATE: Show = |rounds| {
    let per_second = median(rounds);
    let decimals = usize::from(per_second < 100.0);
    format!("{per_second:.decimals$}/s")
};
const MEDIAN_TIME: Show = |rounds| millis(Duration::from_secs_f64(median(rounds)));
const ERRORS: Show = |rounds| format!("{:.0}", rounds.iter().sum::<f64>());

fn median(mut figures: Vec<f64>) -> f64 {
    figures.sort_unstable_by(f64::total_cmp);
    figures[figures.len() / 2]
}

/// Starts one on an empty folder a few times; the last of them goes on.
fn enter<'a>(peer: &'a dyn Peer, site: &Site) -> Result<Entry<'a>> {
    let mut starts = Vec::new();
    loop {
        let folder = Folder::new(&format!("peer {}", peer.name()))?;
        peer.prepare(&folder.0)?;
        let server = Running::start(peer, &folder.0, site)?;
        starts.push(server.start);
        if starts.len() == ROUNDS {
            // By then it has given back what only the start needs.
            thread::sleep(Duration::from_secs(1));
            let idle = server.memory();
            starts.sort_unstable();
            return Ok(Entry { server, start: starts[ROUNDS / 2], idle, _folder: folder });
        }
    }
}

/// Writes a hundred comments, thirty of which answer others, and weighs them.
fn bytes_of_a_list(server: &Running) -> Result<String> {
    let mut client = Client::connect(server.port)?;
    let mut ids: Vec<String> = Vec::new();
    for number in 0_usize..100 {
        let parent = number.checked_sub(70).map(|answered| ids[answered * 7 % 70].clone());
        ids.push(server.peer.comment(&mut client, "list", parent.as_deref())?);
    }
    let listed = server.all("list")?.len();
    if listed != 100 {
        bail!("{listed} of 100 comments are listed");
    }
    let list = get(&server.peer.list("list", None), ENCODINGS);
    // Ours compresses better what it is asked for again.
    for _ in 0..20 {
        client.ask(&list)?;
    }
    Ok(format!("{} bytes", client.body.len()))
}

fn lists(server: &Running) -> Result<[f64; 3]> {
    let list = get(&server.peer.list("list", None), ENCODINGS);
    many(server, "lists", || list.clone())
}

/// Comments, to a thread of each round's own.
fn posts(server: &Running, round: usize) -> Result<[f64; 3]> {
    let thread = format!("posts-{round}");
    many(server, "POST", || server.peer.post(&thread, None))
}

/// Good answers a second, the time in which half of them came, and the number of others.
#[expect(clippy::cast_precision_loss, reason = "a count of seconds' worth")]
fn many(server: &Running, what: &str, request: impl Fn() -> Vec<u8> + Sync) -> Result<[f64; 3]> {
    let is_good = |status: u16, body: &[u8]| server.peer.is_good(status, body);
    let load = try_load(server.port, CONNECTIONS, DURATION, is_good, |_, _| request())?;
    if let Some(failure) = &load.failure {
        tell(server.peer, what, failure);
    }
    Ok([load.rate, load.percentile(0.5).as_secs_f64(), load.failed as f64])
}

fn first_lists(server: &Running) -> Result<[f64; 1]> {
    let mut client = Client::connect(server.port)?;
    let list = get(&server.peer.list("list", None), ENCODINGS);
    let mut times = Vec::new();
    for _ in 0..FIRSTS {
        server.peer.comment(&mut client, "list", None)?;
        let asked = Instant::now();
        client.ask(&list)?;
        times.push(asked.elapsed());
    }
    times.sort_unstable();
    Ok([percentile(&times, 0.5).as_secs_f64()])
}

/// How much of what they acknowledged is there when they were killed.
pub(super) fn kills(peers: &[Box<dyn Peer>], names: &[&str], site: &Site) -> Row {
    let what = "kill -9, three times: acknowledged, there";
    progress("measuring: kill -9");
    let started = peers.iter().filter(|peer| names.contains(&peer.name()));
    let figure = |peer: &dyn Peer| kill(peer, site).unwrap_or_else(|error| missing(peer, what, &error));
    Row { what, figures: started.map(|peer| figure(peer.as_ref())).collect() }
}

/// Kills one while comments are posted over all connections, a few times, and looks for them.
fn kill(peer: &dyn Peer, site: &Site) -> Result<String> {
    let folder = Folder::new(&format!("peer {} killed", peer.name()))?;
    peer.prepare(&folder.0)?;
    let acknowledged = Mutex::new(BTreeSet::new());
    for _ in 0..KILLS {
        let server = Running::start(peer, &folder.0, site)?;
        let port = server.port;
        thread::scope(|scope| {
            for _ in 0..CONNECTIONS {
                scope.spawn(|| {
                    let Ok(mut client) = Client::connect(port) else { return };
                    while let Ok(id) = peer.comment(&mut client, "kill", None) {
                        acknowledged.lock().unwrap_or_else(PoisonError::into_inner).insert(id);
                    }
                });
            }
            thread::sleep(Duration::from_secs(1));
            server.kill();
        });
    }
    let acknowledged = acknowledged.into_inner().unwrap_or_else(PoisonError::into_inner);
    let there = Running::start(peer, &folder.0, site)?.all("kill")?;
    Ok(format!("{}, {}", acknowledged.len(), acknowledged.intersection(&there).count()))
}
