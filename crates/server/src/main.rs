//! Settings, store, router, serve, stop.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use anyhow::Context as _;
use clap::Parser as _;
use server::{App, Settings, SystemClock};
use tokio::{net::TcpListener, signal};
use tracing_subscriber::EnvFilter;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let filter = EnvFilter::try_from_env("AV_LOG").unwrap_or_else(|_| EnvFilter::new("info"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
    let settings = Settings::parse();

    let address = SocketAddr::new(settings.bind, settings.port);
    let app = App::open(settings, Arc::new(SystemClock)).await?;
    let listener = TcpListener::bind(address).await.with_context(|| {
        format!("cannot listen on {address}: is another server using the port? (--port takes another)")
    })?;
    let address = listener.local_addr()?;
    let router = server::router(Arc::clone(&app))?;

    tokio::spawn(forget_every_minute(Arc::clone(&app)));
    announce(address);
    server::serve(listener, router, &app, stop_signal()).await;
    tracing::info!("stopped");
    Ok(())
}

/// Says where the page is, on a line of its own, once the socket takes connections.
#[expect(clippy::print_stdout, reason = "the address is what the command is asked for")]
fn announce(address: SocketAddr) {
    println!("http://{address}/");
}

async fn forget_every_minute(app: Arc<App>) {
    let mut every_minute = tokio::time::interval(Duration::from_mins(1));
    loop {
        every_minute.tick().await;
        if let Err(error) = app.forget().await {
            tracing::warn!(%error, "old view marks could not be deleted; trying again in a minute");
        }
    }
}

/// Resolves at Ctrl-C or SIGTERM.
async fn stop_signal() {
    let interrupted = async {
        let _ = signal::ctrl_c().await;
    };
    #[cfg(unix)]
    let terminated = async {
        match signal::unix::signal(signal::unix::SignalKind::terminate()) {
            Ok(mut stream) => {
                stream.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let terminated = std::future::pending::<()>();
    tokio::select! {
        () = interrupted => {}
        () = terminated => {}
    }
}
