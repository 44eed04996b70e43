//! Settings, store, router, serve, stop.

use std::{io::Write as _, net::SocketAddr, panic, process, sync::Arc, time::Duration};

use anyhow::Context as _;
use clap::{CommandFactory as _, Parser as _};
use server::{App, Cli, LogFormat, SystemClock};
use tokio::signal;
use tracing_subscriber::EnvFilter;

fn main() -> anyhow::Result<()> {
    start_runtime()?.block_on(run())
}

/// Starts the threads that answer requests, or ends the process. Where there is too little for all of them, tokio panics, and
/// unwinding waits forever for those that it has.
fn start_runtime() -> anyhow::Result<tokio::runtime::Runtime> {
    let say = panic::take_hook();
    panic::set_hook(Box::new(move |panic| {
        say(panic);
        process::exit(1);
    }));
    let runtime = tokio::runtime::Runtime::new().context("cannot start the threads that answer requests")?;
    let _ = panic::take_hook();
    Ok(runtime)
}

async fn run() -> anyhow::Result<()> {
    let Cli { settings, command } = Cli::parse();
    let filter = std::env::var("AV_LOG").unwrap_or_else(|_| "info".to_owned());
    let filter = EnvFilter::try_new(&filter).with_context(|| format!("AV_LOG cannot be {filter:?}"))?;
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    match settings.log_format {
        LogFormat::Text => log.init(),
        LogFormat::Json => log.json().flatten_event(true).init(),
    }
    warn_of_unknown_variables();

    if let Some(command) = command {
        return server::run(settings, command, Arc::new(SystemClock)).await;
    }
    let address = SocketAddr::new(settings.bind, settings.port);
    let metrics = settings.metrics_port.map(|port| SocketAddr::new(settings.metrics_bind, port));
    let app = App::open(settings, Arc::new(SystemClock)).await?;
    let listener = server::listen(address).with_context(|| {
        format!("cannot listen on {address}: is another server using the port? (--port takes another)")
    })?;
    let address = listener.local_addr()?;
    let router = server::router(Arc::clone(&app))?;

    tokio::spawn(forget_every_minute(Arc::clone(&app)));
    tokio::spawn(look_around(Arc::clone(&app)));
    announce(&format!("http://{address}/"));
    if let Some(metrics) = metrics {
        serve_metrics(metrics, &app)?;
    }
    invite_the_first_moderator(&app, address).await;
    let stop = async {
        stop_signal().await;
        tokio::spawn(end_at_once_when_told_again());
    };
    server::serve(listener, router, &app, stop).await;
    tracing::info!("stopped");
    Ok(())
}

/// Says where something is, on a line of its own, once the socket takes connections. Whoever started the server may have read
/// enough and gone.
fn announce(address: &str) {
    let _ = writeln!(std::io::stdout(), "{address}");
}

/// Serves metrics beside everything else, until the end of the process: they tell of that as well.
fn serve_metrics(address: SocketAddr, app: &Arc<App>) -> anyhow::Result<()> {
    let listener = server::listen(address).with_context(|| {
        format!("cannot serve metrics on {address}: is the port taken? (--metrics-port takes another)")
    })?;
    announce(&server::metrics_address(listener.local_addr()?));
    let (app, router) = (Arc::clone(app), server::metrics_router(Arc::clone(app)));
    tokio::spawn(async move { server::serve(listener, router, &app, std::future::pending()).await });
    Ok(())
}

/// Where there is no moderator yet, says how to become one: in the terminal, to whoever started the server, and to nobody
/// who reads its log.
async fn invite_the_first_moderator(app: &App, address: SocketAddr) {
    match server::first_invitation(app).await {
        Ok(Some(link)) => {
            let words = format!("To choose the moderators' password, open http://{address}/{link}\n");
            // A terminal that is gone is no reason to stop.
            let _ = std::io::stderr().write_all(words.as_bytes());
        }
        Ok(None) => {}
        Err(error) => tracing::warn!("nobody can become a moderator: {error:#}"),
    }
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

async fn look_around(app: Arc<App>) {
    let mut now_and_then = tokio::time::interval(Duration::from_secs(2));
    loop {
        now_and_then.tick().await;
        // A store that fails says so to whoever asks for something.
        let _ = app.look_around().await;
    }
}

/// A variable with a slip in its name would be a setting that silently is not made.
fn warn_of_unknown_variables() {
    let command = Cli::command();
    let known: Vec<_> = command.get_arguments().filter_map(clap::Arg::get_env).collect();
    for (name, _) in std::env::vars_os() {
        let is_ours = name.to_string_lossy().starts_with("AV_");
        if is_ours && name != "AV_LOG" && !known.contains(&name.as_os_str()) {
            tracing::warn!("{} is no setting of this server", name.to_string_lossy());
        }
    }
}

/// Somebody who asks twice does not want to wait for what is under way.
async fn end_at_once_when_told_again() {
    stop_signal().await;
    tracing::warn!("stopped at once");
    process::exit(1);
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
