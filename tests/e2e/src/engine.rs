//! The engines, and what each of them wants otherwise.
//!
//! What a core journey does, all of them can: it goes through WebDriver alone. What they cannot:
//!
//! - Firefox and WebKitGTK: developer tools. Whatever needs them (no network, a hidden tab, a screen narrower than their
//!   windows get, a picture of the whole page) is a journey in Chromium.
//! - WebKitGTK: running without a display. Every reader has one that nobody sees, since a window that opens takes the
//!   focus away from the others of its display.
//! - Firefox and WebKitGTK: more than one browser for each driver; so every reader has a driver of its own.

use serde_json::{Value, json};

use crate::setting;

/// Which engine these tests run in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Engine {
    Chromium,
    Firefox,
    WebKit,
}

/// How a browser differs from the usual.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Manner<'a> {
    /// The name it gives itself.
    pub(crate) agent: Option<&'a str>,
    /// What its user reads, as `navigator.languages` says; else English.
    pub(crate) languages: Option<&'a str>,
    /// Pages run no scripts.
    pub(crate) runs_no_scripts: bool,
    /// Where it begins.
    pub(crate) opens: Option<&'a str>,
}

impl Engine {
    /// The engine that `AV_ENGINE` names.
    ///
    /// # Panics
    ///
    /// When it names none.
    pub(crate) fn of_this_run() -> Self {
        match setting("AV_ENGINE").as_str() {
            "chromium" => Self::Chromium,
            "firefox" => Self::Firefox,
            "webkit" => Self::WebKit,
            other => panic!("AV_ENGINE is `{other}`: expected chromium, firefox or webkit"),
        }
    }

    /// Whether the browser must have a place for its windows.
    pub(crate) fn needs_display(self) -> bool {
        self == Self::WebKit
    }

    /// What a driver is asked for: the browser, out of sight, in a desktop's window.
    pub(crate) fn capabilities(self, manner: Manner<'_>) -> Value {
        let Manner { agent, languages, runs_no_scripts, opens } = manner;
        let languages = languages.unwrap_or("en-US");
        assert!(!runs_no_scripts || self == Self::Chromium, "only Chromium obeys its driver with scripts off");
        assert!(opens.is_none() || self == Self::Firefox, "only Firefox begins where it is told to");
        let binary = setting("AV_BROWSER");
        match self {
            Self::Chromium => {
                let mut flags: Vec<String> = CHROMIUM_FLAGS.map(str::to_owned).into();
                flags.push(format!("--accept-lang={languages}"));
                flags.extend(agent.map(|agent| format!("--user-agent={agent}")));
                let mut options = json!({ "binary": binary, "args": flags });
                if runs_no_scripts {
                    // 2 is "block", as in the browser's own settings.
                    options["prefs"] = json!({ "profile.managed_default_content_settings.javascript": 2 });
                }
                json!({ "browserName": "chrome", "goog:chromeOptions": options })
            }
            Self::Firefox => {
                let mut preferences = json!({
                    "intl.accept_languages": languages,
                    // Voices of its own, that say nothing aloud: the machines of tests have none.
                    "media.webspeech.synth.test": true,
                    // As for Chromium; and nobody goes around the proxy.
                    "network.proxy.type": 1,
                    "network.proxy.http": "127.0.0.1",
                    "network.proxy.http_port": 9,
                    "network.proxy.ssl": "127.0.0.1",
                    "network.proxy.ssl_port": 9,
                    "network.proxy.failover_direct": false,
                    "network.proxy.allow_bypass": false,
                });
                if let Some(agent) = agent {
                    preferences["general.useragent.override"] = agent.into();
                }
                let flags: Vec<&str> = ["-headless", "--width=1280", "--height=900"].into_iter().chain(opens).collect();
                let options = json!({ "binary": binary, "args": flags, "prefs": preferences });
                json!({ "browserName": "firefox", "moz:firefoxOptions": options })
            }
            Self::WebKit => {
                let mut flags = vec!["--automation".to_owned(), "--geometry=1280x900".to_owned()];
                flags.extend(agent.map(|agent| format!("--user-agent={agent}")));
                json!({ "webkitgtk:browserOptions": { "binary": binary, "args": flags } })
            }
        }
    }
}

const CHROMIUM_FLAGS: [&str; 13] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--hide-scrollbars",
    "--window-size=1280,900",
    "--lang=en-US",
    // Browsers ask their makers for this and that: a port where nobody is answers them. Loopback takes no proxy.
    "--proxy-server=http://127.0.0.1:9",
];
