//! Portable Text, as Sanity keeps it: a list of blocks, a document with such a list in it, or the answer to a query.
//!
//! Sources: portabletext.org, "Specification"; sanity.io, "Image URLs". Documents are of each site's own making.

use super::{
    draft::{Draft, Picture},
    rich::{Dialect, caption, file_kind},
    values::{object, string},
};
use crate::{Json, ReadError, text::around};

const HEADLINE: [&str; 4] = ["headline", "title", "name", "heading"];
const DECK: [&str; 4] = ["deck", "subtitle", "subheading", "tagline"];
const SUMMARY: [&str; 5] = ["summary", "excerpt", "standfirst", "description", "lead"];
const PUBLISHED: [&str; 5] = ["publishedAt", "publishDate", "publishedDate", "date", "_createdAt"];
const IMAGE: [&str; 7] = ["mainImage", "image", "coverImage", "heroImage", "featuredImage", "cover", "poster"];
const KICKER: [&str; 4] = ["kicker", "category/title", "categories/0/title", "section/title"];
const BODY: [&str; 5] = ["body", "content", "text", "blocks", "input"];

pub(super) fn matches(first: &Json, document: &Json) -> bool {
    let result = document.at("result").unwrap_or(document);
    is_text(result)
        || text_of(document.at("result").and_then(|result| result.each().first()).unwrap_or(first)).is_some()
}

/// Whether something is a text, or a block of one.
pub(super) fn is_text(value: &Json) -> bool {
    value.each().iter().any(is_block)
}

pub(super) fn is_block(node: &Json) -> bool {
    node.at("_type").is_some_and(|kind| kind.is("block"))
}

/// The field of a document that is its text.
fn text_of(document: &Json) -> Option<&Json> {
    let fields = document.as_object().map_or(&[][..], |fields| &fields.0);
    let named = BODY.iter().filter_map(|name| document.at(name));
    named.chain(fields.iter().map(|(_, value)| value)).find(|value| is_text(value))
}

#[expect(clippy::unnecessary_wraps, reason = "all formats are read by functions of one type")]
pub(super) fn read(document: &Json, draft: &mut Draft) -> Result<(), ReadError> {
    if !is_text(document) {
        draft.plain("id", document.at("_id"));
        draft.url(document.first(&["canonicalUrl", "url"]));
        draft.language(document.first(&["language", "__i18n_lang", "locale", "lang"]));
        draft.plain("headline", document.first(&HEADLINE));
        draft.plain("deck", document.first(&DECK));
        // A text of its own is no line.
        draft.summary(document.first(&SUMMARY).filter(|summary| summary.as_str().is_some()));
        draft.plain("kicker", document.first(&KICKER));
        for author in document.first(&["authors", "author"]).map_or(&[][..], Json::each) {
            draft.author(
                author.at("name").or(Some(author).filter(|author| author.as_str().is_some())),
                author.at("url"),
            );
        }
        draft.date("published", document.first(&PUBLISHED));
        draft.date("updated", document.at("_updatedAt"));
        if let Some(image) = document.first(&IMAGE) {
            let url = address(image, draft).map(Json::String);
            let size = |side: &str| image.at("asset/metadata/dimensions").and_then(|size| size.at(side));
            draft.image(&Picture {
                url: url.as_ref().or_else(|| Some(image).filter(|image| image.as_str().is_some())),
                width: size("width"),
                height: size("height"),
                alt: image.first(&["alt", "asset/altText"]),
                caption: image.at("caption"),
                credit: image.first(&["credit", "attribution", "asset/creditLine"]),
                ..Picture::default()
            });
        }
    }
    if let (Some(text), false) =
        (Some(document).filter(|text| is_text(text)).or_else(|| text_of(document)), draft.is_head())
    {
        let mut html = String::new();
        write(text.each(), draft, &mut html);
        draft.html(Some(&Json::String(html)));
    }
    Ok(())
}

