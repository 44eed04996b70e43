//! The document around the text: what a browser, a search engine and a preview want to know before they read it.

use std::fmt::Write as _;

use article::{Article, Block, Direction, Image, Language, Moment, NativePlatform, Platform as _, plain_text};
use engagement::paths::COMMENTS_PAGE;

use crate::{
    Settings,
    escape::{escape, one_line, shortened},
    local::{global, localised},
    style::{late_style, page_script, page_style, room_style},
};

/// Search engines show about this many characters.
const DESCRIPTION_LENGTH: usize = 200;

/// The whole page; `text` is HTML. With a source the element looks there for a newer article.
pub(crate) fn document(
    article: &Article,
    text: &str,
    settings: &Settings,
    has_source: bool,
    fingerprint: &str,
) -> String {
    let mut html = "<!doctype html>\n<html".to_owned();
    let language = article.language.as_ref().map(Language::as_str);
    for (name, value) in [("lang", language), ("dir", article.direction().map(Direction::as_str))] {
        push_attribute(&mut html, name, value);
    }
    html += ">\n<head>\n";
    push_head(&mut html, article, text, settings, fingerprint);
    html += "</head>\n<body>\n<main>\n";
    push_element(&mut html, article, text, settings, has_source);
    push_way_to_comments(&mut html, article, settings, has_source);
    html += "\n</main>\n</body>\n</html>\n";
    html
}

/// What is needed first stands first: the picture is asked for before the style is read.
fn push_head(html: &mut String, article: &Article, text: &str, settings: &Settings, fingerprint: &str) {
    let title = title(article);
    html.push_str("<meta charset=\"utf-8\">\n");
    push_meta(html, "name", "viewport", Some("width=device-width, initial-scale=1"));
    // Writing to a string cannot fail, here and below.
    let _ = writeln!(html, "<title>{}</title>", escape(&title));
    if let Some(preload) = preload(text) {
        html.push_str(&preload);
    }
    let _ = writeln!(html, "<style>{}</style>", page_style());
    if let Some(style) = article.language.as_ref().and_then(late_style) {
        let _ = writeln!(html, "<style>{style}</style>");
    }
    let _ = writeln!(html, "<script>{}</script>", page_script());
    push_tag(html, "script", &[("type", Some("module")), ("src", Some(&settings.script)), ("async", Some(""))]);
    html.truncate(html.trim_end().len());
    html.push_str("</script>\n");

    let description = description(article);
    push_meta(html, "name", "description", description.as_deref());
    let author = if article.authors.is_empty() {
        article.source.as_ref().map(|source| source.name.clone())
    } else {
        Some(article.authors.iter().map(|author| author.name.as_str()).collect::<Vec<_>>().join(", "))
    };
    push_meta(html, "name", "author", author.as_deref());
    let generator = format!("{GENERATOR}{fingerprint}");
    push_meta(html, "name", "generator", Some(&generator));
    let canonical = canonical(article, settings);
    push_link(html, "canonical", canonical.as_deref(), None);
    push_link(html, "alternate", Some(&settings.src), Some("application/json"));
    push_link(html, "icon", settings.icon.as_deref(), None);
    push_link(html, "manifest", settings.manifest.as_deref(), None);
    push_preview(html, article, &title, description.as_deref(), canonical.as_deref());
}

/// Begins what the page says of its maker; the fingerprint follows.
pub(crate) const GENERATOR: &str = concat!("article-viewer ", env!("CARGO_PKG_VERSION"), " ");

