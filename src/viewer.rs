//! One element at work: it follows its attributes, loads the article, puts its text into the light DOM and keeps the
//! chrome around it.

mod given;

use std::{mem, sync::Arc};

use article::Reading;
use leptos::{prelude::*, task::spawn_local};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Element, HtmlElement};

use self::given::Given;
use crate::{
    article_text::ArticleText,
    browser::{Subscription, js},
    chrome::{Conversation, Notices, add_tools, fill_counts},
    components::ReadingTools,
    config::Config,
    element::events,
    engagement::{Engagement, Subject},
    i18n::{Locale, Messages, Reader, tr},
    loader::{Load, LoadError},
    markup::{Markup, el, follow, nothing, switch},
    signal::{Signal, keep},
};

/// How long loading may take before it is said to those who cannot see the skeleton.
const SLOW_MS: u32 = 300;
/// How long the text may keep the chrome waiting.
const SOON_MS: u32 = 200;
/// How long to wait with what nobody waits for.
const UNHURRIED_MS: u32 = 3_000;

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
    pub(crate) config: Arc<Config>,
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

/// What goes on until it is dropped.
trait UnderWay {}
impl UnderWay for Load {}
impl UnderWay for Subscription {}

/// One element at work.
#[derive(Clone, Copy)]
struct Viewer {
    host: Signal<HtmlElement>,
    place: Signal<Element>,
    request: Signal<Request>,
    phase: Signal<Phase>,
    /// An article newer than the one that stands there, which the reader may ask for.
    newer: Signal<Option<Reading>>,
    /// What ends when another article is asked for.
    under_way: Signal<Vec<Box<dyn UnderWay>>>,
}

/// Follows the requests, and draws the chrome around the slots in its place, until the reactive owner at hand ends.
///
/// `is_stale` says that what stands in the element is of another address than it has now.
pub(crate) fn start(host: &HtmlElement, place: &Element, request: Signal<Request>, is_stale: bool) {
    let phase = Signal::new(Phase::default());
    let place = Signal::new(place.clone());
    let viewer = Viewer {
        host: Signal::new(host.clone()),
        place,
        request,
        phase,
        newer: Signal::new(None),
        under_way: Signal::new(Vec::new()),
    };
    viewer.load_when_asked(is_stale);
    retry_when_online(request, phase);
    show_phase(place, phase);
    viewer.draw_chrome_when_due();
}

/// Says that the article has changed since it was written into the page. The reader decides when to see it.
fn update_notice(reader: &Reader, show: impl FnMut(JsValue) + Send + 'static) -> Markup {
    let button = el("button").attr("type", "button").class("button button-quiet").on("click", show);
    reader
        .mark(el("p"))
        .class("update")
        .attr("part", "update")
        .attr("role", "status")
        .child(tr("This article has been updated."))
        .child(" ")
        .child(button.child(tr("Show the new version")))
        .into()
}

impl Viewer {
    /// Draws the chrome once the text has been painted, or when there is none soon. The text is what readers came for.
    fn draw_chrome_when_due(self) {
        // Views and comments wait for the text, and stay when another is loaded.
        let was_painted = Signal::new(false);
        let is_drawn = Signal::new(false);
        let owner = Owner::current();
        let draw = move || {
            if let Some(owner) = owner.clone().filter(|_| is_drawn.write(|is| !mem::replace(is, true)) == Some(true)) {
                spawn_local(async move {
                    // It is never rejected.
                    let _ = JsFuture::from(js::learn()).await;
                    // Elements go while words come.
                    if self.place.with(|_| ()).is_some() {
                        owner.with(|| untrack(|| self.draw_chrome(was_painted)));
                    }
                });
            }
        };
        keep(Subscription::timer(SOON_MS, draw.clone()));
        follow(Box::new(move || match self.phase.get() {
            Phase::Loading { .. } => {}
            Phase::Ready => {
                let draw = draw.clone();
                keep(Subscription::painted(move || {
                    was_painted.set(true);
                    draw();
                }));
            }
            Phase::Declined | Phase::Failed(_) => draw(),
        }));
    }

