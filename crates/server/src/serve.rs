//! Connections: accepted, limited, timed, and ended in good order.

use std::{sync::Arc, time::Duration};

use axum::{Router, body::Body, http::Request};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::GracefulShutdown,
};
use tokio::{net::TcpListener, sync::Semaphore};
use tower::Service as _;

use crate::{App, Peer};

/// How long a client may take to send its request line and headers, or stay silent between requests.
const HEADER_TIMEOUT: Duration = Duration::from_secs(15);
/// The most a request line with its headers may take.
const MAX_HEADER_BYTES: usize = 32 * 1024;

/// Serves until told to stop; then lets requests under way finish, for as long as the settings say.
pub async fn serve(listener: TcpListener, router: Router, app: &Arc<App>, stop: impl Future<Output = ()>) {
    let graceful = GracefulShutdown::new();
    let places = Arc::new(Semaphore::new(app.settings.max_connections));
    let mut http = http1::Builder::new();
    // `axum::serve` sets no header time-out, and hyper's is inert without a timer.
    http.timer(TokioTimer::new()).header_read_timeout(HEADER_TIMEOUT).max_buf_size(MAX_HEADER_BYTES);
    tokio::pin!(stop);
    loop {
        let (stream, peer) = tokio::select! {
            () = &mut stop => break,
            accepted = accept(&listener, &places) => accepted,
        };
        let (stream, place) = stream;
        // A layer of its own would wrap every route anew, some 40 KiB for each connection.
        let router = router.clone();
        let service = service_fn(move |mut request: Request<Incoming>| {
            request.extensions_mut().insert(Peer(peer));
            router.clone().call(request.map(Body::new))
        });
        let connection = graceful.watch(http.serve_connection(TokioIo::new(stream), service));
        tokio::spawn(async move {
            // A client that breaks off or sends nonsense is no fault of ours.
            if let Err(error) = connection.await {
                tracing::debug!(%error, "a connection ended early");
            }
            drop(place);
        });
    }
    drop(listener);
    app.stop();
    let patience = Duration::from_secs(app.settings.shutdown_seconds);
    if tokio::time::timeout(patience, graceful.shutdown()).await.is_err() {
        tracing::warn!("some requests were still under way");
    }
}

type Place = tokio::sync::OwnedSemaphorePermit;

async fn accept(
    listener: &TcpListener,
    places: &Arc<Semaphore>,
) -> ((tokio::net::TcpStream, Option<Place>), std::net::SocketAddr) {
    let place = Arc::clone(places).acquire_owned().await.ok();
    loop {
        match listener.accept().await {
            Ok((stream, peer)) => {
                // Events are small and must not wait for more.
                let _ = stream.set_nodelay(true);
                return ((stream, place), peer);
            }
            Err(error) => {
                // Out of file descriptors: trying again at once would only spin.
                tracing::error!(%error, "cannot accept connections");
                tokio::time::sleep(Duration::from_millis(200)).await;
            }
        }
    }
}
