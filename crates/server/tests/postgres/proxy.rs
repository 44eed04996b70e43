//! What stands between a server and its database, and can be a bad network.

use std::{
    io::{ErrorKind, Read as _, Write as _},
    net::{Shutdown, TcpListener, TcpStream},
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    thread,
    time::Duration,
};

use url::Url;

/// How often a thread looks at what it is to be.
const PAUSE: Duration = Duration::from_millis(5);

/// What all connections share.
#[derive(Default)]
struct State {
    /// Nobody listens.
    refuses: AtomicBool,
    /// Nothing goes through, and nobody is told.
    is_silent: AtomicBool,
    /// The database knows neither `LISTEN` nor `NOTIFY`.
    has_no_channel: AtomicBool,
    /// Connections from before a cut are closed.
    cuts: AtomicU64,
    is_over: AtomicBool,
}

/// A proxy on the loopback network.
pub(super) struct Proxy {
    /// The address of the database through it.
    pub(super) url: String,
    state: Arc<State>,
}

impl Proxy {
    /// One before the database of an address.
    pub(super) fn before(url: &str) -> Self {
        let mut url = Url::parse(url).expect("an address");
        let database = (url.host_str().expect("a host").to_owned(), url.port().unwrap_or(5432));
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = listener.local_addr().expect("it is bound").port();
        url.set_host(Some("127.0.0.1")).expect("a host");
        url.set_port(Some(port)).expect("a port");
        let state = Arc::new(State::default());
        let shared = Arc::clone(&state);
        thread::spawn(move || listen(listener, port, &database, &shared));
        Self { url: url.into(), state }
    }

    /// Closes every connection there is.
    pub(super) fn cut(&self) {
        self.state.cuts.fetch_add(1, Ordering::Relaxed);
    }

    /// Lets nobody in any more.
    pub(super) fn refuse(&self) {
        self.state.refuses.store(true, Ordering::Relaxed);
    }

    /// Lets nothing through, and tells nobody, as a network does that was unplugged.
    pub(super) fn go_silent(&self) {
        self.state.is_silent.store(true, Ordering::Relaxed);
    }

    /// Has the database refuse `LISTEN` and `NOTIFY` as words that it does not know.
    pub(super) fn hide_the_channel(&self) {
        self.state.has_no_channel.store(true, Ordering::Relaxed);
    }

    /// Is there again. What was held goes through.
    pub(super) fn resume(&self) {
        self.state.refuses.store(false, Ordering::Relaxed);
        self.state.is_silent.store(false, Ordering::Relaxed);
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.state.is_over.store(true, Ordering::Relaxed);
    }
}

fn listen(first: TcpListener, port: u16, database: &(String, u16), state: &Arc<State>) {
    let mut listener = Some(first);
    while !state.is_over.load(Ordering::Relaxed) {
        if state.refuses.load(Ordering::Relaxed) {
            listener = None;
        } else if listener.is_none() {
            listener = TcpListener::bind(("127.0.0.1", port)).ok();
        }
        let accepted = listener.as_ref().and_then(|listener| {
            listener.set_nonblocking(true).expect("it can be");
            listener.accept().ok()
        });
        let Some((client, _)) = accepted else {
            thread::sleep(PAUSE);
            continue;
        };
        let Ok(server) = TcpStream::connect((database.0.as_str(), database.1)) else { continue };
        client.set_nonblocking(false).expect("it can be");
        let cuts = state.cuts.load(Ordering::Relaxed);
        for (from, to) in [(&client, &server), (&server, &client)] {
            let (from, to) = (from.try_clone().expect("a handle"), to.try_clone().expect("a handle"));
            let state = Arc::clone(state);
            thread::spawn(move || pass(from, to, &state, cuts));
        }
    }
}

/// Passes on what comes, until either end is closed or the connection is cut.
fn pass(mut from: TcpStream, mut to: TcpStream, state: &State, cuts: u64) {
    let _ = from.set_read_timeout(Some(PAUSE));
    let is_cut = || state.cuts.load(Ordering::Relaxed) != cuts || state.is_over.load(Ordering::Relaxed);
    let mut buffer = [0; 16 * 1024];
    while !is_cut() {
        let read = match from.read(&mut buffer) {
            Ok(0) => break,
            Ok(read) => read,
            Err(error) if [ErrorKind::WouldBlock, ErrorKind::TimedOut].contains(&error.kind()) => continue,
            Err(_) => break,
        };
        while state.is_silent.load(Ordering::Relaxed) && !is_cut() {
            thread::sleep(PAUSE);
        }
        if state.has_no_channel.load(Ordering::Relaxed) {
            for known in [b"LISTEN", b"notify"] {
                replace(&mut buffer[..read], known, b"absent");
            }
        }
        if is_cut() || to.write_all(&buffer[..read]).is_err() {
            break;
        }
    }
    // While nothing goes through, an end does not either.
    while state.is_silent.load(Ordering::Relaxed) && !is_cut() {
        thread::sleep(PAUSE);
    }
    let _ = from.shutdown(Shutdown::Both);
    let _ = to.shutdown(Shutdown::Both);
}

fn replace<const N: usize>(text: &mut [u8], known: &[u8; N], other: &[u8; N]) {
    while let Some(at) = text.windows(N).position(|window| window == known) {
        text[at..at + N].copy_from_slice(other);
    }
}
