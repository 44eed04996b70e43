//! Readers who write and like all the time.

use std::{
    sync::{
        Mutex,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use crate::process::helpers::{Server, key};

/// Writers at once.
const WRITERS: usize = 4;

/// What was acknowledged to them.
#[derive(Default)]
pub(super) struct Load {
    /// Comments.
    written: Mutex<Vec<String>>,
    /// Comments that somebody likes.
    liked: Mutex<Vec<String>>,
    is_over: AtomicBool,
}

impl Load {
    /// Acts while readers write; then they stop.
    pub(super) fn on(server: &Server, act: impl FnOnce(&Self)) -> Self {
        /// Ends the writers, whatever becomes of the test.
        struct End<'l>(&'l AtomicBool);
        impl Drop for End<'_> {
            fn drop(&mut self) {
                self.0.store(true, Ordering::Relaxed);
            }
        }
        let load = Self::default();
        thread::scope(|scope| {
            for _ in 0..WRITERS {
                scope.spawn(|| load.write(server));
            }
            let _end = End(&load.is_over);
            load.wait_for(60);
            act(&load);
        });
        load
    }

    fn write(&self, server: &Server) {
        while !self.is_over.load(Ordering::Relaxed) {
            let key = key();
            if server.comment(&key, "Under *load*.").0 != 201 {
                continue;
            }
            self.written.lock().expect("nobody panics").push(key.clone());
            if key.ends_with(['0', '3', '6', '9']) && like(server, &key, "PUT") == 200 {
                self.liked.lock().expect("nobody panics").push(key);
            }
        }
    }

    /// Waits until so many more are acknowledged.
    pub(super) fn wait_for(&self, more: usize) {
        let (wanted, began) = (self.written().len() + more, Instant::now());
        while self.written().len() < wanted {
            assert!(began.elapsed() < Duration::from_mins(1), "nothing more is acknowledged");
            thread::sleep(Duration::from_millis(1));
        }
    }

    /// Comments that were acknowledged until now.
    pub(super) fn written(&self) -> Vec<String> {
        self.written.lock().expect("nobody panics").clone()
    }

    /// Likes that were acknowledged until now.
    pub(super) fn liked(&self) -> Vec<String> {
        self.liked.lock().expect("nobody panics").clone()
    }
}

/// Likes a comment, or with `DELETE` no longer; tells the status of the answer.
pub(super) fn like(server: &Server, comment: &str, method: &str) -> u16 {
    let secret = "s".repeat(32);
    let request = format!(
        "{method} /api/v1/comments/{comment}/like HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\
         authorization: Bearer {secret}\r\ncontent-length: 0\r\n\r\n"
    );
    server.ask(&request).0
}
