//! The article's text: what the element's children become.
//!
//! Static: no listener, no signal, no effect. What can be clicked in it works from markup alone, or through the one
//! delegated listener of `text_behaviour`. Two nodes for two slots, and their order is the order without styles: four
//! slots, or an `<aside>`, would make reader modes drop the label, the sub-headline and the disclaimer.

use article::{Article, reading_minutes};
use leptos::prelude::*;

use crate::{
    components::{
        AiDisclosure, AiLabel, Blocks, Disclaimer, Figure, FigureKind, HeaderStrip, Headline, JsonLd, Meta, Summary,
    },
    i18n::Locale,
};

/// The article's text, in the article's language.
#[component]
pub fn ArticleText(
    /// The article.
    article: Article,
    /// How numbers and dates are written, and the words that are not the publisher's.
    locale: Locale,
) -> impl IntoView {
    provide_context(locale);
    let language = article.language.as_ref().map(|language| language.as_str().to_owned());
    let direction = article.direction().map_or("auto", article::Direction::as_str);
    let revision = article.updated.as_ref().or(article.published.as_ref());
    let revision = revision.map_or_else(|| "1".to_owned(), |moment| moment.as_str().to_owned());
    let involvement = article.ai.as_ref().and_then(article::Ai::involvement);
    let disclosure = involvement.map(article::Involvement::disclosure);
    let minutes = reading_minutes(&article);
    let json_ld = article::json_ld(&article);
    let headline = article.headline.clone();
    let Article { place, weather, kicker, source, authors, published, updated, image, deck, summary, body, .. } =
        article;
    let lead = image.map(|mut image| {
        // A lead picture nobody described is described by the headline, as news pages do.
        image.alt = image.alt.or_else(|| headline.clone());
        view! { <Figure image kind=FigureKind::Lead/> }
    });
    let (disclaimer, ai) = (article.disclaimer, article.ai);

    view! {
        <header slot="header" class="av-header" lang=language.clone() dir=direction data-av-revision=revision.clone()>
            <HeaderStrip place weather/>
            <Headline text=headline kicker/>
            <Meta source authors published updated minutes/>
        </header>
        <div slot="body" class="av-body" lang=language dir=direction data-av-revision=revision data-ai-disclosure=disclosure>
            {lead}
            {ai.clone().map(|ai| view! { <AiLabel ai/> })}
            <Summary deck summary ai=ai.clone()/>
            <Blocks blocks=body/>
            <Disclaimer text=disclaimer/>
            {ai.map(|ai| view! { <AiDisclosure ai/> })}
            <JsonLd text=json_ld/>
        </div>
    }
}
