//! `GET /api/v1/live`

use std::{convert::Infallible, sync::Arc, time::Duration};

use axum::{
    body::{Body, Bytes},
    extract::State,
    http::{Extensions, HeaderMap, HeaderName, header},
    response::IntoResponse,
};
use engagement::live::COUNTS;
use serde::Deserialize;
use tokio::{
    sync::broadcast::error::RecvError,
    time::{self, Instant},
};
use utoipa::IntoParams;

use super::extract::{Parameters, article_id};
use super::openapi::{event::Event, refusals};
use crate::{App, error::Error, live::event};

/// The shortest time between two counts: fast enough to look live, slow enough for a crowd.
const COUNTS_PAUSE: Duration = Duration::from_millis(500);
/// How often a silent stream shows that it is alive, below the minute after which proxies give up.
const KEEP_ALIVE: Duration = Duration::from_secs(20);
/// How long a stream lasts; the page then opens another. Bounds what a forgotten connection costs.
const MAX_AGE: Duration = Duration::from_hours(1);

/// Which article.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(super) struct Live {
    /// The article.
    #[param(
        min_length = 1,
        max_length = 1024,
        pattern = "^[^\\x00-\\x1f\\x7f-\\x9f]*[^\\s\\x00-\\x1f\\x7f-\\x9f][^\\x00-\\x1f\\x7f-\\x9f]*$"
    )]
    article: String,
}

/// Counts and comments of an article, as they are committed. The counts of now come first.
#[utoipa::path(
    get,
    path = engagement::paths::LIVE,
    tag = "live",
    operation_id = "streamEvents",
    params(Live),
    responses((status = 200, description = "Server-sent events.", content_type = "text/event-stream", body = Event), refusals::OfLive)
)]
pub(super) async fn stream(
    State(app): State<Arc<App>>,
    extensions: Extensions,
    headers: HeaderMap,
    Parameters(live): Parameters<Live>,
) -> Result<impl IntoResponse, Error> {
    app.limits.reads.take(app.client(&extensions, &headers))?;
    let article = app.article(article_id(&live.article)?, &headers)?;
    // Listening begins before the store is asked, so that nothing falls between the two.
    let mut subscription = app.news.hub.subscribe(&article);
    let first = app.store.counts(&article).await?;
    let mut stopping = app.stopping();
    drop(app);
    let events = async_stream::stream! {
        yield Ok::<_, Infallible>(event(COUNTS, &first));
        let end = time::sleep(MAX_AGE);
        tokio::pin!(end);
        let mut next_counts = Instant::now() + COUNTS_PAUSE;
        let mut keep_alive = time::interval_at(Instant::now() + KEEP_ALIVE, KEEP_ALIVE);
        loop {
            // The pause comes first: `changed` marks the change as seen, and cut off after it, it would be lost.
            let counts_changed = async {
                time::sleep_until(next_counts).await;
                subscription.counts.changed().await
            };
            let stop = async { stopping.wait_for(|stopping| *stopping).await.is_ok() };
            tokio::select! {
                biased;
                _ = stop => break,
                () = &mut end => break,
                comment = subscription.comments.recv() => match comment {
                    Ok(comment) => yield Ok(comment),
                    // Too slow to keep up: the page opens another stream and loads the list again.
                    Err(RecvError::Lagged(_) | RecvError::Closed) => break,
                },
                changed = counts_changed => {
                    if changed.is_err() {
                        break;
                    }
                    let counts = *subscription.counts.borrow_and_update();
                    yield Ok(event(COUNTS, &counts));
                    next_counts = Instant::now() + COUNTS_PAUSE;
                }
                _ = keep_alive.tick() => yield Ok(Bytes::from_static(b":\n\n")),
            }
        }
    };
    let headers = [
        (header::CONTENT_TYPE, "text/event-stream"),
        (header::CACHE_CONTROL, "no-cache"),
        // nginx would hold events back until its buffer is full.
        (HeaderName::from_static("x-accel-buffering"), "no"),
    ];
    Ok((headers, Body::from_stream(events)))
}
