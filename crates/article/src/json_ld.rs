//! The article as schema.org describes it, for search engines and reader modes.

use crate::{Ai, Article, Block, Image, Involvement, JsonWriter, Language, Moment, SafeUrl, plain_text};

/// One `NewsArticle` node, as text that may stand in a `<script type="application/ld+json">`.
pub fn json_ld(article: &Article) -> String {
    let mut node = JsonWriter::default();
    node.text("@context", "https://schema.org").text("@type", "NewsArticle");
    node.some_text("headline", article.headline.as_deref())
        .some_text("alternativeHeadline", article.deck.as_deref())
        .some_text("description", article.summary.as_deref())
        .some_text("url", article.url.as_ref().map(SafeUrl::as_str))
        .some_text("inLanguage", article.language.as_ref().map(Language::as_str))
        .some_text("datePublished", article.published.as_ref().map(Moment::as_str))
        .some_text("dateModified", article.updated.as_ref().map(Moment::as_str))
        .some_text("digitalSourceType", article.ai.as_ref().and_then(digital_source_type));
    if let Some(picture) = &article.image {
        node.object("image", |node| image(node, picture));
    }
    if let Some(source) = &article.source {
        node.object("publisher", |node| party(node, "Organization", &source.name, source.url.as_ref()));
        // A report signed by nobody is the publisher's.
        if article.authors.is_empty() {
            node.object("author", |node| party(node, "Organization", &source.name, source.url.as_ref()));
        }
    }
    if !article.authors.is_empty() {
        node.objects(
            "author",
            article.authors.iter().map(|author| {
                let mut node = JsonWriter::default();
                party(&mut node, "Person", &author.name, author.url.as_ref());
                node
            }),
        );
    }
    if let Some(place) = &article.place {
        node.object("contentLocation", |node| party(node, "Place", &place.name, None));
    }
    let mut corrections = Vec::new();
    for block in &article.body {
        if let Block::Correction(block) = block {
            corrections.push(correction(&plain_text(&block.content), block.date.as_ref()));
        }
    }
    for change in &article.changes {
        corrections.push(correction(&change.text, change.time.as_ref()));
    }
    if !corrections.is_empty() {
        node.objects("correction", corrections.into_iter());
    }
    node.finish()
}

fn party(node: &mut JsonWriter, kind: &str, name: &str, url: Option<&SafeUrl>) {
    node.text("@type", kind).text("name", name).some_text("url", url.map(SafeUrl::as_str));
}

fn image(node: &mut JsonWriter, image: &Image) {
    node.text("@type", "ImageObject").text("url", image.url.as_str());
    if let (Some(width), Some(height)) = (image.width, image.height) {
        node.whole("width", width.into()).whole("height", height.into());
    }
    node.some_text("creditText", image.credit.as_deref());
}

fn correction(text: &str, date: Option<&Moment>) -> JsonWriter {
    let mut node = JsonWriter::default();
    node.text("@type", "CorrectionComment").text("text", text).some_text("datePublished", date.map(Moment::as_str));
    node
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
    use serde_json::{Value, json};

    use super::*;
    use crate::{Change, Correction, Inline};

    #[test]
    fn a_headline_cannot_end_the_script_it_stands_in() {
        let article = Article { headline: Some("</script><!--".into()), ..Article::default() };
        let text = json_ld(&article);
        assert!(!text.contains('<'), "{text}");
        let node: Value = serde_json::from_str(&text).expect("it is JSON still");
        assert_eq!(node["headline"], "</script><!--");
    }

    #[test]
    fn a_change_is_a_correction_like_those_within_the_text() {
        let content = vec![Inline::Text("Rain was sun.".into())];
        let body = vec![Block::Correction(Correction { date: None, content })];
        let time = Moment::parse("2026-01-08T10:00:00Z");
        let changes = vec![Change { time, text: "A comma.".into(), block: Some(0) }];
        let node: Value =
            serde_json::from_str(&json_ld(&Article { body, changes, ..Article::default() })).expect("JSON");
        let expected = json!([
            { "@type": "CorrectionComment", "text": "Rain was sun." },
            { "@type": "CorrectionComment", "text": "A comma.", "datePublished": "2026-01-08T10:00:00Z" }
        ]);
        assert_eq!(node["correction"], expected);
        let unchanged: Value = serde_json::from_str(&json_ld(&Article::default())).expect("JSON");
        assert_eq!(unchanged.get("correction"), None);
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
