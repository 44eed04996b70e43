//! What can be clicked in the text: one listener on the element, which works from markup alone, whoever wrote it.

use article::{Player, SafeUrl, UrlUse};
use wasm_bindgen::JsValue;
use web_sys::{Element, HtmlElement};

use crate::browser::{BrowserPlatform, Subscription, js};

/// Listens while the element is attached.
pub(crate) struct TextBehaviour {
    _click: Subscription,
}

impl TextBehaviour {
    /// Begins to listen.
    pub(crate) fn attach(host: &HtmlElement) -> Self {
        let follow = |event| {
            if let Some(link) = js::clicked(&event) {
                match js::attribute(&link, "data-av-embed") {
                    Some(_) => show_embed(&event, link).unwrap_or_default(),
                    None => js::go_to_note(&event, &link),
                }
            }
        };
        Self { _click: Subscription::listen(Some(host), "click", follow) }
    }
}

/// Puts a player in place of its link.
fn show_embed(event: &JsValue, link: Element) -> Option<()> {
    let url = SafeUrl::parse(&BrowserPlatform, Some(&js::base()), &js::attribute(&link, "href")?, UrlUse::Link)?;
    // The address of the frame is made anew from the link: markup that says otherwise is not believed.
    let player = Player::of(&url)?;
    let frame = js::element("iframe");
    let title = js::find(Some(&link), ".av-embed-title").and_then(|title| js::get_text(&title, "textContent"));
    for (name, value) in [
        ("class", "av-embed-frame"),
        ("title", title.as_deref().unwrap_or(player.provider)),
        ("sandbox", "allow-scripts allow-same-origin allow-popups allow-presentation"),
        ("allow", "autoplay; encrypted-media; fullscreen; picture-in-picture"),
        ("referrerpolicy", "strict-origin-when-cross-origin"),
        ("src", player.frame_url.as_str()),
    ] {
        js::set_attribute(&frame, name, Some(value));
    }
    js::prevent_default(event);
    js::fill(&js::closest(&link, ".av-embed").unwrap_or(link), Some(&frame));
    // The click was on something that is gone; focus follows it.
    js::focus(&frame);
    Some(())
}
