//! What a node of an editor is called, whatever the editor calls it.

use crate::{Json, until};

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

/// A node's name; a list is named by what numbers it.
pub(super) fn name(node: &Json) -> String {
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
pub(in crate::formats) fn letters(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphabetic).map(|c| c.to_ascii_lowercase()).collect()
}

/// What kind of node a file is.
pub(in crate::formats) fn file_kind(url: &str, media_type: &str) -> &'static str {
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
