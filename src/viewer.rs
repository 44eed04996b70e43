//! One element at work: it follows its attributes, loads the article, puts its text into the light DOM and keeps the
//! chrome around it.

use std::{sync::Arc, time::Duration};

use article::Reading;
use leptos::{prelude::*, task::spawn_local};
use web_sys::{Element, HtmlElement};

use crate::{
    article_text::ArticleText,
    browser::{Listener, Timer, page},
    chrome::Chrome,
    config::Config,
    element::events,
    engagement::{Engagement, Subject},
    i18n::{IntlFormat, Locale, Messages},
    loader::{Load, LoadError},
    markup::{Markup, Mounted, el, follow, mount, switch},
    signal::{Signal, keep},
};

/// How long loading may take before it is said to those who cannot see the skeleton.
const SLOW: Duration = Duration::from_millis(300);

/// What has become of the article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Phase {
    /// On its way.
    Loading {
        /// Whether it has been so for a while.
        is_slow: bool,
    },
    /// On screen.
    Ready,
    /// Kept away by the host, which has its own plans.
    Declined,
    /// Not to be had.
    Failed(LoadError),
}

impl Default for Phase {
    fn default() -> Self {
        Self::Loading { is_slow: false }
    }
}

/// What the host asks for now.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Request {
    /// The attributes, understood.
    pub(crate) config: Config,
    /// Which try this is, from 0.
    pub(crate) attempt: u32,
}

/// Asks for the article once more.
#[derive(Clone, Copy)]
pub(crate) struct Retry(pub(crate) Signal<Request>);

impl Retry {
    /// Asks now.
    pub(crate) fn now(self) {
        self.0.update(|request| request.attempt += 1);
    }
}

/// Mounts the chrome into its place and follows the requests, until the reactive owner at hand ends.
pub(crate) fn start(host: &HtmlElement, place: &Element, request: Signal<Request>) -> Mounted {
    let locale = reader_locale();
    let phase = Signal::new(Phase::default());
    load_when_asked(host.clone(), request, phase);
    retry_when_online(request, phase);
    show_phase(place.clone(), phase);

    let is_shown = move || phase.with(|phase| *phase == Phase::Ready) == Some(true);
    let subject = move || request.with(|request| subject(&request.config)).flatten();
    let host = Signal::new(host.clone());
    // Another article or another server is another conversation: the chrome begins anew.
    let chrome = switch(subject, move |subject| {
        let host = host.peek(|host| host.clone().into());
        let engagement = subject.zip(host).map(|(subject, host)| Engagement::start(subject, host, is_shown));
        view! { <Chrome phase request engagement locale=locale.clone()/> }.into()
    });
    mount(el("article").class("viewer").child(chrome).into(), place)
}

/// The chrome speaks the reader's language where we have its words, which is English for now.
fn reader_locale() -> Locale {
    let language = page::language().filter(|language| language.primary() == "en");
    let tag = language.as_ref().map_or("en", article::Language::as_str);
    Locale { format: Arc::new(IntlFormat::new(tag)), messages: Messages::of("en") }
}

/// What is counted and talked about, if anything is.
fn subject(config: &Config) -> Option<Subject> {
    let (has_comments, has_views) = (config.has_comments, config.has_views);
    let api = config.api.as_ref().filter(|_| has_comments || has_views)?.base.clone();
    Some(Subject { api, article: config.article_id.clone()?, has_comments, has_views })
}

/// Loads the article each time another is asked for, or the same again; an earlier load is called off.
fn load_when_asked(host: HtmlElement, request: Signal<Request>, phase: Signal<Phase>) {
    let under_way = Signal::new(None::<(Load, Option<Timer>)>);
    // Only these decide what is loaded; other attributes change the chrome alone.
    let wanted = |request: &Request| (request.config.src.clone(), request.config.origins.clone(), request.attempt);
    let mut before = None;
    follow(Box::new(move || {
        let asked = request.with(wanted);
        if before == asked {
            return;
        }
        let is_retry = asked.as_ref().is_some_and(|(_, _, attempt)| *attempt > 0);
        let has_source = asked.as_ref().is_some_and(|(src, ..)| src.is_some());
        before.clone_from(&asked);
        if !has_source {
            under_way.write(|load| *load = None);
            // The host's own article, or nothing yet.
            phase.set(if host.child_element_count() > 0 { Phase::Ready } else { Phase::default() });
            return;
        }
        let config = request.now().config;
        phase.set(Phase::default());
        let slow = Timer::after(SLOW, move || {
            if phase.now() == Phase::default() {
                phase.set(Phase::Loading { is_slow: true });
            }
        });
        let load = Load::new();
        let loaded = load.run(&config, is_retry);
        // The load before this one is dropped here, and with it called off.
        under_way.write(|under_way| *under_way = Some((load, slow)));
        let host = host.clone();
        spawn_local(async move {
            let outcome = match loaded.await {
                Ok(reading) => {
                    let is_wanted = || request.peek(wanted) == asked;
                    let Some(is_shown) = show(&host, reading, &config, is_wanted).await else { return };
                    if is_shown { Phase::Ready } else { Phase::Declined }
                }
                Err(LoadError::Aborted) => return,
                Err(error) => {
                    events::error(&host, &error);
                    Phase::Failed(error)
                }
            };
            phase.set(outcome);
        });
    }));
}

/// Puts the article into the element, in place of whatever stood there; tells whether the host let it. `None` when
/// meanwhile the element has gone, or another article was asked for.
async fn show(host: &HtmlElement, reading: Reading, config: &Config, is_wanted: impl Fn() -> bool) -> Option<bool> {
    let Reading { article, notices } = reading;
    let document = page::document()?;
    let headline = article.headline.clone();
    let language = article.language.clone();
    let direction = article.direction();
    // The text is static: once it is built, nothing of it is left to own.
    let locale = Locale::of(language.as_ref());
    let markup: Markup = view! { <ArticleText article locale/> }.into();
    let fragment = markup.build_in_slices(&document).await;
    if !is_wanted() {
        return None;
    }
    if !events::load(host, headline.as_deref(), &notices) {
        return Some(false);
    }
    if config.is_standalone {
        let language = language.as_ref().map(article::Language::as_str);
        page::adopt(headline.as_deref(), language, direction.map(article::Direction::as_str));
    }
    host.replace_children_with_node_1(&fragment);
    // From now on the text itself stands in while another is loaded.
    if let Some(skeleton) = host.shadow_root().and_then(|root| root.query_selector(".skeleton").ok().flatten()) {
        skeleton.remove();
    }
    Some(true)
}

/// Tries again by itself once the network is back.
fn retry_when_online(request: Signal<Request>, phase: Signal<Phase>) {
    let retry = move |_| {
        if phase.peek(|phase| matches!(phase, Phase::Failed(error) if error.is_network())) == Some(true) {
            Retry(request).now();
        }
    };
    keep(page::window().and_then(|window| Listener::on(&window, "online", retry)));
}

/// Tells the style sheet what to show around the text: the skeleton stands outside of what Leptos draws, because it is
/// there before.
fn show_phase(place: Element, phase: Signal<Phase>) {
    follow(Box::new(move || {
        let name = match phase.get() {
            Phase::Loading { .. } => "loading",
            Phase::Ready => "ready",
            Phase::Declined => "declined",
            Phase::Failed(_) => "failed",
        };
        // A valid name and value are always accepted.
        let _ = place.set_attribute("data-phase", name);
    }));
}