    fn draw_chrome(self, was_painted: Signal<bool>) {
        let reader = Reader::now();
        let has_newer = move || self.newer.with(Option::is_some) == Some(true);
        let show_newer = move |_| self.show_newer();
        let of_update = reader.clone();
        let update =
            switch(has_newer, move |has_newer| has_newer.then(|| update_notice(&of_update, show_newer)).into());
        let notices = view! { <Notices phase=self.phase request=self.request update reader=reader.clone()/> };
        let tools: Markup = view! { <ReadingTools host=self.host reader=reader.clone()/> }.into();

        let subject = move || was_painted.get().then(|| self.subject()).flatten();
        let is_shown = move || self.phase.with(|phase| *phase == Phase::Ready) == Some(true);
        // Another article or another server is another conversation: it begins anew.
        let conversation = switch(subject, move |subject| {
            let (Some(subject), Some(host)) = (subject, self.host.peek(HtmlElement::clone)) else {
                self.place.peek(|place| fill_counts(place, None));
                return nothing();
            };
            let engagement = Engagement::start(&subject, host, is_shown);
            view! { <Conversation place=self.place host=self.host subject engagement reader=reader.clone()/> }.into()
        });
        self.place.peek(|place| {
            let first = js::get_node(place, "firstChild");
            js::insert(place, &Markup::from(notices).build(), first.as_ref());
            js::insert(place, &conversation.build(), None);
            add_tools(place, tools);
        });
    }

    /// What is counted and talked about, if anything is.
    fn subject(self) -> Option<Subject> {
        self.request.with(|request| Subject::of(&request.config)).flatten()
    }

    /// Loads the article each time another is asked for, or the same again; an earlier load is called off.
    fn load_when_asked(self, is_stale: bool) {
        let mut before = None;
        follow(Box::new(move || {
            let asked = self.request.with(wanted);
            if before == asked {
                return;
            }
            let is_first = before.is_none() && !is_stale;
            before.clone_from(&asked);
            self.under_way.write(Vec::clear);
            let (Some(asked), Some(host)) = (asked, self.host.peek(HtmlElement::clone)) else { return };
            self.newer.update(|newer| *newer = None);
            match (Given::of(&host), self.request.now().config.src.is_some()) {
                // What is there may be read at once; whether it is the latest can wait.
                (Given::Text { revision }, has_source) if is_first || !has_source => {
                    self.adopt(&host);
                    if has_source {
                        self.look_for_newer(revision);
                    }
                }
                (_, true) => self.load(host, asked, None),
                (Given::Data(json), false) => self.load(host, asked, Some(json)),
                (Given::Own, false) => {
                    self.phase.set(Phase::Ready);
                    self.accompany(&host);
                }
                _ => self.phase.set(Phase::default()),
            }
        }));
    }

    fn begin(self, thing: impl UnderWay + 'static) {
        self.under_way.write(|under_way| under_way.push(Box::new(thing)));
    }

    /// Takes the text that is there for the article. No node of it is touched.
    fn adopt(self, host: &HtmlElement) {
        let headline = js::find(Some(host), ".av-headline").and_then(|headline| js::get_text(&headline, "textContent"));
        events::load(host, headline.as_deref(), &[], true);
        self.phase.set(Phase::Ready);
        self.accompany(host);
    }

    /// Stands by whoever reads.
    fn accompany(self, host: &HtmlElement) {
        let article = self.request.now().config.article_id.clone().unwrap_or_default();
        self.begin(Subscription::reading(host, &article));
    }

    /// Loads what is asked for, or reads what is given.
    fn load(self, host: HtmlElement, asked: Wanted, given: Option<String>) {
        let phase = self.phase;
        phase.set(Phase::default());
        self.begin(Subscription::timer(SLOW_MS, move || {
            if phase.now() == Phase::default() {
                phase.set(Phase::Loading { is_slow: true });
            }
        }));
        let load = Load::new();
        let loaded = load.run(self.request.now().config, asked.0 > 0, given);
        spawn_local(async move {
            let result = loaded.await;
            self.settle(host, asked, result).await;
        });
        self.begin(load);
    }

