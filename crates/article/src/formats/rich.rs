//! Rich text that an editor keeps as a tree of nodes, written out as HTML: what becomes of a thing is decided there, once.
//!
//! Sources: Lexical ("Serialization"), Ghost's Koenig nodes, Payload ("Rich Text"), the schemas of `ProseMirror`, `TipTap` and
//! the Atlassian Document Format, Contentful ("Rich text"), Portable Text (portabletext.org).

use super::{draft::Draft, portable_text, text_body};
use crate::{
    Json,
    text::{around, has},
    until,
};

/// How a node is written, by its name in small letters without what stands between the words.
///
/// In braces: `*` its content, `+` its items, `:` its rows, `~` the words of its content, `#` its level; `a|b` the words at
/// the first of these paths that has any, `=a|b` the same where they are HTML or nodes, `%a|b` where they are several
/// paragraphs, `@name a|b` an attribute, left out when there are none. What stands before a `+` in a path stands before
/// the words.
const NODES: [(&str, &str); 87] = [
    ("paragraph", "<p>{*}</p>"),
    ("heading", "<h{#}>{*}</h{#}>"),
    ("extendedheading", "<h{#}>{*}</h{#}>"),
    ("bulletlist", "<ul>{*}</ul>"),
    ("unorderedlist", "<ul>{*}</ul>"),
    ("tasklist", "<ul>{*}</ul>"),
    ("decisionlist", "<ul>{*}</ul>"),
    ("orderedlist", "<ol{@start start|order}>{*}</ol>"),
    ("quote", QUOTE),
    ("extendedquote", QUOTE),
    ("blockquote", QUOTE),
    (
        "pullquote",
        "<figure class=pullquote><blockquote>{*}{quote|text}<cite>{attribution|author}</cite></blockquote></figure>",
    ),
    ("aside", "<blockquote class=kg-blockquote-alt>{*}</blockquote>"),
    ("code", "<pre><code class=\"language-{language}\">{~}</code></pre>"),
    ("codeblock", "<pre><code class=\"language-{language}\">{~}</code></pre>"),
    ("horizontalrule", "<hr>"),
    ("hr", "<hr>"),
    ("rule", "<hr>"),
    ("divider", "<hr>"),
    ("hardbreak", "<br>"),
    ("linebreak", "<br>"),
    ("softreturn", "<br>"),
    ("link", "<a{@href url|href}>{*}</a>"),
    ("autolink", "<a{@href url}>{*}</a>"),
    ("hyperlink", "<a{@href uri}>{*}</a>"),
    ("inlinecard", "<a{@href url}>{url}</a>"),
    ("blockcard", "<p><a{@href url}>{url}</a></p>"),
    ("embedcard", "<iframe{@src url}></iframe>"),
    ("table", "<table>{*}</table>"),
    ("tablerow", "<tr>{*}</tr>"),
    ("tablecell", "<td{@colspan colspan|colSpan}{@rowspan rowspan|rowSpan}>{*}</td>"),
    ("tableheader", "<th{@colspan colspan|colSpan}{@rowspan rowspan|rowSpan}>{*}</th>"),
    ("tableheadercell", "<th{@colspan colspan}{@rowspan rowspan}>{*}</th>"),
    ("image", IMAGE),
    ("upload", IMAGE),
    ("media", IMAGE),
    ("mediablock", IMAGE),
    ("figure", "<figure><img{@src src}{@alt alt}>{*}</figure>"),
    ("captionedimage", "<figure>{*}</figure>"),
    ("mediasingle", "<figure>{*}</figure>"),
    ("caption", "<figcaption>{*}</figcaption>"),
    ("figcaption", "<figcaption>{*}</figcaption>"),
    // A picture of a gallery.
    ("", "<img{@src src|url}{@alt alt}{@width width}{@height height}>"),
    ("gallery", "<figure class=kg-gallery-card>{*}<figcaption>{=caption}</figcaption></figure>"),
    ("html", "{=html}"),
    ("markdown", "{%markdown}"),
    ("cardmarkdown", "{%markdown}"),
    ("embed", "<iframe{@src url|src}{@title metadata/title|title}></iframe><p>{=caption}</p>"),
    (
        "youtube",
        "<iframe{@src src|url|https://www.youtube.com/watch?v=+videoID|https://www.youtube.com/watch?v=+videoId|\
        https://www.youtube.com/watch?v=+id}{@title title}></iframe>",
    ),
    ("vimeo", "<iframe{@src src|url|https://vimeo.com/+videoId|https://vimeo.com/+id}{@title title}></iframe>"),
    ("tweet", "<iframe{@src url|https://x.com/i/status/+tweetId|https://x.com/i/status/+id}></iframe>"),
    ("iframe", "<iframe{@src src|url}{@title title}></iframe>"),
    (
        "bookmark",
        "<figure class=kg-bookmark-card><a{@href url}><b class=kg-bookmark-title>{metadata/title|title|url}</b> \
        <i class=kg-bookmark-publisher>{metadata/publisher}</i></a><figcaption>{=caption}</figcaption></figure>",
    ),
    ("callout", BOX),
    ("infobox", BOX),
    ("banner", BOX),
    ("alert", BOX),
    ("panel", "<aside>{*}</aside>"),
    (
        "toggle",
        "<div class=kg-toggle-card><h4 class=kg-toggle-heading-text>{=heading}</h4>\
        <div class=kg-toggle-content>{=content}</div></div>",
    ),
    ("expand", "<details><summary>{title}</summary>{*}</details>"),
    ("nestedexpand", "<details><summary>{title}</summary>{*}</details>"),
    ("details", "<details>{*}</details>"),
    ("detailssummary", "<summary>{*}</summary>"),
    ("collapsiblecontainer", "<details>{*}</details>"),
    ("collapsibletitle", "<summary>{*}</summary>"),
    ("button", "<p><a{@href buttonUrl|url}>{buttonText|text|label}</a></p>"),
    ("calltoaction", "{=textValue}<p><a{@href buttonUrl}>{buttonText}</a></p>"),
    (
        "audio",
        "<figure><audio{@src src|url|value/url|media/url}{@title title}></audio><figcaption>{=caption}</figcaption></figure>",
    ),
    (
        "video",
        "<figure><video{@src src|url|file/url|value/url|media/url}{@poster thumbnailSrc|customThumbnailSrc}{@width width}{@height height}></video>\
        <figcaption>{=caption}</figcaption></figure>",
    ),
    (
        "file",
        "<p><a{@href src|url|value/url|media/url}>{fileTitle|title|fileName|value/filename|media/filename}</a></p>",
    ),
    ("header", "<h2>{=heading}</h2><p>{=subheading}</p>"),
    ("product", "<h4>{=productTitle}</h4>{=productDescription}"),
    ("mention", "{text|label}"),
    ("emoji", "{text|shortName}"),
    ("status", "{text}"),
    ("equation", MATHEMATICS),
    ("inlinemath", MATHEMATICS),
    ("blockmath", MATHEMATICS),
    ("latex", MATHEMATICS),
    ("footnote", " ({*}{text})"),
    // What asks the reader for an address or a payment.
    ("paywall", ""),
    ("signup", ""),
    ("email", ""),
    ("emailcta", ""),
    // What stands in the editor for something that is not here.
    ("extension", ""),
    ("inlineextension", ""),
    ("placeholder", ""),
];

