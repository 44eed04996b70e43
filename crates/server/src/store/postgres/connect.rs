//! Connections: where they lead, how long is waited for them, and the pool of them.

use std::{sync::Arc, time::Duration};

use anyhow::Context as _;
use deadpool_postgres::{Hook, HookError, Manager, ManagerConfig, Pool, RecyclingMethod, Runtime};
use rustls::{ClientConfig, RootCertStore};
use tokio_postgres::{Config, config::TargetSessionAttrs};
use tokio_postgres_rustls::MakeRustlsConnect;

/// How long is waited for a connection.
const CONNECT: Duration = Duration::from_secs(4);
/// How long what was sent may stay without an acknowledgement: less than anybody waits for an answer.
const UNACKNOWLEDGED: Duration = Duration::from_secs(8);

/// What each connection is told first: a statement that takes long, or waits for a lock, is given up before whoever asked does.
const LIMITS: &str =
    "SET statement_timeout = '7s'; SET lock_timeout = '5s'; SET idle_in_transaction_session_timeout = '20s'";

/// Where a URL leads, and our limits.
pub(super) fn config(url: &str) -> anyhow::Result<Config> {
    // The URL may hold a password and is not repeated.
    let mut config: Config = url.parse().context("this is no address of a PostgreSQL database")?;
    config
        .application_name("article-server")
        .connect_timeout(CONNECT)
        .tcp_user_timeout(UNACKNOWLEDGED)
        .keepalives_idle(Duration::from_secs(15))
        .keepalives_interval(Duration::from_secs(5))
        .keepalives_retries(2)
        // After a failover the others only read.
        .target_session_attrs(TargetSessionAttrs::ReadWrite);
    Ok(config)
}

/// Certificates are checked against those that the machine trusts; `SSL_CERT_FILE` names others.
pub(super) fn tls() -> anyhow::Result<MakeRustlsConnect> {
    let mut roots = RootCertStore::empty();
    for certificate in rustls_native_certs::load_native_certs().certs {
        // One that cannot be read is one fewer to trust.
        let _ = roots.add(certificate);
    }
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .context("cannot set TLS up")?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(MakeRustlsConnect::new(config))
}

/// A pool of connections. Each is asked nothing before it is used again: a broken one is known, and one that leads to a server that
/// only reads is dropped at its first fault.
pub(super) fn pool(config: &Config, connections: usize) -> anyhow::Result<Pool> {
    let manager = ManagerConfig { recycling_method: RecyclingMethod::Fast };
    let limits = Hook::async_fn(|client, _| {
        Box::pin(async move { client.batch_execute(LIMITS).await.map_err(HookError::Backend) })
    });
    Pool::builder(Manager::from_config(config.clone(), tls()?, manager))
        .max_size(connections)
        .wait_timeout(Some(CONNECT))
        .create_timeout(Some(CONNECT))
        .recycle_timeout(Some(CONNECT))
        .runtime(Runtime::Tokio1)
        .post_create(limits)
        .build()
        .context("cannot make the pool of connections")
}

/// A connection of its own, for as long as the client is kept.
pub(super) async fn alone(
    config: &Config,
) -> anyhow::Result<(tokio_postgres::Client, tokio_postgres::Connection<tokio_postgres::Socket, Stream>)> {
    config.connect(tls()?).await.context("cannot connect")
}

/// A connection under TLS, or not.
pub(super) type Stream = <MakeRustlsConnect as tokio_postgres::tls::MakeTlsConnect<tokio_postgres::Socket>>::Stream;
