//! The article's text: what the element's children become.
//!
//! Static: no listener, no signal, no effect. What can be clicked in it works from markup alone, or through the one
//! delegated listener of `text_behaviour`. Two nodes for two slots, and their order is the order without styles: four
//! slots, or an `<aside>`, would make reader modes drop the label, the sub-headline and the disclaimer.

use article::{Ai, Article, Involvement, reading_minutes, revision};
use leptos::prelude::*;

use crate::{
    components::{
        AiDisclosure, AiLabel, Blocks, Disclaimer, Figure, FigureKind, FullText, HeaderStrip, Headline, History,
        JsonLd, Meta, RelatedArticles, Summary, changed, headings_from,
    },
    i18n::Locale,
    markup::{Element, Markup, el},
};

/// The article's text, in the article's language.
#[component(transparent)]
pub fn ArticleText(
    /// The article.
    article: Article,
    /// How numbers and dates are written, and the words that are not the publisher's.
    locale: Locale,
    /// The level of the headline, from 1 to 6; headings in the text are deeper.
    #[prop(default = 1)]
    heading_level: u8,
) -> Markup {
    locale.during(|| headings_from(heading_level, || draw(article)))
}

fn draw(article: Article) -> Markup {
    let part = part_of(&article);
    let disclosure = article.ai.as_ref().and_then(Ai::involvement).map(Involvement::disclosure);
    let minutes = reading_minutes(&article);
    let json_ld = article::json_ld(&article);
    let changed = changed(&article.changes, article.body.len());
    // A page made ahead may not know its own site's address yet; it has no other place to lead to.
    let is_elsewhere = |url: &article::SafeUrl| {
        cfg!(target_arch = "wasm32") || !url.host().is_some_and(|host| host.ends_with(".invalid"))
    };
    let full_text = article.url.clone().filter(|_| article.partial || article.body.is_empty()).filter(is_elsewhere);
    let Article { place, weather, kicker, headline, source, authors, published, updated, image, ai, .. } = article;
    let summary_by = ai.as_ref().and_then(|ai| ai.parts.iter().find(|part| part.part == "summary")?.involvement);
    let statement = ai.as_ref().and_then(|ai| ai.statement.clone());
    let lead = image.map(|mut image| {
        // A lead picture nobody described is described by the headline, as news pages do.
        image.alt = image.alt.or_else(|| headline.clone());
        view! { <Figure image kind=FigureKind::Lead/> }
    });

    let header = part("header", "header", "av-header")
        .child(view! { <HeaderStrip place weather/> })
        .child(view! { <Headline text=headline kicker/> })
        .child(view! { <Meta source authors published updated minutes/> });
    let body = part("div", "body", "av-body")
        .attr("data-ai-disclosure", disclosure)
        .child(lead)
        .child(ai.map(|ai| view! { <AiLabel ai/> }))
        .child(view! { <Summary deck=article.deck summary=article.summary by=summary_by/> })
        .child(view! { <Blocks blocks=article.body changed/> })
        .child(view! { <FullText url=full_text/> })
        .child(view! { <History changes=article.changes/> })
        .child(view! { <Disclaimer text=article.disclaimer/> })
        .child(view! { <AiDisclosure statement/> })
        .child(view! { <RelatedArticles related=article.related/> })
        .child(view! { <JsonLd text=json_ld/> });
    [header.into(), body.into()].into()
}

/// What both parts say of themselves: where they go, in which language they are, of which revision.
fn part_of(article: &Article) -> impl Fn(&'static str, &'static str, &'static str) -> Element + use<> {
    let language = article.language.as_ref().map(|language| language.as_str().to_owned());
    let direction = article.direction().map_or("auto", article::Direction::as_str);
    let revision = revision(article);
    move |name, slot, class| {
        el(name)
            .attr("slot", slot)
            .class(class)
            .attr("lang", language.clone())
            .attr("dir", direction)
            .attr("data-av-revision", revision.clone())
    }
}