const IMAGE: &str = "<figure><img{@src src|url|value/url|media/url}{@alt alt|altText|value/alt|media/alt}\
    {@width width|value/width|media/width}{@height height|value/height|media/height}>\
    <figcaption>{=caption|value/caption|media/caption}</figcaption></figure>";
const QUOTE: &str = "<blockquote>{*}{quote|text}<cite>{attribution|author}</cite></blockquote>";
const BOX: &str = "<div class=kg-callout-card>{calloutEmoji} {=calloutText}<p><strong>{title|heading}</strong></p>{*}\
    <p>{text|message}</p></div>";
const MATHEMATICS: &str = "<code>{equation|latex|formula|text}</code>";

/// What files are, by the ends of their names; a picture is most of what has another.
const FILES: [(&str, &str); 18] = [
    (".mp4", "video"),
    (".m4v", "video"),
    (".mov", "video"),
    (".webm", "video"),
    (".mp3", "audio"),
    (".m4a", "audio"),
    (".ogg", "audio"),
    (".wav", "audio"),
    (".pdf", "file"),
    (".zip", "file"),
    (".txt", "file"),
    (".csv", "file"),
    (".doc", "file"),
    (".docx", "file"),
    (".xls", "file"),
    (".xlsx", "file"),
    (".ppt", "file"),
    (".pptx", "file"),
];

