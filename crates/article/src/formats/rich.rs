//! Rich text that an editor keeps as a tree of nodes, written out as HTML: what becomes of a thing is decided there, once.
//!
//! Sources: Lexical ("Serialization"), Ghost's Koenig nodes, Payload ("Rich Text"), the schemas of `ProseMirror`, `TipTap` and
//! the Atlassian Document Format, Contentful ("Rich text"), Portable Text (portabletext.org).

use super::draft::Draft;
use crate::{Json, text::around};

/// How a node is written, by its name in small letters without what stands between the words.
///
/// In braces: `*` its content, `+` its items, `:` its rows, `~` the words of its content, `#` its level; `a|b` the words at the first of these paths that
/// has any, `=a|b` the same where they are HTML, `@name a|b` an attribute, left out when there are none.
const NODES: [(&str, &str); 61] = [
    ("paragraph", "<p>{*}</p>"),
    ("heading", "<h{#}>{*}</h{#}>"),
    ("extendedheading", "<h{#}>{*}</h{#}>"),
    ("bulletlist", "<ul>{*}</ul>"),
    ("unorderedlist", "<ul>{*}</ul>"),
    ("tasklist", "<ul>{*}</ul>"),
    ("decisionlist", "<ul>{*}</ul>"),
    ("orderedlist", "<ol{@start start|order}>{*}</ol>"),
    ("quote", "<blockquote>{*}</blockquote>"),
    ("extendedquote", "<blockquote>{*}</blockquote>"),
    ("blockquote", "<blockquote>{*}</blockquote>"),
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
    // A picture of a gallery.
    ("", "<img{@src src|url}{@alt alt}{@width width}{@height height}>"),
    ("gallery", "<figure class=kg-gallery-card>{*}<figcaption>{=caption}</figcaption></figure>"),
    ("html", "{=html}"),
    ("markdown", "<p>{markdown}</p>"),
    ("cardmarkdown", "<p>{markdown}</p>"),
    ("embed", "<iframe{@src url|src}{@title metadata/title|title}></iframe><p>{=caption}</p>"),
    ("youtube", "<iframe{@src src|url}{@title title}></iframe>"),
    ("iframe", "<iframe{@src src|url}{@title title}></iframe>"),
    (
        "bookmark",
        "<figure class=kg-bookmark-card><a{@href url}><b class=kg-bookmark-title>{metadata/title|title|url}</b> \
        <i class=kg-bookmark-publisher>{metadata/publisher}</i></a><figcaption>{=caption}</figcaption></figure>",
    ),
    ("callout", "<div class=kg-callout-card>{calloutEmoji} {=calloutText}</div>"),
    ("panel", "<aside>{*}</aside>"),
    (
        "toggle",
        "<div class=kg-toggle-card><h4 class=kg-toggle-heading-text>{=heading}</h4>\
        <div class=kg-toggle-content>{=content}</div></div>",
    ),
    ("expand", "<details><summary>{title}</summary>{*}</details>"),
    ("nestedexpand", "<details><summary>{title}</summary>{*}</details>"),
    ("button", "<p><a{@href buttonUrl}>{buttonText}</a></p>"),
    ("audio", "<audio{@src src|url}{@title title}></audio>"),
    (
        "video",
        "<figure><video{@src src|url}{@poster thumbnailSrc|customThumbnailSrc}{@width width}{@height height}></video>\
        <figcaption>{=caption}</figcaption></figure>",
    ),
    ("file", "<p><a{@href src|url}>{fileTitle|fileName}</a></p>"),
    ("header", "<h2>{=heading}</h2><p>{=subheading}</p>"),
    ("product", "<h4>{=productTitle}</h4>{=productDescription}"),
    ("mention", "{text|label}"),
    ("emoji", "{text|shortName}"),
    ("status", "{text}"),
    // What asks the reader for an address or a payment.
    ("paywall", ""),
    ("signup", ""),
    ("email", ""),
];

