//! What each element means.

use super::Node;
use crate::text::has;

/// What becomes of an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    /// Left out with all that is in it.
    Nothing,
    /// Its content, in a block of its own.
    Container,
    /// Its content, in the running text.
    Content,
    /// Its content, marked.
    Mark(&'static str),
    /// A block or an object of its own kind.
    Own,
}

/// The meaning of an element by its name (HTML, "Index of elements"). What is not known counts as its content.
pub(super) fn meaning(name: &str) -> Meaning {
    use Meaning::{Container, Content, Mark, Nothing, Own};
    match name {
        "script" | "style" | "template" | "svg" | "annotation" | "annotation-xml" | "select" | "option"
        | "optgroup" | "input" | "button" | "textarea" | "object" | "embed" | "applet" | "param" | "canvas"
        | "frame" | "frameset" | "noframes" | "noembed" | "plaintext" | "xmp" | "title" | "head" | "link" | "meta"
        | "base" | "map" | "area" | "datalist" | "progress" | "meter" | "dialog" | "source" | "track" => Nothing,
        "p" | "div" | "section" | "article" | "main" | "header" | "footer" | "nav" | "address" | "center" | "form"
        | "fieldset" | "legend" | "hgroup" | "search" | "li" | "dt" | "dd" | "tr" | "td" | "th" | "caption"
        | "tbody" | "thead" | "tfoot" | "summary" | "marquee" | "picture" => Container,
        "b" | "strong" => Mark("strong"),
        "i" | "em" | "cite" | "dfn" | "var" => Mark("emphasis"),
        "code" | "kbd" | "samp" | "tt" => Mark("code"),
        "sub" => Mark("sub"),
        "sup" => Mark("sup"),
        "mark" => Mark("mark"),
        "s" | "del" | "strike" => Mark("strike"),
        "a" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "ul" | "ol" | "menu" | "dir" | "dl" | "blockquote"
        | "figure" | "figcaption" | "table" | "pre" | "listing" | "hr" | "details" | "aside" | "iframe" | "video"
        | "audio" | "img" | "image" | "br" | "noscript" | "q" | "rt" | "math" | "gu-atom" => Own,
        _ => Content,
    }
}

/// What plug-ins put around an article, and what only machines or programs are to read.
const SURROUNDINGS: [&str; 14] = [
    "sharedaddy",
    "sd-sharing",
    "jp-relatedposts",
    "addtoany_share_save_container",
    "share-buttons",
    "screen-reader-text",
    "sr-only",
    "visually-hidden",
    "kg-signup-card",
    "kg-paywall",
    "kg-audio-hide",
    "kg-video-hide",
    "wp-block-post-navigation-link",
    "submeta",
];

/// Whether an element is not to be seen, or not part of the article.
pub(super) fn is_hidden(node: &Node) -> bool {
    let is_unstyled = |style: &str| {
        let style: String = style.chars().filter(|c| !c.is_whitespace()).collect();
        has(&style, "display:none")
    };
    let classes = node.attribute("class").unwrap_or_default();
    node.has_attribute("hidden")
        || node.attribute("style").is_some_and(is_unstyled)
        || classes.split_ascii_whitespace().any(|class| SURROUNDINGS.contains(&class))
}
