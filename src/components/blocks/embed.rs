//! Something of another site: a card with a link, which the reader can turn into the thing itself.

use article::{Embed, Player};
use leptos::prelude::*;

use crate::{
    i18n::{Locale, fill},
    markup::{Markup, el},
};

/// A card that says what it is and whose; nothing is loaded from there before the reader asks.
///
/// A link without scripts. Where a player is known, `data-av-embed` lets the text's listener put it in place instead.
#[component(transparent)]
pub(crate) fn EmbedBlock(
    /// The embed.
    embed: Embed,
) -> Markup {
    let messages = Locale::at_hand().messages;
    let player = Player::of(&embed.url);
    let provider = embed
        .provider
        .or_else(|| player.as_ref().map(|player| player.provider.to_owned()))
        .or_else(|| embed.url.host().map(|host| host.strip_prefix("www.").unwrap_or(host).to_owned()))
        .unwrap_or_default();
    let title = embed.title.unwrap_or_else(|| provider.clone());
    let action = if player.is_some() { messages.show_embed() } else { messages.open_embed() };
    let notice =
        player.is_some().then(|| el("span").class("av-embed-notice").child(fill(messages.embed_notice(), &provider)));
    let link = el("a")
        .attr("href", embed.url.into_string())
        .attr("rel", "noopener")
        .attr("data-av-embed", player.map(|player| player.provider))
        .child(el("span").class("av-embed-title").child(title))
        .child(" ")
        .child(el("span").class("av-embed-action").child(fill(action, &provider)));
    el("figure").class("av-embed").child(link).child(notice).into()
}
