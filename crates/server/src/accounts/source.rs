//! Where public keys are.

use std::{fmt, path::PathBuf, str::FromStr};

use serde::Deserialize;
use url::{Host, Url};

/// Where the public keys of a site are, as a JSON Web Key Set (RFC 7517).
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub enum KeySource {
    /// At an address: `https`, or `http` on this machine.
    Address(Url),
    /// In a file.
    File(PathBuf),
}

impl FromStr for KeySource {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if text.is_empty() {
            return Err("expected an address or a file".to_owned());
        }
        if !text.contains("://") {
            return Ok(Self::File(text.into()));
        }
        let url = Url::parse(text).map_err(|error| format!("expected an address: {error}"))?;
        let is_safe = url.scheme() == "https" || (url.scheme() == "http" && is_loopback(&url));
        if !is_safe {
            return Err("expected an address that begins with https:, or with http: on this machine".to_owned());
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err("expected an address without a user's name: public keys need none".to_owned());
        }
        Ok(Self::Address(url))
    }
}

impl TryFrom<String> for KeySource {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

impl fmt::Display for KeySource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Address(url) => write!(f, "{url}"),
            Self::File(file) => write!(f, "{}", file.display()),
        }
    }
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_fetched_over_tls_or_from_this_machine_or_read_from_a_file() {
        for good in
            ["https://paper.example/keys.json", "http://localhost:3000/k", "http://127.0.0.1/", "http://[::1]/k"]
        {
            assert!(matches!(good.parse(), Ok(KeySource::Address(_))), "{good}");
        }
        assert_eq!("keys.json".parse(), Ok(KeySource::File("keys.json".into())));
        for wrong in [
            "",
            "http://paper.example/keys.json",
            "http://localhost.example/",
            "http://10.0.0.1/",
            "ftp://127.0.0.1/",
            "file:///keys",
            "https://user:word@paper.example/",
            "https://",
        ] {
            assert!(wrong.parse::<KeySource>().is_err(), "{wrong}");
        }
    }
}