/// Elements for marks on words.
const MARKS: [(&str, &str); 16] = [
    ("bold", "strong"),
    ("strong", "strong"),
    ("italic", "em"),
    ("em", "em"),
    ("code", "code"),
    ("strike", "s"),
    ("strikethrough", "s"),
    ("strike-through", "s"),
    ("s", "s"),
    ("sub", "sub"),
    ("subscript", "sub"),
    ("subsup", "sub"),
    ("sup", "sup"),
    ("superscript", "sup"),
    ("highlight", "mark"),
    ("mark", "mark"),
];

/// Lexical's marks: each is a bit.
const BITS: [(u64, &str); 7] =
    [(1, "strong"), (2, "em"), (4, "s"), (16, "code"), (32, "sub"), (64, "sup"), (128, "mark")];

/// What is particular to a format.
#[derive(Clone, Copy)]
pub(super) struct Dialect<'j> {
    /// Templates of its own, before those that all have.
    pub(super) nodes: &'static [(&'static str, &'static str)],
    /// Writes a node that is not known here; tells whether it did.
    pub(super) write: fn(&Json, &mut Draft, &mut String) -> bool,
    /// What the names of marks stand for.
    pub(super) mark_definitions: &'j [Json],
    /// Whether this is in the words of a paragraph.
    pub(super) is_inline: bool,
}