const IMAGE: &str = "<figure><img{@src src|url|value/url}{@alt alt|altText|value/alt}{@width width|value/width}\
    {@height height|value/height}><figcaption>{=caption}</figcaption></figure>";

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
}

impl Dialect<'_> {
    /// One with nothing particular.
    pub(super) const PLAIN: Self = Dialect { nodes: &[], write: |_, _, _| false, mark_definitions: &[] };

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
        let content = content(node);
        if content.is_empty() {
            let text = value(node, "title|heading|caption|label", draft);
            let fate = if text.is_empty() { "left out" } else { "shown by its text alone" };
            draft.notice(node, "a block of the unknown type \"".to_owned() + name + "\" is " + fate);
            *out += "<p>";
            escape(&text, out);
            *out += "</p>";
        } else {
            // Whatever it is, it stands around what is to be read.
            self.nodes(content, draft, out);
        }
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
        let mut rest = template;
        while let Some((before, after)) = around(rest, "{") {
            let Some((field, after)) = around(after, "}") else { break };
            *out += before;
            rest = after;
            let (kind, paths) = field.split_at_checked(1).unwrap_or_default();
            match kind {
                "*" => self.nodes(content(node), draft, out),
                "+" => self.items(node, name(node) == "orderedlist", draft, out),
                ":" => Self::rows(node, draft, out),
                "~" => escape(&code(node), out),
                "#" => out.push(level(node, draft)),
                "=" => *out += &value(node, paths, draft),
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
        for one in node.each_at("marks") {
            let name = one.as_str().or_else(|| one.str_at("type")).unwrap_or_default();
            let definition = self.mark_definitions.iter().find(|known| known.str_at("_key") == Some(name));
            let href = definition.unwrap_or(one).first(&["href", "attrs/href", "data/uri"]).and_then(Json::as_str);
            if let Some(href) = href {
                mark("a", href, out);
            } else if let Some((_, element)) = MARKS.iter().find(|(known, _)| name == *known) {
                mark(if one.at("attrs/type").is_some_and(|kind| kind.is("sup")) { "sup" } else { element }, "", out);
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
    let name = ["type", "nodeType", "_type"].iter().find_map(|key| node.str_at(key)).unwrap_or_default();
    let mut name: String = name.chars().filter(char::is_ascii_alphabetic).map(|c| c.to_ascii_lowercase()).collect();
    if matches!(name.as_str(), "list" | "nestedlist") {
        let kind = node.first(&["listType", "list_type", "data/style", "tag"]).and_then(Json::as_str);
        let is_ordered = matches!(kind, Some("number" | "ordered" | "ol"));
        if is_ordered { "orderedlist" } else { "bulletlist" }.clone_into(&mut name);
    }
    // Another site's own HTML says more than its address.
    if name == "embed" && node.first(&["html"]).is_some() {
        "html".clone_into(&mut name);
    }
    name
}

fn content(node: &Json) -> &[Json] {
    const INSIDE: [&str; 4] = ["content", "children", "content_elements", "images"];
    INSIDE.iter().find_map(|key| node.at(key)?.as_array()).unwrap_or_default()
}

/// From `{level: 2}`, `heading-2` or `h2`.
fn level(node: &Json, draft: &Draft) -> char {
    let given = value(node, "level|tag|nodeType", draft);
    given.chars().find(|c| matches!(c, '1'..='6')).unwrap_or('2')
}

/// Words that are code: in a member of their own, or those of the content.
fn code(node: &Json) -> String {
    let mut text = node.first(&["code", "data/code"]).and_then(Json::as_str).unwrap_or_default().to_owned();
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
        for part in ["", "attrs", "fields", "data"] {
            match node.at(part).and_then(|part| part.at(path)) {
                Some(Json::String(words)) if !words.is_empty() => return words.clone(),
                Some(number @ Json::Number(_)) => return draft.plain_value(number).unwrap_or_default(),
                _ => {}
            }
        }
    }
    String::new()
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
