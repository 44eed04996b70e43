//! Says once that the article was seen; whether it counts is the server's to decide.

use std::time::Duration;

use leptos::{prelude::*, task::spawn_local};
use web_sys::Element;

use super::client::Client;
use crate::browser::{Timer, VisibilityWatch};

/// How long the article has to be in view.
const LONG_ENOUGH: Duration = Duration::from_secs(1);

/// Watches the article once it is shown, and reports it when it has been in view for a second without a break.
pub(super) fn watch(client: Client, host: Element, is_shown: Signal<bool>, views: RwSignal<Option<u64>>) {
    let watch = StoredValue::new_local(None::<VisibilityWatch>);
    let timer = StoredValue::new_local(None::<Timer>);
    let host = StoredValue::new_local(host);
    let is_reported = StoredValue::new(false);
    Effect::new(move || {
        if !is_shown.get() || watch.with_value(Option::is_some) {
            return;
        }
        let client = client.clone();
        let seen = host.with_value(|host| {
            VisibilityWatch::new(host, move |is_seen| {
                if is_reported.try_get_value() != Some(false) {
                    return;
                }
                let client = client.clone();
                let report = move || {
                    is_reported.try_update_value(|is_reported| *is_reported = true);
                    spawn_local(report(client, views));
                };
                let next = if is_seen { Timer::after(LONG_ENOUGH, report) } else { None };
                timer.try_update_value(|timer| *timer = next);
            })
        });
        watch.set_value(seen);
    });
}

async fn report(client: Client, views: RwSignal<Option<u64>>) {
    // A report that does not get through is not repeated: nobody is owed a view.
    if let Ok(answer) = client.seen().await {
        views.try_update(|views| *views = Some(views.unwrap_or_default().max(answer.views)));
    }
}
