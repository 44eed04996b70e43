//! `POST /api/v1/views`

use std::sync::Arc;

use axum::{
    Json,
    extract::State,
    http::{Extensions, HeaderMap, header},
};
use engagement::views::{Seen, Views};

use super::extract::{self, article_id};
use super::openapi::refusals;
use crate::{App, error::Error, views};

/// Takes a page's word that an article was seen, and decides whether it counts.
#[utoipa::path(
    post,
    path = engagement::paths::VIEWS,
    tag = "views",
    operation_id = "reportView",
    request_body = Seen,
    responses((status = 200, description = "What was made of it.", body = Views), refusals::OfSeen)
)]
pub(super) async fn seen(
    State(app): State<Arc<App>>,
    extensions: Extensions,
    headers: HeaderMap,
    extract::Json(seen): extract::Json<Seen>,
) -> Result<Json<Views>, Error> {
    let address = app.client(&extensions, &headers);
    app.limits.views.take(address)?;
    let article = app.article(article_id(&seen.article)?, &headers)?;
    let is_automated = seen.automated || views::is_automated(&headers);
    if is_automated && !app.settings.count_automated_views {
        let counts = app.store.counts(&article).await?;
        return Ok(Json(Views { views: counts.views, counted: false }));
    }
    let agent = headers.get(header::USER_AGENT).map_or(&b""[..], |value| value.as_bytes());
    let view = views::view(&*app.store, &app.day_keys, article, address, agent, app.clock.now_ms()).await?;
    let recorded = app.store.record_view(view).await?;
    app.metrics.seen(recorded.counted);
    Ok(Json(Views { views: recorded.counts.views, counted: recorded.counted }))
}