impl Dialect<'_> {
    /// One with nothing particular.
    pub(super) const PLAIN: Self =
        Dialect { nodes: &[], write: |_, _, _| false, mark_definitions: &[], is_inline: false };

    /// Adds nodes to the body.
    pub(super) fn read(self, nodes: &[Json], draft: &mut Draft) {
        if !draft.is_head() {
            let mut html = String::new();
            self.nodes(nodes, draft, &mut html);
            draft.html(Some(&Json::String(html)));
        }
    }

    /// Writes nodes. They are nested no deeper than JSON is.
    pub(super) fn nodes(self, nodes: &[Json], draft: &mut Draft, out: &mut String) {
        if nodes.iter().any(portable_text::is_block) {
            return portable_text::write(nodes, draft, out);
        }
        for node in nodes {
            self.node(node, draft, out);
        }
    }

    fn node(self, node: &Json, draft: &mut Draft, out: &mut String) {
        if (self.write)(node, draft, out) {
            return;
        }
        let name = name(node);
        if self.nodes.iter().any(|(known, _)| *known == name) {
            return self.named(&name, node, draft, out);
        }
        match name.as_str() {
            "listitem" | "taskitem" | "decisionitem" => self.item(node, draft, out),
            "text" | "extendedtext" | "span" => self.words(node, out),
            "" if node.has("text") => self.words(node, out),
            name => self.named(name, node, draft, out),
        }
    }

    /// Writes a node by the template of a name.
    pub(super) fn named(self, name: &str, node: &Json, draft: &mut Draft, out: &mut String) {
        if let Some((_, template)) = self.nodes.iter().chain(&NODES).find(|(known, _)| *known == name) {
            return self.fill(template, node, draft, out);
        }
        if self.is_inline && node.at("text").is_some_and(|text| text.as_str().is_some()) {
            return self.words(node, out);
        }
        let content = content(node);
        if !content.is_empty() {
            // Whatever it is, it stands around what is to be read.
            if !self.is_inline {
                self.fill("<p>{title|heading}</p>", node, draft, out);
            }
            return self.nodes(content, draft, out);
        }
        let text = value(node, "title|heading|label|quote|text|caption|message|description", draft);
        let text = draft.plain_text(&text);
        let fate = if text.is_empty() { "left out" } else { "shown by its text alone" };
        draft.notice(node, "a block of the unknown type \"".to_owned() + name + "\" is " + fate);
        if self.is_inline {
            return escape(&text, out);
        }
        *out += "<p><a";
        attribute("href", &value(node, "url|href|link", draft), out);
        *out += ">";
        escape(&text, out);
        *out += "</a></p>";
    }

    /// Items: strings of HTML, nodes, or what has its words and its own items apart.
    fn items(self, node: &Json, is_ordered: bool, draft: &mut Draft, out: &mut String) {
        for item in node.first(&["items", "data/items"]).and_then(Json::as_array).unwrap_or_default() {
            let is_nested = name(item).ends_with("list");
            begin_item(is_nested, out);
            if let Some(html) = item.as_str() {
                *out += html;
            } else if name(item).is_empty() {
                *out += &value(item, "content|text", draft);
                if item.has("items/0") {
                    *out += if is_ordered { "<ol>" } else { "<ul>" };
                    self.items(item, is_ordered, draft, out);
                    *out += if is_ordered { "</ol>" } else { "</ul>" };
                }
            } else {
                self.node(item, draft, out);
            }
            *out += "</li>";
        }
    }

    /// An item; one that holds nothing but a list is how Lexical nests it in the item before.
    fn item(self, node: &Json, draft: &mut Draft, out: &mut String) {
        let content = content(node);
        let is_nested = !content.is_empty() && content.iter().all(|inner| name(inner).ends_with("list"));
        begin_item(is_nested, out);
        self.nodes(content, draft, out);
        *out += "</li>";
    }

    /// Rows of a table: lists of cells, which are HTML.
    fn rows(node: &Json, draft: &Draft, out: &mut String) {
        let is_headed = node.at("data/withHeadings").and_then(Json::as_bool) == Some(true);
        let header = node.at("header").into_iter();
        let rows = node.first(&["rows", "data/content"]).and_then(Json::as_array).unwrap_or_default();
        for (index, row) in header.chain(rows).enumerate() {
            let tag = if index == 0 && (is_headed || node.has("header")) { "th>" } else { "td>" };
            *out += "<tr>";
            for cell in row.at("cells").unwrap_or(row).each() {
                *out += "<";
                *out += tag;
                *out += cell.as_str().map_or_else(|| value(cell, "content|text", draft), str::to_owned).as_str();
                *out += "</";
                *out += tag;
            }
            *out += "</tr>";
        }
    }

    fn fill(self, template: &str, node: &Json, draft: &mut Draft, out: &mut String) {
        let inside =
            Dialect { is_inline: self.is_inline || template.starts_with("<p") || template.starts_with("<a"), ..self };
        let mut rest = template;
        while let Some((before, after)) = around(rest, "{") {
            let Some((field, after)) = around(after, "}") else { break };
            *out += before;
            rest = after;
            let (kind, paths) = field.split_at_checked(1).unwrap_or_default();
            match kind {
                "*" => inside.nodes(content(node), draft, out),
                "+" => self.items(node, name(node) == "orderedlist", draft, out),
                ":" => Self::rows(node, draft, out),
                "~" => escape(&code(node), out),
                "#" => out.push(level(node, draft)),
                "=" => {
                    let html = value(node, paths, draft);
                    *out += &html;
                    if html.is_empty() {
                        self.nodes(nodes_at(node, paths), draft, out);
                    }
                }
                "%" => {
                    for paragraph in text_body::paragraphs(&value(node, paths, draft)) {
                        *out += "<p>";
                        escape(&paragraph, out);
                        *out += "</p>";
                    }
                }
                "@" => {
                    let (name, paths) = around(paths, " ").unwrap_or_default();
                    attribute(name, &value(node, paths, draft), out);
                }
                _ => escape(&value(node, field, draft), out),
            }
        }
        *out += rest;
    }

    fn words(self, node: &Json, out: &mut String) {
        let mut ends = String::new();
        let mut mark = |element: &str, href: &str, out: &mut String| {
            *out += "<";
            *out += element;
            attribute("href", href, out);
            *out += ">";
            ends.insert_str(0, &("</".to_owned() + element + ">"));
        };
        let bits = node.at("format").and_then(Json::count).unwrap_or_default();
        for (bit, element) in BITS {
            if bits & bit != 0 {
                mark(element, "", out);
            }
        }
        // Links stand around the marks, so that one link to one place stays one.
        for is_link in [true, false] {
            for one in node.each_at("marks") {
                let name = one.as_str().or_else(|| one.str_at("type")).unwrap_or_default();
                let definition = self.mark_definitions.iter().find(|known| known.str_at("_key") == Some(name));
                let href = definition.unwrap_or(one).first(&["href", "attrs/href", "data/uri", "url"]);
                let element = MARKS.iter().find(|(known, _)| name == *known);
                match (href.and_then(Json::as_str), element) {
                    (Some(href), _) if is_link => mark("a", href, out),
                    (None, Some((_, element))) if !is_link => {
                        let is_sup = one.at("attrs/type").is_some_and(|kind| kind.is("sup"));
                        mark(if is_sup { "sup" } else { element }, "", out);
                    }
                    _ => {}
                }
            }
        }
        let words = node.str_at("text").or_else(|| node.str_at("value")).unwrap_or_default();
        for (line, words) in words.split('\n').enumerate() {
            if line > 0 {
                *out += "<br>";
            }
            escape(words, out);
        }
        *out += &ends;
    }
}

