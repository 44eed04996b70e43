//! Connections: accepted, limited, timed, and ended in good order.

mod stream;

use std::{convert::Infallible, io, net::SocketAddr, sync::Arc, time::Duration};

use axum::{
    Router,
    body::Body,
    http::{HeaderValue, Request, header},
};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::GracefulShutdown,
};
use tokio::{
    net::{TcpListener, TcpSocket},
    sync::Semaphore,
};
use tower::Service as _;

use crate::{App, Peer};
use stream::Stream;

/// The most a request line with its headers may take.
const MAX_HEADER_BYTES: usize = 32 * 1024;

/// Connections that the system takes while the server is busy: everybody who reads live, when the server has just started.
/// Linux takes no more than `net.core.somaxconn`, which is as many.
const BACKLOG: u32 = 4096;

/// Takes connections on an address.
///
/// # Errors
///
/// When somebody else does, or the machine has no such address.
pub fn listen(address: SocketAddr) -> io::Result<TcpListener> {
    let socket = if address.is_ipv4() { TcpSocket::new_v4() } else { TcpSocket::new_v6() }?;
    // Connections of the server before this one may still be ending. On Windows it would let two listen at once.
    #[cfg(unix)]
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    socket.listen(BACKLOG)
}

/// Serves until told to stop; then lets requests under way finish, for as long as the settings say.
pub async fn serve(listener: TcpListener, router: Router, app: &Arc<App>, stop: impl Future<Output = ()>) {
    let graceful = GracefulShutdown::new();
    let places = Arc::new(Semaphore::new(app.settings.max_connections));
    let timeouts = app.settings.timeouts;
    let mut http = http1::Builder::new();
    // `axum::serve` sets no header time-out, and hyper's is inert without a timer.
    http.timer(TokioTimer::new()).header_read_timeout(timeouts.head).max_buf_size(MAX_HEADER_BYTES);
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
            let is_chunked = request.headers().contains_key(header::TRANSFER_ENCODING);
            let answer = router.clone().call(request.map(Body::new));
            async move {
                let mut answer = answer.await?;
                if is_chunked {
                    // hyper hides a Content-Length that came with it. Whoever is between us may have believed that one: what
                    // it takes for the next request would be part of this one (RFC 9112 §6.1).
                    answer.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
                }
                Ok::<_, Infallible>(answer)
            }
        });
        let stream = TokioIo::new(Stream::new(stream, timeouts.write));
        let connection = graceful.watch(http.serve_connection(stream, service));
        tokio::spawn(async move {
            // A client that breaks off or sends nonsense is no fault of ours.
            if let Err(error) = connection.await {
                tracing::debug!(%error, "a connection ended early");
            }
            drop(place);
        });
    }
    // Whoever asks whether to send requests here is told before a connection is refused.
    app.stop();
    drop(listener);
    let patience = Duration::from_secs(app.settings.shutdown_seconds);
    if tokio::time::timeout(patience, graceful.shutdown()).await.is_err() {
        tracing::warn!("some requests were still under way");
    }
}

type Place = tokio::sync::OwnedSemaphorePermit;

async fn accept(
    listener: &TcpListener,
    places: &Arc<Semaphore>,
) -> ((tokio::net::TcpStream, Option<Place>), SocketAddr) {
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
