//! Says once that the article was seen; whether it counts is the server's to decide.

use leptos::task::spawn_local;
use web_sys::HtmlElement;

use super::client::Client;
use crate::{browser::Subscription, element::events, markup::follow, signal::Signal};

/// How long the article has to be in view.
const LONG_ENOUGH_MS: u32 = 1_000;

/// Watches the article once it is shown, and reports it when it has been in view for a second without a break.
pub(super) fn watch(
    client: Client,
    host: HtmlElement,
    is_shown: impl Fn() -> bool + 'static,
    views: Signal<Option<u64>>,
) {
    let watch = Signal::new(None::<Subscription>);
    let timer = Signal::new(None::<Subscription>);
    let is_reported = Signal::new(false);
    let begin = move || {
        let client = client.clone();
        let watched = host.clone();
        let host = host.clone();
        Subscription::visibility(&watched, move |is_seen| {
            if is_reported.peek(|is_reported| *is_reported) != Some(false) {
                return;
            }
            let client = client.clone();
            let host = host.clone();
            let report = move || {
                is_reported.set(true);
                if events::view(&host) {
                    spawn_local(report(client.clone(), views));
                }
            };
            let next = is_seen.then(|| Subscription::timer(LONG_ENOUGH_MS, report));
            timer.write(|timer| *timer = next);
        })
    };
    follow(Box::new(move || {
        if is_shown() && watch.peek(Option::is_none) == Some(true) {
            watch.write(|watch| *watch = Some(begin()));
        }
    }));
}

async fn report(client: Client, views: Signal<Option<u64>>) {
    // A report that does not get through is not repeated: nobody is owed a view.
    if let Ok(seen) = client.seen().await {
        views.update(|views| *views = Some(views.unwrap_or_default().max(seen)));
    }
}
