//! Something of another site: a card with a link, which the reader can turn into the thing itself.

use article::{Embed, Player};
use leptos::prelude::*;

use crate::i18n::{Locale, fill};

/// A card that says what it is and whose; nothing is loaded from there before the reader asks.
///
/// A link without scripts. Where a player is known, `data-av-embed` lets the text's listener put it in place instead.
#[component]
pub(crate) fn EmbedBlock(
    /// The embed.
    embed: Embed,
) -> impl IntoView {
    let locale: Locale = expect_context();
    let player = Player::of(&embed.url);
    let provider = embed
        .provider
        .or_else(|| player.as_ref().map(|player| player.provider.to_owned()))
        .or_else(|| embed.url.host().map(|host| host.trim_start_matches("www.").to_owned()))
        .unwrap_or_default();
    let title = embed.title.unwrap_or_else(|| provider.clone());
    let action = if player.is_some() { locale.messages.show_embed } else { locale.messages.open_embed };
    let action = fill(action, &provider);
    let notice = player.is_some().then(|| {
        view! { <span class="av-embed-notice">{fill(locale.messages.embed_notice, &provider)}</span> }
    });
    view! {
        <figure class="av-embed">
            <a href=embed.url.as_str().to_owned() rel="noopener" data-av-embed=player.map(|player| player.provider)>
                <span class="av-embed-title">{title}</span>
                " "
                <span class="av-embed-action">{action}</span>
            </a>
            {notice}
        </figure>
    }
}