/// Begins an item, or goes on with the one before.
fn begin_item(is_nested: bool, out: &mut String) {
    match out.strip_suffix("</li>").filter(|_| is_nested).map(str::len) {
        Some(length) => out.truncate(length),
        None => *out += "<li>",
    }
}

/// A node's name; a list is named by what numbers it.
fn name(node: &Json) -> String {
    const NAMES: [&str; 3] = ["type", "nodeType", "_type"];
    let mut name = letters(NAMES.iter().find_map(|key| node.str_at(key)).unwrap_or_default());
    // What a site has made for itself.
    if let ("block" | "inlineblock", Some(kind)) = (name.as_str(), node.str_at("fields/blockType")) {
        name = letters(kind);
    }
    if matches!(name.as_str(), "list" | "nestedlist") {
        let kind = node.first(&["listType", "list_type", "data/style", "tag"]).and_then(Json::as_str);
        let is_ordered = matches!(kind, Some("number" | "ordered" | "ol"));
        if is_ordered { "orderedlist" } else { "bulletlist" }.clone_into(&mut name);
    }
    if name == "tablecell" && node.at("headerState").and_then(Json::count).is_some_and(|state| state > 0) {
        "tableheader".clone_into(&mut name);
    }
    if matches!(name.as_str(), "upload" | "media" | "mediablock" | "video") {
        let words = |path: &str| ["", "attrs", "fields", "data"].iter().find_map(|part| node.at(part)?.str_at(path));
        let first = |paths: [&str; 5]| paths.iter().find_map(|path| words(path)).unwrap_or_default();
        let url = first(["src", "url", "file/url", "value/url", "media/url"]);
        let kind =
            file_kind(url, first(["mimeType", "value/mimeType", "media/mimeType", "contentType", "asset/mimeType"]));
        // The address of a film may be that of a page with the film.
        let kind = match (name.as_str(), kind) {
            ("video", "image") if url.is_empty() => "video",
            ("video", "image") => "iframe",
            _ => kind,
        };
        kind.clone_into(&mut name);
    }
    // Another site's own HTML says more than its address.
    if name == "embed" && node.first(&["html"]).is_some() {
        "html".clone_into(&mut name);
    }
    name
}