/// Open Graph (ogp.me), which previews in other places are made of.
fn push_preview(html: &mut String, article: &Article, title: &str, description: Option<&str>, canonical: Option<&str>) {
    let locale = article.language.as_ref().and_then(|language| {
        // A language alone is no locale to those who read this.
        Some(format!("{}_{}", language.primary(), language.region()?))
    });
    push_property(html, "og:type", Some("article"));
    push_property(html, "og:title", Some(title));
    push_property(html, "og:description", description);
    push_property(html, "og:url", canonical.and_then(global));
    push_property(html, "og:site_name", article.source.as_ref().map(|source| source.name.as_str()));
    push_property(html, "og:locale", locale.as_deref());
    // Who makes a preview does not resolve addresses.
    let image = article.image.as_ref().filter(|image| global(image.url.as_str()).is_some());
    if let Some(image) = image {
        push_picture(html, image, article.headline.as_deref());
    }
    push_property(html, "article:published_time", article.published.as_ref().map(machine_time).as_deref());
    push_property(html, "article:modified_time", article.updated.as_ref().map(machine_time).as_deref());
    for author in &article.authors {
        let address = author.url.as_ref().and_then(|url| global(url.as_str()));
        push_property(html, "article:author", Some(address.unwrap_or(&author.name)));
    }
    push_meta(html, "name", "twitter:card", Some(if image.is_some() { "summary_large_image" } else { "summary" }));
}

fn push_picture(html: &mut String, image: &Image, headline: Option<&str>) {
    push_property(html, "og:image", Some(image.url.as_str()));
    push_property(html, "og:image:alt", image.alt.as_deref().or(headline));
    if let (Some(width), Some(height)) = (image.width, image.height) {
        push_property(html, "og:image:width", Some(&width.to_string()));
        push_property(html, "og:image:height", Some(&height.to_string()));
    }
}

/// The element: the shadow tree that stands in until the script's own does, then the text.
///
/// The tree has the slots where the viewer's has them, and the line of the counts, which the style keeps
/// free when there will be any.
/// No white space stands between: it would be a text in the element's own slot.
fn push_element(html: &mut String, article: &Article, text: &str, settings: &Settings, has_source: bool) {
    let src = Some(settings.src.as_str());
    // What the server calls an article is the page's canonical address, else where the article comes from.
    let id = src.filter(|_| !has_source && canonical(article, settings).is_none());
    push_tag(
        html,
        "article-viewer",
        &[
            ("src", src.filter(|_| has_source)),
            ("api", settings.api.as_deref()),
            ("article-id", id),
            ("standalone", Some("")),
        ],
    );
    html.truncate(html.trim_end().len());
    let _ = write!(
        html,
        "<template shadowrootmode=\"open\"><style>{}</style><article class=\"place\" data-phase=\"ready\">\
         <slot name=\"header\"></slot><div class=\"counts\" part=\"counts\"></div><slot name=\"body\"></slot><slot></slot></article></template>\
         {text}</article-viewer>",
        room_style()
    );
}

/// For readers whose browser runs no scripts, and for whoever collects pages: the comments are a page of the server's. It
/// stands outside of the element, which would take it for a part of the text.
fn push_way_to_comments(html: &mut String, article: &Article, settings: &Settings, has_source: bool) {
    let Some((api, id)) = settings.api.as_ref().zip(article_id(article, settings, has_source)) else { return };
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    let address =
        format!("{}{COMMENTS_PAGE}?{}", api.trim_end_matches('/'), query.append_pair("article", &id).finish());
    let _ = write!(
        html,
        "<noscript><p class=\"without-script\"><a lang=\"en\" href=\"{}\">Comments</a></p></noscript>",
        escape(&address)
    );
}

/// What the server calls the article, as the viewer finds it out (`Config::read`); `None` where it takes the page's host to
/// know.
fn article_id(article: &Article, settings: &Settings, has_source: bool) -> Option<String> {
    let canonical = canonical(article, settings);
    let id = match (&canonical, has_source) {
        (None, false) => settings.src.clone(),
        (None, true) => NativePlatform.resolve_url(None, global(&settings.src)?)?,
        (Some(canonical), _) => NativePlatform.resolve_url(None, global(canonical)?)?,
    };
    Some(id.split('#').next().unwrap_or_default().to_owned())
}

