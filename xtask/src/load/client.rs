//! A client that costs little: requests written as they are, answers read by their length, and one connection, kept open with
//! servers that keep it.

use std::{
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::TcpStream,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context as _, Result, bail};
use serde_json::Value;

/// One connection, and the next one where a server closes it after each answer.
pub(super) struct Client {
    port: u16,
    stream: BufReader<TcpStream>,
    is_open: bool,
    /// The body of the last answer.
    pub(super) body: Vec<u8>,
    /// Its `ETag`.
    pub(super) etag: String,
}

impl Client {
    pub(super) fn connect(port: u16) -> Result<Self> {
        Ok(Self { port, stream: open(port)?, is_open: true, body: Vec::new(), etag: String::new() })
    }

    /// Sends a request and reads its answer; tells the status.
    pub(super) fn ask(&mut self, request: &[u8]) -> Result<u16> {
        if !self.is_open {
            self.stream = open(self.port)?;
        }
        self.stream.get_mut().write_all(request)?;
        let mut line = String::new();
        self.stream.read_line(&mut line)?;
        let status: u16 = line.split(' ').nth(1).context("no answer")?.parse()?;
        self.is_open = !line.starts_with("HTTP/1.0");
        let mut length = 0;
        loop {
            line.clear();
            self.stream.read_line(&mut line)?;
            let Some((name, value)) = line.trim_end().split_once(':') else { break };
            match name.to_ascii_lowercase().as_str() {
                "content-length" => length = value.trim().parse()?,
                "connection" => self.is_open = !value.trim().eq_ignore_ascii_case("close"),
                "transfer-encoding" => bail!("an answer without a length"),
                "etag" => value.trim().clone_into(&mut self.etag),
                _ => {}
            }
        }
        self.body.resize(if status == 304 { 0 } else { length }, 0);
        self.stream.read_exact(&mut self.body)?;
        Ok(status)
    }

    /// The same, where anything but success is an error; tells the answer.
    pub(super) fn json(&mut self, request: &[u8]) -> Result<Value> {
        let status = self.ask(request)?;
        if !(200..300).contains(&status) {
            bail!("{status}: {}", String::from_utf8_lossy(&self.body));
        }
        Ok(serde_json::from_slice(&self.body)?)
    }
}

fn open(port: u16) -> Result<BufReader<TcpStream>> {
    let stream = TcpStream::connect(("127.0.0.1", port)).context("cannot connect")?;
    stream.set_nodelay(true)?;
    stream.set_read_timeout(Some(Duration::from_secs(20)))?;
    Ok(BufReader::new(stream))
}

/// A `GET`.
pub(super) fn get(path: &str, headers: &str) -> Vec<u8> {
    format!("GET {path} HTTP/1.1\r\nHost: localhost\r\n{headers}\r\n").into_bytes()
}

/// A request with a body of JSON.
pub(super) fn send(method: &str, path: &str, headers: &str, body: &Value) -> Vec<u8> {
    let body = body.to_string();
    let length = body.len();
    format!(
        "{method} {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\
         {headers}\r\n{body}"
    )
    .into_bytes()
}

/// What a load came to.
pub(super) struct Load {
    /// Answers a second.
    pub(super) rate: f64,
    /// How long each took, sorted.
    times: Vec<Duration>,
    /// Answers that were not as wanted; they are in no other figure.
    pub(super) failed: usize,
    /// What the first of them said.
    pub(super) failure: Option<String>,
}

impl Load {
    /// The time below which so much of the answers came.
    pub(super) fn percentile(&self, part: f64) -> Duration {
        percentile(&self.times, part)
    }
}

/// Of sorted times, the one below which so much of them are.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss, reason = "an index")]
pub(super) fn percentile(times: &[Duration], part: f64) -> Duration {
    times.get((times.len() as f64 * part) as usize).or(times.last()).copied().unwrap_or_default()
}

/// Asks over so many connections, each as soon as it is answered, for so long. `request` makes the nth request of a
/// connection; every answer has to have this status.
pub(super) fn load(
    port: u16,
    connections: usize,
    duration: Duration,
    wanted: u16,
    request: impl Fn(usize, usize) -> Vec<u8> + Sync,
) -> Result<Load> {
    let load = try_load(port, connections, duration, |status, _| status == wanted, request)?;
    match load.failure {
        Some(failure) => bail!(failure),
        None => Ok(load),
    }
}

/// The same, where some answers may not be as wanted, by their status and their body.
pub(super) fn try_load(
    port: u16,
    connections: usize,
    duration: Duration,
    is_wanted: impl Fn(u16, &[u8]) -> bool + Sync,
    request: impl Fn(usize, usize) -> Vec<u8> + Sync,
) -> Result<Load> {
    let stop = Arc::new(AtomicBool::new(false));
    let began = Instant::now();
    let all = thread::scope(|scope| {
        let workers: Vec<_> = (0..connections)
            .map(|connection| {
                let (stop, request, is_wanted) = (Arc::clone(&stop), &request, &is_wanted);
                scope.spawn(move || -> Result<(Vec<Duration>, Vec<String>)> {
                    let mut client = Client::connect(port)?;
                    let (mut times, mut failures) = (Vec::new(), Vec::new());
                    while !stop.load(Ordering::Relaxed) {
                        let request = request(connection, times.len() + failures.len());
                        let asked = Instant::now();
                        let status = client.ask(&request)?;
                        let took = asked.elapsed();
                        if is_wanted(status, &client.body) {
                            times.push(took);
                        } else {
                            failures.push(format!("answered {status}: {}", String::from_utf8_lossy(&client.body)));
                        }
                    }
                    Ok((times, failures))
                })
            })
            .collect();
        thread::sleep(duration);
        stop.store(true, Ordering::Relaxed);
        workers.into_iter().map(|worker| worker.join().expect("a worker does not panic")).collect::<Result<Vec<_>>>()
    })?;
    let took = began.elapsed().as_secs_f64();
    let (times, failures): (Vec<_>, Vec<_>) = all.into_iter().unzip();
    let (mut times, failures) = (times.concat(), failures.concat());
    times.sort_unstable();
    #[expect(clippy::cast_precision_loss, reason = "a count of seconds' worth")]
    let rate = times.len() as f64 / took;
    Ok(Load { rate, times, failed: failures.len(), failure: failures.into_iter().next() })
}

#[cfg(test)]
mod tests {
    use std::net::TcpListener;

    use super::*;

    #[test]
    fn a_server_that_closes_after_each_answer_is_asked_again() {
        let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a port is free");
        let port = listener.local_addr().expect("it is bound").port();
        let answers = [
            "HTTP/1.0 200 OK\r\nContent-Length: 1\r\n\r\na",
            "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 1\r\n\r\nb",
        ];
        let server = thread::spawn(move || {
            for answer in answers.iter().chain(&answers) {
                let mut stream = BufReader::new(listener.accept().expect("the client comes").0);
                while stream.read_line(&mut String::new()).expect("it asks") > 2 {}
                stream.get_mut().write_all(answer.as_bytes()).expect("it listens");
            }
        });
        let mut client = Client::connect(port).expect("it is there");
        let bodies = [(); 4].map(|()| {
            client.ask(&get("/", "")).expect("it answers");
            client.body.clone()
        });
        server.join().expect("it was asked four times");
        assert_eq!(bodies, [b"a", b"b", b"a", b"b"]);
    }
}
