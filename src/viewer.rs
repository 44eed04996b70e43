//! One element at work: it follows its attributes, loads the article, puts its text into the light DOM and keeps the
//! chrome around it.

use std::{sync::Arc, time::Duration};

use article::{Article, Reading};
use leptos::{prelude::*, tachys::view::Mountable, task::spawn_local};
use wasm_bindgen::JsCast as _;
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

/// What the host asks for now.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Request {
    /// The attributes, understood.
    pub(crate) config: Config,
    /// Which try this is, from 0.
    pub(crate) attempt: u32,
}

/// A mounted view: what undoes it.
type Mounted = Box<dyn Mountable>;

/// Mounts the chrome into its place and follows the requests, until the reactive owner at hand ends.
pub(crate) fn start(host: &HtmlElement, place: &Element, request: RwSignal<Request>) -> Mounted {
    provide_context(reader_locale());
    let phase = RwSignal::new(Phase::Loading { is_slow: false });
    let host = StoredValue::new_local(host.clone());
    load_when_asked(host, request, phase);
    retry_when_online(request, phase);
    show_phase(place, phase);

    let is_shown = Signal::derive(move || phase.with(|phase| *phase == Phase::Ready));
    let subject = Memo::new(move |_| request.with(|request| subject(&request.config)));
    let retry = Callback::new(move |()| request.update(|request| request.attempt += 1));
    // Another article or another server is another conversation: the chrome begins anew.
    let chrome = move || {
        let subject = subject.get();
        if let Some(subject) = subject {
            provide_context(Engagement::start(subject, host.get_value().into(), is_shown));
        }
        view! { <Chrome phase=phase.into() request=request.into() retry/> }
    };
    let mut mounted = view! { <article class="viewer">{chrome}</article> }.build();
    mounted.mount(place, None);
    Box::new(mounted)
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
fn load_when_asked(host: StoredValue<HtmlElement, LocalStorage>, request: RwSignal<Request>, phase: RwSignal<Phase>) {
    let under_way = StoredValue::new_local(None::<(Load, Option<Timer>)>);
    let text = StoredValue::new_local(None::<Text>);
    // Only these decide what is loaded; other attributes change the chrome alone.
    let wanted = Memo::new(move |_| {
        request.with(|request| (request.config.src.clone(), request.config.origins.clone(), request.attempt))
    });
    Effect::new(move || {
        let (src, _, attempt) = wanted.get();
        if src.is_none() {
            under_way.set_value(None);
            // The host's own article, or nothing yet.
            let has_text = host.with_value(|host| host.child_element_count() > 0);
            phase.set(if has_text { Phase::Ready } else { Phase::Loading { is_slow: false } });
            return;
        }
        let config = request.with_untracked(|request| request.config.clone());
        phase.set(Phase::Loading { is_slow: false });
        let slow = Timer::after(SLOW, move || {
            phase.try_update(|phase| {
                if let Phase::Loading { is_slow } = phase {
                    *is_slow = true;
                }
            });
        });
        let load = Load::new();
        let loaded = load.run(&config, attempt > 0);
        // The load before this one is dropped here, and with it called off.
        under_way.set_value(Some((load, slow)));
        spawn_local(async move {
            let result = loaded.await;
            if result == Err(LoadError::Aborted) {
                return;
            }
            let Some(host) = host.try_get_value() else { return };
            phase.try_set(match result {
                Ok(reading) => {
                    let is_shown = show(&host, reading, &config, text);
                    if is_shown { Phase::Ready } else { Phase::Declined }
                }
                Err(error) => {
                    events::error(&host, &error);
                    Phase::Failed(error)
                }
            });
        });
    });
}

/// The text on the page and what it hangs on.
struct Text {
    _mounted: Mounted,
    owner: Owner,
}

impl Drop for Text {
    fn drop(&mut self) {
        // The nodes stay: detaching leaves the text. Only what Leptos holds of them is given back.
        self.owner.clone().unset_with_forced_cleanup();
    }
}

/// Puts the article into the element, in place of whatever stood there; tells whether the host let it.
fn show(host: &HtmlElement, reading: Reading, config: &Config, text: StoredValue<Option<Text>, LocalStorage>) -> bool {
    let Reading { article, notices } = reading;
    if !events::load(host, &article, &notices) {
        return false;
    }
    if config.is_standalone {
        adopt_page(&article);
    }
    host.replace_children_with_node_0();
    let owner = Owner::new_root(None);
    let locale = Locale::of(article.language.as_ref());
    let mounted = owner.with(|| {
        let mut mounted = view! { <ArticleText article locale/> }.build();
        mounted.mount(host.unchecked_ref::<Element>(), None);
        Box::new(mounted) as Mounted
    });
    text.try_update_value(|text| *text = Some(Text { _mounted: mounted, owner }));
    // From now on the text itself stands in while another is loaded.
    if let Some(skeleton) = host.shadow_root().and_then(|root| root.query_selector(".skeleton").ok().flatten()) {
        skeleton.remove();
    }
    true
}

fn adopt_page(article: &Article) {
    let language = article.language.as_ref().map(article::Language::as_str);
    let direction = article.direction().map(article::Direction::as_str);
    page::adopt(article.headline.as_deref(), language, direction);
}

/// Tries again by itself once the network is back.
fn retry_when_online(request: RwSignal<Request>, phase: RwSignal<Phase>) {
    let retry = move |_| {
        let waits = phase.try_with_untracked(|phase| matches!(phase, Phase::Failed(error) if error.is_network()));
        if waits == Some(true) {
            request.try_update(|request| request.attempt += 1);
        }
    };
    StoredValue::new_local(page::window().and_then(|window| Listener::on(&window, "online", retry)));
}

/// Tells the style sheet what to show around the text: the skeleton stands outside of what Leptos draws, because it is
/// there before.
fn show_phase(place: &Element, phase: RwSignal<Phase>) {
    let place = StoredValue::new_local(place.clone());
    Effect::new(move || {
        let name = phase.with(|phase| match phase {
            Phase::Loading { .. } => "loading",
            Phase::Ready => "ready",
            Phase::Declined => "declined",
            Phase::Failed(_) => "failed",
        });
        // A valid name and value are always accepted.
        place.with_value(|place| {
            let _ = place.set_attribute("data-phase", name);
        });
    });
}