/// A name in small letters, without what stands between the words.
pub(super) fn letters(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphabetic).map(|c| c.to_ascii_lowercase()).collect()
}

/// What kind of node a file is.
pub(super) fn file_kind(url: &str, media_type: &str) -> &'static str {
    match until(media_type, b"/") {
        "" => {}
        "image" => return "image",
        "video" => return "video",
        "audio" => return "audio",
        _ => return "file",
    }
    let name = until(url, b"?#").to_ascii_lowercase();
    FILES.iter().find(|(end, _)| name.ends_with(end)).map_or("image", |(_, kind)| *kind)
}

fn content(node: &Json) -> &[Json] {
    nodes_at(node, "content|children|content_elements|images|body|text|richText")
}

/// The nodes at the first path that has a list of them, or a document of its own.
fn nodes_at<'j>(node: &'j Json, paths: &str) -> &'j [Json] {
    for path in paths.split('|') {
        for part in ["", "fields"] {
            let Some(value) = node.at(part).and_then(|part| part.at(path)) else { continue };
            let nested = value.first(&["root/children", "editorState/root/children"]);
            if let Some(nodes) = nested.unwrap_or(value).as_array() {
                return nodes;
            }
        }
    }
    &[]
}

/// From `{level: 2}`, `heading-2` or `h2`.
fn level(node: &Json, draft: &Draft) -> char {
    let given = value(node, "level|tag|nodeType", draft);
    given.chars().find(|c| matches!(c, '1'..='6')).unwrap_or('2')
}

/// Words that are code: in a member of their own, or those of the content.
fn code(node: &Json) -> String {
    let mut text =
        node.first(&["code", "data/code", "fields/code"]).and_then(Json::as_str).unwrap_or_default().to_owned();
    for inner in content(node) {
        match inner.str_at("text").or_else(|| inner.str_at("value")) {
            Some(words) => text += words,
            None if name(inner).ends_with("break") => text.push('\n'),
            None => text += &code(inner),
        }
    }
    text
}

/// The words at the first path that has some: of the node itself, or of what it keeps apart.
fn value(node: &Json, paths: &str, draft: &Draft) -> String {
    for path in paths.split('|') {
        let (before, path) = around(path, "+").unwrap_or(("", path));
        for part in ["", "attrs", "fields", "data"] {
            match node.at(part).and_then(|part| part.at(path)) {
                // A number of a film is no address.
                Some(Json::String(words)) if !words.is_empty() && (before.is_empty() || !has(words, "/")) => {
                    return before.to_owned() + words;
                }
                Some(number @ Json::Number(_)) => {
                    return before.to_owned() + &draft.plain_value(number).unwrap_or_default();
                }
                _ => {}
            }
        }
    }
    String::new()
}

/// What a caption says, as a template wants it: plain text as HTML, else nodes.
pub(super) fn caption(caption: &Json) -> Json {
    match caption {
        Json::String(text) => {
            let mut html = String::new();
            escape(text, &mut html);
            Json::String(html)
        }
        text => Json::Array(text.first(&["content"]).unwrap_or(text).each().to_vec()),
    }
}

/// Writes text so that it is text.
pub(super) fn escape(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '&' => *out += "&amp;",
            '<' => *out += "&lt;",
            '"' => *out += "&quot;",
            c => out.push(c),
        }
    }
}

/// Writes an attribute, when it has a value.
pub(super) fn attribute(name: &str, value: &str, out: &mut String) {
    if !value.is_empty() {
        *out += " ";
        *out += name;
        *out += "=\"";
        escape(value, out);
        *out += "\"";
    }
}
