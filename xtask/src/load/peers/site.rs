//! The site that the comments belong to, as far as peers ask for it.
//!
//! Isso looks whether its site is there when it starts. Waline asks its index of logins, which is on another host unless it is
//! told otherwise, before every request. Nothing here leaves the machine, so both are answered from here.

use std::{
    io::{BufRead as _, BufReader, Write as _},
    net::{TcpListener, TcpStream},
    thread,
};

use anyhow::Result;

const ANSWER: &[u8] =
    b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 15\r\n\r\n{\"services\":[]}";

/// A site on loopback. It is there until the command ends.
pub(super) struct Site {
    port: u16,
}

impl Site {
    pub(super) fn open() -> Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0))?;
        let port = listener.local_addr()?.port();
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                thread::spawn(move || answer(stream));
            }
        });
        Ok(Self { port })
    }

    pub(super) fn address(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }
}

/// Answers whatever is asked on a connection, until it is closed. Requests come without a body.
fn answer(stream: TcpStream) {
    let mut stream = BufReader::new(stream);
    let mut line = String::new();
    while stream.read_line(&mut line).is_ok_and(|read| read > 0) {
        let is_end = line.trim_end().is_empty();
        line.clear();
        if is_end && stream.get_mut().write_all(ANSWER).is_err() {
            return;
        }
    }
}
