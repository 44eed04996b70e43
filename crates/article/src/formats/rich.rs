//! Rich text that an editor keeps as a tree of nodes, written out as HTML: what becomes of a thing is decided there, once.
//!
//! Sources: Lexical ("Serialization"), Ghost's Koenig nodes, Payload ("Rich Text"), the schemas of `ProseMirror`, `TipTap` and
//! the Atlassian Document Format, Contentful ("Rich text"), Portable Text (portabletext.org).

mod names;
mod templates;

pub(super) use self::names::{file_kind, letters};
use self::{names::name, templates::NODES};
use super::{draft::Draft, portable_text, text_body};
use crate::{
    Json,
    text::{around, has},
};
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

fn content(node: &Json) -> &[Json] {
    nodes_at(node, "content|children|content_elements|images|body|text|richText")
}

/// The nodes at the first path that has a list of them, or a document of its own.
fn nodes_at<'j>(node: &'j Json, paths: &str) -> &'j [Json] {
    for path in paths.split('|') {
        for part in ["", "fields"] {
            let Some(value) = node.at(part).and_then(|part| part.at(path)) else { continue };
            let document = value.first(&["root", "editorState/root"]).and_then(|top| top.at("children"));
            if let Some(nodes) = document.unwrap_or(value).as_array() {
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
