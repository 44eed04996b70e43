//! What can be clicked in the text: one listener on the element, which works from markup alone, whoever wrote it.

use article::{Player, SafeUrl, UrlUse};
use wasm_bindgen::JsCast as _;
use web_sys::{Element, Event, HtmlElement, HtmlIFrameElement};

use crate::browser::{BrowserPlatform, Listener, page};

/// Listens while the element is attached.
pub(crate) struct TextBehaviour {
    _click: Option<Listener>,
}

impl TextBehaviour {
    /// Begins to listen.
    pub(crate) fn attach(host: &HtmlElement) -> Self {
        Self { _click: Listener::on(host, "click", |event| show_embed(&event).unwrap_or_default()) }
    }
}

/// Puts a player in place of the link that was clicked, unless the reader asked for a new tab.
fn show_embed(event: &Event) -> Option<()> {
    if event.default_prevented() || has_modifier(event) {
        return None;
    }
    let link = event.target()?.dyn_into::<Element>().ok()?.closest("a[data-av-embed]").ok().flatten()?;
    let url = SafeUrl::parse(&BrowserPlatform, page::base().as_deref(), &link.get_attribute("href")?, UrlUse::Link)?;
    // The address of the frame is made anew from the link: markup that says otherwise is not believed.
    let player = Player::of(&url)?;
    let frame: HtmlIFrameElement = link.owner_document()?.create_element("iframe").ok()?.dyn_into().ok()?;
    let title = link.query_selector(".av-embed-title").ok().flatten().and_then(|title| title.text_content());
    for (name, value) in [
        ("class", "av-embed-frame"),
        ("title", title.as_deref().unwrap_or(player.provider)),
        ("sandbox", "allow-scripts allow-same-origin allow-popups allow-presentation"),
        ("allow", "autoplay; encrypted-media; fullscreen; picture-in-picture"),
        ("referrerpolicy", "strict-origin-when-cross-origin"),
        ("src", player.frame_url.as_str()),
    ] {
        frame.set_attribute(name, value).ok()?;
    }
    event.prevent_default();
    let card = link.closest(".av-embed").ok().flatten().unwrap_or(link);
    card.replace_children_with_node_1(&frame);
    // The click was on something that is gone; focus follows it.
    let _ = frame.focus();
    Some(())
}

fn has_modifier(event: &Event) -> bool {
    let mouse: Option<&web_sys::MouseEvent> = event.dyn_ref();
    mouse.is_some_and(|mouse| mouse.ctrl_key() || mouse.meta_key() || mouse.shift_key() || mouse.button() != 0)
}