/// The lists that are open: a list's items stand beside each other, each with its depth.
#[derive(Default)]
struct Lists(Vec<&'static str>);

impl Lists {
    const DEEPEST: usize = 8;

    /// Closes what is deeper than some depth.
    fn close(&mut self, depth: usize, html: &mut String) {
        while self.0.len() > depth {
            *html += "</li>";
            *html += if self.0.pop() == Some("<ol>") { "</ol>" } else { "</ul>" };
        }
    }

    /// Begins an item. One that leaves out a depth is one deeper than the one before.
    fn item(&mut self, depth: usize, list: &'static str, html: &mut String) {
        let depth = depth.clamp(1, Self::DEEPEST).min(self.0.len() + 1);
        self.close(depth, html);
        if self.0.len() == depth {
            if self.0.last() == Some(&list) {
                *html += "</li>";
            } else {
                self.close(depth - 1, html);
            }
        }
        if self.0.len() < depth {
            *html += list;
            self.0.push(list);
        }
        *html += "<li>";
    }
}

/// Writes a text, wherever it stands. Texts are nested no deeper than JSON is.
pub(super) fn write(blocks: &[Json], draft: &mut Draft, html: &mut String) {
    let mut lists = Lists::default();
    for block in blocks {
        let dialect = Dialect {
            nodes: &[("table", "<table>{:}</table>"), ("break", "<hr>")],
            write: file,
            mark_definitions: block.each_at("markDefs"),
            is_inline: is_block(block),
        };
        if !is_block(block) {
            lists.close(0, html);
            dialect.nodes(std::slice::from_ref(block), draft, html);
            continue;
        }
        // Before version 1 the children were called spans.
        let children = block.first(&["children", "spans"]).map_or(&[][..], Json::each);
        let (start, end) = match block.str_at("style").unwrap_or_default() {
            _ if block.has("listItem") => ("", ""),
            "h1" => ("<h1>", "</h1>"),
            "h2" => ("<h2>", "</h2>"),
            "h3" => ("<h3>", "</h3>"),
            "h4" | "h5" | "h6" => ("<h4>", "</h4>"),
            "blockquote" => ("<blockquote>", "</blockquote>"),
            _ => ("<p>", "</p>"),
        };
        match block.str_at("listItem") {
            Some(kind) => {
                let depth = block.at("level").and_then(Json::count).and_then(|level| usize::try_from(level).ok());
                lists.item(depth.unwrap_or(1), if kind == "number" { "<ol>" } else { "<ul>" }, html);
            }
            None => lists.close(0, html),
        }
        *html += start;
        dialect.nodes(children, draft, html);
        *html += end;
    }
    lists.close(0, html);
}

/// Writes a picture or another file, which is the node itself or what is in it.
fn file(node: &Json, draft: &mut Draft, out: &mut String) -> bool {
    const INSIDE: [&str; 5] = ["image", "photo", "picture", "media", "file"];
    let inside = INSIDE.iter().filter_map(|name| node.at(name)).find(|inside| inside.has("asset"));
    let Some(file) = inside.or(Some(node).filter(|node| node.has("asset"))) else { return false };
    let Some(url) = address(file, draft) else {
        draft.notice(node, "expected a file's address, found none: the document names no project and dataset");
        return true;
    };
    let either = |name: &str| file.at(name).or_else(|| node.at(name)).cloned().unwrap_or(Json::Null);
    let known = file.str_at("asset/_ref").and_then(dimensions).unwrap_or_default();
    let side = |side: &str, known| {
        file.at("asset/metadata/dimensions").and_then(|size| size.at(side).cloned()).unwrap_or(string(known))
    };
    let media_type = file.str_at("asset/mimeType").unwrap_or_default();
    let kind = file_kind(&url, media_type);
    let file = object([
        ("fileName", file.at("asset/originalFilename").cloned().unwrap_or_else(|| Json::String(url.clone()))),
        ("url", Json::String(url)),
        ("width", side("width", known.0)),
        ("height", side("height", known.1)),
        ("alt", either("alt")),
        ("title", either("title")),
        ("caption", caption(&either("caption"))),
    ]);
    Dialect::PLAIN.named(kind, &file, draft, out);
    true
}

/// The dimensions of a picture, which are part of its name: `image-NAME-WIDTHxHEIGHT-KIND`.
fn dimensions(reference: &str) -> Option<(&str, &str)> {
    around(reference.strip_prefix("image-")?.rsplit('-').nth(1)?, "x")
}

/// The address of a file: as it is given, or by the rule of Sanity's servers, which takes the project and the dataset out
/// of the address of the query.
fn address(file: &Json, draft: &Draft) -> Option<String> {
    if let Some(url) = file.first(&["asset/url", "url", "src"]).and_then(Json::as_str) {
        return Some(url.to_owned());
    }
    let reference = file.first(&["asset/_ref", "asset/_id"])?.as_str()?;
    let (folder, name) = match reference.strip_prefix("image-") {
        Some(name) => ("images/", name),
        None => ("files/", reference.strip_prefix("file-")?),
    };
    let (name, kind) = name.rsplit_once('-')?;
    let (host, path) = around(around(draft.base()?, "://")?.1, "/")?;
    let (project, _) = around(host, ".api")?;
    let (_, dataset) = around(path, "data/query/")?;
    let dataset = crate::until(dataset, b"?/");
    Some(["https://cdn.sanity.io/", folder, project, "/", dataset, "/", name, ".", kind].concat())
}