    /// Shows what came, or says why nothing did.
    async fn settle(self, host: HtmlElement, asked: Wanted, result: Result<Reading, LoadError>) {
        let is_wanted = || self.request.peek(wanted).as_ref() == Some(&asked);
        let outcome = match result {
            Ok(reading) => match show(&host, reading, &self.request.now().config, is_wanted).await {
                Some(true) => Phase::Ready,
                Some(false) => Phase::Declined,
                None => return,
            },
            Err(LoadError::Aborted) => return,
            Err(error) if is_wanted() => {
                events::error(&host, &error);
                Phase::Failed(error)
            }
            Err(_) => return,
        };
        let is_ready = outcome == Phase::Ready;
        self.phase.set(outcome);
        if is_ready {
            self.accompany(&host);
        }
    }

    /// Looks, once the page has time for it, whether the article has changed since it was written into the page.
    fn look_for_newer(self, revision: String) {
        let look = move || {
            let revision = revision.clone();
            let load = Load::new();
            let loaded = load.run(self.request.now().config, false, None);
            self.begin(load);
            spawn_local(async move {
                if let Ok(reading) = loaded.await
                    && article::revision(&reading.article) != revision
                {
                    self.newer.update(|newer| *newer = Some(reading));
                }
            });
        };
        self.begin(Subscription::timer(UNHURRIED_MS, look));
    }

    /// Shows the newer article that was found.
    fn show_newer(self) {
        let newer = self.newer.update(Option::take).flatten();
        let (asked, host) = (self.request.peek(wanted), self.host.peek(HtmlElement::clone));
        if let (Some(reading), Some(asked), Some(host)) = (newer, asked, host) {
            spawn_local(self.settle(host, asked, Ok(reading)));
        }
    }
}

/// Which try it is, and what decides which article is loaded: other attributes change the chrome alone.
type Wanted = (u32, String);

fn wanted(request: &Request) -> Wanted {
    (request.attempt, request.config.deciding.clone())
}

/// Puts the article into the element, in place of whatever stood there; tells whether the host let it. `None` when
/// meanwhile the element has gone, or another article was asked for.
async fn show(host: &HtmlElement, reading: Reading, config: &Config, is_wanted: impl Fn() -> bool) -> Option<bool> {
    let Reading { mut article, notices, .. } = reading;
    article.language = article.language.or_else(|| config.language.clone());
    let headline = article.headline.clone();
    let language = article.language.clone();
    let direction = article.direction();
    if let Some(language) = &language
        && let Ok(words) = JsFuture::from(js::words(&language.primary())).await
        && let Some(words) = words.as_string()
    {
        Messages::learn(words);
    }
    // The text is static: once it is built, nothing of it is left to own.
    let locale = Locale::of(language.as_ref());
    let markup: Markup = view! { <ArticleText article locale heading_level=config.heading_level.unwrap_or(1)/> }.into();
    let fragment = markup.build_in_slices().await;
    if !is_wanted() {
        return None;
    }
    if !events::load(host, headline.as_deref(), &notices, false) {
        return Some(false);
    }
    if config.is_standalone {
        let language = language.as_ref().map(article::Language::as_str);
        js::adopt(headline.as_deref(), language, direction.map(article::Direction::as_str));
    }
    js::fill(host, Some(&fragment));
    // From now on the text itself stands in while another is loaded.
    let shadow_root = js::get_node(host, "shadowRoot");
    if let Some(skeleton) = shadow_root.and_then(|root| js::find(Some(&root), ".skeleton")) {
        js::remove(&skeleton, &skeleton);
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
    keep(Subscription::listen(None, "online", retry));
}

/// Tells the style sheet what to show around the text: the skeleton stands outside of what Leptos draws, because it is
/// there before.
fn show_phase(place: Signal<Element>, phase: Signal<Phase>) {
    follow(Box::new(move || {
        let name = match phase.get() {
            Phase::Loading { .. } => "loading",
            Phase::Ready => "ready",
            Phase::Declined => "declined",
            Phase::Failed(_) => "failed",
        };
        place.peek(|place| js::set_attribute(place, "data-phase", Some(name)));
    }));
}
