//! Editor.js: blocks of tools, whose words are HTML.
//!
//! Sources: editorjs.io, "Output data format", and the documentation of each tool. A document is the text alone.

use super::{draft::Draft, rich::Dialect};
use crate::{Json, ReadError};

/// The tools, by the names that most sites give them.
const TOOLS: [(&str, &str); 18] = [
    ("header", "<h{#}>{=text}</h{#}>"),
    ("heading", "<h{#}>{=text}</h{#}>"),
    ("paragraph", "<p>{=text}</p>"),
    ("text", "<p>{=text}</p>"),
    ("bulletlist", "<ul>{+}</ul>"),
    ("orderedlist", "<ol{@start meta/start}>{+}</ol>"),
    ("checklist", "<ul>{+}</ul>"),
    ("quote", "<blockquote>{=text}<cite>{=caption}</cite></blockquote>"),
    ("delimiter", "<hr>"),
    ("image", IMAGE),
    ("simpleimage", IMAGE),
    ("embed", "<figure><iframe{@src embed|source}></iframe><figcaption>{=caption}</figcaption></figure>"),
    ("code", "<pre><code>{code}</code></pre>"),
    ("raw", "{=html}"),
    ("table", "<table>{:}</table>"),
    ("warning", "<aside><p><strong>{=title}</strong></p><p>{=message}</p></aside>"),
    (
        "linktool",
        "<figure class=kg-bookmark-card><a{@href link}><b class=kg-bookmark-title>{meta/title|link}</b></a></figure>",
    ),
    ("attaches", "<p><a{@href file/url}>{title|file/name|file/url}</a></p>"),
];

const IMAGE: &str = "<figure><img{@src file/url|url}{@alt alt}{@width file/width}{@height file/height}>\
    <figcaption>{=caption}</figcaption></figure>";

pub(super) fn matches(first: &Json, _: &Json) -> bool {
    let mut blocks = first.each_at("blocks").iter();
    blocks.next().is_some_and(|block| block.at("type").is_some_and(|kind| kind.as_str().is_some()) && block.has("data"))
}

#[expect(clippy::unnecessary_wraps, reason = "all formats are read by functions of one type")]
pub(super) fn read(document: &Json, draft: &mut Draft) -> Result<(), ReadError> {
    Dialect { nodes: &TOOLS, ..Dialect::PLAIN }.read(document.each_at("blocks"), draft);
    Ok(())
}
