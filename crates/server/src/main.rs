//! Settings, store, router, serve, stop.

use std::{
    io::{IsTerminal as _, Write as _},
    net::SocketAddr,
    panic,
    process::{self, ExitCode},
    sync::Arc,
    time::Duration,
};

use anyhow::Context as _;
use clap::{CommandFactory as _, Parser as _};
use server::{App, Cli, LogFormat, SystemClock};
#[cfg(unix)]
use tokio::signal::unix;
use tracing_subscriber::EnvFilter;

fn main() -> ExitCode {
    let cli = Cli::parse();
    let is_read_by_machines = cli.command.is_none() && matches!(cli.settings.log_format, LogFormat::Json);
    let Err(error) = start_runtime().and_then(|runtime| runtime.block_on(run(cli))) else {
        return ExitCode::SUCCESS;
    };
    // One line, with what led to it.
    if is_read_by_machines && tracing::dispatcher::has_been_set() {
        tracing::error!("{error:#}");
    } else {
        let _ = writeln!(std::io::stderr(), "error: {error:#}");
    }
    ExitCode::FAILURE
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

async fn run(Cli { settings, command }: Cli) -> anyhow::Result<()> {
    let filter = std::env::var("AV_LOG").unwrap_or_else(|_| "info".to_owned());
    let filter = EnvFilter::try_new(&filter).with_context(|| format!("AV_LOG cannot be {filter:?}"))?;
    let has_colours = std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|set| set.is_empty());
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_ansi(has_colours).with_writer(std::io::stderr);
    let is_read_by_machines = matches!(settings.log_format, LogFormat::Json);
    if is_read_by_machines {
        log.json().flatten_event(true).init();
    } else {
        log.init();
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
    let mut signals = StopSignals::new()?;
    announce(&format!("http://{address}/"));
    if let Some(metrics) = metrics {
        serve_metrics(metrics, &app)?;
    }
    if let Some(words) = first_invitation(&app, address).await {
        if is_read_by_machines {
            announce(&words);
        } else {
            // A terminal that is gone is no reason to stop.
            let _ = writeln!(std::io::stderr(), "{words}");
        }
    }
    let stop = async {
        signals.next().await;
        tokio::spawn(async move {
            // Somebody who asks twice does not want to wait for what is under way.
            signals.next().await;
            tracing::warn!("stopped at once");
            process::exit(1);
        });
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

/// Where there is no moderator yet, how to become one: for whoever started the server, and for nobody who reads its log.
async fn first_invitation(app: &App, address: SocketAddr) -> Option<String> {
    match server::first_invitation(app).await {
        Ok(link) => link.map(|link| format!("To choose the moderators' password, open http://{address}/{link}")),
        Err(error) => {
            tracing::warn!("nobody can become a moderator: {error:#}");
            None
        }
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

/// Ctrl-C and SIGTERM. They are heard from the first moment on, so that none is lost between two.
#[cfg(unix)]
struct StopSignals([unix::Signal; 2]);

#[cfg(unix)]
impl StopSignals {
    fn new() -> anyhow::Result<Self> {
        let hear = |kind| unix::signal(kind).context("cannot hear signals");
        Ok(Self([hear(unix::SignalKind::interrupt())?, hear(unix::SignalKind::terminate())?]))
    }

    async fn next(&mut self) {
        let [interrupt, terminate] = &mut self.0;
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    }
}

#[cfg(not(unix))]
struct StopSignals;

#[cfg(not(unix))]
impl StopSignals {
    fn new() -> anyhow::Result<Self> {
        Ok(Self)
    }

    async fn next(&mut self) {
        let _ = tokio::signal::ctrl_c().await;
    }
}
