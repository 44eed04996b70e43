//! The one request this server makes: for public keys.

use std::{io::Read as _, path::PathBuf, time::Duration};

use anyhow::Context as _;
use reqwest::{Client, StatusCode, redirect};
use url::Url;

use super::{set::KeySet, source::KeySource};

/// For all of it: finding the address, the handshake, the last byte.
const TIME: Duration = Duration::from_secs(5);
/// The largest set of keys, in bytes: twenty long ones with their certificates.
const MAX_SET_BYTES: usize = 64 * 1024;

/// Gets sets of keys.
pub(super) enum Fetch {
    Address(Url, Client),
    File(PathBuf),
}

impl Fetch {
    pub(super) fn new(source: KeySource) -> anyhow::Result<Self> {
        let url = match source {
            KeySource::Address(url) => url,
            KeySource::File(file) => return Ok(Self::File(file)),
        };
        let client = Client::builder()
            .timeout(TIME)
            // Where keys are is what the operator has said, not what an answer or the environment says.
            .redirect(redirect::Policy::none())
            .no_proxy()
            .http1_only()
            .pool_max_idle_per_host(0)
            .user_agent("article-server");
        // Without TLS there is nothing to be said for the certificates of the system, which may have none.
        let client = if url.scheme() == "http" { client.tls_certs_only([]) } else { client };
        let client = client
            .build()
            .with_context(|| format!("cannot fetch the keys of the accounts (--user-keys) from {url}"))?;
        Ok(Self::Address(url, client))
    }

    /// A new set, or why there is none.
    pub(super) async fn get(&self) -> Result<KeySet, String> {
        let bytes = match self {
            Self::Address(url, client) => download(client, url.clone()).await?,
            Self::File(file) => {
                let file = file.clone();
                let read = move || read(&file).map_err(|error| error.to_string());
                tokio::task::spawn_blocking(read).await.map_err(|error| error.to_string())??
            }
        };
        KeySet::parse(&bytes)
    }
}

/// Reads until the end or the limit, whatever length the answer says it has.
async fn download(client: &Client, url: Url) -> Result<Vec<u8>, String> {
    // Whoever logs this says the address.
    let told = |error: reqwest::Error| chain(&error.without_url());
    let mut answer = client.get(url).header("accept", "application/json").send().await.map_err(told)?;
    if answer.status() != StatusCode::OK {
        return Err(format!("expected the status 200, found {}", answer.status().as_u16()));
    }
    let mut bytes = Vec::new();
    while let Some(chunk) = answer.chunk().await.map_err(told)? {
        if bytes.len() + chunk.len() > MAX_SET_BYTES {
            return Err(format!("expected at most {MAX_SET_BYTES} bytes"));
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}

/// Reads a file, but no more than a set can have.
pub(super) fn read(file: &std::path::Path) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    std::fs::File::open(file)?.take(MAX_SET_BYTES as u64 + 1).read_to_end(&mut bytes)?;
    if bytes.len() > MAX_SET_BYTES {
        return Err(std::io::Error::other(format!("expected at most {MAX_SET_BYTES} bytes")));
    }
    Ok(bytes)
}

/// An error and what is behind it, in one line.
fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(error) = source {
        text = text + ": " + &error.to_string();
        source = error.source();
    }
    text
}