fn canonical(article: &Article, settings: &Settings) -> Option<String> {
    article.url.as_ref().map(|url| localised(url.as_str())).or_else(|| settings.canonical.clone())
}

fn title(article: &Article) -> String {
    let source = || article.source.as_ref().map(|source| source.name.as_str());
    let title = article.headline.as_deref().or_else(source).map(one_line).filter(|title| !title.is_empty());
    title.unwrap_or_else(|| "Article".to_owned())
}

/// The summary, the sub-headline or the first paragraph, whichever there is.
fn description(article: &Article) -> Option<String> {
    let first_paragraph = article.body.iter().find_map(|block| match block {
        Block::Paragraph(paragraph) => Some(plain_text(&paragraph.content)),
        _ => None,
    });
    let texts = [article.summary.clone(), article.deck.clone(), first_paragraph];
    let text = texts.into_iter().flatten().find(|text| !text.trim().is_empty())?;
    Some(shortened(&text, DESCRIPTION_LENGTH))
}

/// As HTML wants it; RFC 3339 also allows a space.
fn machine_time(moment: &Moment) -> String {
    moment.as_str().replace(' ', "T")
}

/// Asks for the picture above the text before the parser finds it.
///
/// What the picture says of itself is copied as it stands: a preload that differs in a letter loads the picture twice.
fn preload(text: &str) -> Option<String> {
    let (_, lead) = text.split_once(" av-lead\"")?;
    let (_, tag) = lead.split_once("<img ")?;
    let attributes = attributes(tag);
    let raw = |name: &str| attributes.iter().find(|(known, _)| *known == name).map(|(_, value)| *value);
    let mut preload = "<link rel=\"preload\" as=\"image\" fetchpriority=\"high\"".to_owned();
    for (name, source) in
        [("href", "src"), ("imagesrcset", "srcset"), ("imagesizes", "sizes"), ("referrerpolicy", "referrerpolicy")]
    {
        if let Some(value) = raw(source) {
            let _ = write!(preload, " {name}=\"{value}\"");
        }
    }
    raw("src")?;
    Some(preload + ">\n")
}

/// The attributes of a start tag, each `name="value"`, as they stand there; the text begins after the tag's name.
fn attributes(mut tag: &str) -> Vec<(&str, &str)> {
    let mut attributes = Vec::new();
    while !tag.trim_start().starts_with(['>', '/']) {
        let Some((name, rest)) = tag.split_once("=\"") else { break };
        let Some((value, rest)) = rest.split_once('"') else { break };
        attributes.push((name.trim_start(), value));
        tag = rest;
    }
    attributes
}

fn push_property(html: &mut String, name: &str, content: Option<&str>) {
    push_meta(html, "property", name, content);
}

fn push_meta(html: &mut String, kind: &str, name: &str, content: Option<&str>) {
    if let Some(content) = content.map(one_line).filter(|content| !content.is_empty()) {
        push_tag(html, "meta", &[(kind, Some(name)), ("content", Some(&content))]);
    }
}

fn push_link(html: &mut String, rel: &str, href: Option<&str>, kind: Option<&str>) {
    if href.is_some() {
        push_tag(html, "link", &[("rel", Some(rel)), ("type", kind), ("href", href)]);
    }
}

fn push_tag(html: &mut String, name: &str, attributes: &[(&str, Option<&str>)]) {
    html.push('<');
    html.push_str(name);
    for (name, value) in attributes {
        push_attribute(html, name, *value);
    }
    html.push_str(">\n");
}

/// An attribute; without a value when that is empty, not at all when there is none.
fn push_attribute(html: &mut String, name: &str, value: Option<&str>) {
    let _ = match value {
        Some("") => write!(html, " {name}"),
        Some(value) => write!(html, " {name}=\"{}\"", escape(value)),
        None => Ok(()),
    };
}
