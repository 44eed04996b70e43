//! The article as schema.org describes it, for search engines and reader modes.

use serde_json::{Value, json};

use crate::{Ai, Article, Block, Image, Involvement, plain_text};

/// One `NewsArticle` node, as text that may stand in a `<script type="application/ld+json">`.
///
/// `<` is escaped: `</script>` or `<!--` inside a headline would otherwise end the element or change how it is parsed
/// (HTML, "restrictions for contents of script elements").
pub fn json_ld(article: &Article) -> String {
    let mut node = json!({ "@context": "https://schema.org", "@type": "NewsArticle" });
    let mut set = |key: &str, value: Option<Value>| {
        if let (Some(value), Some(node)) = (value, node.as_object_mut()) {
            node.insert(key.to_owned(), value);
        }
    };
    set("headline", article.headline.as_deref().map(Value::from));
    set("alternativeHeadline", article.deck.as_deref().map(Value::from));
    set("description", article.summary.as_deref().map(Value::from));
    set("url", article.url.as_ref().map(|url| url.as_str().into()));
    set("inLanguage", article.language.as_ref().map(|language| language.as_str().into()));
    set("datePublished", article.published.as_ref().map(|moment| moment.as_str().into()));
    set("dateModified", article.updated.as_ref().map(|moment| moment.as_str().into()));
    set("image", article.image.as_ref().map(image));
    set("publisher", article.source.as_ref().map(|source| party("Organization", &source.name, source.url.as_ref())));
    let authors: Vec<Value> =
        article.authors.iter().map(|author| party("Person", &author.name, author.url.as_ref())).collect();
    // A report signed by nobody is the publisher's.
    let signed = if authors.is_empty() {
        article.source.as_ref().map(|source| party("Organization", &source.name, source.url.as_ref()))
    } else {
        Some(authors.into())
    };
    set("author", signed);
    set("contentLocation", article.place.as_ref().map(|place| json!({ "@type": "Place", "name": place.name })));
    set("digitalSourceType", article.ai.as_ref().and_then(digital_source_type).map(Value::from));
    let corrections: Vec<Value> = article.body.iter().filter_map(correction).collect();
    set("correction", (!corrections.is_empty()).then(|| corrections.into()));
    node.to_string().replace('<', "\\u003c")
}

fn party(kind: &str, name: &str, url: Option<&crate::SafeUrl>) -> Value {
    match url {
        Some(url) => json!({ "@type": kind, "name": name, "url": url.as_str() }),
        None => json!({ "@type": kind, "name": name }),
    }
}

fn image(image: &Image) -> Value {
    let mut node = json!({ "@type": "ImageObject", "url": image.url.as_str() });
    if let (Some(width), Some(height)) = (image.width, image.height) {
        node["width"] = width.into();
        node["height"] = height.into();
    }
    if let Some(credit) = &image.credit {
        node["creditText"] = credit.as_str().into();
    }
    node
}

fn correction(block: &Block) -> Option<Value> {
    let Block::Correction(correction) = block else { return None };
    let mut node = json!({ "@type": "CorrectionComment", "text": plain_text(&correction.content) });
    if let Some(date) = &correction.date {
        node["datePublished"] = date.as_str().into();
    }
    Some(node)
}

/// The schema.org member for what is known; the publisher's own code where schema.org has none.
///
/// Source: schema.org 30, `IPTCDigitalSourceEnumeration`, and the mapping of `docs/formats.md`.
fn digital_source_type(ai: &Ai) -> Option<&str> {
    match (ai.involvement(), ai.digital_source_type.as_deref()) {
        (Some(Involvement::None), code) => {
            code.or(Some("http://cv.iptc.org/newscodes/digitalsourcetype/digitalCreation"))
        }
        (Some(Involvement::Assisted), _) => {
            Some("https://schema.org/CompositeWithTrainedAlgorithmicMediaDigitalSource")
        }
        (Some(Involvement::Generated | Involvement::Autonomous), _) => {
            Some("https://schema.org/TrainedAlgorithmicMediaDigitalSource")
        }
        (Some(Involvement::Mixed), _) => Some("https://schema.org/CompositeSyntheticDigitalSource"),
        (None, code) => code,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_headline_cannot_end_the_script_it_stands_in() {
        let article = Article { headline: Some("</script><!--".into()), ..Article::default() };
        let text = json_ld(&article);
        assert!(!text.contains('<'), "{text}");
        let node: Value = serde_json::from_str(&text).expect("it is JSON still");
        assert_eq!(node["headline"], "</script><!--");
    }

    #[test]
    fn the_disclosure_is_machine_readable() {
        let ai = Ai { involvement: Some(Involvement::Assisted), ..Ai::default() };
        let node: Value =
            serde_json::from_str(&json_ld(&Article { ai: Some(ai), ..Article::default() })).expect("JSON");
        assert_eq!(node["digitalSourceType"], "https://schema.org/CompositeWithTrainedAlgorithmicMediaDigitalSource");
        let unknown: Value = serde_json::from_str(&json_ld(&Article::default())).expect("JSON");
        assert_eq!(unknown.get("digitalSourceType"), None);
    }
}
