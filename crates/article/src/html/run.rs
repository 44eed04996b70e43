//! Running text being put together: white space folded, marks opened and closed in any order.

use crate::{
    Json,
    formats::values::{object, string},
};

/// Running text of one block.
#[derive(Default)]
pub(super) struct Run {
    /// The marks that are open, each with what it holds so far; the first is the block itself.
    frames: Vec<Frame>,
    /// Pieces of the block itself.
    pieces: Vec<Json>,
    /// Text not yet among the pieces.
    text: String,
    /// White space seen that a word may follow.
    has_space: bool,
    /// Line breaks seen that a word may follow.
    breaks: usize,
    /// Whether anything but white space is there.
    has_words: bool,
}

struct Frame {
    kind: &'static str,
    url: Option<String>,
    pieces: Vec<Json>,
}

/// More marks within marks than this mean nothing to anybody.
const MAX_MARKS: usize = 8;

impl Run {
    /// Adds text; white space is folded as a browser shows it (CSS Text §4.1.1), and a no-break space is not white space.
    pub(super) fn text(&mut self, text: &str) {
        for (index, word) in text.split([' ', '\t', '\n', '\r', '\u{C}']).enumerate() {
            self.has_space |= index > 0;
            if !word.is_empty() {
                self.before_word();
                self.text += word;
            }
        }
    }

    /// Adds a piece that is no text, such as a note.
    pub(super) fn piece(&mut self, piece: Json) {
        self.before_word();
        self.end_text();
        self.current().push(piece);
    }

    pub(super) fn line_break(&mut self) {
        self.breaks += 1;
    }

    /// How many line breaks stand since the last word.
    pub(super) const fn breaks(&self) -> usize {
        if self.has_words { self.breaks } else { 0 }
    }

    fn before_word(&mut self) {
        if self.breaks > 0 && self.has_words {
            self.end_text();
            self.current().push(object([("type", string("break"))]));
        } else if self.has_space && self.has_words {
            self.text.push(' ');
        }
        (self.breaks, self.has_space, self.has_words) = (0, false, true);
    }

    /// Opens a mark; tells whether it was, which one within itself is not.
    pub(super) fn open(&mut self, kind: &'static str, url: Option<String>) -> bool {
        let is_open = self.frames.iter().any(|frame| frame.kind == kind);
        if is_open || self.frames.len() >= MAX_MARKS {
            return false;
        }
        let again = if self.text.is_empty() { self.reopened(kind, url.as_deref()) } else { None };
        // The space before a mark is not part of it.
        if again.is_none() && self.has_space && self.has_words && self.breaks == 0 {
            self.text.push(' ');
            self.has_space = false;
        }
        self.end_text();
        self.frames.push(Frame { kind, url, pieces: again.unwrap_or_default() });
        true
    }

    /// The content of a mark closed just before, which goes on: systems that keep the marks with the words begin a link
    /// anew where a word in it is bold.
    fn reopened(&mut self, kind: &str, url: Option<&str>) -> Option<Vec<Json>> {
        let Json::Object(last) = self.current().last_mut()? else { return None };
        if last.text("type") != Some(kind) || last.text("url") != url {
            return None;
        }
        let (_, content) = last.0.iter_mut().find(|(key, _)| key == "content")?;
        let Json::Array(content) = content else { return None };
        let content = std::mem::take(content);
        self.current().pop();
        Some(content)
    }

    /// Closes the mark opened last.
    pub(super) fn close(&mut self) {
        self.end_text();
        let Some(frame) = self.frames.pop() else { return };
        if let Some(span) = span(frame.kind, frame.url, frame.pieces) {
            self.current().push(span);
        }
    }

    /// Ends the block and begins another, in which the same marks are open. `None` when there were no words.
    pub(super) fn take(&mut self) -> Option<Vec<Json>> {
        let mut marks = Vec::new();
        self.end_text();
        while let Some(frame) = self.frames.last() {
            marks.push((frame.kind, frame.url.clone()));
            self.close();
        }
        for (kind, url) in marks.into_iter().rev() {
            self.frames.push(Frame { kind, url, pieces: Vec::new() });
        }
        (self.breaks, self.has_space) = (0, false);
        let pieces = std::mem::take(&mut self.pieces);
        std::mem::take(&mut self.has_words).then_some(pieces)
    }

    fn end_text(&mut self) {
        if !self.text.is_empty() {
            let text = Json::String(std::mem::take(&mut self.text));
            self.current().push(text);
        }
    }

    fn current(&mut self) -> &mut Vec<Json> {
        self.frames.last_mut().map_or(&mut self.pieces, |frame| &mut frame.pieces)
    }
}

/// A span of the native format; none when there is nothing in it.
fn span(kind: &'static str, url: Option<String>, pieces: Vec<Json>) -> Option<Json> {
    if pieces.is_empty() {
        return None;
    }
    if kind == "code" {
        return Some(object([("type", string(kind)), ("text", Json::String(super::words(&pieces)))]));
    }
    let url = url.map_or(Json::Null, Json::String);
    Some(object([("type", string(kind)), ("url", url), ("content", Json::Array(pieces))]))
}
